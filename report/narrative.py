"""Narrative (文字描述) as structured blocks: headings of two levels, paragraphs, and kinds still to come."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from unicodedata import category

BLOCK_TYPES = ("paragraph", "heading")
MAX_BLOCKS = 5_000
MAX_BLOCK_CHARACTERS = 100_000


@dataclass(frozen=True)
class Block:
    """One block of text. `level` is 1 for （一）, 2 for 1., 0 for a paragraph. Text is plain, without markup."""

    type: str
    text: str
    level: int = 0


Blocks = tuple[Block, ...]

# XML 1.0 has no place for these; DOCX and PDF metadata could not hold them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Text without characters that no document can hold; line breaks become `\\n`."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def paragraphs(text: str) -> Blocks:
    """One paragraph per non-empty line."""
    return tuple(Block("paragraph", line.strip()) for line in clean_text(text).split("\n") if line.strip())


def _block(data: Any, where: str, problems: list[str]) -> Blocks:
    if isinstance(data, str):
        data = {"type": "paragraph", "text": data}
    if not isinstance(data, dict):
        problems.append(f"{where}：应为文字块。")
        return ()
    kind, text, level = data.get("type"), data.get("text"), data.get("level")
    if kind not in BLOCK_TYPES:
        written = f"“{clean_text(kind)[:40]}”" if isinstance(kind, str) else ""
        problems.append(f"{where}：不认识的文字块类型{written}，可用：{'、'.join(BLOCK_TYPES)}。")
    elif not isinstance(text, str):
        problems.append(f"{where}：文字块缺少 text。")
    elif len(text) > MAX_BLOCK_CHARACTERS:
        problems.append(f"{where}：一段超过 {MAX_BLOCK_CHARACTERS} 字。")
    elif unknown := set(data) - {"type", "text", "level"}:
        problems.append(f"{where}：不认识的键：{clean_text('、'.join(sorted(unknown)[:8]))[:200]}。")
    elif kind == "paragraph":
        if level in (None, 0):
            return paragraphs(text)
        problems.append(f"{where}：段落没有 level。")
    elif not isinstance(level, int) or isinstance(level, bool) or level not in (1, 2):
        problems.append(f"{where}：小标题的 level 应为 1 或 2。")
    else:
        joined = " ".join(part.text for part in paragraphs(text))
        return (Block("heading", joined, level),) if joined else ()
    return ()


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


def write_blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Blocks as JSON."""
    return [
        {"type": b.type, "level": b.level, "text": b.text} if b.type == "heading" else {"type": b.type, "text": b.text}
        for b in blocks
    ]


# A run of letters of an alphabet, digits and the half-width marks among them is one word.
_WORD = re.compile("[!-~\u00a1-\u024f\u0370-\u052f\u2010\u2011\u2019]+")
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"})


def count_characters(blocks: Iterable[Block]) -> int:
    """字数 as Word and WPS count it: each Chinese character or full-width mark is one, a run of Latin text is one.

    `static/narrative/blocks.mjs` counts alike; `tests/js/fixtures/word-count.json` holds both to it.
    """
    total = 0
    for block in blocks:
        rest = _WORD.sub("", block.text)
        total += len(_WORD.findall(block.text))
        total += sum(category(character) not in _UNSEEN_CATEGORIES for character in rest)
    return total
