"""Narrative (文字描述) as structured blocks: paragraphs, headings of two levels, figures and simple tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from unicodedata import category

# Kinds of block that are more than text.
RICH_BLOCKS = frozenset({"figure", "table"})
MAX_BLOCKS = 5_000
MAX_BLOCK_CHARACTERS = 100_000
MAX_CAPTION = 500
MAX_ALT = 1_000
MAX_CELL = 2_000
MAX_ROWS = 200
MAX_COLUMNS = 20
MAX_HEAD = 2


@dataclass(frozen=True)
class Block:
    """One block of text, plain and without markup.

    `level` is 1 for （一）, 2 for 1., 0 for all that is no heading. Of a figure (图) and a table (表) `text` is the
    caption as printed; a figure has the id of its `picture` and its 替代文字 (`alt`), a table rectangular `rows` of
    cells, of which the first `head` are headings.
    """

    type: str
    text: str
    level: int = 0
    picture: str = ""
    alt: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    head: int = 0

    @property
    def texts(self) -> tuple[str, ...]:
        """Each piece of text that a reader sees: the text or caption, then the cells row by row."""
        return (self.text, *(cell for row in self.rows for cell in row))


Blocks = tuple[Block, ...]

_PICTURE_ID = re.compile("[0-9a-f]{64}")
# XML 1.0 has no place for these; DOCX and PDF metadata could not hold them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Text without characters that no document can hold; line breaks become `\\n`."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def paragraphs(text: str) -> Blocks:
    """One paragraph per non-empty line."""
    return tuple(Block("paragraph", line.strip()) for line in clean_text(text).split("\n") if line.strip())


def one_line(text: str) -> str:
    """Text in one line: characters that no document can hold left out, white space one blank."""
    return " ".join(clean_text(text).split())


def _text(data: dict[str, Any], where: str, problems: list[str]) -> str | None:
    text = data.get("text")
    if not isinstance(text, str):
        problems.append(f"{where}：文字块缺少 text。")
    elif len(text) > MAX_BLOCK_CHARACTERS:
        problems.append(f"{where}：一段超过 {MAX_BLOCK_CHARACTERS} 字。")
    else:
        return text
    return None


def _paragraph(data: dict[str, Any], where: str, problems: list[str]) -> Blocks:
    text = _text(data, where, problems)
    if text is not None and data.get("level") not in (None, 0):
        problems.append(f"{where}：段落没有 level。")
    return paragraphs(text or "")


def _heading(data: dict[str, Any], where: str, problems: list[str]) -> Blocks:
    text, level = _text(data, where, problems), data.get("level")
    if not isinstance(level, int) or isinstance(level, bool) or level not in (1, 2):
        problems.append(f"{where}：小标题的 level 应为 1 或 2。")
        return ()
    joined = " ".join(part.text for part in paragraphs(text or ""))
    return (Block("heading", joined, level),) if joined else ()


def _line(data: dict[str, Any], key: str, most: int, where: str, problems: list[str]) -> str:
    text = data.get(key) or ""
    if not isinstance(text, str) or len(text) > most:
        problems.append(f"{where}：{key} 应为不超过 {most} 字的文字。")
        return ""
    return one_line(text)


def _figure(data: dict[str, Any], where: str, problems: list[str]) -> Blocks:
    picture = data.get("picture")
    if not isinstance(picture, str) or not _PICTURE_ID.fullmatch(picture):
        problems.append(f"{where}：图缺少图片的编号（picture，64 位十六进制的 SHA-256）。")
        return ()
    caption = _line(data, "caption", MAX_CAPTION, where, problems)
    return (Block("figure", caption, picture=picture, alt=_line(data, "alt", MAX_ALT, where, problems)),)


def _is_grid(rows: Any) -> bool:
    """Whether this is a list of equally long lists, within the limits."""
    if not isinstance(rows, list) or not 1 <= len(rows) <= MAX_ROWS:
        return False
    widths = {len(row) if isinstance(row, list) else 0 for row in rows}
    return len(widths) == 1 and 1 <= min(widths) <= MAX_COLUMNS


def _table(data: dict[str, Any], where: str, problems: list[str]) -> Blocks:
    rows: Any = data.get("rows")
    head = data.get("head", 0)
    if not _is_grid(rows):
        problems.append(f"{where}：表的 rows 应为等长的各行，最多 {MAX_ROWS} 行、{MAX_COLUMNS} 列。")
        return ()
    cells = [cell for row in rows for cell in row]
    if not all(isinstance(cell, str) and len(cell) <= MAX_CELL for cell in cells):
        problems.append(f"{where}：表的每一格应为不超过 {MAX_CELL} 字的文字。")
    elif sum(map(len, cells)) > MAX_BLOCK_CHARACTERS:
        problems.append(f"{where}：一个表超过 {MAX_BLOCK_CHARACTERS} 字。")
    elif not isinstance(head, int) or isinstance(head, bool) or not 0 <= head <= min(MAX_HEAD, len(rows)):
        problems.append(f"{where}：表头的行数（head）应为 0 至 {MAX_HEAD}，且不多于表的行数。")
    else:
        caption = _line(data, "caption", MAX_CAPTION, where, problems)
        cleaned = tuple(tuple(one_line(cell) for cell in row) for row in rows)
        return (Block("table", caption, rows=cleaned, head=head),)
    return ()


_Reader = Callable[[dict[str, Any], str, list[str]], Blocks]
_READERS: dict[str, tuple[_Reader, frozenset[str]]] = {
    "paragraph": (_paragraph, frozenset({"type", "text", "level"})),
    "heading": (_heading, frozenset({"type", "text", "level"})),
    "figure": (_figure, frozenset({"type", "picture", "alt", "caption"})),
    "table": (_table, frozenset({"type", "caption", "rows", "head"})),
}


def _block(data: Any, where: str, problems: list[str]) -> Blocks:
    if isinstance(data, str):
        data = {"type": "paragraph", "text": data}
    if not isinstance(data, dict):
        problems.append(f"{where}：应为文字块。")
        return ()
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in _READERS:
        written = f"“{clean_text(kind)[:40]}”" if isinstance(kind, str) else ""
        problems.append(f"{where}：不认识的文字块类型{written}，可用：{'、'.join(_READERS)}。")
        return ()
    read, keys = _READERS[kind]
    if unknown := set(data) - keys:
        problems.append(f"{where}：不认识的键：{clean_text('、'.join(sorted(unknown)[:8]))[:200]}。")
        return ()
    return read(data, where, problems)


def read_blocks(data: Any, where: str, problems: list[str]) -> Blocks:
    """Blocks from JSON: a list of blocks, or plain text with one paragraph a line. Faults go to `problems`."""
    if data is None:
        return ()
    items = [data] if isinstance(data, str | dict) else data
    if not isinstance(items, list):
        problems.append(f"{where}：应为文字块的列表。")
        return ()
    if len(items) > MAX_BLOCKS:
        problems.append(f"{where}：超过 {MAX_BLOCKS} 段。")
        return ()
    blocks = tuple(block for i, item in enumerate(items, 1) for block in _block(item, f"{where}第 {i} 段", problems))
    if len(blocks) > MAX_BLOCKS:
        problems.append(f"{where}：超过 {MAX_BLOCKS} 段。")
    return blocks


def _write(block: Block) -> dict[str, Any]:
    match block.type:
        case "heading":
            return {"type": block.type, "level": block.level, "text": block.text}
        case "figure":
            return {"type": block.type, "picture": block.picture, "alt": block.alt, "caption": block.text}
        case "table":
            rows = [list(row) for row in block.rows]
            return {"type": block.type, "caption": block.text, "head": block.head, "rows": rows}
    return {"type": block.type, "text": block.text}


def write_blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Blocks as JSON."""
    return [_write(block) for block in blocks]


# A run of letters of an alphabet, digits and the half-width marks among them is one word.
_WORD = re.compile("[!-~\u00a1-\u024f\u0370-\u052f\u2010\u2011\u2019]+")
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"})


def count_characters(blocks: Iterable[Block]) -> int:
    """字数 as Word and WPS count it: each Chinese character or full-width mark is one, a run of Latin text is one.

    Captions and the cells of tables count, each by itself; 替代文字 does not.
    `static/narrative/blocks.mjs` counts alike; `tests/js/fixtures/word-count.json` holds both to it.
    """
    total = 0
    for text in (text for block in blocks for text in block.texts):
        rest = _WORD.sub("", text)
        total += len(_WORD.findall(text))
        total += sum(category(character) not in _UNSEEN_CATEGORIES for character in rest)
    return total
