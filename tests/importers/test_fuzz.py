"""Real files with bytes, lines or markup damaged are read or refused, never an error of the program."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from importers import Imported, read_file
from importers.errors import UnreadableError
from report.record import write_report
from tests.importers.expected import SAMPLES, SOURCES

FILES = [*sorted(SOURCES.iterdir()), SAMPLES / "real" / "shanghai-office-2019.html", SAMPLES / "demo-2023.json"]


def read_or_refuse(name: str, content: bytes) -> Imported | None:
    try:
        return read_file(name, content)
    except UnreadableError:
        return None


def damaged(content: bytes, dice: random.Random) -> bytes:
    """A few bytes changed, a stretch lost, a stretch doubled, or the end cut off."""
    data = bytearray(content)
    for _ in range(dice.randrange(1, 6)):
        at, size = dice.randrange(len(data)), dice.randrange(1, 400)
        match dice.randrange(4):
            case 0:
                data[at] = dice.randrange(256)
            case 1:
                del data[at : at + size]
            case 2:
                data[at:at] = data[at : at + size]
            case _:
                data[at : at + size] = dice.randbytes(min(size, 8))
    return bytes(data) if dice.randrange(5) else bytes(data[: len(data) // 2])


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_damaged_file_is_read_or_refused(file: Path, seed: int) -> None:
    found = read_or_refuse(file.name, damaged(file.read_bytes(), random.Random(seed)))
    if found:
        assert set(found.provenance) == set(found.report.format.cell_index)
        assert write_report(found.report)["nianbao"] == 1


@pytest.mark.parametrize("seed", range(8))
def test_a_word_file_with_damaged_markup_inside_is_read_or_refused(seed: int) -> None:
    dice, packed = random.Random(seed), BytesIO()
    with zipfile.ZipFile(SOURCES / "blank-2021-form.docx") as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, damaged(content, dice) if name == "word/document.xml" else content)
    read_or_refuse("damaged.docx", packed.getvalue())


@pytest.mark.parametrize("seed", range(10))
def test_lines_in_any_order_never_break_the_reading(seed: int) -> None:
    lines = (SOURCES / "002_80b2b08208f129ad.txt").read_text("utf-8").split("\n")
    random.Random(seed).shuffle(lines)
    read_or_refuse("shuffled.txt", "\n".join(lines).encode())
