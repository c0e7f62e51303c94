"""Tables and figures in the text: put in, edited with the keyboard alone, undone in one step, pasted."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.narrative.conftest import Editor, paragraph

pytestmark = pytest.mark.browser

PICTURE = "0" * 64
FIGURE = {"type": "figure", "picture": PICTURE, "alt": "会场", "caption": "图1 培训"}


def table(*rows: list[str], head: int = 1, caption: str = "") -> dict[str, object]:
    return {"type": "table", "caption": caption, "head": head, "rows": list(rows)}


SMALL = table(["内容", "人次"], ["条例", "120"], caption="表1")


def test_tables_and_figures_come_in_and_go_out(editor: Editor) -> None:
    blocks = [FIGURE, SMALL, paragraph("甲"), table(["甲", "乙"], ["丙", "丁"], head=2)]
    editor.mount(blocks)
    assert editor.blocks == blocks
    assert editor.page.locator(".narrative-cells th[scope=col]").count() == 6
    assert editor.changes == []


def test_a_table_is_put_in_filled_with_tab_and_left_with_escape(editor: Editor) -> None:
    editor.mount([paragraph("前文")])
    editor.caret(0)
    editor.button("插入表格").click()
    for text in ("一", "二", "三", "四"):
        editor.type(text)
        editor.press("Tab")
    editor.press("Escape")
    editor.type("后文")
    assert editor.blocks == [
        paragraph("前文"),
        table(["一", "二", "三"], ["四", "", ""], ["", "", ""]),
        paragraph("后文"),
    ]


def test_putting_a_table_in_is_one_step_to_undo(editor: Editor) -> None:
    editor.mount([paragraph("前文")])
    editor.caret(0)
    editor.type("字")
    editor.button("插入表格").click()
    editor.press("Control+z")
    assert editor.blocks == [paragraph("前文字")]


def test_tab_behind_the_last_cell_begins_a_row_and_shift_tab_goes_back(editor: Editor) -> None:
    editor.mount([SMALL])
    editor.page.locator("td").last.click()
    editor.press("Tab")
    editor.type("新")
    editor.press("Shift+Tab", "End")
    editor.type("1")
    assert editor.blocks[0]["rows"] == [["内容", "人次"], ["条例", "1201"], ["新", ""]]


def test_enter_goes_down_a_column_and_out_behind_the_last_row(editor: Editor) -> None:
    editor.mount([SMALL])
    editor.page.locator("th").first.click()
    editor.press("End", "Enter")
    editor.type("甲")
    editor.press("Enter")
    editor.type("乙")
    assert editor.blocks == [table(["内容", "人次"], ["条例甲", "120"], caption="表1"), paragraph("乙")]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("下方加一行", [["内容", "人次"], ["条例", "120"], ["", ""]]),
        ("右侧加一列", [["内容", "人次", ""], ["条例", "120", ""]]),
        ("删除本行", [["内容", "人次"]]),
        ("删除本列", [["内容"], ["条例"]]),
    ],
)
def test_rows_and_columns_are_added_and_removed_and_one_undo_brings_them_back(
    editor: Editor, name: str, rows: list[list[str]]
) -> None:
    editor.mount([SMALL])
    editor.page.locator("td").last.click()
    editor.button(name).click()
    assert editor.blocks[0]["rows"] == rows
    assert editor.status.inner_text() == f"已{name}。"
    editor.text.press("Control+z")
    assert editor.blocks == [SMALL]


def test_a_table_goes_as_a_whole_and_comes_back(editor: Editor) -> None:
    editor.mount([paragraph("前文"), SMALL])
    editor.button("删除表格").click()
    assert editor.blocks == [paragraph("前文")]
    editor.text.press("Control+z")
    assert editor.blocks == [paragraph("前文"), SMALL]


def test_the_rows_of_headings_are_chosen(editor: Editor) -> None:
    editor.mount([SMALL])
    editor.page.get_by_label("表头", exact=True).select_option("0")
    assert editor.blocks == [SMALL | {"head": 0}]
    assert editor.page.locator(".narrative-cells th").count() == 0


def test_backspace_selects_a_table_before_it_deletes_one(editor: Editor) -> None:
    editor.mount([SMALL, paragraph("后文")])
    editor.caret(1)
    editor.home()
    editor.press("Backspace")
    assert editor.blocks == [SMALL, paragraph("后文")]
    editor.press("Backspace")
    assert editor.blocks == [paragraph("后文")]


def test_backspace_at_the_start_of_a_cell_takes_nothing_away(editor: Editor) -> None:
    editor.mount([paragraph("前文"), SMALL])
    editor.page.locator("td").last.click()
    editor.home()
    editor.press("Backspace", "Backspace")
    assert editor.blocks == [paragraph("前文"), SMALL]


def test_caption_and_alternative_text_are_labelled_fields_and_share_the_undo_of_the_text(editor: Editor) -> None:
    editor.mount([FIGURE | {"alt": ""}, SMALL])
    editor.page.get_by_label("替代文字（必填）").fill("台上一人讲课")
    editor.page.get_by_label("图题（照印，含序号）").fill("图2")
    editor.page.get_by_label("表题（照印，含序号）").fill("表2")
    assert editor.blocks == [FIGURE | {"alt": "台上一人讲课", "caption": "图2"}, SMALL | {"caption": "表2"}]
    editor.page.get_by_label("表题（照印，含序号）").press("Control+z")
    assert editor.blocks[1] == SMALL
    assert editor.page.get_by_label("表题（照印，含序号）").input_value() == "表1"


def test_a_figure_is_removed_by_its_button(editor: Editor) -> None:
    editor.mount([FIGURE, paragraph("甲")])
    editor.button("删除此图").click()
    assert editor.blocks == [paragraph("甲")]


def test_a_table_pasted_into_a_table_fills_its_cells_and_lets_it_grow(editor: Editor) -> None:
    editor.mount([SMALL])
    editor.page.locator("td").first.click()
    editor.paste(html="<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>")
    assert editor.blocks == [table(["内容", "人次"], ["甲", "1"], ["乙", "2"], caption="表1")]
    assert editor.status.inner_text() == "已把粘贴的 2 行填进表格。"


def test_paragraphs_pasted_into_a_cell_stay_in_it(editor: Editor) -> None:
    editor.mount([SMALL])
    editor.page.locator("td").first.click()
    editor.press("End")
    editor.paste(text="一段\n两段")
    assert editor.blocks == [table(["内容", "人次"], ["条例一段 两段", "120"], caption="表1")]


def test_spans_of_headings_are_said_in_every_column_and_labels_in_every_row_but_figures_once(editor: Editor) -> None:
    editor.mount()
    editor.paste(
        html="<table><tr><th rowspan=2>科室</th><th colspan=2>受理</th></tr><tr><th>上半年</th><th>下半年</th></tr>"
        "<tr><td rowspan=2>办公室</td><td>1</td><td rowspan=2>9</td></tr><tr><td>2</td></tr></table>"
    )
    assert editor.blocks == [
        table(["科室", "受理", "受理"], ["科室", "上半年", "下半年"], ["办公室", "1", "9"], ["办公室", "2", ""], head=2)
    ]


def test_a_table_that_is_too_wide_comes_in_as_lines(editor: Editor) -> None:
    editor.mount()
    row = "<tr>" + "<td>格</td>" * 21 + "</tr>"
    editor.paste(html=f"<table>{row}{row}</table>")
    assert [block["type"] for block in editor.blocks] == ["paragraph", "paragraph"]
    assert "1 个表格已转为文字" in editor.status.inner_text()


def test_cells_are_copied_as_a_sheet_takes_them(editor: Editor) -> None:
    editor.mount([SMALL])
    editor.page.locator("th").first.click()
    editor.press("Control+a", "Control+c")
    assert "内容\t人次\n条例\t120" in editor.page.evaluate("navigator.clipboard.readText()")


def test_hostile_words_stay_words(editor: Editor) -> None:
    evil = "\"><img src=x onerror='window.wasRun=1'>"
    blocks = [FIGURE | {"alt": evil, "caption": evil}, table([evil, evil], [evil, ""], caption=evil)]
    editor.mount(blocks)
    assert editor.blocks == blocks
    assert editor.page.evaluate("window.wasRun") is None


@pytest.mark.parametrize("read_only", [False, True])
def test_axe_finds_nothing_to_complain_of(editor: Editor, read_only: bool) -> None:
    editor.mount([paragraph("甲"), FIGURE, SMALL, table(["甲", "乙"], ["丙", "丁"], head=0)], readOnly=read_only)
    found = Axe().run(editor.page)
    assert [(item["id"], item["nodes"][0]["html"]) for item in found.response["violations"]] == []
