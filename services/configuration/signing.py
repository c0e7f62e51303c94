"""How PDFs are signed, and whose signatures are trusted (section `signing`). No key and no passphrase stands here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SigningSettings:
    """`roots` is a folder, within the data folder unless it begins with `/`; `level` one of `signing.pades.LEVELS`."""

    roots: str = "roots"
    level: str = "B-B"
    timestamp_url: str = ""
    timestamp_seconds: int = 10
    pkcs11_library: str = ""

    def roots_folder(self, data_dir: Path) -> Path | None:
        """The folder of trusted authorities if it is there."""
        folder = data_dir / self.roots
        return folder if folder.is_dir() else None
