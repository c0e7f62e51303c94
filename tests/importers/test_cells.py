"""What a cell may hold and how its row and column may be worded, each oddity in a report of a few lines."""

from __future__ import annotations

import pytest

from importers import Imported, read_file
from report.numbers import shown

HEAD = "某市某局{year}年政府信息公开工作年度报告\n一、总体情况\n全年工作平稳。\n二、主动公开政府信息情况\n"
TAIL = "\n五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无。"
FIRST_2021 = "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n0\n0\n0\n"
NAMES = ("person", "business", "research", "welfare", "legal", "other_org", "total")
COLUMNS = "申请人情况\n自然人\n法人或其他组织\n总计\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他\n"


def proactive(rows: str, year: int = 2023) -> Imported:
    return read_file("pasted.txt", (HEAD.format(year=year) + rows + TAIL).encode())


def applications(rows: str) -> Imported:
    text = HEAD.format(year=2023) + "三、收到和处理政府信息公开申请情况\n" + COLUMNS + rows + TAIL
    return read_file("pasted.txt", text.encode())


def said(found: Imported, cell: str) -> tuple[str, str | None]:
    """(what the cell shows, its doubt)."""
    return shown(found.report.value(cell)), found.provenance[cell].doubt


def row(found: Imported, name: str) -> str:
    return " ".join(shown(found.report.value(f"applications.{name}.{column}")) or "□" for column in NAMES)


@pytest.mark.parametrize(
    ("printed", "shows"),
    [
        ("22（其中修订16件）", "22（其中修订16件）"),
        ("22（含自然失效29件）", "22（含自然失效29件）"),
        ("２２", "22"),
        ("22件", "22"),
        ("1,022", "1022"),
        ("1，022", "1022"),
    ],
)
def test_a_count_is_read_with_remarks_units_and_wide_digits(printed: str, shows: str) -> None:
    found = proactive(FIRST_2021 + f"行政规范性文件\n3\n{printed}\n0\n")
    assert said(found, "proactive.normative.repealed") == (shows, None)


def test_a_remark_parted_by_a_blank_stays_with_its_figure() -> None:
    found = proactive(FIRST_2021 + "行政规范性文件 5 22 （其中修订16件） 3\n")
    assert said(found, "proactive.normative.repealed") == ("22（其中修订16件）", None)
    assert said(found, "proactive.normative.in_force") == ("3", None)


@pytest.mark.parametrize("mark", ["/", "-", "—", "——", "_", "无", "－"])
def test_a_mark_in_place_of_a_figure_is_blank_and_proposed_as_zero(mark: str) -> None:
    found = proactive(FIRST_2021 + f"行政规范性文件\n3\n{mark}\n8\n")
    assert said(found, "proactive.normative.repealed") == ("", f"原表此格印的是“{mark}”，不是数字")
    assert found.proposed_zeros == ("proactive.normative.repealed",)


@pytest.mark.parametrize("printed", ["5①", "约30", "3或4", "十二", "1O"])
def test_what_is_no_certain_figure_is_never_taken_for_one(printed: str) -> None:
    found = proactive(FIRST_2021 + f"行政规范性文件 | 3 | {printed} | 8 |\n")
    value = found.report.value("proactive.normative.repealed")
    assert value.number is None
    assert found.provenance["proactive.normative.repealed"].doubt


CHANGE = "第二十条第（五）项\n信息内容\n上一年项目数量\n本年增/减\n处理决定数量\n行政许可\n421\n{}\n1844\n"


@pytest.mark.parametrize(("printed", "shows"), [("+79", "79"), ("增1423", "1423"), ("减8", "-8"), ("-27", "-27")])
def test_a_change_is_read_with_its_sign_or_word(printed: str, shows: str) -> None:
    found = proactive(CHANGE.format(printed), 2020)
    assert said(found, "proactive.licensing.items_change") == (shows, None)


PURCHASE = "第二十条第（九）项\n信息内容\n采购项目数量\n采购总金额{}\n政府集中采购\n6\n{}\n"


@pytest.mark.parametrize(
    ("heading", "printed", "shows", "doubt"),
    [
        ("", "2375.064万元", "2375.064", None),
        ("", "5.19亿元", "51900", None),
        ("", "251000元", "25.1", None),
        ("(单位:万元)", "134,691", "134691", None),
        ("（元）", "251000", "25.1", None),
        ("", "0", "0", None),
        ("", "2,232,951", "2,232,951", "无单位"),
    ],
)
def test_an_amount_takes_its_unit_from_cell_or_heading_or_stays_text(
    heading: str, printed: str, shows: str, doubt: str | None
) -> None:
    assert said(proactive(PURCHASE.format(heading, printed), 2020), "proactive.procurement.amount") == (shows, doubt)


@pytest.mark.parametrize(
    "label",
    [
        "3.危及“三安全一稳定”",
        "3、危机“三安全一稳定”",
        "３．危及三安全一稳定",
        "3.危及 “三安全 一稳定”",
        "3.危機“三安全一穩(wěn)定”",
        "3.危及“三安全一稳定",
    ],
)
def test_a_row_is_recognised_through_the_slips_seen_in_the_wild(label: str) -> None:
    found = applications(f"2.其他法律行政法规禁止公开\n0\n0\n0\n0\n0\n0\n0\n{label}\n2\n0\n1\n0\n0\n0\n3\n")
    assert row(found, "refused.safety") == "2 0 1 0 0 0 3"


def test_a_row_the_form_does_not_have_is_not_taken_for_its_neighbour() -> None:
    found = applications("1.属于国家秘密\n0\n0\n0\n0\n0\n0\n0\n9.属于其他情形的信息\n1\n2\n3\n4\n5\n6\n7\n")
    assert row(found, "refused.inquiry") == "□ □ □ □ □ □ □"
    assert "9.属于其他情形的信息 1 2 3 4 5 6 7" in [s.text for s in found.not_understood]


def test_a_row_that_lost_a_figure_stays_blank_with_the_reason() -> None:
    found = applications("（一）予以公开\n5\n0\n0\n0\n0\n5\n（二）部分公开\n1\n0\n0\n0\n0\n0\n1\n")
    assert row(found, "granted") == "□ □ □ □ □ □ □"
    assert found.provenance["applications.granted.person"].doubt == "本行数字少于栏目，不能确定各属哪一栏"
    assert row(found, "partial") == "1 0 0 0 0 0 1"


def test_a_page_number_among_the_figures_is_not_one_of_them() -> None:
    found = applications("（一）予以公开\n5\n0\n- 3 -\n0\n0\n0\n0\n5\n（二）部分公开\n1\n0\n0\n4\n0\n0\n0\n0\n1\n")
    assert row(found, "granted") == "5 0 0 0 0 0 5"
    assert row(found, "partial") == "□ □ □ □ □ □ □"


def test_a_single_row_of_2019_with_figures_is_kept_aside_in_a_report_of_2023() -> None:
    rows = "5.要求行政机关确认或重新出具已获取信息\n0\n0\n0\n0\n0\n0\n0\n（六）其他处理\n4\n0\n0\n0\n0\n0\n4\n"
    found = applications(rows + "（七）总计\n4\n0\n0\n0\n0\n0\n4\n四、结转下年度继续办理\n0\n0\n0\n0\n0\n0\n0\n")
    aside = {item.cell: (item.value, item.format) for item in found.not_placed}
    assert aside["applications.other.person"] == ("4", "2019")
    assert said(found, "applications.other.rest.person")[0] == ""
    assert said(found, "applications.other.rest.business") == (
        "0", "原表“（六）其他处理”没有细分，印的是 0，各细项读作 0",
    )  # fmt: skip


def test_columns_in_another_order_carry_a_doubt() -> None:
    rows = "第二十条第（一）项\n信息内容\n现行有效件数\n本年制发件数\n本年废止件数\n规章\n9\n1\n2\n"
    assert proactive(rows).provenance["proactive.regulations.issued"].doubt == "栏目的次序似与格式不同"


def test_columns_of_2019_over_rows_of_2021_carry_a_doubt() -> None:
    rows = "第二十条第（一）项\n信息内容\n本年新制作数量\n本年新公开数量\n对外公开总数量\n规章\n1\n2\n3\n"
    rows += "行政规范性文件\n4\n5\n6\n"
    more = "第二十条第（五）项\n信息内容\n本年处理决定数量\n行政许可\n7\n"
    found = proactive(rows + more)
    assert found.tables_format["proactive"] == "2021"
    assert found.provenance["proactive.normative.issued"].doubt == "栏目名称与格式不同，按格式的次序读取"
