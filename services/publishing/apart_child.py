"""The process that signs, or judges what was signed elsewhere: request on standard input, answer on standard output."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2

from report.errors import NianbaoError
from services.configuration.signing import SigningSettings
from services.publishing.apart import OUT_OF_MEMORY, Judged, answer_of, limit, read_message
from services.verification import examine


def sign(asked: dict[str, Any], blobs: dict[str, bytearray]) -> Judged:
    """The signed file, and what an examination of it says."""
    from services.signing import sign_report
    from signing.keys import KeyFile
    from signing.secret import Secret
    from signing.tokens import Token
    from signing.trust import Trust, read_trust

    settings = SigningSettings(**asked["settings"])
    roots = Path(asked["roots"]) if asked["roots"] else None
    secret = Secret(blobs.pop("secret"))
    token = Token(settings.pkcs11_library, secret, asked["key"].get("label", ""), asked["key"].get("certificate", ""))
    key = KeyFile(bytes(blobs["key"]), secret) if asked["key"]["kind"] == "file" else token
    picture = bytes(blobs["picture"]) if "picture" in blobs else None
    trust = read_trust(roots) if roots else Trust()
    signed = sign_report(bytes(blobs["pdf"]), key, settings, trust, picture=picture, diameter=asked["diameter"])
    return Judged(signed, examine(signed, roots, datetime.now(UTC)).data(), "", (), _pages(signed))


def judge(asked: dict[str, Any], blobs: dict[str, bytearray]) -> Judged:
    """Whether the file is the one that was handed out with signatures added, and what its pages show."""
    from signing.outside import accept_outside
    from signing.trust import Trust, read_trust

    roots = Path(asked["roots"]) if asked["roots"] else None
    now, signed = datetime.now(UTC), bytes(blobs["pdf"])
    verdict = accept_outside(bytes(blobs["original"]), signed, read_trust(roots) if roots else Trust(), now)
    return Judged(b"", examine(signed, roots, now).data(), verdict.state, verdict.reasons, _pages(signed))


def _pages(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def main() -> int:
    """Do what is asked for; a refusal is an answer."""
    limit()
    asked, blobs = read_message(bytearray(sys.stdin.buffer.read()))
    try:
        answer = answer_of((sign if asked["do"] == "sign" else judge)(asked, blobs))
    except MemoryError:
        return OUT_OF_MEMORY
    except NianbaoError as error:
        answer = json.dumps({"fault": str(error)}, ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
