"""How PDFs are signed, and whose signatures are trusted (section `signing`). No key and no passphrase stands here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SigningSettings:
    """`roots` is a folder, within the data folder unless it begins with `/`; `level` is one of `signing.LEVELS`."""

    roots: str = "roots"
    level: str = "B-B"
    timestamp_url: str = ""
    timestamp_seconds: int = 10
    pkcs11_library: str = ""
