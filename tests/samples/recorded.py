"""What the samples hold on record, laid out the way their sources print it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from report.loading import load_format

SAMPLES = Path(__file__).parents[2] / "samples"
ANSHAN = "000_fbfd842556fb2a70"
TAONAN = "001_6bf957eabb57496e"
UNNAMED = "002_80b2b08208f129ad"
HUAIHUA = "003_6f0d1c700e1760a4"
PUTUO = "004_07d58256ca7a15b7"
HONGZE = ("hongze-2023", "hongze-2024")
SEEDS = (ANSHAN, TAONAN, UNNAMED, HUAIHUA, PUTUO)

# Figures whose printed form is not the plain number on record.
PRINTED_AS = {
    (TAONAN, "proactive.licensing.items_change"): "+79",
    (TAONAN, "proactive.other_services.items_change"): "+17",
    (TAONAN, "proactive.procurement.amount"): "2375.064万元",
    (UNNAMED, "proactive.procurement.amount"): "134,691",
    (HUAIHUA, "proactive.procurement.amount"): "5.19億元",
    (PUTUO, "proactive.procurement.amount"): "2,232,951",
}

# 洪泽区 prints row （六） undivided, as the form before 2021 did; all its figures are 0.
UNDIVIDED = ("applications.other.not_corrected.", "applications.other.not_paid.")


def load(name: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    return report


def recorded_figures(name: str) -> list[str]:
    """The figures on record in the order of the form, as the source prints them; no blanks."""
    report = load(name)
    cells = [cell.name for cell in load_format(report["format"]).cells]
    if name in HONGZE:
        cells = [cell for cell in cells if not cell.startswith(UNDIVIDED)]
    return [PRINTED_AS.get((name, cell), report["values"][cell]) for cell in cells if cell in report["values"]]


def recorded_lines(report: dict[str, Any]) -> Iterator[str]:
    """Title, text, headings, 落款 and date on record, in the order of a printed report."""
    if report["title"]:
        yield report["title"]
    yield from (block["text"] for block in report["introduction"])
    for section in load_format(report["format"]).sections:
        if section.tables or section.id in report["narrative"]:
            yield report.get("headings", {}).get(section.id, section.heading)
        yield from (block["text"] for block in report["narrative"].get(section.id, []))
        for extra in report.get("extra_sections", []):
            if extra["after"] == section.id:
                yield extra["heading"]
                yield from (block["text"] for block in extra["blocks"])
    if "issuer" in report:
        yield report["issuer"]
    if "date" in report:
        day = date.fromisoformat(report["date"])
        yield f"{day.year}年{day.month}月{day.day}日"
