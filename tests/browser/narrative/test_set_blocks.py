"""setBlocks brings in what others wrote without taking anything from the one who types."""

import pytest

from tests.browser.narrative.conftest import Blocks, Editor, heading, paragraph

pytestmark = pytest.mark.browser


def set_blocks(editor: Editor, blocks: Blocks, keep_history: bool) -> None:
    editor.page.evaluate("([blocks, keepHistory]) => editor.setBlocks(blocks, {keepHistory})", [blocks, keep_history])


def test_the_caret_stays_in_its_sentence_while_others_change_other_paragraphs(
    editor: Editor,
) -> None:
    editor.mount([paragraph("甲"), paragraph("乙丙"), paragraph("丁")])
    editor.caret(1)
    editor.press("ArrowLeft")
    merged = [heading(1, "（一）新"), paragraph("甲甲"), paragraph("乙丙"), paragraph("另")]
    set_blocks(editor, merged, keep_history=True)
    editor.type("！")
    assert editor.blocks == [*merged[:2], paragraph("乙！丙"), merged[3]]


def test_undo_takes_back_what_was_typed_and_leaves_what_others_wrote(editor: Editor) -> None:
    editor.mount([paragraph("甲"), paragraph("乙")])
    editor.caret(0)
    editor.type("我")
    set_blocks(editor, [paragraph("甲我"), paragraph("乙他")], keep_history=True)
    editor.press("Control+Z")
    assert editor.blocks == [paragraph("甲"), paragraph("乙他")]
    editor.press("Control+Y")
    assert editor.blocks == [paragraph("甲我"), paragraph("乙他")]


def test_without_history_there_is_nothing_to_undo_any_more(editor: Editor) -> None:
    editor.mount([paragraph("甲")])
    editor.caret(0)
    editor.type("我")
    set_blocks(editor, [paragraph("另一份")], keep_history=False)
    assert editor.button("撤销").get_attribute("aria-disabled") == "true"
    editor.press("Control+Z")
    assert editor.blocks == [paragraph("另一份")]


def test_set_blocks_is_no_change_to_report(editor: Editor) -> None:
    editor.mount([paragraph("甲")], recommended=1)
    set_blocks(editor, [paragraph("甲乙")], keep_history=True)
    set_blocks(editor, [paragraph("甲乙丙")], keep_history=False)
    assert editor.changes == []
    assert "超出 2 字" in editor.count.inner_text()


def test_foreign_blocks_come_in_and_go_out(editor: Editor) -> None:
    editor.mount([paragraph("甲")])
    blocks: Blocks = [{"type": "table", "rows": [["1", None]]}, paragraph("甲")]
    set_blocks(editor, blocks, keep_history=True)
    assert editor.blocks == blocks
    set_blocks(editor, [], keep_history=True)
    assert editor.blocks == []
