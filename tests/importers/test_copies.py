"""Text as browsers and extractors give it: read whole when full, flagged where blanks were dropped."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from importers import read_file
from report.loading import load_format
from report.numbers import Value
from report.record import write_report
from report.report import Report
from tests.importers.copies import COPIES, labels_behind
from tests.importers.expected import Tally, tally
from tests.importers.test_layouts import UNIT_LOST, filled, sample, with_blanks


def distinct(format_id: str) -> Report:
    """A report in which no two cells hold the same figure."""
    base = sample("demo-2023" if format_id == "2021" else "001_6bf957eabb57496e")
    cells = load_format(format_id).cells
    return dataclasses.replace(base, values={c.name: Value(number=Decimal(n)) for n, c in enumerate(cells, 101)})


def read_back(report: Report, text: str) -> Tally:
    found = read_file("pasted.txt", text.encode())
    assert found.report.format.id == report.format.id
    return tally(found, write_report(report))


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_every_figure_of_a_full_table_is_read(format_id: str, copy: str) -> None:
    report = distinct(format_id)
    result = read_back(report, COPIES[copy](report))
    assert (result.wrong, set(result.flagged) - UNIT_LOST) == ([], set())


@pytest.mark.parametrize("seed", [3, 11])
@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_a_dropped_blank_never_moves_a_figure_unflagged(format_id: str, copy: str, seed: int) -> None:
    report = with_blanks(filled(format_id, seed, (0, 0, 0, 4, 17, 203)))
    assert read_back(report, COPIES[copy](report)).wrong == []


@pytest.mark.parametrize("copy", ["bars_below", "browser_tabs"])
def test_where_the_copy_keeps_blanks_each_figure_keeps_its_column(copy: str) -> None:
    report = with_blanks(filled("2021", 5, (0, 0, 6, 31)))
    assert read_back(report, COPIES[copy](report)).flagged == []


@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_labels_behind_their_figures_are_noticed(format_id: str) -> None:
    report = distinct(format_id)
    found = read_file("pasted.txt", labels_behind(report).encode())
    assert tally(found, write_report(report)).wrong == []
    assert found.provenance["applications.granted.person"].doubt == "行名印在数字之后"
    assert found.report.value("applications.granted.person") == report.value("applications.granted.person")


def test_two_figures_of_seven_are_left_blank_and_said_so() -> None:
    head = "某局2019年政府信息公开工作年度报告\n一、总体情况\n平稳。\n三、收到和处理政府信息公开申请情况\n"
    columns = "自然人 |\n法人或其他组织 |\n总计 |\n|||||||\n商业企业 |\n科研机构 |\n社会公益组织 |\n"
    columns += "法律服务机构 |\n其他 |\n|||||\n"
    row = "一、本年新收政府信息公开申请数量 |\n3 |\n3 |\n|||||||\n"
    found = read_file("pasted.txt", (head + columns + row).encode())
    assert found.report.value("applications.new.business").is_blank
    assert found.provenance["applications.new.business"].doubt == "本行数字少于栏目，不能确定各属哪一栏"
