"""The audit log as CSV, for spreadsheets: nothing in it is run as a formula, and one entry is one row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from exporters.csv import harmless
from report.errors import NianbaoError
from services.audit import Entry, entry_of
from services.audit_search import Wanted, conditions_of
from services.audit_sentences import Teller
from services.audit_words import label_of
from storage import Store
from storage import audit as stored
from storage.store import Transaction

SHANGHAI = ZoneInfo("Asia/Shanghai")
COLUMNS = (
    "序号", "时间（北京时间）", "姓名", "账号编号", "地址", "途径", "事项", "说明", "事项代码", "对象", "之前", "之后",
    "校验值",
)  # fmt: skip


def audit_csv(store: Store, subjects: Iterable[str] | None = None) -> bytes:
    """Every entry, or those about these subjects, oldest first.

    UTF-8 with a byte order mark, CRLF. NianbaoError if an entry cannot be read any more.
    """
    target = io.BytesIO()
    with store.read() as tx:
        _write(tx, target, stored.Conditions(subjects=None if subjects is None else frozenset(subjects)))
    return target.getvalue()


def write_audit_csv(store: Store, target: BinaryIO, wanted: Wanted) -> None:
    """`audit_csv` of the entries wanted into a file, a line in memory at a time."""
    with store.read() as tx:
        _write(tx, target, conditions_of(tx, wanted))


def _write(tx: Transaction, target: BinaryIO, conditions: stored.Conditions) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer, teller = csv.writer(text), Teller(tx)
    writer.writerow(COLUMNS)
    for row in stored.entries(tx, conditions):
        writer.writerow([row.number, *map(_one_line, _fields(_read(row), teller)), row.hash])
    text.detach()


def _read(row: stored.AuditRow) -> Entry:
    try:
        return entry_of(row)
    except (ValueError, KeyError, TypeError) as error:
        raise NianbaoError(f"日志第 {row.number} 条被改动过，读不出来，没有导出。请用 audit verify 查看。") from error


def _fields(entry: Entry, teller: Teller) -> tuple[str, ...]:
    at, told = entry.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"), teller.tell(entry)
    who = (entry.name, entry.account_id, entry.address, entry.via)
    what = (label_of(entry.action), f"{told.who}{told.sentence}", entry.action, entry.subject)
    return (at, *who, *what, _shown(entry.before), _shown(entry.after))


def _one_line(text: str) -> str:
    return harmless(" ".join(text.split()))


def _shown(content: Any) -> str:
    """Contents on one line, Chinese readable."""
    return "" if content is None else json.dumps(content, ensure_ascii=False, sort_keys=True)
