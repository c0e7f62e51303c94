"""JSON from outside: exact numbers, each key once, and fields read one by one with every fault noted.

What is echoed in a fault is cut short and cleaned, so that no file can make a message that cannot be shown.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from report.errors import ReportError
from report.narrative import clean_text

MAX_BYTES = 20 * 1024 * 1024
MAX_LINE = 2_000
_MOST_DIGITS = 40
_MOST_ECHOED = 40


def brief(value: Any) -> str:
    """A value in a message: short, and never the inside of a list or an object."""
    match value:
        case None | bool():
            return json.dumps(value)
        case list() | tuple():
            return "列表"
        case dict():
            return "对象"
    text = clean_text(str(value))
    return text if len(text) <= _MOST_ECHOED else f"{text[:_MOST_ECHOED]}…"


def some(names: Iterable[str], most: int = 8) -> str:
    """The first few names, and how many there are."""
    every = list(names)
    return "、".join(brief(name) for name in every[:most]) + (f" 等 {len(every)} 个" if len(every) > most else "")


def _integer(digits: str) -> int | Decimal:
    """Python refuses to read integers of thousands of digits; as decimals they are kept, and found too large later."""
    return int(digits) if len(digits) <= _MOST_DIGITS else Decimal(digits)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ReportError([f"不是正确的 JSON：数字“{brief(text)}”无法表示。"]) from error


def _constant(name: str) -> Any:
    raise ReportError([f"不是正确的 JSON：不允许的数字 {name}。"])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key given twice would silently lose one of its values."""
    data = dict(pairs)
    if len(data) < len(pairs):
        twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
        raise ReportError([f"同一个键出现了两次，无法确定用哪一个：{some(twice)}。"])
    return data


def parse_json(content: bytes) -> Any:
    """JSON with exact numbers. ReportError if it is too large, not UTF-8, no JSON, or gives a key twice."""
    if len(content) > MAX_BYTES:
        raise ReportError([f"文件有 {len(content) // 1024 // 1024} MB，超过 {MAX_BYTES // 1024 // 1024} MB 的上限。"])
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_constant,
            object_pairs_hook=_once,
        )
    except UnicodeDecodeError as error:
        raise ReportError([f"文件不是 UTF-8 编码（第 {error.start + 1} 个字节读不出）。"]) from error
    except json.JSONDecodeError as error:
        raise ReportError([f"不是正确的 JSON：第 {error.lineno} 行第 {error.colno} 列附近有误。"]) from error
    except RecursionError as error:
        raise ReportError(["不是年报数据文件：括号嵌套太深。"]) from error


def known(data: Mapping[str, Any], allowed: Iterable[str], where: str, problems: list[str]) -> None:
    """Notes the keys that nobody would read."""
    if unknown := sorted(set(data) - set(allowed)):
        problems.append(f"{where}：不认识的键：{some(unknown)}。")


def mapping(data: Mapping[str, Any], key: str, problems: list[str]) -> dict[str, Any]:
    """The object under a key; empty if absent or null."""
    value = data.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        problems.append(f"{key}：应为对象。")
        return {}
    return value


def line(data: Mapping[str, Any], key: str, problems: list[str], where: str = "") -> str:
    """The text under a key as one line; empty if absent or null."""
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        problems.append(f"{where}{key}：应为文本。")
        return ""
    if len(value) > MAX_LINE:
        problems.append(f"{where}{key}：有 {len(value)} 字，超过 {MAX_LINE} 字的上限。")
        return ""
    return " ".join(clean_text(value).split())
