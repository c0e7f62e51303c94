"""The pages about files say what the program does: their examples load, and they name every key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checks import check
from report.errors import FormatError
from report.format import ReportFormat
from report.layout import grid
from report.loading import load_format_file, load_formats
from report.record import KEYS, load_report, write_report
from report.report import AGENCY_KINDS, Contact, Report
from tests.report.files import SCHEMA, VALIDATOR

ROOT = Path(__file__).resolve().parents[2]
FILE_FORMAT = (ROOT / "docs" / "file-format.md").read_text("utf-8")
ADDING = (ROOT / "docs" / "adding-a-format.md").read_text("utf-8")


def example(page: str, language: str) -> str:
    """The one example of a page in that language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)
    return found


def documented(page: str) -> set[str]:
    """What a page sets as code."""
    return {word for code in re.findall(r"`([^`\n]+)`", page) for word in re.findall(r"[a-z_]+", code)}


def schema_keys(schema: Any) -> Iterator[str]:
    """Every key that a JSON Schema knows."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from schema_keys(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from schema_keys(part)


@pytest.fixture(scope="module")
def record() -> Report:
    """The example of a file of record, read."""
    return load_report(example(FILE_FORMAT, "json").encode())


@pytest.fixture(scope="module")
def fmt(tmp_path_factory: pytest.TempPathFactory) -> ReportFormat:
    """The example of a format, loaded."""
    file = tmp_path_factory.mktemp("schemas") / "2040.yaml"
    file.write_text(example(ADDING, "yaml"), "utf-8")
    return load_format_file(file)


def test_the_example_of_a_file_has_every_key_and_agrees_with_the_schema() -> None:
    data = json.loads(example(FILE_FORMAT, "json"))
    assert set(data) == KEYS
    VALIDATOR.validate(data)


def test_the_example_of_a_file_is_read_as_the_page_says(record: Report) -> None:
    written = write_report(record)
    assert written["values"]["proactive.normative.issued"] == {"number": "3", "note": "其中修订1件"}
    assert written["values"]["proactive.fees.amount"] == {"text": "2,232,951", "doubt": "无单位"}
    assert written["values"]["applications.new.business"] is None
    assert [b["text"] for b in written["narrative"]["problems"]] == ["解读形式单一。", "改进情况：增加图解。"]
    assert written["date"] == "2024-01-15"


def test_the_explanation_of_the_example_answers_the_finding_that_it_names(record: Report) -> None:
    last = load_report(
        json.dumps({"agency": "示例市民政局", "year": 2022, "values": {"proactive.normative.in_force": "3"}}).encode()
    )
    (finding,) = [f for f in check(record, last) if f.code == "C1"]
    assert (finding.explanation, finding.bars) == ("整理时补录3件。", False)


def test_the_page_on_files_names_every_key() -> None:
    assert set(schema_keys(SCHEMA)) - documented(FILE_FORMAT) == set()
    assert set(AGENCY_KINDS) - documented(FILE_FORMAT) == set()
    assert set(Contact.__dataclass_fields__) - documented(FILE_FORMAT) == set()
    assert {s.id for f in load_formats() for s in f.sections} - documented(FILE_FORMAT) == set()


def test_keys_are_written_in_the_order_of_the_page(record: Report) -> None:
    table = re.findall(r"^\| `([a-z_]+)` \| (?:required )?\|", FILE_FORMAT, re.MULTILINE)
    assert table == list(write_report(record))


def test_the_example_of_a_format_has_the_cells_and_relations_that_the_page_counts(fmt: ReportFormat) -> None:
    assert len(fmt.cells) == 12
    assert "applications.closed.granted.person" in fmt.cell_index
    assert [r.id for r in fmt.relations if r.code == "A1"] == [
        f"A1:applications.{column}:columns" for column in ("person", "business", "total")
    ]
    assert len([r for r in fmt.relations if r.code == "A2"]) == 4
    assert [swing.cell for swing in fmt.swings] == ["applications.new.total"]


def test_a_heading_with_children_stands_for_the_sum_of_all_below_it(fmt: ReportFormat) -> None:
    relation = next(r for r in fmt.relations if r.code == "A1")
    assert [term.cell for term in relation.right.terms] == [
        "applications.closed.granted.person",
        "applications.closed.refused.person",
        "applications.carried_out.person",
    ]


def test_the_example_of_a_format_has_a_layout(fmt: ReportFormat) -> None:
    layout = grid(fmt.section("applications").tables[0])
    assert (len(layout.rows), layout.width, layout.label_columns) == (7, 5, 2)


def test_the_page_on_formats_names_every_key() -> None:
    schema = json.loads((ROOT / "schemas" / "format.schema.json").read_text("utf-8"))
    assert set(schema_keys(schema)) - documented(ADDING) == set()


def test_the_refusal_that_the_page_shows_is_the_one_that_is_given(tmp_path: Path) -> None:
    (shown,) = re.findall(r"^    (2040\.yaml 第 .*)$", ADDING, re.MULTILINE)
    file = tmp_path / "2040.yaml"
    file.write_text(
        example(ADDING, "yaml").replace("terms: [closed, carried_out]", "terms: [closed, carried]"), "utf-8"
    )
    with pytest.raises(FormatError) as refusal:
        load_format_file(file)
    assert str(refusal.value) == shown
