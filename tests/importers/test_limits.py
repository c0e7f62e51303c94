"""No file can harm the program: a clear message in Chinese within ten seconds and 500 MB."""

from __future__ import annotations

import os
import time

import pytest

from importers import EXTENSIONS
from importers.errors import UnreadableError
from importers.sandbox import MAX_MEMORY, TIMEOUT, import_safely
from tests.importers.expected import SOURCES, imported
from tests.importers.hostile import HOSTILE, noise


def refused(name: str, content: bytes) -> str:
    started = time.monotonic()
    with pytest.raises(UnreadableError) as refusal:
        import_safely(name, content)
    assert time.monotonic() - started < 10
    return str(refusal.value)


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name: str) -> None:
    make, words = HOSTILE[name]
    assert words in refused(name, make())


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_random_bytes_are_refused_under_every_name(extension: str) -> None:
    message = refused(f"noise{extension}", noise(len(extension)))
    assert message
    assert "Traceback" not in message


def test_the_process_may_hold_less_than_500_megabytes() -> None:
    assert MAX_MEMORY < 500 * 10**6
    assert TIMEOUT < 10


@pytest.mark.parametrize("name", ["hongze-2023.pdf", "000_fbfd842556fb2a70.txt", "blank-2021-form.docx"])
def test_what_comes_back_from_the_process_is_what_was_read(name: str) -> None:
    file = SOURCES / name
    assert import_safely(file.name, file.read_bytes()) == imported(file)


def test_a_file_that_takes_too_long_is_given_up() -> None:
    content = ("<p>一、总体情况</p>" + "<table><tr><td>规章</td><td>0</td></tr></table>" * 10_000).encode()
    with pytest.raises(UnreadableError, match="用时过长"):
        import_safely("slow.html", content, timeout=0.5)


def test_an_external_entity_is_never_opened(tmp_path: os.PathLike[str]) -> None:
    with pytest.raises(UnreadableError) as refusal:
        import_safely("external.docx", HOSTILE["external-entity.docx"][0]())
    assert "root:" not in str(refusal.value)
