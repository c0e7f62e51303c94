"""Typing, keys and the toolbar: blocks come out as meant, and nothing changes by surprise."""

import pytest

from tests.browser.narrative.conftest import Editor, heading, paragraph

pytestmark = pytest.mark.browser

FIGURE = {"type": "figure", "src": "files/1", "caption": "公开渠道"}


def test_what_is_typed_is_reported_as_blocks(editor: Editor) -> None:
    editor.mount()
    editor.text.click()
    editor.type("第一段")
    editor.press("Enter")
    editor.type("第二段")
    assert editor.blocks == [paragraph("第一段"), paragraph("第二段")]
    assert editor.changes[-1] == editor.blocks


def test_a_key_acts_where_the_caret_is_even_before_the_browser_has_told(editor: Editor) -> None:
    editor.mount([paragraph("前文"), paragraph("后文")])
    editor.caret(0)
    told_late = """() => {
        const [, last] = document.querySelectorAll("[role=textbox] p");
        getSelection().collapse(last.firstChild, 2);
        const key = { key: "Enter", keyCode: 13, bubbles: true, cancelable: true };
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key));
    }"""
    editor.page.evaluate(told_late)
    editor.type("新写")
    assert editor.blocks == [paragraph("前文"), paragraph("后文"), paragraph("新写")]


def test_marks_typed_at_the_start_of_a_paragraph_stay_text(editor: Editor) -> None:
    editor.mount()
    editor.text.click()
    for line in ("1. 甲", "1.乙", "# 丙", "- 丁", "（一）主动公开政府信息 12 条。", "（一）"):
        editor.type(line)
        editor.press("Enter")
    assert {block["type"] for block in editor.blocks} == {"paragraph"}
    assert editor.blocks[0]["text"] == "1. 甲"


def test_a_line_typed_as_a_sub_heading_is_one_as_if_it_were_pasted(editor: Editor) -> None:
    editor.mount([paragraph("总述。")])
    editor.caret(0)
    editor.press("Enter")
    editor.type("（一）主动公开情况")
    assert editor.blocks[1] == paragraph("（一）主动公开情况")
    editor.press("Enter")
    editor.type("本年公开 12 条。")
    assert editor.blocks == [paragraph("总述。"), heading(1, "（一）主动公开情况"), paragraph("本年公开 12 条。")]


def test_one_undo_makes_the_sub_heading_text_again(editor: Editor) -> None:
    editor.mount()
    editor.text.click()
    editor.type("（一）主动公开情况")
    editor.press("Enter")
    assert editor.blocks[0] == heading(1, "（一）主动公开情况")
    editor.press("Control+z")
    assert editor.blocks[0] == paragraph("（一）主动公开情况")
    assert editor.text.locator("> *").count() == 2


@pytest.mark.parametrize("name", ["正文", "一级小标题（一）", "二级小标题 1."])
def test_the_toolbar_shows_the_level_at_the_caret(editor: Editor, name: str) -> None:
    editor.mount([paragraph("甲"), heading(1, "（一）乙"), heading(2, "1.丙")])
    editor.caret(["正文", "一级小标题（一）", "二级小标题 1."].index(name))
    pressed = editor.page.locator("[aria-pressed=true]")
    assert [button.inner_text() for button in pressed.all()] == [name]


def test_buttons_set_the_level_and_number_the_sub_heading(editor: Editor) -> None:
    editor.mount([heading(1, "（一）甲"), paragraph("乙"), heading(1, "（二）丙")])
    editor.caret(1)
    editor.button("一级小标题（一）").click()
    assert editor.blocks == [heading(1, "（一）甲"), heading(1, "（二）乙"), heading(1, "（三）丙")]
    editor.button("二级小标题 1.").click()
    assert editor.blocks[1] == heading(2, "1.乙")
    editor.button("正文").click()
    editor.type("！")
    assert editor.blocks[1] == paragraph("1.乙！")


def test_keys_set_the_level_too(editor: Editor) -> None:
    editor.mount([paragraph("甲"), paragraph("乙")])
    editor.caret(0)
    editor.press("Control+Alt+1")
    editor.caret(1)
    editor.press("Control+Alt+2")
    assert editor.blocks == [heading(1, "（一）甲"), heading(2, "1.乙")]
    editor.press("Control+Alt+0")
    assert editor.blocks[1] == paragraph("1.乙")


def test_an_empty_line_made_a_sub_heading_waits_for_its_title_behind_the_number(
    editor: Editor,
) -> None:
    editor.mount()
    editor.text.click()
    editor.press("Control+Alt+1")
    editor.type("甲")
    editor.press("Enter")
    editor.type("文")
    assert editor.blocks == [heading(1, "（一）甲"), paragraph("文")]


def test_a_sub_heading_broken_in_the_middle_leaves_text_behind(editor: Editor) -> None:
    editor.mount([heading(1, "（一）甲乙")])
    editor.caret(0)
    editor.press("ArrowLeft", "Enter")
    assert editor.blocks == [heading(1, "（一）甲"), paragraph("乙")]


def test_a_break_before_a_sub_heading_makes_room_above_it(editor: Editor) -> None:
    editor.mount([heading(1, "（一）甲")])
    editor.caret(0)
    editor.home()
    editor.press("Enter")
    assert editor.blocks == [paragraph(""), heading(1, "（一）甲")]


def test_shift_and_enter_begins_a_paragraph_like_enter(editor: Editor) -> None:
    editor.mount([paragraph("甲")])
    editor.caret(0)
    editor.press("Shift+Enter")
    editor.type("乙")
    assert editor.blocks == [paragraph("甲"), paragraph("乙")]


def test_undo_and_redo_work_by_key_and_by_button(editor: Editor) -> None:
    editor.mount([paragraph("甲")])
    assert editor.button("撤销").get_attribute("aria-disabled") == "true"
    editor.caret(0)
    editor.type("乙")
    editor.press("Control+Z")
    assert editor.blocks == [paragraph("甲")]
    editor.press("Control+Y")
    assert editor.blocks == [paragraph("甲乙")]
    editor.button("撤销").click()
    assert editor.blocks == [paragraph("甲")]
    editor.press("Control+Shift+Z")
    assert editor.blocks == [paragraph("甲乙")]
    assert editor.changes[-1] == editor.blocks


def test_spaces_typed_to_indent_a_paragraph_are_dropped_with_a_word(editor: Editor) -> None:
    editor.mount()
    editor.text.click()
    editor.type("　　甲　乙")
    assert editor.blocks == [paragraph("甲　乙")]
    editor.home()
    editor.type("　")
    assert "自动空两格" in editor.status.inner_text()


def test_a_foreign_block_is_shown_and_comes_back_whatever_is_done_around_it(
    editor: Editor,
) -> None:
    editor.mount([paragraph("甲"), FIGURE, paragraph("乙")])
    assert "公开渠道" in editor.text.inner_text()
    editor.caret(0)
    editor.type("1")
    editor.press("Enter")
    editor.caret(3)
    editor.type("2")
    assert editor.blocks == [paragraph("甲1"), paragraph(""), FIGURE, paragraph("乙2")]


def test_a_foreign_block_goes_only_when_selected_and_deleted_and_undo_brings_it_back(
    editor: Editor,
) -> None:
    editor.mount([FIGURE, paragraph("乙")])
    editor.page.locator(".narrative-foreign").click()
    editor.type("字")
    editor.press("Control+Z")
    assert editor.blocks == [FIGURE, paragraph("乙")]
    editor.caret(1)
    editor.home()
    editor.press("Backspace")
    assert FIGURE in editor.blocks
    editor.press("Backspace")
    assert editor.blocks == [paragraph("乙")]
    editor.press("Control+Z")
    assert editor.blocks == [FIGURE, paragraph("乙")]


def test_a_read_only_text_can_be_read_and_reached_but_not_changed(editor: Editor) -> None:
    editor.mount([paragraph("甲")], readOnly=True)
    editor.text.focus()
    editor.type("乙")
    assert editor.blocks == [paragraph("甲")]
    assert editor.text.get_attribute("aria-readonly") == "true"
    assert editor.page.get_by_role("toolbar").count() == 0


def test_an_editor_that_is_destroyed_leaves_nothing_behind(editor: Editor) -> None:
    editor.mount([paragraph("甲")])
    editor.page.evaluate("editor.destroy()")
    assert editor.page.locator("#host").inner_html() == ""
    editor.page.evaluate("window.editor = null")
