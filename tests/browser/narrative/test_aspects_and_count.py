"""The aspects a section should speak of, and 字数 against what is recommended."""

import pytest

from tests.browser.narrative.conftest import Editor, heading, paragraph

pytestmark = pytest.mark.browser

ASPECTS = ["主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"]


def missing(aspect: str) -> str:
    return f"插入小标题“{aspect}”"


def found(aspect: str) -> str:
    return f"已有“{aspect}”，点击转到该处"


def present(editor: Editor) -> list[str]:
    return [aspect for aspect in ASPECTS if editor.button(found(aspect)).count() == 1]


def test_each_aspect_is_one_button_that_inserts_its_numbered_sub_heading(editor: Editor) -> None:
    editor.mount(aspects=ASPECTS)
    for aspect in reversed(ASPECTS):
        editor.button(missing(aspect)).click()
        editor.type(f"{aspect}的文字")
    assert [block["text"] for block in editor.blocks if block["type"] == "heading"] == [
        "（一）主动公开",
        "（二）依申请公开",
        "（三）政府信息管理",
        "（四）政府信息公开平台建设",
        "（五）监督保障",
    ]
    assert editor.blocks[1] == paragraph("主动公开的文字")
    assert present(editor) == ASPECTS


def test_an_insertion_is_one_step_to_undo(editor: Editor) -> None:
    before = [heading(1, "（一）主动公开"), paragraph("文"), heading(1, "（二）监督保障")]
    editor.mount(before, aspects=ASPECTS)
    editor.button(missing("政府信息管理")).click()
    assert editor.blocks[-1] == heading(1, "（三）监督保障")
    editor.press("Control+Z")
    assert editor.blocks == before


def test_the_buttons_follow_what_is_typed(editor: Editor) -> None:
    editor.mount([heading(1, "（一）")], aspects=ASPECTS)
    assert present(editor) == []
    editor.caret(0)
    editor.type("依申请公开情况")
    assert present(editor) == ["依申请公开"]


def test_the_button_of_an_aspect_that_is_there_goes_to_it(editor: Editor) -> None:
    editor.mount([heading(1, "（一）主动公开"), paragraph("文")], aspects=ASPECTS)
    editor.caret(1)
    editor.button(found("主动公开")).click()
    editor.type("！")
    assert editor.blocks == [heading(1, "（一）主动公开！"), paragraph("文")]


def test_a_section_without_aspects_offers_none(editor: Editor) -> None:
    editor.mount()
    assert editor.page.get_by_role("toolbar").count() == 1


def test_the_count_stands_against_what_is_recommended(editor: Editor) -> None:
    editor.mount([paragraph("公开2023年")], recommended=1000)
    assert editor.count.inner_text() == "字数 4 / 建议不超过 1000"
    editor.caret(0)
    editor.type("共 3 条")
    assert editor.count.inner_text() == "字数 7 / 建议不超过 1000"


def test_too_long_a_text_is_warned_of_in_words_and_said_once(editor: Editor) -> None:
    editor.mount([paragraph("公" * 9)], recommended=10)
    editor.caret(0)
    editor.type("开公")
    assert "字数 11 / 建议不超过 10" in editor.count.inner_text()
    assert "超出 1 字，请精简" in editor.count.inner_text()
    assert editor.count.get_by_role("status").inner_text() == "字数已超过建议的 10 字。"
    editor.press("Backspace")
    assert editor.count.inner_text() == "字数 10 / 建议不超过 10"


def test_a_section_without_a_recommendation_is_only_counted(editor: Editor) -> None:
    editor.mount([paragraph("公开")])
    assert editor.count.inner_text() == "字数 2"
