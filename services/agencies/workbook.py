"""The workbook from which agencies and people are taken in: its template, and reading it row by row."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import python_calamine as calamine
import xlsxwriter

from importers.archives import open_archive
from importers.errors import UnreadableError
from importers.sheets import shown
from report.errors import NianbaoError
from report.report import AGENCY_KINDS
from services.people.model import ADMINISTRATOR, Role

AGENCIES, PEOPLE, GUIDE = "机关", "人员", "说明"
NAME, KIND, CODE, PARENT = "全称", "类型", "统一社会信用代码", "上级机关"
FORMER, SINCE, REASON = "原名称", "更名日期", "更名依据"
LOGIN, PERSON, AT, ROLES, UNIT, EMAIL = "登录名", "姓名", "机关", "角色", "处室", "电子邮箱"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    AGENCIES: (NAME, KIND, CODE, PARENT, FORMER, SINCE, REASON),
    PEOPLE: (LOGIN, PERSON, AT, ROLES, UNIT, EMAIL),
}
NEEDED: Mapping[str, tuple[str, ...]] = {AGENCIES: (NAME,), PEOPLE: (LOGIN,)}
ROLE_LABELS = (*(role.label for role in Role), ADMINISTRATOR)
MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 50
MAX_TEXT = 500
# What a spreadsheet's number holds exactly; a code typed as a number has lost its last digits.
EXACT = 10**15
# A line each, none so long that it has to be broken.
_GUIDANCE = (
    "“机关”每行一个机关；“人员”每行一人在一个机关的角色，一人在几个机关任职就写几行。",
    "已有的机关按统一社会信用代码、其次按全称认出；已有的人按登录名认出。",
    "空着的格保持原样，不会清空已有的内容。",
    f"类型：{'、'.join(AGENCY_KINDS.values())}。",
    f"角色：{'、'.join(ROLE_LABELS)}，可以写几个，用顿号分开。",
    "“主管”对下级机关都有效；“系统管理”对全部机关有效，不用写机关。",
    "更名：全称写新名称，同时写原名称（或统一社会信用代码）、更名日期和更名依据。",
    "统一社会信用代码请按文本填写；日期如 2025-03-01。",
    "导入只增加和更正，不会删除机关、人员或角色。",
    "先试运行，看清将要改动什么，再正式导入；有一行不对，就一行也不导入。",
)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row (counted as the spreadsheet does; 0: the sheet as a whole)."""

    sheet: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"“{self.sheet}”第 {self.row} 行" if self.row else f"“{self.sheet}”"
        return f"{place}{f'“{self.column}”' if self.column else ''}：{self.message}"


@dataclass(frozen=True)
class Row:
    """One row that says something: {column: text}."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    def problem(self, column: str, message: str) -> Problem:
        """Something wrong with this row."""
        return Problem(self.sheet, self.number, column, message)


@dataclass
class Sheets:
    """What a workbook says, and what of it could not be read."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def template(rows: Mapping[str, Sequence[Sequence[str]]] | None = None) -> bytes:
    """A workbook to be filled in, with a guide and lists to choose from; `rows` of its sheets are filled in already."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1, "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        for name, columns in COLUMNS.items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(columns) - 1, 24, text)
            sheet.write_row(0, 0, columns, head)
            for number, row in enumerate((rows or {}).get(name, ()), 1):
                for column, value in enumerate(row):
                    # Never as a formula, whatever it begins with.
                    sheet.write_string(number, column, value, text)
            sheet.freeze_panes(1, 0)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
        book.get_worksheet_by_name(AGENCIES).data_validation(
            1, 1, MAX_ROWS, 1, {"validate": "list", "source": list(AGENCY_KINDS.values())}
        )
        guide = book.add_worksheet(GUIDE)
        guide.set_column(0, 0, 110)
        guide.fit_to_pages(1, 0)
        guide.write_column(0, 0, _GUIDANCE)
    return target.getvalue()


def read_workbook(content: bytes) -> Sheets:
    """The rows of both sheets; one of them may be missing. NianbaoError if it is no such workbook at all."""
    if len(content) > MAX_BYTES:
        raise NianbaoError(f"工作簿超过 {MAX_BYTES // 1024 // 1024} MB，请拆成几份导入。")
    open_archive(content).close()
    found, tables = Sheets(), {}
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in set(book.sheet_names) & set(COLUMNS):
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
                found.problems.append(Problem(name, 0, "", f"超过 {MAX_ROWS} 行或 {MAX_COLUMNS} 列，请拆成几份导入。"))
            tables[name] = [] if found.problems else sheet.to_python(skip_empty_area=False)
    except (calamine.CalamineError, ValueError) as error:
        raise UnreadableError("工作簿已损坏或设有密码，无法读取。请用本程序生成的模板填写。") from error
    if not tables:
        raise NianbaoError(f"工作簿里没有名为“{AGENCIES}”或“{PEOPLE}”的工作表。请用本程序生成的模板填写。")
    for name in COLUMNS:
        _read_sheet(name, tables.get(name, []), found)
    return found


def _read_sheet(name: str, table: Sequence[Sequence[object]], found: Sheets) -> None:
    rows = found.rows.setdefault(name, [])
    if not table:
        return
    heads = [shown(value).strip() for value in table[0]]
    odd = [head for head in heads if head and head not in COLUMNS[name]]
    lost = [column for column in NEEDED[name] if column not in heads]
    twice = sorted({head for head in heads if head and heads.count(head) > 1})
    known = "、".join(COLUMNS[name])
    for columns, message in ((odd, "不认识的列"), (lost, "缺少这一列"), (twice, "有两列同名")):
        found.problems += [Problem(name, 1, column, f"{message}，可用：{known}") for column in columns]
    if odd or lost or twice:
        return
    for number, values in enumerate(table[1:], 2):
        row = Row(name, number, {head: _text(value) for head, value in zip(heads, values, strict=False) if head})
        if any(row.cells.values()):
            rows.append(row)
            found.problems += _faults(row, dict(zip(heads, values, strict=False)))


def _text(value: object) -> str:
    return " ".join(shown(value).split())


def _faults(row: Row, values: Mapping[str, object]) -> list[Problem]:
    found = [row.problem(column, "不能空着") for column in NEEDED[row.sheet] if not row.cells.get(column)]
    for column, value in values.items():
        if isinstance(value, float) and abs(value) >= EXACT:
            found.append(row.problem(column, "按数字填写，末几位已经失真；请把这一格设为文本，重新填写"))
        if len(row.cells.get(column, "")) > MAX_TEXT:
            found.append(row.problem(column, f"超过 {MAX_TEXT} 个字"))
    return found
