"""Numbers as people write them: read without guessing, kept exactly, shown plainly.

`static/relations.mjs` reads the same way; `tests/vectors/numbers.json` holds both to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from report.format import Kind

MAX_INTEGER_DIGITS = 15
MAX_DECIMALS = 6

NOT_A_NUMBER = "不是数字"
NO_FIGURE = "没有数字，如无此项请填0"
TOO_LARGE = "数字过大"
TOO_FINE = "小数超过六位"
WRONG_UNIT = "单位不符"


@dataclass(frozen=True)
class Value:
    """A cell's content: blank, a number (perhaps with a note), or text that could not be read (with the doubt)."""

    number: Decimal | None = None
    note: str = ""
    text: str = ""
    doubt: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing stands in the cell. Blank is not zero."""
        return self.number is None and not self.text


BLANK = Value()

_SAME: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{ord(a): b for a, b in zip("−–﹣﹢￥﹐︒億萬", "---+¥,。亿万", strict=True)},
}
# What is white is listed, here and in the browser: the engines' own classes differ (U+0085, U+FEFF, U+001C).
_WHITE = "".join(map(chr, (*range(0x09, 0x0E), *range(0x1C, 0x21), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200E),
                           0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)))  # fmt: skip
_SPACES = re.compile(f"[{re.escape(_WHITE)}]+")
# A space may part thousands; a line or a tab parts two figures, so 1⏎234 is not 1234.
_BREAK = re.compile("[\t-\r\x1c-\x1f\u2028\u2029]")
_LOOSE_SPACE = re.compile(r"(?<![0-9])[ \n]|[ \n](?![0-9])")
_NUMBER = re.compile(
    r"(?P<word>新增|增加|增长|增|减少|下降|减)?(?P<mark>¥)?(?P<sign>[+-])?"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)"
    r"(?:[.。](?P<part>[0-9]+))?(?P<scale>万|亿)?(?P<unit>[^0-9]{0,2})",
)
_NOTE = re.compile(r"(?P<body>[^(（]+)[(（](?P<note>.+)[)）]", re.DOTALL)
_NOTHING = frozenset({"/", "\\", "-", "--", "—", "——", "_", "无", "無", "不适用", "不適用", "*", "－"})
COUNT_UNITS = frozenset("件项項个個次条條份家宗起人部例")
SCALES = {"": 0, "万": 4, "亿": 8}


def _spaced(text: str) -> str:
    """Full-width marks made plain; white space gone but between two digits, where it is one space or one line."""
    one = _SPACES.sub(lambda white: "\n" if _BREAK.search(white[0]) else " ", text.translate(_SAME))
    return _LOOSE_SPACE.sub("", one.strip())


def _shift(digits: str, power: int) -> str:
    """A plain decimal times 10^power, without needless zeros. `digits` is unsigned."""
    whole, _, part = digits.partition(".")
    if power >= 0:
        part = part.ljust(power, "0")
        whole, part = whole + part[:power], part[power:]
    else:
        whole = whole.rjust(1 - power, "0")
        whole, part = whole[:power], whole[power:] + part
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


def _noted(kept: str) -> tuple[str, str]:
    """(number part, note) of 「22（其中修订16件）」; a unit in brackets belongs to the number."""
    match = _NOTE.fullmatch(kept)
    if not match:
        return _spaced(kept), ""
    body, note = _spaced(match["body"]), match["note"].strip(_WHITE)
    inner = _spaced(note)
    return (body + inner, "") if inner in {"元", "万元", "亿元", *COUNT_UNITS} else (body, note)


def _digits(match: re.Match[str], kind: Kind, unit: str) -> str:
    """The unsigned plain decimal that the match stands for, in the cell's own unit."""
    whole = match["whole"].replace(",", "").replace(" ", "")
    digits = whole + (f".{match['part']}" if match["part"] else "")
    power = SCALES[match["scale"] or ""]
    stated = bool(match["scale"] or match["unit"] == "元" or match["mark"])
    if kind is Kind.AMOUNT:
        power -= 4 if unit == "万元" and stated else 0
        if power == 0:
            # An amount already in the cell's unit keeps its digits as printed: 20.30 stays 20.30.
            return _trimmed(digits)
    return _shift(digits, power)


def _trimmed(digits: str) -> str:
    whole, _, part = digits.partition(".")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


def parse(text: str, kind: Kind, unit: str = "") -> Value:
    """Read what somebody wrote in a cell of that kind and unit ("万元", "元" or "" for counts).

    Never guesses: what is not certainly one number comes back as text with the doubt.
    """
    if text.isascii() and text.isdigit() and len(text) <= MAX_INTEGER_DIGITS:
        # Nearly all are so, and hundreds of them make a report.
        return Value(number=Decimal(text))
    kept = text.strip(_WHITE)
    if not kept:
        return BLANK
    if _spaced(kept) in _NOTHING:
        return Value(text=kept, doubt=NO_FIGURE)
    body, note = _noted(kept)
    match = _NUMBER.fullmatch(body)
    doubt = _doubt(match, kind)
    if doubt or not match:
        return Value(text=kept, doubt=doubt)
    digits = _digits(match, kind, unit)
    integer, _, part = digits.partition(".")
    if len(integer) > MAX_INTEGER_DIGITS or len(part) > MAX_DECIMALS:
        return Value(text=kept, doubt=TOO_LARGE if len(integer) > MAX_INTEGER_DIGITS else TOO_FINE)
    negative = match["sign"] == "-" or (match["word"] or "")[:1] in {"减", "下"}
    number = Decimal(digits)
    return Value(number=-number if negative and number else number, note=note)


def _doubt(match: re.Match[str] | None, kind: Kind) -> str:
    """Why a text is not one figure of that kind; empty if it is."""
    if not match or (match["word"] and (kind is not Kind.SIGNED_COUNT or match["sign"])):
        return NOT_A_NUMBER
    unit = match["unit"]
    if unit not in {"", "元", *COUNT_UNITS}:
        return NOT_A_NUMBER
    money = unit == "元" or bool(match["mark"])
    if money if kind is not Kind.AMOUNT else unit in COUNT_UNITS:
        return WRONG_UNIT
    return ""


def plain(number: Decimal) -> str:
    """A number in plain decimal notation, never with an exponent."""
    return f"{number:f}"


def shown(value: Value) -> str:
    """What a reader sees in the cell: 「22（其中修订16件）」."""
    if value.number is None:
        return value.text
    return plain(value.number) + (f"（{value.note}）" if value.note else "")
