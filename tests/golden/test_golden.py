"""Exported files hold what they held, and their pages look as they looked, when a person last saw them."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.exporters.documents import NAMES, RECENT
from tests.golden.described import CASES, described, golden_file, golden_pages, rendered
from tests.golden.pictures import MOST, differing, pages, png

ASIDE = Path(__file__).parents[2] / "test-output" / "golden"


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_the_file_holds_what_was_looked_at(name, kind):
    expected = golden_file(name, kind).read_text(encoding="utf-8")
    now = described(name, kind)
    if now != expected:
        ASIDE.mkdir(parents=True, exist_ok=True)
        (ASIDE / golden_file(name, kind).name).write_text(now, encoding="utf-8")
    assert now == expected, f"compare with {ASIDE / golden_file(name, kind).name}; see tests/golden/README.md"


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_look_as_they_did(name):
    found, files = list(pages(rendered(name, "pdf"))), golden_pages(name)
    told = []
    for page, file in zip(found, files, strict=False):
        most, picture = differing(Image.open(file), page)
        if most > MOST:
            ASIDE.mkdir(parents=True, exist_ok=True)
            page.save(ASIDE / file.name)
            picture.save(ASIDE / f"{file.stem}-difference.png")
            told.append(f"{file.name} by {most}")
    assert told == [], f"see {ASIDE} and tests/golden/README.md"
    assert len(found) == len(files)


def first_pages(count: int = 4) -> list[Image.Image]:
    return list(pages(rendered(RECENT, "pdf")))[:count]


@pytest.mark.parametrize("finer", [5, 6, 8])
def test_another_way_of_smoothing_is_no_difference(finer):
    for page, other in zip(first_pages(), pages(rendered(RECENT, "pdf"), finer), strict=False):
        assert differing(page, other)[0] <= MOST


def test_keeping_a_page_in_few_greys_makes_no_difference():
    for page in first_pages():
        assert differing(Image.open(io.BytesIO(png(page))), page)[0] <= 0.7 * MOST


def test_a_figure_that_is_lost_from_a_table_is_a_difference():
    """In the smallest type that there is, wherever it stands in the table."""
    with pikepdf.open(io.BytesIO(rendered(RECENT, "pdf"))) as file:
        page = file.pages[3]
        before = list(pages(rendered(RECENT, "pdf")))[3]
        instructions = list(pikepdf.parse_content_stream(page))
        shown = [n for n, (_, operator) in enumerate(instructions) if str(operator) in {"Tj", "TJ"}]
        for lost in shown[20:60:8]:
            kept = [instruction for n, instruction in enumerate(instructions) if n != lost]
            page.Contents = file.make_stream(pikepdf.unparse_content_stream(kept))
            made = io.BytesIO()
            file.save(made)
            assert differing(before, list(pages(made.getvalue()))[3])[0] > MOST


@pytest.mark.parametrize("by", [(2, 0), (0, 2), (-2, 2)])
def test_contents_that_moved_by_a_millimetre_are_a_difference(by):
    for page in first_pages():
        moved = Image.new("L", page.size, 255)
        moved.paste(page, by)
        assert differing(page, moved)[0] > MOST


def test_a_page_of_another_size_is_a_difference():
    (page,) = first_pages(1)
    assert differing(page, page.rotate(90, expand=True))[0] == 255
