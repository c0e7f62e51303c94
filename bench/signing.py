"""Seconds of a signature and of a verification, and what a signature adds, beside OpenSSL and poppler in one run.

`python -m bench.signing` prints the table; with `--write` it replaces the section "Signatures" of
`docs/performance.md`. Needs `openssl` and `pdfsig`. Keys and the time-stamp server are those of the tests, on this
computer, so that no network is measured.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bench.page import write_section
from signing.pades import Options, sign
from signing.timestamps import TimestampServer
from signing.verification import verify
from tests.signing.authority import DAY, NOW, Issued, key_file, revocations, signer, trust
from tests.signing.files import prepared, seal_drawing
from tests.signing.servers import time_server

ROUNDS = 15
HEAD = """## Signatures

Made by `python -m bench.signing --write`; do not edit by hand. The report `demo-2023` as PDF of {pages} kB with a place
for a seal, signed with a drawn seal and a key in PKCS#12 that is opened anew each time; time stamps come from a
server on the same computer. {rounds} rounds in one process, all rows in turn; read ratios rather than seconds. The
peers start a process each time: `openssl cms -sign` signs the same bytes with the RSA key, and makes no PDF; `pdfsig`
verifies the B-B file, and does not ask what was changed later. Python {python}, pyHanko {pyhanko}, {openssl},
{machine}.

| | s, best | s, median | a second | to the peer | kB added |
|---|---|---|---|---|---|
"""


@dataclass
class Row:
    """Something measured: what it is called, what is done, its peer's label if it has one, bytes that it adds."""

    label: str
    work: Callable[[], object]
    peer: str = ""
    added: int = 0
    taken: list[float] = field(default_factory=list)


def _command(*words: str | Path) -> Callable[[], object]:
    return lambda: subprocess.run(words, check=True, capture_output=True)


def _peers(folder: Path, own: Issued, pdf: bytes, signed: bytes) -> list[Row]:
    (folder / "report.pdf").write_bytes(pdf)
    (folder / "signed.pdf").write_bytes(signed)
    (folder / "key.pem").write_bytes(own.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "certificate.pem").write_bytes(own.pem)
    signing = _command(
        "openssl", "cms", "-sign", "-binary", "-in", folder / "report.pdf", "-signer", folder / "certificate.pem",
        "-inkey", folder / "key.pem", "-outform", "DER", "-out", folder / "signature.der", "-md", "sha256",
    )  # fmt: skip
    return [
        Row("`openssl cms -sign`", signing),
        Row("`pdfsig`", _command("pdfsig", "-nocert", folder / "signed.pdf")),
    ]


def measure() -> tuple[list[Row], int]:
    """Every kind of work, in turn; and the bytes of the file that is signed."""
    pdf, drawn = prepared(), seal_drawing()
    known = trust(revocations())
    with ExitStack() as stack:
        server = TimestampServer(stack.enter_context(time_server()).url)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))

        def made(level: str, kind: str) -> bytes:
            options = Options(level, server, known, lambda *_: drawn, at=NOW)
            return sign(pdf, key_file(signer(kind)), options)

        signings, verifications = [], []
        for level, kind, name in (
            ("B-B", "ec", "P-256"), ("B-B", "rsa3072", "RSA 3072"), ("B-T", "ec", "P-256"),
            ("B-T", "rsa3072", "RSA 3072"), ("B-LT", "ec", "P-256"), ("B-LTA", "ec", "P-256"),
        ):  # fmt: skip
            signed = made(level, kind)
            added = len(signed) - len(pdf)
            work = partial(made, level, kind)
            signings.append(Row(f"sign {level}, {name}", work, "`openssl cms -sign`", added))
            check = partial(verify, signed, known, NOW + DAY)
            if name == "P-256":
                verifications.append(Row(f"verify {level}", check, "`pdfsig`"))
        rows = [*_peers(folder, signer("rsa3072"), pdf, made("B-B", "ec")), *signings, *verifications]
        for row in rows:
            row.work()
        for _ in range(ROUNDS):
            for row in rows:
                start = time.perf_counter()
                row.work()
                row.taken.append(time.perf_counter() - start)
    return rows, len(pdf)


def table(rows: list[Row], size: int) -> str:
    """The section as Markdown."""
    medians = {row.label: statistics.median(row.taken) for row in rows}
    text = HEAD.format(
        pages=round(size / 1000),
        rounds=ROUNDS,
        python=platform.python_version(),
        pyhanko=version("pyhanko"),
        openssl=" ".join(
            subprocess.run(["openssl", "version"], check=True, capture_output=True, text=True).stdout.split()[:2]
        ),
        machine=f"{platform.system()} {platform.machine()}",
    )
    for row in rows:
        middle = medians[row.label]
        ratio = f"{middle / medians[row.peer]:.2f}" if row.peer else "1.00"
        added = f"{row.added / 1000:.0f}" if row.added else "—"
        text += f"| {row.label} | {min(row.taken):.3f} | {middle:.3f} | {1 / middle:.1f} | {ratio} | {added} |\n"
    return text


if __name__ == "__main__":
    result = table(*measure())
    print(result)
    if "--write" in sys.argv:
        write_section(result)
