"""The audit log as CSV, for spreadsheets: nothing in it is run as a formula, and one entry is one row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from exporters.csv import harmless
from report.errors import NianbaoError
from services.audit import Entry, entry_of
from storage import Store
from storage import audit as stored

SHANGHAI = ZoneInfo("Asia/Shanghai")
COLUMNS = ("序号", "时间（北京时间）", "姓名", "账号编号", "地址", "途径", "事项", "对象", "之前", "之后", "校验值")


def audit_csv(store: Store, subjects: Iterable[str] | None = None) -> bytes:
    """Every entry, or those about these subjects, oldest first.

    UTF-8 with a byte order mark, CRLF. NianbaoError if an entry cannot be read any more.
    """
    wanted = None if subjects is None else set(subjects)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    with store.read() as tx:
        for row in stored.entries(tx):
            if wanted is None or row.subject in wanted:
                writer.writerow([row.number, *map(_one_line, _fields(_read(row))), row.hash])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _read(row: stored.AuditRow) -> Entry:
    try:
        return entry_of(row)
    except (ValueError, KeyError, TypeError) as error:
        raise NianbaoError(f"日志第 {row.number} 条被改动过，读不出来，没有导出。请用 audit verify 查看。") from error


def _fields(entry: Entry) -> tuple[str, ...]:
    at = entry.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    who = (entry.name, entry.account_id, entry.address, entry.via)
    return (at, *who, entry.action, entry.subject, _shown(entry.before), _shown(entry.after))


def _one_line(text: str) -> str:
    return harmless(" ".join(text.split()))


def _shown(content: Any) -> str:
    """Contents on one line, Chinese readable."""
    return "" if content is None else json.dumps(content, ensure_ascii=False, sort_keys=True)
