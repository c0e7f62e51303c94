"""An input method composes undisturbed, and half-typed letters are handed to nobody."""

import pytest
from playwright.sync_api import CDPSession

from tests.browser.narrative.conftest import Editor, paragraph

pytestmark = pytest.mark.browser


def input_method(editor: Editor) -> CDPSession:
    return editor.page.context.new_cdp_session(editor.page)


def compose(session: CDPSession, *steps: str) -> None:
    for text in steps:
        end = len(text)
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": end, "selectionEnd": end})


def settle(editor: Editor) -> None:
    editor.page.wait_for_timeout(150)


def test_a_chosen_word_is_text_like_any_other(editor: Editor) -> None:
    editor.mount([paragraph("政府")])
    editor.caret(0)
    session = input_method(editor)
    compose(session, "x", "xin", "xin'xi")
    session.send("Input.insertText", {"text": "信息"})
    settle(editor)
    assert editor.blocks == [paragraph("政府信息")]


def test_letters_are_not_reported_before_a_word_is_chosen(editor: Editor) -> None:
    editor.mount([paragraph("政府")])
    editor.caret(0)
    session = input_method(editor)
    compose(session, "g", "gong")
    settle(editor)
    assert editor.changes == []
    session.send("Input.insertText", {"text": "公"})
    settle(editor)
    assert editor.changes == [[paragraph("政府公")]]


def test_keys_pressed_while_composing_belong_to_the_input_method(editor: Editor) -> None:
    editor.mount([paragraph("甲")])
    editor.caret(0)
    session = input_method(editor)
    compose(session, "yi")
    for key, code in (("Enter", 13), ("1", 49)):
        event = {"type": "rawKeyDown", "key": key, "windowsVirtualKeyCode": 229, "code": str(code)}
        session.send("Input.dispatchKeyEvent", event)
    session.send("Input.insertText", {"text": "乙"})
    settle(editor)
    assert editor.blocks == [paragraph("甲乙")]


def test_what_others_write_elsewhere_does_not_break_a_composition(editor: Editor) -> None:
    editor.mount([paragraph("甲"), paragraph("乙")])
    editor.caret(1)
    session = input_method(editor)
    compose(session, "b", "bing")
    composing = [*editor.blocks]
    assert composing == [paragraph("甲"), paragraph("乙bing")]
    editor.page.evaluate(
        "blocks => editor.setBlocks(blocks, {keepHistory: true})",
        [paragraph("甲他"), composing[1]],
    )
    compose(session, "bing'")
    session.send("Input.insertText", {"text": "丙"})
    settle(editor)
    assert editor.blocks == [paragraph("甲他"), paragraph("乙丙")]
    assert editor.changes[-1] == editor.blocks


def test_a_word_composed_in_an_empty_section_starts_its_first_paragraph(editor: Editor) -> None:
    editor.mount()
    editor.text.click()
    session = input_method(editor)
    compose(session, "zhu")
    session.send("Input.insertText", {"text": "主动公开"})
    settle(editor)
    editor.press("Enter")
    editor.type("文")
    assert editor.blocks == [paragraph("主动公开"), paragraph("文")]


def test_a_composition_is_undone_as_a_whole(editor: Editor) -> None:
    editor.mount([paragraph("甲")])
    editor.caret(0)
    session = input_method(editor)
    compose(session, "g", "go", "gong'kai")
    session.send("Input.insertText", {"text": "公开"})
    settle(editor)
    editor.press("Control+Z")
    assert editor.blocks == [paragraph("甲")]
