"""Tables of the text that are none of the mandated ones come in as tables where their grid is clean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporters import EXPORTERS
from exporters.document import Document
from importers.assemble import assemble
from importers.docx import read_docx
from importers.html import read_html
from importers.pdf import read_printed
from report.narrative import Block
from report.report import Report
from tests.exporters.documents import RECENT, sample

READERS = {"html": read_html, "docx": read_docx, "pdf": read_printed}
TRAINING = Block(
    "table", "表1培训情况", rows=(("序号", "内容", "人次"), ("1", "条例解读", "120"), ("2", "写作", "86")), head=1
)
BARE = Block("table", "", rows=(("科室", "受理", "办结"), ("办公室", "3", ""), ("法规处", "4", "4")), head=1)


def showing(*blocks: Block) -> Report:
    return replace(sample(RECENT), narrative={**(sample(RECENT).narrative or {}), "problems": blocks})


@pytest.mark.parametrize("name", sorted(READERS))
def test_tables_of_an_exported_report_come_back_with_captions_and_heads_and_no_figure_moves(name: str) -> None:
    report = showing(Block("paragraph", "培训如下。"), TRAINING, Block("paragraph", "办理如下。"), BARE)
    read = assemble(READERS[name](EXPORTERS[name].render(Document(report)))).report
    assert read.blocks("problems") == report.blocks("problems")
    assert dict(read.values) == dict(report.values)


def page(table: str) -> Report:
    content = EXPORTERS["html"].render(
        Document(showing(Block("paragraph", "见下表。"), Block("paragraph", "其余无。")))
    )
    return assemble(read_html(content.replace("<p>其余无。</p>".encode(), f"{table}<p>其余无。</p>".encode()))).report


def test_merged_cells_are_filled_labels_in_each_row_figures_once() -> None:
    read = page(
        "<table><tr><td rowspan=2>科室</td><td colspan=2>受理</td></tr><tr><td>上半年</td><td>下半年</td></tr>"
        "<tr><td rowspan=2>办公室</td><td>1</td><td rowspan=2>9</td></tr><tr><td>2</td></tr></table>"
    )
    (table,) = [block for block in read.blocks("problems") if block.type == "table"]
    assert table.head == 2
    assert table.rows == (
        ("科室", "受理", "受理"),
        ("科室", "上半年", "下半年"),
        ("办公室", "1", "9"),
        ("办公室", "2", ""),
    )


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>只有一格</td></tr></table>",
        "<table><tr><td>左</td><td>右</td></tr></table>",
        f"<table><tr><td>{'长' * 301}</td><td>右</td></tr><tr><td>甲</td><td>乙</td></tr></table>",
        "<table><tr><td>甲</td><td></td><td></td></tr><tr><td></td><td></td><td>乙</td></tr></table>",
        "<table>" + f"<tr>{'<td>格</td>' * 21}</tr>" * 2 + "</table>",
    ],
    ids=["one box", "one row", "a layout", "mostly blank", "too wide"],
)
def test_what_no_simple_table_can_hold_stays_text(table: str) -> None:
    read = page(table)
    assert {block.type for block in read.blocks("problems")} == {"paragraph"}
    assert read.blocks("problems")[0].text == "见下表。"


def test_a_page_that_feigns_our_marks_gets_no_table() -> None:
    read = page("<p>\ue0000\ue001\ue000999999\ue001</p>")
    assert {block.type for block in read.blocks("problems")} == {"paragraph"}
