"""The sheet 勾稽核对: every relation with both sums, their difference and the outcome as live formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from exporters.xlsx_styles import Styles, height
from exporters.xlsx_values import DECIMALS, Spot, Spots, sum_formula, total
from report.format import Relation, Side
from report.report import Report

NAME = "勾稽核对"
HOLDS, BROKEN, INCOMPLETE = "相符", "不符", "未填全"
LAST = "@last"
HEADS = ("程度", "关系", "核对对象", "左边", "左边的数", "应当", "右边", "右边的数", "相差", "结果")
_WIDTHS = (8, 34, 28, 22, 11, 6, 22, 11, 10, 9)
_LEFT, _RIGHT, _GAP, _OUTCOME = 4, 7, 8, 9
_COMPARE = {"=": "＝", ">=": "≥"}
LAST_YEAR = "上年报告的数（填写后核对跨年关系）"
SUMMARY = "共 {count} 条勾稽关系，不符"


def outcome(relation: Relation, left: Decimal | None, right: Decimal | None) -> str:
    """相符, 不符 or 未填全, as the formula on the sheet gives it."""
    if left is None or right is None:
        missing = relation.blank_left == "broken" and left is None and right is not None and right > 0
        return BROKEN if missing else INCOMPLETE
    return HOLDS if (left == right if relation.compare == "=" else left >= right) else BROKEN


def _outcome_formula(relation: Relation, left: str, right: str) -> str:
    compare = "=" if relation.compare == "=" else ">="
    told = f'IF(ROUND({left}-{right},{DECIMALS}){compare}0,"{HOLDS}","{BROKEN}")'
    whole = f'IF(OR({left}="",{right}=""),"{INCOMPLETE}",{told})'
    if relation.blank_left != "broken":
        return f"={whole}"
    return f'=IF(AND({left}="",{right}<>"",N({right})>0),"{BROKEN}",{whole})'


def _words(side: Side) -> str:
    if len(side.terms) == 1:
        return side.terms[0].name
    return side.name


@dataclass(frozen=True)
class CheckSheet:
    """The sheet with what it reckons from: where the figures stand and what they are now, facts as `facts.…`."""

    sheet: Worksheet
    styles: Styles
    report: Report
    spots: Spots
    numbers: Mapping[str, Decimal]

    def write(self) -> None:
        """Write it: a count of faults, the relations, and boxes for the figures of last year's report."""
        relations = self.report.format.relations
        for column, wide in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, wide)
        first, end = 2, 2 + len(relations)
        outcomes = f"J{first + 1}:J{max(end, first + 1)}"
        found = [self._relation(first + n, relation) for n, relation in enumerate(relations)]
        self.sheet.merge_range(0, 0, 0, _OUTCOME - 1, "", self.styles["bold"])
        self.sheet.write_string(0, 0, SUMMARY.format(count=len(relations)), self.styles["bold"])
        counted = f'=COUNTIF({outcomes},"{BROKEN}")'
        self.sheet.write_formula(0, _OUTCOME, counted, self.styles["number"], found.count(BROKEN))
        for column, text in enumerate(HEADS):
            self.sheet.write_string(1, column, text, self.styles["head"])
        self.sheet.repeat_rows(1)
        self.sheet.freeze_panes(2, 0)
        for text, style in ((BROKEN, "wrong"), (HOLDS, "right")):
            rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": self.styles[style]}
            self.sheet.conditional_format(outcomes, rule)
        self._last_year(end + 1)

    def _relation(self, row: int, relation: Relation) -> str:
        spots = {**self.spots, **last_year_spots(self.report, self.sheet.get_name())}
        left, right = total(relation.left, self.numbers), total(relation.right, self.numbers)
        at_left, at_right = xl_rowcol_to_cell(row, _LEFT), xl_rowcol_to_cell(row, _RIGHT)
        gap = "" if left is None or right is None else float(left - right)
        said = outcome(relation, left, right)
        texts = {
            0: relation.severity.label, 1: relation.label, 2: relation.where, 3: _words(relation.left),
            5: _COMPARE[relation.compare], 6: _words(relation.right),
        }  # fmt: skip
        self.sheet.set_row(row, max(height(text, _WIDTHS[column]) for column, text in texts.items()))
        for column, text in texts.items():
            self.sheet.write_string(row, column, text, self.styles["label"])
        for column, side, sum_ in ((_LEFT, relation.left, left), (_RIGHT, relation.right, right)):
            formula = "=" + sum_formula(side, spots, self.sheet.get_name())
            self.sheet.write_formula(row, column, formula, self.styles["number"], "" if sum_ is None else float(sum_))
        differ = f'=IF(OR({at_left}="",{at_right}=""),"",ROUND({at_left}-{at_right},{DECIMALS}))'
        self.sheet.write_formula(row, _GAP, differ, self.styles["number"], gap)
        self.sheet.write_formula(
            row, _OUTCOME, _outcome_formula(relation, at_left, at_right), self.styles["number"], said
        )
        return said

    def _last_year(self, row: int) -> None:
        spots = last_year_spots(self.report, self.sheet.get_name())
        if not spots:
            return
        self.sheet.merge_range(row, 0, row, _LEFT - 1, "", self.styles["bold"])
        self.sheet.write_string(row, 0, LAST_YEAR, self.styles["bold"])
        self.sheet.write_number(row, _LEFT, self.report.year - 1, self.styles["number"])
        for name, spot in spots.items():
            label, unit = _named(self.report, name.removesuffix(LAST))
            self.sheet.merge_range(spot.row, 0, spot.row, _LEFT - 1, "", self.styles["label"])
            self.sheet.write_string(spot.row, 0, label, self.styles["label"])
            self.sheet.write_blank(spot.row, spot.column, None, self.styles["figure"])
            year = f"{self.report.year - 1}年"
            self.sheet.write_string(spot.row, _LEFT + 1, year + unit, self.styles["label"])


def last_year_spots(report: Report, sheet: str) -> dict[str, Spot]:
    """Boxes for the figures of last year's report that relations name, below the relations."""
    relations = report.format.relations
    named = [cell for relation in relations for cell in relation.cells if cell.endswith(LAST)]
    first = 2 + len(relations) + 2
    return {cell: Spot(sheet, first + n, _LEFT) for n, cell in enumerate(dict.fromkeys(named))}


def _named(report: Report, name: str) -> tuple[str, str]:
    """(name in words, unit in brackets) of a cell or fact."""
    fact = report.format.fact_index.get(name)
    label, unit = (fact.label, fact.unit) if fact else (report.format.cell(name).title, report.format.cell(name).unit)
    return label, f"（{unit}）" if unit else ""
