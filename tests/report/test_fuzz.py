"""Anything at all in any place of a file of record: read or refused in Chinese, never a failure of the program."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.errors import ReportError
from report.record import KEYS, dump_report, load_report, write_report
from report.report import Report
from tests.report.files import VALIDATOR, content, json_values, sample, schema_accepts, smallest

CHINESE = re.compile("[\u4e00-\u9fff]")
PERSON = "applications.new.person"
SUSPECTS: list[Any] = [True, [], {}, 0, -1, 1.5, "", "\ud800", "\x00", None, [[[]]], {"": {}}, 10**30, "9" * 3_000]
SAMPLE = json.dumps(sample("004"), ensure_ascii=False).encode()
Path = tuple[str | int, ...]

WHOLE = smallest(
    title="示例市民政局2023年政府信息公开工作年度报告",
    introduction=[{"type": "paragraph", "text": "本报告由六个部分组成。"}],
    narrative={"other": [{"type": "heading", "level": 1, "text": "（一）收费"}, "无。"]},
    headings={"review": "四、复议和诉讼"},
    extra_sections=[{"heading": "七、附件", "after": "other", "blocks": ["无。"]}],
    values={
        PERSON: "3",
        "proactive.normative.in_force": {"number": "22", "note": "其中修订16件"},
        "proactive.fees.amount": {"text": "2,232,951", "doubt": "无单位"},
    },
    processing_fees={"notices": "0"},
    issuer="示例市民政局",
    date="2024-01-15",
    contact={"email": "office@example.example"},
    explanations={"C1:proactive.normative": {"text": "自然失效", "covers": {"proactive.normative.in_force": "22"}}},
)


def places(data: Any, path: Path = ()) -> Iterator[Path]:
    """Every place of a JSON value."""
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


def put(data: Any, path: Path, value: Any) -> Any:
    """The data with something else at one place."""
    if not path:
        return value
    changed = copy.copy(data)
    changed[path[0]] = put(data[path[0]], path[1:], value)
    return changed


PLACES = sorted(places(WHOLE), key=str)


def read_or_refusal(file: bytes) -> Report | str:
    """The report of a file, or what is said of it; any other error fails the test."""
    try:
        return load_report(file)
    except ReportError as error:
        return str(error)


def check_fuzzed(data: Any) -> None:
    """The file is refused with a sentence or read; if read, the schema accepts it and nothing gets lost on the way."""
    file = content(data)
    report = read_or_refusal(file)
    if isinstance(report, str):
        assert CHINESE.search(report)
        return
    assert schema_accepts(json.loads(file, parse_float=Decimal)), "the reader takes what the schema refuses"
    assert load_report(dump_report(report)) == report
    VALIDATOR.validate(write_report(report))


def test_the_file_that_is_changed_at_random_is_sound() -> None:
    VALIDATOR.validate(WHOLE)
    assert write_report(load_report(content(WHOLE)))["values"][PERSON] == "3"


@pytest.mark.parametrize("key", sorted(KEYS))
@given(value=json_values)
def test_anything_at_all_under_a_key_is_read_or_refused_and_never_fails(key: str, value: Any) -> None:
    check_fuzzed(smallest() | {key: value})


@given(st.sampled_from(PLACES), json_values)
def test_anything_at_all_in_any_place_is_read_or_refused_and_never_fails(path: Path, value: Any) -> None:
    check_fuzzed(put(WHOLE, path, value))


@pytest.mark.parametrize("value", SUSPECTS, ids=lambda value: repr(value)[:20])
def test_the_usual_suspects_in_every_place_are_read_or_refused(value: Any) -> None:
    for path in PLACES:
        check_fuzzed(put(WHOLE, path, value))


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused(file: bytes) -> None:
    with pytest.raises(ReportError):
        load_report(file)


@given(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255))
def test_a_sample_with_one_byte_changed_is_read_or_refused(place: int, byte: int) -> None:
    report = read_or_refusal(SAMPLE[:place] + bytes([byte]) + SAMPLE[place + 1 :])
    if isinstance(report, str):
        assert CHINESE.search(report)
    else:
        assert load_report(dump_report(report)) == report
