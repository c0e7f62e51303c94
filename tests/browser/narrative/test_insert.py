"""A block put in by a button: after the caret's paragraph, in place of an empty one, undone in one step."""

from __future__ import annotations

from tests.browser.narrative.conftest import Editor, paragraph


def insert(editor: Editor, text: str) -> None:
    editor.page.evaluate("block => editor.insert(block)", paragraph(text))


def texts(editor: Editor) -> list[str]:
    return [block["text"] for block in editor.blocks]


def test_it_goes_to_the_end_where_nobody_has_put_the_caret(editor: Editor) -> None:
    editor.mount([paragraph("甲"), paragraph("乙")])
    insert(editor, "新")
    assert texts(editor) == ["甲", "乙", "新"]


def test_it_goes_after_the_paragraph_of_the_caret_and_is_reported(editor: Editor) -> None:
    editor.mount([paragraph("甲"), paragraph("乙")])
    editor.caret(0)
    insert(editor, "新")
    assert texts(editor) == ["甲", "新", "乙"]
    assert [block["text"] for block in editor.changes[-1]] == ["甲", "新", "乙"]


def test_it_takes_the_place_of_an_empty_paragraph_and_leaves_other_empty_ones(editor: Editor) -> None:
    editor.mount([paragraph("甲"), paragraph(""), paragraph("乙"), paragraph("")])
    editor.caret(1)
    insert(editor, "新")
    assert texts(editor) == ["甲", "新", "乙", ""]


def test_undo_takes_back_just_that(editor: Editor) -> None:
    editor.mount([paragraph("甲")])
    editor.caret(0)
    editor.type("加")
    editor.page.wait_for_timeout(700)
    insert(editor, "新")
    editor.press("Control+z")
    assert texts(editor) == ["甲加"]
