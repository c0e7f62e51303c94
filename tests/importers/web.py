"""Web pages made from any report, marked up in the ways that content systems and offices mark tables up."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from report.format import Section, Table
from report.layout import Slot, SlotKind, grid
from report.report import Report
from tests.importers.layouts import cell_text

Rows = list[list[Slot]]
Page = Callable[[Report], str]


def text_of(report: Report, slot: Slot) -> str:
    return cell_text(report, slot.cell) if slot.kind is SlotKind.CELL else slot.text


def is_figure(slot: Slot) -> bool:
    return slot.kind is SlotKind.CELL


def cell(report: Report, slot: Slot, wrap: str = "{}", tag: str = "td") -> str:
    return f'<{tag} rowspan="{slot.rowspan}" colspan="{slot.colspan}">{wrap.format(text_of(report, slot))}</{tag}>'


def rows_of(table: Table) -> Rows:
    return [list(row.slots) for row in grid(table).rows]


def table_of(rows: Iterable[str]) -> str:
    return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"


def page(report: Report, draw: Callable[[Section, Table], str], headings: bool = True) -> str:
    parts = [f"<html><body><h1>{report.shown_title}</h1>"]
    for section in report.format.sections:
        if headings or not section.tables:
            parts.append(f"<p><b>{section.heading}</b></p>")
        parts += [draw(section, table) for table in section.tables]
        parts += [f"<p>{block.text}</p>" for block in report.blocks(section.id)]
    return "".join([*parts, "</body></html>"])


def _cells(report: Report, row: Iterable[Slot], wrap: str = "{}") -> str:
    return "".join(cell(report, slot, wrap if is_figure(slot) else "{}") for slot in row)


def split_at_the_page(report: Report) -> str:
    """Each table cut in several after every eighth row."""

    def draw(section: Section, table: Table) -> str:
        rows = [_cells(report, row) for row in rows_of(table)]
        return "<p>&nbsp;</p>".join(table_of(rows[i : i + 8]) for i in range(0, len(rows), 8))

    return page(report, draw)


def heading_in_the_table(report: Report) -> str:
    """The section's heading as the first row of its table."""

    def draw(section: Section, table: Table) -> str:
        head = f'<td colspan="{grid(table).width}">{section.heading}</td>'
        return table_of([head, *(_cells(report, row) for row in rows_of(table))])

    return page(report, draw, headings=False)


def table_in_each_cell(report: Report) -> str:
    """Every figure in a table of one cell inside its cell."""
    wrap = "<table><tr><td>{}</td></tr></table>"
    return page(report, lambda _, table: table_of(_cells(report, row, wrap) for row in rows_of(table)))


def font_tags(report: Report) -> str:
    """Every figure in nested inline tags, a blank one as a no-break space."""

    def draw(_: Section, table: Table) -> str:
        wrap = '<p><span><font face="仿宋">{}</font></span><o:p>&nbsp;</o:p></p>'
        return table_of(_cells(report, row, wrap) for row in rows_of(table))

    return page(report, draw)


def hidden_column(report: Report) -> str:
    """A column that the page does not show behind every row, and a row that it does not show."""

    def draw(_: Section, table: Table) -> str:
        rows = [_cells(report, row) for row in rows_of(table)]
        shown = table_of(f'{row}<td style="display: none">99</td>' for row in rows)
        return shown.replace("</tbody>", f'<tr style="DISPLAY:none">{rows[-1].replace("</td>", "5</td>")}</tr></tbody>')

    return page(report, draw)


def spans_repeated(report: Report) -> str:
    """Merged labels taken apart and repeated in every part."""

    def draw(_: Section, table: Table) -> str:
        layout = grid(table)
        cells = [[""] * layout.width for _ in layout.rows]
        for number, row in enumerate(layout.rows):
            for slot in row.slots:
                for down in range(slot.rowspan):
                    for across in range(1 if is_figure(slot) else slot.colspan):
                        cells[number + down][slot.column + across] = text_of(report, slot)
        return table_of("".join(f"<td>{text}</td>" for text in row) for row in cells)

    return page(report, draw)


def spans_lost(report: Report) -> str:
    """No cell spans anything."""
    return page(
        report,
        lambda _, table: table_of("".join(f"<td>{text_of(report, s)}</td>" for s in row) for row in rows_of(table)),
    )


def rows_counted(report: Report) -> str:
    """A first column that counts the rows."""

    def draw(_: Section, table: Table) -> str:
        return table_of(f"<td>{n}</td>{_cells(report, row)}" for n, row in enumerate(rows_of(table), 1))

    return page(report, draw)


def rows_apart(report: Report) -> str:
    """A row of one blank cell after each."""
    return page(
        report,
        lambda _, table: table_of(t for row in rows_of(table) for t in (_cells(report, row), "<td>&nbsp;</td>")),
    )


def one_table(report: Report) -> str:
    """The whole report in one table, text too."""
    rows = []
    for section in report.format.sections:
        rows.append(f'<td colspan="10">{section.heading}</td>')
        rows += [_cells(report, row) for table in section.tables for row in rows_of(table)]
        rows += [f'<td colspan="10">{block.text}</td>' for block in report.blocks(section.id)]
    return f"<html><body><h1>{report.shown_title}</h1>{table_of(rows)}</body></html>"


def written_in_pre(report: Report) -> str:
    """Lines with tabs inside <pre>."""
    lines = [report.shown_title]
    for section in report.format.sections:
        lines.append(section.heading)
        rows = (row for table in section.tables for row in rows_of(table))
        lines += ["\t".join(text_of(report, slot) for slot in row) for row in rows]
        lines += [block.text for block in report.blocks(section.id)]
    return f"<html><body><pre>{chr(10).join(lines)}</pre></body></html>"


def total_first(report: Report) -> str:
    """Table 3 with the total column before the others, heads and figures alike."""

    def turned(row: list[Slot]) -> list[Slot]:
        figures = [slot for slot in row if is_figure(slot)]
        labels = [slot for slot in row if not is_figure(slot)]
        totals = [slot for slot in labels if slot.text == "总计"]
        return [*totals, *(s for s in labels if s not in totals), *figures[-1:], *figures[:-1]]

    def draw(_: Section, table: Table) -> str:
        rows = rows_of(table)
        return table_of(_cells(report, turned(row) if table.id == "applications" else row) for row in rows)

    return page(report, draw)


PAGES: dict[str, Page] = {
    made.__name__: made
    for made in (
        split_at_the_page, heading_in_the_table, table_in_each_cell, font_tags, hidden_column, spans_repeated,
        spans_lost, rows_counted, rows_apart, one_table, written_in_pre,
    )
}  # fmt: skip
