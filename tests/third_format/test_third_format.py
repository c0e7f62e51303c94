"""A third format beside the two mandated ones: read, laid out, checked and recorded by what its file says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import check
from checks.model import browser_model
from report.errors import ReportError
from report.format import ReportFormat
from report.layout import grid
from report.loading import format_for_year, load_format, load_format_file, load_formats
from report.numbers import Value
from report.record import dump_report, load_report, write_report
from report.report import Report
from tests.report.files import VALIDATOR, content
from tests.report.strategies import consistent_reports, consistent_years, reports

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
THIRD = load_format_file(Path(__file__).parent / "2030.yaml")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of formats as it will be one day."""
    copy = tmp_path_factory.mktemp("schemas")
    for file in (*SCHEMAS.glob("*.yaml"), Path(__file__).parent / "2030.yaml"):
        shutil.copy(file, copy)
    return copy


@pytest.fixture(scope="module")
def third(folder: Path) -> ReportFormat:
    return load_format("2030", folder)


def file_of(year: int, values: dict[str, str] | None = None, **more: object) -> bytes:
    return content({"nianbao": 1, "agency": "示例市民政局", "year": year, "values": values or {}} | more)


def test_it_takes_over_from_the_format_before_without_a_change_to_that(folder: Path) -> None:
    years = [(fmt.id, fmt.first_year, fmt.last_year) for fmt in load_formats(folder)]
    assert years == [("2019", 2019, 2020), ("2021", 2021, 2029), ("2030", 2030, None)]
    assert [format_for_year(year, folder).id for year in (2020, 2029, 2030, 2044)] == ["2019", "2021", "2030", "2030"]


def test_the_formats_of_the_program_itself_stay_as_they_are() -> None:
    assert [fmt.id for fmt in load_formats()] == ["2019", "2021"]


def test_the_year_of_a_file_chooses_it(folder: Path) -> None:
    report = load_report(file_of(2031, {"data_opening.open.sets.closing": "7"}), folder)
    assert report.format.id == "2030"
    assert report.shown_title == "示例市民政局2031年度政府信息公开工作报告"
    assert write_report(report)["values"]["data_opening.open.sets.closing"] == "7"


def test_cells_of_other_formats_are_told_from_its_own(folder: Path) -> None:
    with pytest.raises(ReportError) as refusal:
        load_report(file_of(2023, {"data_opening.open.sets.closing": "7"}, format="2021"), folder)
    assert refusal.value.problems == [
        "本报告用“2021年格式”，但有 1 个单元格属于“2030年格式（虚构）”：data_opening.open.sets.closing。"
    ]
    with pytest.raises(ReportError, match="属于“2021年格式”：proactive"):
        load_report(file_of(2030, {"proactive.fees.amount": "7"}), folder)


def test_its_tables_have_layouts(third: ReportFormat) -> None:
    tables = [grid(table) for section in third.sections for table in section.tables]
    assert [(g.table.id, len(g.rows), g.width, g.label_columns) for g in tables] == [
        ("proactive", 7, 5, 1),
        ("applications", 14, 10, 4),
        ("review", 3, 9, 0),
        ("data_opening", 4, 6, 2),
    ]


def test_its_own_rule_is_checked_in_its_own_words(folder: Path) -> None:
    figures = {"opening": "5", "added": "3", "removed": "1", "closing": "8"}
    values = {f"data_opening.open.sets.{column}": figure for column, figure in figures.items()}
    findings = [f for f in check(load_report(file_of(2031, values), folder)) if f.kind == "relation"]
    assert [(f.code, f.message) for f in findings] == [
        ("E1", "无条件开放·数据集：年末 8，年初 5 + 新增 3 − 下线 1 = 7，差 1")
    ]


def test_it_carries_on_from_a_report_of_the_format_before(folder: Path) -> None:
    last = load_report(file_of(2029, {"applications.carried_out.person": "3"}), folder)
    this = load_report(file_of(2030, {"applications.carried_in.person": "2"}), folder)
    assert [f.message for f in check(this, last) if f.kind == "relation"] == [
        "自然人：结转 2，上年报告结转下年 3，差 −1"
    ]


def test_its_text_is_checked_by_its_own_prescriptions(folder: Path) -> None:
    report = load_report(file_of(2030, narrative={"overview": "长" * 801}), folder)
    said = [f.message for f in check(report) if f.kind in {"section", "aspect", "length"}]
    assert said == [
        "缺少部分“五、公共数据开放情况”",
        "缺少部分“六、存在的主要问题及改进情况”",
        "缺少部分“七、其他需要报告的事项”",
        "“一、总体情况”有 801 字，原则上不超过 800 字",
        "“一、总体情况”没有写到：主动公开、依申请公开、公共数据开放",
    ]


def test_a_fact_that_only_it_asks_for_is_kept(folder: Path) -> None:
    report = load_report(file_of(2030, processing_fees={"waived": "120.50"}), folder)
    assert write_report(report)["processing_fees"] == {"waived": "120.50"}
    with pytest.raises(ReportError, match="“2021年格式”没有“waived”"):
        load_report(file_of(2023, processing_fees={"waived": "120.50"}), folder)


def test_the_browser_is_given_all_of_it(third: ReportFormat) -> None:
    model = browser_model(third)
    assert list(model["cells"]) == list(third.cell_index)
    assert [relation["id"] for relation in model["relations"]] == [relation.id for relation in third.relations]


@given(consistent_reports(THIRD))
def test_a_consistent_report_has_no_finding(report: Report) -> None:
    assert check(report) == []


@given(consistent_years(THIRD), st.data())
def test_any_one_figure_of_a_sum_changed_is_found(years: tuple[Report, Report], data: st.DataObject) -> None:
    last, this = years
    assert [f for f in check(this, last) if f.kind == "relation"] == []
    relation = data.draw(st.sampled_from([r for r in THIRD.relations if r.compare == "="]))
    cell = data.draw(st.sampled_from([cell for cell in relation.cells if not cell.endswith("@last")]))
    number = this.value(cell).number
    assert number is not None
    damaged = {**this.values, cell: Value(number + 1)}
    report = Report(format=THIRD, agency=this.agency, year=this.year, values=damaged)
    assert relation.id in {f.key for f in check(report, last)}


@given(data=st.data())
def test_a_report_written_and_read_is_the_same_report(folder: Path, third: ReportFormat, data: st.DataObject) -> None:
    report = data.draw(reports(third))
    VALIDATOR.validate(write_report(report))
    assert load_report(dump_report(report), folder) == report
