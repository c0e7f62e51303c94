"""`cli.py import`: published reports to files of record that the other commands read; `check` takes either."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.helpers import SAMPLES, cli

SOURCES = SAMPLES / "sources"


def test_a_published_report_becomes_a_file_of_record_with_where_each_figure_stood(tmp_path: Path) -> None:
    out = tmp_path / "004.json"
    done = cli("import", SOURCES / "004_07d58256ca7a15b7.txt", "-o", out)
    assert done.code == 0, done.err
    record = json.loads(out.read_text("utf-8"))
    assert record["values"]["applications.new.person"] == "3"
    origin = record["provenance"]["proactive.procurement.amount"]
    assert origin["doubt"] == "无单位"
    assert "2,232,951" in origin["snippet"]
    assert record["not_placed"] == []


def test_what_was_imported_can_be_checked_as_it_is(tmp_path: Path) -> None:
    out = tmp_path / "001.json"
    cli("import", SOURCES / "001_6bf957eabb57496e.txt", "-o", out)
    done = cli("check", out, "--json")
    assert done.code == 1
    assert [f["kind"] for f in json.loads(done.out)].count("relation") == 8


def test_a_published_report_is_checked_in_one_command() -> None:
    done = cli("check", SOURCES / "hongze-2023.pdf", "--json")
    assert done.code == 1
    assert [f["kind"] for f in json.loads(done.out)].count("relation") == 2


def test_many_files_go_into_a_folder_with_a_sum(tmp_path: Path) -> None:
    done = cli("import", *sorted(SOURCES.glob("*.txt")), "-o", tmp_path / "out")
    assert done.code == 0
    assert "共 5 个文件，导入 5 个，失败 0 个" in done.out
    assert len(list((tmp_path / "out").glob("*.json"))) == 5


def test_a_format_that_there_is_not_is_said_so(tmp_path: Path) -> None:
    done = cli("import", SOURCES / "004_07d58256ca7a15b7.txt", "-o", tmp_path / "x.json", "--format", "1999")
    assert done.code == 2
    assert "没有编号为“1999”的格式" in done.err
    assert not (tmp_path / "x.json").exists()
