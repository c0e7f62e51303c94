"""The editor can be found, understood and worked without a mouse and without colour."""

from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.narrative.conftest import Blocks, Editor, heading, paragraph

pytestmark = pytest.mark.browser

ASPECTS = ["主动公开", "依申请公开", "监督保障"]
SECTION: Blocks = [
    paragraph("综述"),
    heading(2, "1.没有上级的小标题"),
    heading(1, "（一）主动公开"),
    heading(2, "1.重点领域"),
    paragraph("文字" * 60),
    {"type": "figure", "caption": "图一"},
]


def focused(editor: Editor) -> str:
    return str(
        editor.page.evaluate("document.activeElement.getAttribute('role') ?? document.activeElement.textContent")
    )


@pytest.mark.parametrize("options", [{"recommended": 1000}, {"recommended": 10}, {"readOnly": True}])
@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_no_violation(editor: Editor, options: dict[str, object], width: int) -> None:
    editor.page.set_viewport_size({"width": width, "height": 768})
    editor.mount(SECTION, aspects=ASPECTS, **options)
    if "readOnly" not in options:
        editor.paste(text="一段")
    editor.page.evaluate(AXE_SCRIPT)
    violations = editor.page.evaluate("axe.run().then(results => results.violations)")
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in violations] == []


def test_the_text_has_a_name_a_role_and_its_count_as_description(editor: Editor) -> None:
    editor.mount([paragraph("甲")], recommended=1000)
    text = editor.page.get_by_role("textbox", name="一、总体情况")
    assert text.get_attribute("aria-multiline") == "true"
    described = editor.page.locator(f"#{text.get_attribute('aria-describedby')}")
    assert described.inner_text() == "字数 1 / 建议不超过 1000"


def test_a_toolbar_is_one_stop_and_arrows_move_within_it(editor: Editor) -> None:
    editor.mount([paragraph("甲")], aspects=ASPECTS)
    stops = []
    for _ in range(4):
        editor.press("Tab")
        stops.append(focused(editor))
    assert stops == ["正文", "＋主动公开", "textbox", "下一项"]
    editor.press("Shift+Tab", "Shift+Tab", "Shift+Tab")
    seen = []
    for key in ("ArrowRight", "ArrowRight", "End", "ArrowRight", "ArrowLeft", "Home"):
        editor.press(key)
        seen.append(focused(editor))
    assert seen == ["一级小标题（一）", "二级小标题 1.", "插入表格", "正文", "插入表格", "正文"]
    editor.press("ArrowRight", "Tab", "Shift+Tab")
    assert focused(editor) == "一级小标题（一）"


def test_a_button_pressed_by_key_works_and_keeps_the_focus(editor: Editor) -> None:
    editor.mount([paragraph("甲")])
    editor.caret(0)
    editor.press("Shift+Tab", "ArrowRight", "Enter")
    assert editor.blocks == [heading(1, "（一）甲")]
    assert focused(editor) == "一级小标题（一）"
    editor.press("ArrowRight", "ArrowRight", " ")
    assert editor.blocks == [paragraph("甲")]


def test_tab_leaves_the_text(editor: Editor) -> None:
    editor.mount([paragraph("甲")])
    editor.caret(0)
    editor.press("Tab")
    assert focused(editor) == "下一项"
    assert editor.blocks == [paragraph("甲")]


@pytest.mark.parametrize("selector", ["[role=textbox]", ".narrative-button"])
def test_the_focus_can_be_seen(editor: Editor, selector: str) -> None:
    editor.mount([paragraph("甲")])
    style = "element => { const s = getComputedStyle(element); return s.outlineStyle + s.boxShadow; }"
    target = editor.page.locator(selector).first
    before = target.evaluate(style)
    editor.press("Tab")
    if selector == "[role=textbox]":
        editor.press("Tab")
    assert target.evaluate(style) != before


def test_shortcuts_are_named_to_eyes_and_to_machines(editor: Editor) -> None:
    editor.mount()
    named = {
        str(button.get_attribute("title")): button.get_attribute("aria-keyshortcuts")
        for button in editor.page.get_by_role("button").all()
    }
    assert named == {
        "正文（Ctrl+Alt+0）": "Control+Alt+0",
        "一级小标题（一）（Ctrl+Alt+1）": "Control+Alt+1",
        "二级小标题 1.（Ctrl+Alt+2）": "Control+Alt+2",
        "撤销（Ctrl+Z）": "Control+Z",
        "重做（Ctrl+Y）": "Control+Y",
        "插入表格（也可以从 Word、WPS、Excel 粘贴）": None,
    }


def test_the_level_of_each_sub_heading_is_told_without_a_gap(editor: Editor) -> None:
    editor.mount(SECTION)
    levels = [
        int(heading.get_attribute("aria-level") or heading.evaluate("e => e.localName[1]"))
        for heading in editor.text.locator("h3, h4").all()
    ]
    assert levels == [3, 3, 4]


def test_no_markup_of_the_page_carries_a_style(editor: Editor) -> None:
    editor.mount(SECTION, aspects=ASPECTS)
    files = Path(__file__).resolve().parents[3] / "static"
    sources = [files / "narrative.mjs", *sorted((files / "narrative").glob("*.mjs"))]
    assert [file.name for file in sources if "innerHTML" in file.read_text(encoding="utf-8")] == []
    assert editor.page.locator(".narrative [style]").count() == 0
