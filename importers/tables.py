"""A mandated table recognised in a stretch of rows: its cells' readings, and how well the table fits the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from importers.assignment import Match, RowLabel, assign, coverage
from importers.columns import column_spans, padding, place
from importers.figures import Reading, read_figure
from importers.headings import Columns, header_text, printed_columns, shared
from importers.model import Place, Snippet
from importers.normal import core, key
from importers.rows import Row
from importers.tokens import Kind, Run, Token, label_cores, runs_of
from report.format import Block, Header, ReportFormat, Table
from report.numbers import BLANK

ROW_NOT_FOUND = "原文中没有找到这一行"
COLUMN_NOT_PRINTED = "原表没有印这一栏"
ROW_UNKNOWN = "没有认出是表中的哪一行"


@dataclass(frozen=True)
class CellReading:
    """One cell as read: what it says, the row's text, and where it stands."""

    reading: Reading
    snippet: str
    place: Place

    @property
    def found(self) -> bool:
        """Whether a printed cell was found for it, blank or not."""
        return bool(self.place.where)


@dataclass(frozen=True)
class TableReading:
    """A table read in one format. `score` compares formats; `extent` is the rows (first, last) it takes up."""

    table: Table
    format: ReportFormat
    cells: Mapping[str, CellReading]
    score: float
    extent: tuple[int, int]
    unknown: tuple[Snippet, ...]

    @property
    def figures(self) -> int:
        """How many cells hold a figure or something that should be one."""
        return sum(not c.reading.value.is_blank for c in self.cells.values())


NOWHERE = Place("")
NO_FIT = -1000.0


def _leaves(heads: Sequence[Header]) -> list[Header]:
    return [leaf for head in heads for leaf in head.leaves()]


def _forms(heads: Sequence[Header]) -> set[str]:
    return {form for head in heads for h in head.walk() if h.label for form in label_cores(h.label)}


def row_forms(formats: Sequence[ReportFormat]) -> frozenset[str]:
    """The comparable labels of every row that holds figures, in every format, and of columns over unlabelled rows."""
    forms: set[str] = set()
    for fmt in formats:
        for section in fmt.sections:
            for block in (block for table in section.tables for block in table.blocks):
                rows = [row for row in _leaves(block.rows) if row.label]
                heads = rows or _leaves(block.columns)[-1:]
                forms.update(form for head in heads for form in label_cores(head.label))
    return frozenset(forms)


def all_forms(table: Table) -> frozenset[str]:
    """The comparable forms of every heading of a table: captions, stubs, columns and rows."""
    forms: set[str] = set()
    for block in table.blocks:
        forms |= _forms(block.rows) | _forms(block.columns)
        forms.update(form for text in (block.caption, block.stub) for form in label_cores(text))
    return frozenset(forms)


@dataclass(frozen=True)
class _Line:
    """A row of the table with the run that was found for it."""

    header: Header
    run: Run | None
    match: Match | None


def _cells_of(
    block: Block, table: Table, fmt: ReportFormat, lines: Sequence[_Line], leads: Sequence[Sequence[Token]]
) -> dict[str, CellReading]:
    leaves = _leaves(block.columns)
    words = frozenset(form for text in (block.caption, block.stub) for form in label_cores(text))
    names = frozenset(key(leaf.label) for leaf in leaves)
    heading = header_text(leads, words, frozenset(_forms(block.rows)), names)
    widths = [sum(t.kind is Kind.FIGURE for t in line.run.tokens) for line in lines if line.run]
    nested = any(leaf.ancestors for leaf in leaves)
    in_grid = any(line.run and line.run.grid for line in lines)
    columns = printed_columns(heading, leaves, widths, nested, in_grid)
    # In text, headings over headings do not stand above their figures; in a grid they do.
    placed = not nested or in_grid
    spans = column_spans((token for lead in leads for token in lead), leaves) if placed else {}
    spans = {n: spans[leaf] for n, leaf in enumerate(columns.leaves) if leaf in spans}
    pad = padding((line.run for line in lines if line.run), len(columns.leaves))
    found: dict[str, CellReading] = {}
    for line in lines:
        found.update(_row_cells(line, table, fmt, leaves, columns, spans, pad, leads))
    return found


def _row_cells(
    line: _Line,
    table: Table,
    fmt: ReportFormat,
    leaves: Sequence[Header],
    columns: Columns,
    spans: dict[int, tuple[int, int]],
    pad: str,
    leads: Sequence[Sequence[Token]],
) -> dict[str, CellReading]:
    names = [".".join((table.id, *line.header.path, *leaf.path)) for leaf in leaves]
    if line.run is None or line.match is None:
        return {name: CellReading(Reading(BLANK, ROW_NOT_FOUND), "", NOWHERE) for name in names}
    placed = place(line.run, len(columns.leaves), spans, pad)
    words = [token.text for lead in (*leads, line.run.lead) for token in lead]
    found = {name: CellReading(Reading(BLANK, COLUMN_NOT_PRINTED), line.run.snippet, NOWHERE) for name in names}
    for leaf, token in zip(columns.leaves, placed.tokens, strict=True):
        if token is None:
            missing = placed.unread or COLUMN_NOT_PRINTED
            found[names[leaf]] = CellReading(Reading(BLANK, missing), line.run.snippet, line.run.tokens[0].place)
            continue
        reading = read_figure(fmt.cell(names[leaf]), token.text, words)
        doubts = [reading.doubt, line.match.doubt, columns.doubt, placed.doubt]
        doubt = "；".join(d for d in doubts if d) or None
        found[names[leaf]] = CellReading(
            Reading(reading.value, doubt, reading.maybe_zero), line.run.snippet, token.place
        )
    return found


def _fit(row: Header, block: Block, table: Table, cells: Mapping[str, CellReading]) -> float:
    """How well a row that was found fits: 1 if all its columns were told, less with doubts, below 0 if none was."""
    names = [".".join((table.id, *row.path, *leaf.path)) for leaf in _leaves(block.columns)]
    told = [not cells[name].reading.value.is_blank or cells[name].reading.maybe_zero for name in names]
    sure = any(told) and all(cells[name].reading.maybe_zero or not cells[name].reading.doubt for name in names)
    return 1.0 if sure else 0.5 if any(told) else -0.5


def _labelled(
    table: Table, fmt: ReportFormat, runs: Sequence[Run]
) -> tuple[dict[str, CellReading], dict[int, Match], float]:
    """Read a table whose rows have labels."""
    rows = [(number, row) for number, block in enumerate(table.blocks) for row in _leaves(block.rows)]
    labels = [RowLabel.of(row) for _, row in rows]
    matches = assign(runs, labels)
    by_row = {match.row: n for n, match in matches.items()}
    cells: dict[str, CellReading] = {}
    score = 0.0
    previous = -1
    for number, block in enumerate(table.blocks):
        own = [i for i, (b, _) in enumerate(rows) if b == number]
        found = [by_row[i] for i in own if i in by_row]
        leads = [runs[n].lead for n in range(previous + 1, min(found) + 1)] if found else []
        previous = max(found, default=previous)
        lines = [
            _Line(rows[i][1], runs[by_row[i]], matches[by_row[i]]) if i in by_row else _Line(rows[i][1], None, None)
            for i in own
        ]
        cells.update(_cells_of(block, table, fmt, lines, leads))
        heading = "".join(key(token.text) for lead in leads for token in lead)
        score += sum(coverage(heading, key(leaf.label)) - 0.5 for leaf in _leaves(block.columns))
        # Rows after the last one found say nothing: the page may be cut off.
        own = [i for i in own if i <= max(by_row, default=-1)]
        score += sum(_fit(rows[i][1], block, table, cells) if i in by_row else -1.0 for i in own)
    if not matches:
        return cells, matches, NO_FIT
    score -= sum(n not in matches and any(t.kind is Kind.FIGURE for t in run.tokens) for n, run in enumerate(runs))
    return cells, matches, score


def _unlabelled(
    table: Table, fmt: ReportFormat, runs: Sequence[Run]
) -> tuple[dict[str, CellReading], dict[int, Match], float]:
    """Read a table of a single row without a label, whole or split by its groups of columns."""
    block = table.blocks[0]
    leaves = _leaves(block.columns)
    row = _leaves(block.rows)[0]
    names = [key(leaf.label) for leaf in leaves]
    scored = []
    for n, run in enumerate(runs):
        heading = "".join(key(token.text) for token in run.lead)
        # The last ones are heads of the row: without them, figures of another table stand here.
        near = max(sum(name in heading for name in names) / len(names), shared("".join(names), heading) - 0.2)
        whole = place(run, len(leaves), {}, "")
        if near >= 0.5 and not whole.unread:
            scored.append((near, -n))
    if scored:
        n = -max(scored)[1]
        lines = [_Line(row, runs[n], Match(0))]
        return _cells_of(block, table, fmt, lines, [runs[n].lead]), {n: Match(0)}, max(scored)[0] * len(leaves)
    return _by_groups(table, fmt, runs, row)


def _by_groups(
    table: Table, fmt: ReportFormat, runs: Sequence[Run], row: Header
) -> tuple[dict[str, CellReading], dict[int, Match], float]:
    """Each group of columns printed as a table of its own: 行政复议, 未经复议直接起诉, 复议后起诉."""
    block = table.blocks[0]
    groups = [h for top in block.columns for h in top.walk() if h.children and not h.children[0].children]
    empty = _cells_of(block, table, fmt, [_Line(row, None, None)], [])
    matches: dict[int, Match] = {}
    for n, run in enumerate(runs):
        heading = "".join(key(token.text) for token in run.lead)
        named = [g for g in groups if core(g.label) in heading]
        if len(named) != 1 or place(run, len(named[0].children), {}, "").unread:
            continue
        part = Block(columns=named[0].children, rows=block.rows)
        found = _cells_of(part, table, fmt, [_Line(row, run, Match(0))], [run.lead])
        if any(empty[name].found for name in found):
            return _cells_of(block, table, fmt, [_Line(row, None, None)], []), {}, 0.0
        empty |= found
        matches[n] = Match(0)
    return empty, matches, float(len(matches))


def read_table(table: Table, fmt: ReportFormat, rows: Sequence[Row], labels: frozenset[str]) -> TableReading:
    """Read one table of a format from the rows where it should stand. `labels` are those of `row_forms`."""
    runs = runs_of(rows, labels)
    anonymous = not any(row.label for block in table.blocks for row in _leaves(block.rows))
    cells, matches, score = (_unlabelled if anonymous else _labelled)(table, fmt, runs)
    unknown = tuple(
        Snippet(run.snippet, run.tokens[0].place.where, ROW_UNKNOWN)
        for n, run in enumerate(runs)
        if n not in matches and any(token.kind is Kind.FIGURE for token in run.tokens)
    )
    forms = all_forms(table)
    lines = [token.line for n in matches for token in runs[n].tokens]
    lines += [t.line for run in runs for t in (*run.lead, *run.trail) if t.cores & forms]
    extent = (min(lines), max(lines)) if lines else (0, -1)
    return TableReading(table, fmt, cells, score, extent, unknown)
