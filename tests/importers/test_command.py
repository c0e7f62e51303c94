"""`import` on the command line: one file to one file, many to a folder, a line for each and a sum."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from importers.command import import_files, load
from importers.errors import UnreadableError
from tests.importers.expected import SEEDS, SOURCES, truth


def run(paths: list[Path], out: Path | str, format_id: str = "auto") -> tuple[int, str, list[int]]:
    said, steps = io.StringIO(), []

    def step(done: int, total: int, name: str) -> None:
        steps.append(done)

    code = import_files(paths, out, format_id, step, said)
    return code, said.getvalue(), steps


def test_one_file_becomes_the_json_of_record_with_provenance(tmp_path: Path) -> None:
    code, said, _ = run([SOURCES / f"{SEEDS[2]}.txt"], tmp_path / "out.json")
    record = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert code == 0
    assert {c: v for c, v in record["values"].items() if v} == truth(SEEDS[2])["values"]
    assert set(record["provenance"]["applications.new.person"]) == {"snippet", "where", "doubt"}
    assert record["not_placed"] == []
    assert "读出 198 格" in said


def test_many_files_go_into_a_folder_and_a_bad_one_does_not_stop_the_rest(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    code, said, steps = run([SOURCES / "hongze-2023.pdf", bad, SOURCES / f"{SEEDS[0]}.txt"], tmp_path / "out")
    assert code == 2
    assert steps == [1, 2, 3]
    assert {f.name for f in (tmp_path / "out").iterdir()} == {"hongze-2023.json", f"{SEEDS[0]}.json"}
    assert "✗ bad.pdf：PDF 文件已损坏" in said
    assert said.endswith("共 3 个文件，导入 2 个，失败 1 个。\n")


def test_the_format_can_be_given(tmp_path: Path) -> None:
    run([SOURCES / "hongze-2023.pdf"], tmp_path / "out.json", "2019")
    record = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert record["format"] == "2019"
    assert record["values"]["applications.other.person"] == "0"
    assert "proactive.normative.in_force" in {item["cell"] for item in record["not_placed"]}


def test_two_files_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    twin = tmp_path / "hongze-2023.txt"
    twin.write_bytes((SOURCES / f"{SEEDS[0]}.txt").read_bytes())
    code, said, _ = run([SOURCES / "hongze-2023.pdf", twin], tmp_path / "out")
    assert code == 2
    assert "已由本次的另一个文件写出" in said


def test_many_files_cannot_go_into_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken = tmp_path / "out.json"
    taken.write_text("{}")
    files = [SOURCES / f"{SEEDS[0]}.txt", SOURCES / f"{SEEDS[1]}.txt"]
    assert import_files(files, taken) == 2
    assert "应是一个文件夹" in capsys.readouterr().err
    assert taken.read_text() == "{}"


def test_a_missing_file_and_one_that_is_too_large_are_said_to_be_so(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.touch()
    os.truncate(large, 21 * 2**20)
    with pytest.raises(UnreadableError, match="没有这个文件"):
        load(tmp_path / "none.txt")
    with pytest.raises(UnreadableError, match="超过 20 MB"):
        load(large)
