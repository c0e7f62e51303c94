"""The sheet 说明: whose report it is, how to fill it in, and the figures that the text has to report."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from exporters.outline import Outline
from exporters.xlsx_styles import DRAFT, Styles, height
from exporters.xlsx_values import Spot, exact
from report.narrative import clean_text
from report.numbers import Value, shown
from report.report import Report

NAME = "说明"
HOW = (
    "只填浅黄色的格子和文字；栏目名称已锁定，不要增删或移动表中的行和列。",
    "没有的填0，不要留空，也不要填“/”或“无”。空白表示未填，不等于0。",
    "件数填整数；金额按栏目所印的单位填写。需要注明的，在数字后加括号，如：22（其中修订16件）。",
    "总计与各项相符的，是自动合计的公式；与各项不符的，照原报告所载，以红色标出，请核对后改正。",
    "工作表“勾稽核对”逐条列出勾稽关系，填写时随时更新：相符、不符或未填全。",
    "文字按部分填写，一格一段，可以插入行；不要改动部分的标题。",
    "填好后保存，在年报系统中“导入”即可。信息处理费等数字导入时以文字部分所载为准，请同时写入文字。",
    "超过15位有效数字、带括号注明的数字和未能读出的内容以文本存放，内容不变。",
)
_WIDTHS = (22, 66, 14)


def write_guide(sheet: Worksheet, styles: Styles, report: Report, contents: Outline) -> dict[str, Spot]:
    """Write the sheet; returns where the facts stand, by their names in relations.

    No row has just one filled cell: to a reader of published reports such a row would be text of the report.
    """
    for column, wide in enumerate(_WIDTHS):
        sheet.set_column(column, column, wide)
    known = (
        ("机关", contents.agency),
        ("报告年度", str(report.year)),
        ("格式", report.format.name),
        ("依据", f"{report.format.authority.number}《{report.format.authority.title}》"),
        ("状态", f"{DRAFT}，未经定稿" if contents.draft else "已定稿"),
        ("校验码", contents.check_code),
    )
    rows = [(label, text) for label, text in known if text]
    rows += [(f"填写说明 {number}", text) for number, text in enumerate(HOW, 1)]
    for row, (label, text) in enumerate(rows):
        sheet.set_row(row, max(height(text, _WIDTHS[1]), 22.0))
        sheet.write_string(row, 0, label, styles["bold"])
        sheet.merge_range(row, 1, row, 2, "", styles["label"])
        sheet.write_string(row, 1, text, styles["label"])
    return _facts(sheet, styles, report, len(rows) + 1)


def _facts(sheet: Worksheet, styles: Styles, report: Report, row: int) -> dict[str, Spot]:
    spots: dict[str, Spot] = {}
    for section in report.format.sections:
        for fact in section.facts:
            value = report.facts.get(fact.id, Value())
            sheet.write_string(row, 0, section.facts_label, styles["label"])
            sheet.write_string(row, 1, f"{fact.label}（{fact.unit}）", styles["label"])
            number = exact(value)
            if number is not None:
                sheet.write_number(row, 2, number, styles["figure"])
            elif value.is_blank:
                sheet.write_blank(row, 2, None, styles["figure"])
            else:
                sheet.write_string(row, 2, clean_text(shown(value)), styles["figure"])
            spots[fact.name] = Spot(NAME, row, 2, value.number is not None and number is None)
            row += 1
    return spots
