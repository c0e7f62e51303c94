"""The check code (校验码) of a report: sixty bits of the hash of its content, as people can read it out."""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha256
from urllib.parse import quote

from report.record import dump_report
from report.report import Report
from services.configuration.verification import Verification

LENGTH, GROUP = 12, 4
# Letters that look like figures are written as others (Crockford's alphabet).
_WRITTEN = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_MEANT = str.maketrans("OIL", "011")


def check_code(report: Report) -> str:
    """Three groups of four, such as "7K2M-9QXA-03DF"; the same content has the same code, in any version."""
    return code_of(sha256(dump_report(report)).hexdigest())


def code_of(digest: str) -> str:
    """The check code of the report whose file of record has this SHA-256 (hexadecimal)."""
    letters = b32encode(bytes.fromhex(digest)).decode().translate(_WRITTEN)[:LENGTH]
    return "-".join(letters[n : n + GROUP] for n in range(0, LENGTH, GROUP))


def read_code(text: str) -> str:
    """A check code as somebody typed it, in the one way that it is written; empty if it is none."""
    letters = "".join(c for c in text.upper().translate(_MEANT) if c.isascii() and c.isalnum())
    if len(letters) != LENGTH or set(letters) & set("ILOU"):
        return ""
    return "-".join(letters[n : n + GROUP] for n in range(0, LENGTH, GROUP))


def check_address(settings: Verification, code: str) -> str:
    """Where a code leads, empty where no address is named."""
    return f"{settings.address}?code={quote(code)}" if settings.address else ""
