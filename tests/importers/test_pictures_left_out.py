"""Pictures of a published report are not read, and each is told of: what it is called and where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.generated import PICTURES
from exporters import EXPORTERS
from exporters.document import Document
from importers import read_file
from report.narrative import Block
from tests.exporters.documents import RECENT, sample


def with_pictures(*texts: str) -> Document:
    """A report with pictures of these alternative texts (替代文字) in 总体情况."""
    name, report = next(iter(PICTURES)), sample(RECENT)
    figures = tuple(Block("figure", "", picture=name, alt=text) for text in texts)
    narrative = {**(report.narrative or {}), "overview": (Block("paragraph", "情况如下。"), *figures)}
    return Document(replace(report, narrative=narrative, pictures={name: PICTURES[name]}))


def told(document: Document, kind: str) -> list[tuple[str, str]]:
    read = read_file(f"report.{kind}", EXPORTERS[kind].render(document))
    return [(left.text, left.where) for left in read.not_understood if "图片" in left.reason]


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_each_is_named_with_its_place(kind: str) -> None:
    found = told(with_pictures("咨询台", "政务服务大厅"), kind)
    assert [text for text, _ in found] == ["〔图片〕咨询台", "〔图片〕政务服务大厅"]
    assert all(where.startswith("第") for _, where in found)


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_a_report_without_pictures_tells_of_none(kind: str) -> None:
    assert told(Document(sample(RECENT)), kind) == []


def test_a_picture_of_the_website_around_the_report_is_not_told_of() -> None:
    page = EXPORTERS["html"].render(Document(sample(RECENT))).decode()
    logo = '<div class="head"><a href="/"><img src="logo.png" alt="网站标识"></a></div>'
    read = read_file("report.html", page.replace("<body>", f"<body>{logo}", 1).encode())
    assert "网站标识" not in "".join(left.text for left in read.not_understood)
