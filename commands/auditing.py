"""`audit verify` and `audit export`: whether the log holds, and the log as CSV."""

from __future__ import annotations

import sys
from pathlib import Path

from commands.files import write_file
from commands.opening import opened
from services import audit
from services.audit_csv import audit_csv

SOUND, FAULTY = 0, 1


def verify_log(chosen: Path | None, known: str | None) -> int:
    """Print whether the chain holds, and its end. 0: it does; 1: it does not, each fault on standard error."""
    expected = audit.read_head(known) if known else None
    with opened(chosen) as store:
        faults, head = audit.verify(store, expected), audit.head(store)
    for fault in faults:
        print(fault.message, file=sys.stderr)
    if faults:
        print(f"审计日志有问题（{len(faults)} 处），见上。请保留现有数据文件夹，与备份对照。", file=sys.stderr)
        return FAULTY
    print(f"审计日志完整，共 {head.number} 条。末尾记号：{head}")
    return SOUND


def export_log(chosen: Path | None, out: Path) -> int:
    """Write the log as CSV to a new file."""
    with opened(chosen) as store:
        write_file(out, audit_csv(store), overwrite=False)
    print(f"已导出 {out}")
    return 0
