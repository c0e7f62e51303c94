"""`cli.py compare`: 0 the same, 1 different, 2 could not run; for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.helpers import cli, sample


def test_a_report_and_its_copy_are_the_same() -> None:
    ran = cli("compare", sample("demo"), sample("demo"))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("两份报告没有不同。\n")


def test_two_years_are_told_apart_cell_by_cell() -> None:
    ran = cli("compare", sample("hongze-2023"), sample("hongze-2024"))
    assert (ran.code, ran.err) == (1, "")
    assert "  行政规范性文件·现行有效：5 → 8\n" in ran.out


def test_as_json_each_difference_has_its_place() -> None:
    ran = cli("compare", sample("004"), sample("hongze-2024"), "--json")
    found = json.loads(ran.out)
    assert ran.code == 1
    assert {difference["kind"] for difference in found} == {"cover", "figure", "only_first", "only_second", "sentence"}
    assert all(set(difference) == {"kind", "path", "label", "before", "after"} for difference in found)


def test_as_json_the_same_reports_give_an_empty_list() -> None:
    ran = cli("compare", sample("demo"), sample("demo"), "--json")
    assert (ran.code, json.loads(ran.out)) == (0, [])


@pytest.mark.parametrize("broken", ["first", "second"])
def test_a_file_that_cannot_be_read_stops_the_comparison(tmp_path: Path, broken: str) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{", "utf-8")
    files = [bad, sample("demo")] if broken == "first" else [sample("demo"), bad]
    ran = cli("compare", *files)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"错误：{bad}：")
