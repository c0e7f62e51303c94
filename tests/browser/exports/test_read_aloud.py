"""The exported page as a screen reader has it: each figure with the heads that its format gives it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from playwright.sync_api import Browser

from exporters.document import Document
from exporters.html import render_html
from exporters.site import SiteMetadata
from report.format import Cell
from report.numbers import shown
from report.presentation import Presentation
from report.report import Report
from tests.exporters.documents import NAMES, sample, squeezed

# One published report for each format, the first by name.
FORMATS = {sample(name).format.id: name for name in reversed(NAMES)}


@dataclass(frozen=True)
class Spoken:
    """A node of the accessibility tree: its role and name, and the attributes of its element."""

    role: str
    name: str
    attributes: dict[str, str]


def document(name: str) -> Document:
    charted = replace(sample(name), presentation=Presentation(("outcomes", "applicants", "trend"), index_number="1"))
    return Document(
        charted, earlier=(replace(charted, year=charted.year - 1),), site=SiteMetadata(name="市", catalogue=True)
    )


def elements(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children", []):
        yield from elements(child)


def read_aloud(chromium: Browser, shown_document: Document, width: int = 1366) -> list[Spoken]:
    """Every node that Chromium gives to assistive technology, in reading order."""
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.set_content(render_html(shown_document).decode())
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    root = session.send("DOM.getDocument", {"depth": -1})["root"]
    page.close()
    attributes = {}
    for element in elements(root):
        flat = element.get("attributes", [])
        attributes[element["backendNodeId"]] = dict(zip(flat[::2], flat[1::2], strict=True))
    return [
        Spoken(
            node["role"]["value"], node.get("name", {}).get("value", ""), attributes.get(node["backendDOMNodeId"], {})
        )
        for node in nodes
        if not node["ignored"] and "backendDOMNodeId" in node
    ]


@pytest.fixture(scope="module", params=FORMATS.values(), ids=FORMATS)
def spoken(request: pytest.FixtureRequest, chromium: Browser) -> tuple[Report, list[Spoken]]:
    return sample(request.param), read_aloud(chromium, document(request.param))


def heads_of_format(cell: Cell) -> list[str]:
    """Caption of the block, then the heads of the column from the top, then those of the row from the left."""
    labels = (cell.block.caption, *cell.column.labels, *cell.row.labels)
    return [squeezed(label) for label in labels if label]


def test_each_figure_is_announced_with_just_the_heads_of_its_format(
    spoken: tuple[Report, list[Spoken]],
) -> None:
    report, nodes = spoken
    heads = {n.attributes["id"]: n for n in nodes if n.role in ("columnheader", "rowheader") and "id" in n.attributes}
    figures = [n for n in nodes if n.role in ("cell", "gridcell") and "headers" in n.attributes]
    announced = [
        (squeezed(figure.name), [squeezed(heads[head].name) for head in figure.attributes["headers"].split()])
        for figure in figures
    ]
    expected = [(squeezed(shown(report.value(cell.name))), heads_of_format(cell)) for cell in report.format.cells]
    assert sorted(announced) == sorted(expected)
    assert len(figures) == len(report.format.cells)


def test_heads_of_rows_and_columns_are_told_apart(spoken: tuple[Report, list[Spoken]]) -> None:
    report, nodes = spoken
    rows = {squeezed(row.label) for cell in report.format.cells for row in (*cell.row.ancestors, cell.row) if row.label}
    columns = {squeezed(label) for cell in report.format.cells for label in cell.column.labels}
    captions = {squeezed(cell.block.caption) for cell in report.format.cells if cell.block.caption}
    in_tables = [n for n in nodes if "id" in n.attributes and n.role in ("columnheader", "rowheader")]
    assert {squeezed(n.name) for n in in_tables if n.role == "rowheader"} == rows
    assert {squeezed(n.name) for n in in_tables if n.role == "columnheader"} == columns | captions


def test_tables_and_the_regions_in_which_they_scroll_have_names(spoken: tuple[Report, list[Spoken]]) -> None:
    report, nodes = spoken
    names = [table.name for section in report.format.sections for table in section.tables]
    assert [n.name for n in nodes if n.role == "table"] == ["信息公开目录", *names]
    assert [n.name for n in nodes if n.role == "region"] == [f"表格：{name}" for name in names]


def test_headings_are_read_in_order_below_one_title(spoken: tuple[Report, list[Spoken]]) -> None:
    report, nodes = spoken
    headings = [n for n in nodes if n.role == "heading"]
    assert squeezed(headings[0].name) == squeezed(report.shown_title)
    printed = {squeezed(n.name) for n in headings}
    assert {squeezed(report.heading(s.id)) for s in report.format.sections if s.tables} <= printed


def test_charts_are_read_as_images_that_say_every_value(spoken: tuple[Report, list[Spoken]]) -> None:
    report, nodes = spoken
    images = [n.name for n in nodes if n.role == "image"]
    titles = [chart.title for chart in report.format.charts]
    assert images
    assert all(any(image.startswith(f"{title}：") for title in titles) for image in images)
    # What is drawn inside is not read a second time.
    assert not [n for n in nodes if n.role == "StaticText" and "（" in n.name and "%）" in n.name]


def test_a_phone_hears_the_same_as_a_desk(chromium: Browser) -> None:
    one, other = (read_aloud(chromium, document(FORMATS["2021"]), width) for width in (1366, 390))
    kept = ("heading", "table", "cell", "gridcell", "columnheader", "rowheader", "image", "region", "paragraph")
    assert [(n.role, n.name) for n in one if n.role in kept] == [(n.role, n.name) for n in other if n.role in kept]
