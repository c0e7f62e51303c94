"""Web pages: the text of blocks as lines, data tables as grids. Nothing in the page is fetched or run."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from importers.errors import UnreadableError
from importers.grids import Spanned, build_grid
from importers.model import Item, Line, Place, Source
from importers.normal import squeezed
from importers.text import NOT_TEXT, decode

SKIPPED = frozenset({
    "script", "style", "noscript", "template", "select", "button", "svg", "iframe", "object", "rt", "rp", "textarea",
    "head", "audio", "video", "canvas", "map",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
    "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
})  # fmt: skip
# Whose pictures belong to the text; others are the website's, such as its logo.
_OF_TEXT = ("figure", "p")
MAX_CELL = 600
MAX_ELEMENTS = 200_000
EMPTY = "网页里没有文字。"
TOO_MANY = "网页过于复杂（超过 {most} 个元素），无法读取。"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]+)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def _markup(content: bytes) -> str:
    declared = _CHARSET.search(content[:4096])
    if declared and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared[1].decode("ascii").lower()
        try:
            return content.decode("gb18030" if name in {"gb2312", "gbk", "gb18030"} else name)
        except (LookupError, UnicodeDecodeError):
            return decode(content)
    return decode(content)


def _children(element: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    return (child for child in element if isinstance(child.tag, str))


def _shown(element: lxml.html.HtmlElement) -> bool:
    hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
    return element.tag not in SKIPPED and not hidden


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    digits = (cell.get(name) or "1").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 1


def _cell_text(cell: lxml.html.HtmlElement) -> str:
    """A cell's words; blocks and line breaks become one blank, inline elements leave no trace."""
    parts: list[str] = []

    def walk(element: lxml.html.HtmlElement) -> None:
        if element.tag in BLOCKS:
            parts.append(" ")
        parts.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and _shown(child):
                walk(child)
            parts.append(child.tail or "")
        if element.tag in BLOCKS:
            parts.append(" ")

    walk(cell)
    return squeezed("".join(parts))


def _rows(table: lxml.html.HtmlElement) -> list[list[Spanned]]:
    return [
        [
            (_cell_text(cell), _span(cell, "rowspan"), _span(cell, "colspan"))
            for cell in row.xpath("./td|./th")
            if _shown(cell)
        ]
        for row in table.xpath("./tr|./thead/tr|./tbody/tr|./tfoot/tr")
        if _shown(row) and _shown(row.getparent())
    ]


def _data_rows(table: lxml.html.HtmlElement) -> list[list[Spanned]] | None:
    """The rows of a table of data; None for one that only lays out the page."""
    if any(len(inner.xpath(".//td|.//th")) > 1 for inner in table.xpath(".//table")):
        return None
    rows = _rows(table)
    if max((len(row) for row in rows), default=0) < 2 or any(len(c[0]) > MAX_CELL for row in rows for c in row):
        return None
    return rows


class _Walker:
    """Collects lines and grids in document order."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.words: list[str] = []
        self.pictures: list[tuple[str, str]] = []
        self.lines = 0
        self.tables = 0

    def flush(self, line_of_text: bool = False) -> None:
        words = "".join(self.words)
        text = words if line_of_text and words.strip() else squeezed(words)
        self.words.clear()
        if text:
            self.lines += 1
            self.items.append(Line(text, Place(f"第{self.lines}段")))

    def write(self, text: str | None, lines: bool) -> None:
        """Take up text; its line breaks part lines in <pre> only."""
        if not lines:
            self.words.append((text or "").replace("\n", " "))
            return
        for n, line in enumerate((text or "").split("\n")):
            if n:
                self.flush(line_of_text=True)
            self.words.append(line)

    def walk(self, element: lxml.html.HtmlElement, lines: bool = False) -> None:
        lines = lines or element.tag == "pre"
        block = element.tag in BLOCKS
        if block:
            self.flush()
        rows = _data_rows(element) if element.tag == "table" else None
        if rows is not None:
            self.tables += 1
            self.items.append(build_grid(rows, f"表{self.tables}"))
        else:
            self.write(element.text, lines)
            if element.tag == "img" and next(element.iterancestors(*_OF_TEXT), None) is not None:
                self.pictures.append((squeezed(element.get("alt") or ""), f"第{self.lines + 1}段"))
            for child in element:
                if isinstance(child.tag, str) and _shown(child):
                    self.walk(child, lines)
                self.write(child.tail, lines)
        if block:
            self.flush()


def read_html(content: bytes) -> Source:
    """A web page as lines and grids. UnreadableError if it is no text, empty, or too large to be a report."""
    markup = _DECLARATION.sub("", _markup(content))
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = lxml.html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(EMPTY if markup.strip() == "" else NOT_TEXT) from error
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise UnreadableError(TOO_MANY.format(most=MAX_ELEMENTS))
    walker = _Walker()
    walker.walk(root)
    walker.flush()
    if not walker.items:
        raise UnreadableError(EMPTY)
    return Source(tuple(walker.items), squeezed(root.findtext(".//title") or ""), tuple(walker.pictures))
