"""Pasting from Excel, WPS and Word: nothing shifts, nothing is guessed, and it is said what was done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.layout import grid
from report.loading import load_format
from tests.browser.table.conftest import Tab
from tests.browser.table.harness import Figures, contents, figures_2021, sample

pytestmark = pytest.mark.browser

OpenTab = Callable[..., Tab]
BLANK = Figures(load_format("2021"), "applications")
PERSON = "applications.new.person"
COLUMNS = ("person", "business", "research", "welfare", "legal", "other_org", "total")


def row(tab: Tab, path: str) -> list[str]:
    return [tab.text(f"applications.{path}.{column}") for column in COLUMNS]


def word_table(name: str = "demo-2023") -> str:
    """The table of requests of a sample as Word puts it on the clipboard: merged boxes, paragraphs, styles."""
    report = sample(name)
    table = report.format.section("applications").tables[0]
    rows = []
    for line in grid(table).rows:
        boxes = []
        for slot in line.slots:
            text = str(report.value(slot.cell).number) if slot.cell else slot.text
            spans = f'rowspan="{slot.rowspan}" colspan="{slot.colspan}"'
            inside = f"<p class=MsoNormal><span lang=EN-US>{text}\n</span></p>"
            boxes.append(f'<td {spans} style="mso-border-alt:solid">{inside}</td>')
        rows.append(f"<tr>{''.join(boxes)}</tr>")
    head = "<html><head><style>p.MsoNormal{color:red}</style></head>"
    return f"{head}<body><table class=MsoTable>{''.join(rows)}</table></body></html>"


def test_a_whole_table_from_word_finds_its_place_by_its_headings(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    tab.paste("applications.granted.legal", "…", word_table())

    expected = contents(sample("demo-2023"))
    for cell in BLANK.format.cells:
        if cell.table.id == "applications":
            assert tab.text(cell.name) == str(expected[cell.name].number), cell.name
    assert tab.report() == "写入 144 格；合计 31 格，与粘贴的一致。"


def test_a_paste_is_one_step_back(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)
    tab.paste(PERSON, "…", word_table())

    tab.page.keyboard.press("Control+z")

    assert row(tab, "new") == [""] * 7
    assert "已撤销“粘贴”，175 格恢复原样。" in tab.report()


def test_a_block_from_excel_keeps_its_empty_boxes_in_place(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK, {"applications.new.business": "9"})

    tab.paste(PERSON, "14\t\t0\r\n\t2\t１，２３４\r\n")

    assert row(tab, "new")[:4] == ["14", "9", "0", ""]
    assert row(tab, "carried_in")[:4] == ["", "2", "1234", ""]
    assert tab.report() == "写入 4 格；空白 2 格，原样未动。"


def test_pasted_totals_are_compared_and_differences_told(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    tab.paste(PERSON, "14\t2\t0\t0\t0\t0\t15\n1\t0\t0\t0\t0\t0\t1\n")

    assert [row(tab, "new")[-1], row(tab, "carried_in")[-1]] == ["16", "1"]
    assert "合计 1 格，与粘贴的一致；合计 1 格与粘贴的不同，未改写" in tab.report()
    assert "「本年新收·总计」粘贴的是 15，表中是 16" in tab.report()


def test_one_value_goes_into_the_cell_as_if_typed(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    tab.paste(PERSON, "134,691\r\n")
    assert tab.text(PERSON) == "134,691"
    tab.page.keyboard.press("Tab")

    assert tab.text(PERSON) == "134691"


def test_two_lines_in_one_box_are_never_joined_to_one_number(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    tab.paste(PERSON, '"14\n2"\r\n')
    tab.page.keyboard.press("Tab")
    assert tab.marks(PERSON) >= {"is-doubt"}

    table = "<table><tr><td>14<br>2</td><td><p>3</p><p>4</p></td></tr></table>"
    tab.paste("applications.granted.person", "x", table)
    assert {"is-doubt"} <= tab.marks("applications.granted.person") & tab.marks("applications.granted.business")
    assert "读不出 2 格，照原样放入：「予以公开·自然人」、「予以公开·商业企业」" in tab.report()


def test_what_does_not_fit_is_shown_first_and_nothing_is_written(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    tab.paste(PERSON, "单位\t甲\t乙\n某局\t13\t2\n")

    dialog = tab.page.get_by_role("dialog")
    assert "第 1 行没有数字" in dialog.inner_text()
    assert row(tab, "new") == [""] * 7
    assert tab.told() == {}
    dialog.get_by_role("button", name="取消").click()
    assert [tab.page.get_by_role("dialog").count(), tab.told()] == [0, {}]


def test_a_person_says_where_it_belongs_and_gets_what_was_shown(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)
    tab.paste(PERSON, "单位\t甲\t乙\n某局\t13\t2\n")
    dialog = tab.page.get_by_role("dialog")

    assert dialog.get_by_label("跳过开头几列").input_value() == "1"
    dialog.get_by_label("从表中哪一行写起").select_option(label="（一）予以公开")
    assert dialog.get_by_role("status").inner_text() == "将写入 2 格，核对合计 0 格，跳过 0 处。"
    assert dialog.locator("td.will-write").all_inner_texts() == ["13", "2"]
    dialog.get_by_role("button", name="写入").click()

    assert row(tab, "granted")[:3] == ["13", "2", ""]
    assert tab.report() == "写入 2 格。"


def test_a_block_that_sticks_out_says_what_it_would_leave_out(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)
    tab.paste("applications.carried_out.other_org", "1\t1\t5\n2\t2\t6\n")
    dialog = tab.page.get_by_role("dialog")

    assert "没有对应的格" in dialog.inner_text()
    assert dialog.get_by_role("status").inner_text() == "将写入 1 格，核对合计 1 格，跳过 4 处。"
    dialog.get_by_role("button", name="写入").click()

    assert "没有对应的格、未写入 4 处" in tab.report()


def test_five_megabytes_are_refused_and_the_page_goes_on(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    tab.paste(PERSON, "1\t" * (5 * 1024 * 1024 // 2))

    assert "粘贴的内容约 5.0 MB，太大了，没有粘贴" in tab.report()
    tab.enter(PERSON, "14")
    assert [tab.text(PERSON), tab.told()] == ["14", {f"values.{PERSON}": "14"}]


def test_a_long_text_is_refused(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    tab.paste(PERSON, "x" * 2000)

    assert [tab.text(PERSON), "有 2000 个字符，一格放不下" in tab.report()] == ["", True]


def test_pasting_from_the_tools_starts_at_the_cell_last_in_focus(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)
    tab.cell("applications.granted.business").focus()
    tab.copy("13\t2\n")

    tab.button("从 Excel 粘贴…").click()
    tab.page.get_by_label("粘贴处").focus()
    tab.page.keyboard.press("Control+v")

    assert row(tab, "granted")[:4] == ["", "13", "2", ""]
    assert tab.page.get_by_role("dialog").count() == 0


def test_scripts_and_pictures_in_pasted_html_do_nothing(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    first = "<td>1<script>window.ran = true</script></td>"
    html = f"<table><tr>{first}<td>2<img src=/x.png onerror='window.ran = true'></td></tr></table>"

    tab.paste(PERSON, "1\t2", html)
    tab.page.wait_for_timeout(200)

    assert row(tab, "new")[:2] == ["1", "2"]
    assert [asked, tab.page.evaluate("window.ran")] == [[], None]


def test_several_values_do_not_fit_into_a_fact(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021("other"))
    fact = "facts.processing_fees.notices"
    before = tab.text(fact)

    tab.paste(fact, "1\t2\n")

    assert tab.text(fact) == before
    assert tab.page.locator("#announcer").inner_text().startswith("这里一次只能粘贴一格")


def test_table_two_takes_its_stacked_blocks(open_tab: OpenTab) -> None:
    tab = open_tab(Figures(BLANK.format, "proactive"))
    text = (
        "第二十条第（一）项\t\t\t\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n行政规范性文件\t3\t1\t18\n"
        "第二十条第（五）项\t\t\t\n信息内容\t本年处理决定数量\t\t\n行政许可\t126\t\t\n"
        "第二十条第（八）项\t\t\t\n信息内容\t本年收费金额（单位：万元）\t\t\n行政事业性收费\t36.52\t\t\n"
    )

    tab.paste("proactive.penalty.decisions", text)

    normative = ("normative.issued", "normative.repealed", "normative.in_force")
    names = ("regulations.issued", *normative, "licensing.decisions", "penalty.decisions", "fees.amount")
    assert [tab.text(f"proactive.{name}") for name in names] == ["0", "3", "1", "18", "126", "", "36.52"]
