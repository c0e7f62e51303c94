"""The program as it stands, and one more file in `schemas/`: command line, documents and pages know the new format.

The tree is this one, linked, with its own copy of `report/` and `schemas/`; no line of code differs.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from report.loading import load_format_file

ROOT = Path(__file__).resolve().parents[2]
FILE = Path(__file__).parent / "2030.yaml"
THIRD = load_format_file(FILE)
COPIED = {"report", "schemas", "cli.py", "app.py"}
LEFT_OUT = {".git", ".venv", "instance", "instance-demo", "test-output"}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with one more format."""
    tree = tmp_path_factory.mktemp("tree")
    for item in ROOT.iterdir():
        if item.name in COPIED:
            copy = shutil.copytree if item.is_dir() else shutil.copy
            copy(item, tree / item.name)
        elif item.name not in LEFT_OUT:
            (tree / item.name).symlink_to(item)
    shutil.copy(FILE, tree / "schemas")
    return tree


def run(tree: Path, *command: str, code: int = 0) -> str:
    """What a program of the tree prints."""
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(tree), "PYTHONIOENCODING": "utf-8"}
    program = [sys.executable, *command]
    done = subprocess.run(program, cwd=tree, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == code, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def report(tree: Path) -> Path:
    """A new report of 2031 as the command line makes it, its data opening filled in with a sum that fails."""
    file = tree / "report-2031.json"
    run(tree, "cli.py", "new", "--agency", "示例市民政局", "--year", "2031", "-o", str(file))
    data: dict[str, Any] = json.loads(file.read_text("utf-8"))
    figures = {"opening": "5", "added": "3", "removed": "1", "closing": "8"}
    data["values"] |= {f"data_opening.open.sets.{column}": figure for column, figure in figures.items()}
    file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return file


def test_its_cells_are_listed(tree: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(tree, "cli.py", "cells", "--format", "2030"))))
    assert [row["cell"] for row in rows] == list(THIRD.cell_index)


def test_a_new_report_of_its_year_has_its_sections_and_blank_cells(report: Path) -> None:
    data = json.loads(report.read_text("utf-8"))
    assert data["format"] == "2030"
    assert list(data["values"]) == list(THIRD.cell_index)
    assert list(data["narrative"]) == [s.id for s in THIRD.sections if s.narrative]


def test_the_command_line_checks_its_rules(tree: Path, report: Path) -> None:
    findings = json.loads(run(tree, "cli.py", "check", str(report), "--json", code=1))
    assert [f["message"] for f in findings if f["kind"] == "relation"] == [
        "无条件开放·数据集：年末 8，年初 5 + 新增 3 − 下线 1 = 7，差 1"
    ]


@pytest.mark.parametrize("to", ["html", "docx"])
def test_it_is_exported_with_its_own_tables(tree: Path, report: Path, to: str) -> None:
    out = tree / f"report.{to}"
    run(tree, "cli.py", "export", str(report), "--to", to, "-o", str(out))
    marked = zipfile.ZipFile(out).read("word/document.xml").decode() if to == "docx" else out.read_text("utf-8")
    text = re.sub("<[^>]+>", "", marked)
    for words in ("五、公共数据开放情况", "新闻媒体", "第二十条第（十）项", "（2）个人隐私", "依申请开放"):
        assert words in text


def test_the_pages_show_save_and_judge_it(tree: Path) -> None:
    seen = json.loads(run(tree, "tests/third_format/pages.py", str(tree / "data")))
    for section in THIRD.sections:
        names = [cell.name for cell in THIRD.cells if cell.section.id == section.id]
        names += [fact.name for fact in section.facts]
        assert [name for name in names if name not in seen["inputs"][section.id]] == []
    assert (seen["saved"], seen["reviewed"]) == (200, True)
    assert seen["recorded"] == {
        "data_opening.open.sets.opening": "5",
        "data_opening.open.sets.added": "3",
        "data_opening.open.sets.removed": "1",
        "data_opening.open.sets.closing": "8",
    }
    assert all(seen["headings"])
    assert all(seen["labels"])
