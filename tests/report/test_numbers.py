"""Numbers as people write them: read exactly or not at all, and never lost.

What is read as what stands case by case in `tests/vectors/numbers.json`, for the browser too; here is what holds of
every number and every text.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.format import Kind
from report.numbers import MAX_DECIMALS, MAX_INTEGER_DIGITS, TOO_FINE, TOO_LARGE, Value, parse, plain, shown

CELLS = [(Kind.COUNT, ""), (Kind.SIGNED_COUNT, ""), (Kind.AMOUNT, "元"), (Kind.AMOUNT, "万元")]
any_cell = st.sampled_from(CELLS)
every_cell = pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell[0].value}{cell[1]}")

whole = st.integers(0, 10**MAX_INTEGER_DIGITS - 1)
decimals = st.builds(
    lambda n, places: Decimal(n).scaleb(-places),
    st.integers(-(10**MAX_INTEGER_DIGITS) + 1, 10**MAX_INTEGER_DIGITS - 1),
    st.integers(0, MAX_DECIMALS),
)
# What stands in cells, and what might: digits, marks, units, white space, words.
PIECES = [*"0123456789０５,，.。．+-−＋ \u3000\n\t万亿元件项%~/—(（)）约a", "减少", "新增"]
written = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def full_width(text: str) -> str:
    """The text in the full-width forms that Chinese input methods make."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in text)


@given(decimals)
@every_cell
def test_a_plain_decimal_is_read_as_itself(cell: tuple[Kind, str], number: Decimal) -> None:
    assert parse(plain(number), *cell) == Value(number)


@given(decimals)
def test_an_amount_keeps_its_digits_as_written(number: Decimal) -> None:
    read = parse(plain(number), Kind.AMOUNT, "万元")
    assert shown(read) == plain(number + 0)


@given(any_cell, written)
def test_full_width_is_read_as_half_width(cell: tuple[Kind, str], text: str) -> None:
    text = re.sub("[(（].*", "", text)
    assert parse(full_width(text), *cell).number == parse(text, *cell).number


@given(any_cell, whole)
def test_separators_of_thousands_change_nothing(cell: tuple[Kind, str], number: int) -> None:
    for separator in (",", "，", " ", "\u00a0", "\u202f"):
        assert parse(f"{number:,}".replace(",", separator), *cell) == Value(Decimal(number))


@given(any_cell, st.integers(0, 99999), st.integers(0, 99999))
def test_a_separator_elsewhere_makes_it_no_number(cell: tuple[Kind, str], first: int, second: int) -> None:
    groups_of_three = len(str(second)) == 3 and len(str(first)) <= 3
    for separator in (",", " "):
        assert (parse(f"{first}{separator}{second}", *cell).number is None) is not groups_of_three
    for separator in ("\n", "\r\n", "\t", " \n "):
        assert parse(f"{first}{separator}{second}", *cell).number is None


@given(any_cell, whole, whole, st.sampled_from(["、", "/", "~", "-", "和", "%", "项", "件其中", "元", "+", "比", ";"]))
def test_two_figures_in_one_cell_are_never_read_as_one(cell: tuple[Kind, str], a: int, b: int, between: str) -> None:
    text = f"{a}{between}{b}"
    assert parse(text, *cell).number is None
    assert parse(text, *cell).text == text


@given(st.integers(0, 10**10), st.integers(0, 2))
def test_units_of_money_are_converted_exactly(number: int, places: int) -> None:
    amount = Decimal(number).scaleb(-places)
    text = plain(amount)
    assert parse(f"{text}元", Kind.AMOUNT, "元").number == amount
    assert parse(f"{text}元", Kind.AMOUNT, "万元").number == amount.scaleb(-4)
    assert parse(f"¥{text}", Kind.AMOUNT, "万元").number == amount.scaleb(-4)
    assert parse(f"{text}万元", Kind.AMOUNT, "万元").number == amount
    assert parse(f"{text}（万元）", Kind.AMOUNT, "元").number == amount.scaleb(4)
    assert parse(f"{text}亿元", Kind.AMOUNT, "万元").number == amount.scaleb(4)


@given(st.integers(0, 9_999_999))
def test_a_scale_multiplies_a_count(number: int) -> None:
    assert parse(f"{number}万件", Kind.COUNT).number == Decimal(number) * 10_000
    assert parse(f"{number}亿", Kind.COUNT).number == Decimal(number) * 100_000_000


@given(any_cell, decimals, st.text(st.sampled_from("其中修订16件（）()，、含自然失效"), max_size=12))
def test_a_number_shown_with_its_note_is_read_back_as_both(cell: tuple[Kind, str], number: Decimal, more: str) -> None:
    value = Value(number, note=f"注{more}")
    assert parse(shown(value), *cell) == value


@given(any_cell, written | st.text(max_size=20))
def test_nothing_written_is_ever_lost(cell: tuple[Kind, str], text: str) -> None:
    value = parse(text, *cell)
    if value.is_blank:
        assert not re.sub(r"[\s\u200b-\u200d\u2060\ufeff]", "", text)
    elif value.number is None:
        assert value.doubt
        assert value.text in text
        assert not re.search(r"\S", text.replace(value.text, "", 1).strip("\u200b\u200c\u200d\u2060\ufeff "))
    else:
        assert value.note in text


@given(any_cell, written)
def test_the_digits_of_a_number_are_those_written(cell: tuple[Kind, str], text: str) -> None:
    value = parse(text, *cell)
    if value.number is None:
        return
    before_note = re.split("[(（]", text)[0]
    typed = "".join(str(int(c)) for c in before_note if c.isdigit()).strip("0")
    assert plain(abs(value.number)).replace(".", "").strip("0") == typed


@given(any_cell, written)
def test_zero_is_read_only_where_zero_is_written(cell: tuple[Kind, str], text: str) -> None:
    if parse(text, *cell).number == 0:
        assert {int(c) for c in re.split("[(（]", text)[0] if c.isdigit()} == {0}


@given(any_cell, written | st.text(max_size=20))
def test_what_is_shown_is_read_the_same_again(cell: tuple[Kind, str], text: str) -> None:
    value = parse(text, *cell)
    assert parse(shown(value), *cell) == value


@given(st.integers(1, 10**6))
def test_a_change_may_be_given_in_words(number: int) -> None:
    assert parse(f"减少{number}", Kind.SIGNED_COUNT) == Value(Decimal(-number))
    assert parse(f"新增 {number} 项", Kind.SIGNED_COUNT) == Value(Decimal(number))
    assert parse(f"减少{number}", Kind.COUNT).number is None


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("1" + "0" * 15, TOO_LARGE),
        ("1" + "0" * 30, TOO_LARGE),
        ("0.0000001", TOO_FINE),
        ("9999亿", ""),
        ("99999999亿", TOO_LARGE),
    ],
)
def test_figures_of_any_length_end_at_bounds(text: str, doubt: str) -> None:
    value = parse(text, Kind.COUNT)
    assert value.doubt == doubt
    assert value.text == (text if doubt else "")


def test_a_text_of_a_million_digits_is_judged_at_once() -> None:
    assert parse("1" * 1_000_000, Kind.COUNT).doubt == TOO_LARGE
    assert parse("1,111" * 200_000, Kind.COUNT).number is None
    assert parse("(" * 1_000_000, Kind.COUNT).number is None
