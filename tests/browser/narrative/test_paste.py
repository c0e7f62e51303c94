"""What is pasted comes in as plain blocks: structure and numbers stay, everything else is left."""

import json
from pathlib import Path

import pytest

from tests.browser.narrative.conftest import Blocks, Editor, heading, paragraph

pytestmark = pytest.mark.browser

FIXTURES = Path(__file__).resolve().parents[2] / "js" / "fixtures" / "paste"


def expected(name: str) -> Blocks:
    """Blocks of a fixture, one a line: its level (0 for text), a space, its text; or T and a table's JSON."""
    lines = (FIXTURES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [
        json.loads(line[2:])
        if line[0] == "T"
        else paragraph(line[2:])
        if line[0] == "0"
        else heading(int(line[0]), line[2:])
        for line in lines
    ]


def html_of(name: str) -> str:
    return (FIXTURES / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.html")))
def test_paragraphs_headings_and_numbers_come_in_and_nothing_else(editor: Editor, name: str) -> None:
    editor.mount()
    editor.paste(text="不用的纯文本", html=html_of(name))
    assert editor.blocks == expected(name)
    assert editor.changes == [expected(name)]


def test_nothing_of_a_pasted_page_runs(editor: Editor) -> None:
    editor.mount()
    editor.paste(html=html_of("website"))
    editor.page.wait_for_timeout(200)
    assert editor.page.evaluate("window.wasRun") is None
    assert editor.text.locator("img, a, script, iframe, [style]:not(br)").count() == 0


def test_what_was_left_behind_is_said(editor: Editor) -> None:
    editor.mount()
    editor.paste(html=html_of("word"))
    assert editor.status.inner_text() == (
        "已粘贴 12 段；其中 1 个表格，合并的单元格已拆开填好；1 张图片未带入；1 处修订中删除的文字未带入。"
    )


def test_a_picture_alone_is_refused_with_a_reason(editor: Editor) -> None:
    editor.mount([paragraph("原文")])
    editor.paste(html="<html><body><img src='/leak.png'></body></html>")
    assert editor.blocks == [paragraph("原文")]
    assert editor.status.inner_text() == "剪贴板里没有可粘贴的文字或图片。"


def test_plain_text_becomes_one_paragraph_a_line(editor: Editor) -> None:
    editor.mount()
    editor.paste(text="　　（一）主动公开\r\n\r\n全年<b>3</b>件\t共\n\u200b\n  完\n")
    assert editor.blocks == [
        paragraph("（一）主动公开"),
        paragraph("全年<b>3</b>件\t共"),
        paragraph("完"),
    ]


def test_one_pasted_line_joins_the_sentence_at_the_caret(editor: Editor) -> None:
    editor.mount([heading(1, "（一）甲乙")])
    editor.caret(0)
    editor.press("ArrowLeft")
    editor.paste(html="<p>插入</p>")
    editor.type("！")
    assert editor.blocks == [heading(1, "（一）甲插入！乙")]


def test_several_paragraphs_join_the_text_before_and_behind_the_caret(editor: Editor) -> None:
    editor.mount([paragraph("前后")])
    editor.caret(0)
    editor.press("ArrowLeft")
    editor.paste(html="<p>一</p><h2>（一）题</h2><p>二</p>")
    editor.type("！")
    assert editor.blocks == [paragraph("前一"), heading(1, "（一）题"), paragraph("二！后")]


def test_paragraphs_pasted_behind_a_sub_heading_stand_under_it(editor: Editor) -> None:
    editor.mount([heading(1, "（一）甲"), paragraph("文")])
    editor.caret(0)
    editor.paste(text="一\n二")
    assert editor.blocks == [
        heading(1, "（一）甲"),
        paragraph("一"),
        paragraph("二"),
        paragraph("文"),
    ]


def test_a_sub_heading_pasted_into_text_stands_alone(editor: Editor) -> None:
    editor.mount([paragraph("前后")])
    editor.caret(0)
    editor.press("ArrowLeft")
    editor.paste(html="<h2>（一）题</h2><p>文</p><h2>（二）尾</h2>")
    editor.type("部")
    assert editor.blocks == [
        paragraph("前"),
        heading(1, "（一）题"),
        paragraph("文"),
        heading(1, "（二）尾部"),
        paragraph("后"),
    ]


def test_a_paste_replaces_what_is_selected_and_is_undone_as_one_step(editor: Editor) -> None:
    before = [paragraph("甲"), heading(1, "（一）乙"), {"type": "figure", "src": "a"}]
    editor.mount(before)
    editor.caret(0)
    editor.press("Control+A")
    editor.paste(text="一\n二")
    assert editor.blocks == [paragraph("一"), paragraph("二")]
    editor.press("Control+Z")
    assert editor.blocks == before


def test_a_paste_at_a_selected_foreign_block_goes_behind_it(editor: Editor) -> None:
    figure = {"type": "figure", "src": "a"}
    editor.mount([figure, paragraph("甲")])
    editor.page.locator(".narrative-foreign").click()
    editor.paste(text="一")
    assert editor.blocks == [figure, paragraph("一"), paragraph("甲")]


def test_cut_and_paste_within_the_editor_moves_everything_foreign_blocks_included(
    editor: Editor,
) -> None:
    figure = {"type": "figure", "src": "a", "parts": [1, {"b": None}]}
    before = [heading(1, "（一）甲"), figure, paragraph("  乙　丙 "), heading(2, "1.丁")]
    editor.mount(before)
    editor.caret(0)
    editor.press("Control+A", "Control+X")
    assert editor.blocks == []
    editor.press("Control+V")
    assert editor.blocks == before


def test_a_copy_is_plain_lines_elsewhere(editor: Editor) -> None:
    editor.mount([heading(1, "（一）甲"), paragraph("乙")])
    editor.caret(0)
    editor.press("Control+A", "Control+C")
    assert editor.page.evaluate("navigator.clipboard.readText()") == "（一）甲\n乙"


def test_a_page_that_feigns_our_copies_brings_no_blocks_of_its_own(editor: Editor) -> None:
    editor.mount()
    feigned = (
        '<p data-pm-slice="0 0 []" data-narrative="paragraph">甲<img src="/leak.png">'
        '</p><div data-narrative="foreign" data-narrative-copy="99">乙</div>'
        '<div data-narrative="figure" data-narrative-copy="99">丙</div>'
    )
    editor.paste(html=feigned)
    assert editor.blocks == [paragraph("甲")]


def test_five_megabytes_are_refused_with_their_size_and_nothing_is_lost(editor: Editor) -> None:
    editor.mount([paragraph("原文")])
    editor.paste(text="公开信息\n" * 400_000)
    assert editor.blocks == [paragraph("原文")]
    assert editor.status.inner_text() == (
        "粘贴的文字有 1600000 个字符，超过一次 100000 个的上限，没有粘贴；请分几次粘贴。"
    )


@pytest.mark.parametrize("piece", ["<p a='", "<style>", "<!--", "<b ", "<table><tr><td>", "<p style="])
def test_a_long_broken_page_is_read_in_time(editor: Editor, piece: str) -> None:
    editor.mount()
    took = editor.page.evaluate(
        "piece => { const start = performance.now(); pasted(piece.repeat(5000)); return performance.now() - start; }",
        piece,
    )
    assert took < 3000


def test_a_read_only_text_takes_no_paste(editor: Editor) -> None:
    editor.mount([paragraph("原文")], readOnly=True)
    editor.text.focus()
    editor.page.evaluate(
        "transfer('paste', '[role=textbox]', {'text/plain': '新'});"
        "transfer('drop', '[role=textbox]', {'text/plain': '新'}, {clientX: 600, clientY: 250})"
    )
    assert editor.blocks == [paragraph("原文")]


def test_text_dropped_from_another_program_is_read_like_a_paste(editor: Editor) -> None:
    editor.mount([paragraph("甲"), paragraph("乙")])
    box = editor.text.locator("p").nth(1).bounding_box()
    assert box is not None
    at = {"clientX": box["x"] + box["width"] - 5, "clientY": box["y"] + 10}
    data = {"text/html": "<h2>（一）题</h2><p>文<img src='/leak.png'></p>"}
    assert editor.page.evaluate("([data, at]) => transfer('drop', '[role=textbox]', data, at)", [data, at])
    assert editor.blocks == [
        paragraph("甲"),
        paragraph("乙"),
        heading(1, "（一）题"),
        paragraph("文"),
    ]
