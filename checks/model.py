"""A format's cells and relations as JSON: the one model that the browser checks by."""

from __future__ import annotations

from typing import Any

from report.format import ReportFormat, Side
from report.numbers import plain


def _side(side: Side) -> dict[str, Any]:
    return {
        "name": side.name,
        "terms": [{"cell": t.cell, "name": t.name, "sign": t.sign} for t in side.terms],
    }


def browser_model(fmt: ReportFormat) -> dict[str, Any]:
    """`{"format", "sections", "order", "cells": {name: {kind, unit, title, …}}, "facts": {…}, "relations", "swings"}`.

    All that the browser needs to say in the same words what `checks` says of relations and single figures.
    """
    return {
        "format": fmt.id,
        "sections": [{"id": section.id, "short": section.short} for section in fmt.sections],
        # A list, because what writes JSON is free to sort the keys of an object.
        "order": [*fmt.cell_index, *(fact.name for section in fmt.sections for fact in section.facts)],
        "cells": {
            cell.name: {
                "kind": cell.kind.value,
                "unit": cell.unit,
                "title": cell.title,
                "section": cell.section.id,
                "table": cell.table.id,
                "doubtful_above": None if cell.doubtful_above is None else plain(cell.doubtful_above),
                "doubtful_ratio": None if cell.doubtful_ratio is None else plain(cell.doubtful_ratio),
            }
            for cell in fmt.cells
        },
        "facts": {
            fact.name: {
                "kind": fact.kind.value,
                "unit": fact.unit,
                "title": fact.label,
                "group": section.facts_label,
                "section": section.id,
            }
            for section in fmt.sections
            for fact in section.facts
        },
        "relations": [
            {
                "id": r.id,
                "code": r.code,
                "label": r.label,
                "where": r.where,
                "section": r.section,
                "table": r.table,
                "left": _side(r.left),
                "compare": r.compare,
                "right": _side(r.right),
                "severity": r.severity.value,
                "message": r.message,
                "suggestion": r.suggestion,
                "source": r.source,
                "derives": r.derives,
                "blank_left": r.blank_left,
            }
            for r in fmt.relations
        ],
        "swings": [
            {
                "id": s.id,
                "code": s.code,
                "section": s.section,
                "cell": s.cell,
                "row": s.row,
                "column": s.column,
                "share": plain(s.share),
                "number": plain(s.number),
                "severity": s.severity.value,
                "message": s.message,
                "suggestion": s.suggestion,
                "source": s.source,
            }
            for s in fmt.swings
        ],
    }
