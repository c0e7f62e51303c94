"""A source put together into a report: parts, tables, narrative, and where everything came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from importers import closing, front
from importers.errors import UnreadableError
from importers.leftovers import heading_words, of_headings
from importers.model import Cleaning, Grid, Imported, Snippet, Source
from importers.narrative import cleanings, to_blocks, unbroken
from importers.normal import key, simplified
from importers.placing import best_readings, place_tables
from importers.rows import Row, rows_of
from importers.sections import Heading, find_headings
from importers.simple_tables import around_tables, clean_tables, marked, unmarked, with_tables, without_marks
from importers.surroundings import opening, without_page_text
from importers.tables import TableReading, read_table, row_forms
from importers.tokens import PAGE_NUMBER
from report.errors import NianbaoError
from report.format import ReportFormat
from report.loading import format_for_year, load_format, load_formats
from report.narrative import Block, Blocks
from report.report import Agency, ExtraSection, Report

NOTHING_FOUND = "没有在文件中找到年度报告的表格或标题，请确认这是政府信息公开工作年度报告。"
AROUND = "不是报告的内容（网页上的其他文字）"
PICTURE = "图片没有读进来：要保留的，填写时用“插入图片”放进所在的部分"
NO_YEAR_OF_FORMAT = "报告年度没有对应的格式，按表格所用的格式读取"


@dataclass(frozen=True)
class Part:
    """A heading with the rows under it (first, past the last)."""

    heading: Heading
    first: int
    last: int


def _parts(headings: Sequence[Heading], count: int) -> list[Part]:
    ends = [*(h.row for h in headings), count][1:]
    return [Part(h, h.row + 1, end) for h, end in zip(headings, ends, strict=True)]


def _window(section: str, order: Sequence[str], parts: Sequence[Part], count: int) -> tuple[int, int]:
    """The rows in which a section's table stands: under its heading, else between the headings around it."""
    for part in parts:
        if part.heading.section == section:
            return part.first, part.last
    place = order.index(section)
    known = [p for p in parts if p.heading.section]
    before = [p.first for p in known if order.index(p.heading.section) < place]
    after = [p.first - 1 for p in known if order.index(p.heading.section) > place]
    return max(before, default=0), min(after, default=count)


@dataclass(frozen=True)
class _Found:
    """A table's reading with the rows of the source that it takes up."""

    reading: TableReading
    first: int
    last: int


def _tables(
    rows: Sequence[Row], parts: Sequence[Part], formats: Sequence[ReportFormat], preferred: str
) -> list[_Found]:
    labels = row_forms(formats)
    order = [s.id for s in formats[-1].sections]
    choices: dict[str, list[TableReading]] = {}
    starts: dict[str, int] = {}
    for fmt in formats:
        for section in fmt.sections:
            first, last = _window(section.id, order, parts, len(rows))
            for table in section.tables:
                choices.setdefault(table.id, []).append(read_table(table, fmt, rows[first:last], labels))
                starts[table.id] = first
    found = []
    for reading in best_readings(choices, preferred):
        start = starts[reading.table.id]
        found.append(_Found(reading, start + reading.extent[0], start + reading.extent[1]))
    return found


def _texts(
    rows: Sequence[Row], part: Part, tables: Sequence[_Found], own: frozenset[str], simple: Mapping[int, Block]
) -> list[str]:
    """The text lines of a part: its rows less tables, page numbers and pieces of `own`, its tables' headings.

    A table of the text is the mark of its number in `simple`.
    """
    taken = {i for table in tables for i in range(table.first, table.last + 1)}
    free = marked(((rows[i], i not in taken) for i in range(part.first, part.last)), own, simple)
    lines = [
        row if isinstance(row, str) else without_marks(row.single or row.text)
        for row in free
        if isinstance(row, str) or not (PAGE_NUMBER.fullmatch(row.text) or of_headings(row, own))
    ]
    return [line for line in lines if line]


def _target(format_id: str, year: int, tables: Sequence[_Found]) -> tuple[ReportFormat, str | None]:
    if format_id != "auto":
        return load_format(format_id), None
    try:
        return format_for_year(year), None
    except NianbaoError:
        printed = [t.reading.format for t in tables]
        votes = sorted(printed, key=lambda f: (printed.count(f), f.id))
        return (votes[-1] if votes else load_formats()[-1]), NO_YEAR_OF_FORMAT


def assemble(source: Source, format_id: str = "auto") -> Imported:
    """Read a source as a report. UnreadableError if neither a table nor a heading of any format is in it."""
    formats = load_formats()
    rows = rows_of(source)
    headings = find_headings(rows, formats[-1])
    parts = _parts(headings, len(rows))
    title, introduction, short, around = opening(rows, parts[0].first - 1 if parts else 0)
    guess = front.year_in(simplified(title))
    preferred = next((f.id for f in formats if guess and f.covers(guess)), "")
    tables = _tables(rows, parts, formats, format_id if format_id != "auto" else preferred)
    if not tables and len(headings) < 2:
        raise UnreadableError(NOTHING_FOUND)
    words = heading_words(formats)
    simple = clean_tables([item for item in source.items if isinstance(item, Grid)])
    texts = {part: _texts(rows, part, tables, words.get(part.heading.section, frozenset()), simple) for part in parts}
    end = closing.Ending(0)
    if parts:
        last = parts[-1]
        kept = texts[last]
        extra: list[str] = []
        end = closing.ending(kept)
        if end.day is None:
            kept, extra = without_page_text(kept)
            end = closing.ending(kept)
        around += unmarked([*kept[end.lines :], *extra], simple)
        texts[last] = kept[: end.text_lines]
    texts = {part: around_tables(unbroken, lines) for part, lines in texts.items()}
    blocks = {part: with_tables(to_blocks(lines), simple) for part, lines in texts.items()}
    return _report(source, format_id, title, unbroken(introduction), short, around, parts, blocks, end, tables)


def _report(
    source: Source,
    format_id: str,
    title: str,
    introduction: list[str],
    short: list[str],
    around: list[str],
    parts: Sequence[Part],
    texts: dict[Part, Blocks],
    end: closing.Ending,
    tables: Sequence[_Found],
) -> Imported:
    day = end.day or next((d for line in short if (d := closing.printed_date(line))), None)
    whole = [*introduction, *(block.text for blocks in texts.values() for block in blocks)]
    year, year_doubt = front.report_year(title or source.title, whole, day)
    fmt, format_doubt = _target(format_id, year, tables)
    placed = place_tables([t.reading for t in tables], fmt)
    narrative, extras, headings = _narrative(parts, texts, fmt)
    overview = "".join(b.text for b in narrative.get("overview", ()))
    agency, agency_doubt = front.agency_name(title or source.title, end.issuer, "".join(introduction), overview)
    last_words = "".join(b.text for b in narrative.get(fmt.sections[-1].id, ()))
    known_facts = {f.id for s in fmt.sections for f in s.facts}
    report = Report(
        format=fmt,
        agency=Agency(agency, front.kind_of(agency)),
        year=year or fmt.first_year,
        title=title,
        introduction=to_blocks(introduction),
        narrative=narrative or None,
        headings=headings,
        extra_sections=tuple(extras),
        values=placed.values,
        facts={k: v for k, v in closing.fees_in(last_words).items() if k in known_facts},
        issuer=end.issuer,
        date=day,
        contact=closing.contact_in("".join(introduction)),
    )
    doubts = {"year": year_doubt, "agency": agency_doubt, "format": format_doubt}
    return Imported(
        report=report,
        provenance=placed.provenance,
        proposed_zeros=tuple(placed.proposed_zeros),
        not_placed=tuple(placed.not_placed),
        not_understood=(
            *(s for t in tables for s in _unknown(t, tables)),
            *(
                Snippet(line, "", AROUND)
                for line in [*around, *short]
                if key(line) and closing.printed_date(line) is None
            ),
            *(Snippet(f"〔图片〕{name}".strip(), where, PICTURE) for name, where in source.pictures),
        ),
        tables_format={t.reading.table.id: t.reading.format.id for t in tables},
        cleaning=_cleaning(report),
        doubts={key: doubt for key, doubt in doubts.items() if doubt},
        lines=source.lines(),
    )


def _unknown(table: _Found, tables: Sequence[_Found]) -> list[Snippet]:
    """What a table did not understand, less what another table standing in the same rows did."""
    understood = {c.snippet for t in tables if t is not table for c in t.reading.cells.values()}
    return [s for s in table.reading.unknown if s.text not in understood]


def _narrative(
    parts: Sequence[Part], texts: dict[Part, Blocks], fmt: ReportFormat
) -> tuple[dict[str, Blocks], list[ExtraSection], dict[str, str]]:
    narrative: dict[str, Blocks] = {}
    extras: list[ExtraSection] = []
    headings: dict[str, str] = {}
    after = ""
    for part in parts:
        blocks = texts[part]
        section = part.heading.section
        if not section:
            extras.append(ExtraSection(part.heading.text, after, blocks))
            continue
        after = section
        if part.heading.text != fmt.section(section).heading:
            headings[section] = part.heading.text
        if blocks or not fmt.section(section).tables:
            narrative[section] = blocks
    return narrative, extras, headings


def _cleaning(report: Report) -> tuple[Cleaning, ...]:
    parts = {"introduction": report.introduction, **(report.narrative or {})}
    return tuple(c for section, blocks in parts.items() for c in cleanings(section, blocks))
