"""`agencies`: the template, taking in agencies and people, and all of one agency's data."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from commands.files import write_file
from commands.opening import TERMINAL, opened
from commands.serving import data_dir
from exporters.csv import harmless
from report.errors import NianbaoError
from report.reasons import reason
from services.agencies.importing import NewPassword, Outcome, import_workbook, try_import
from services.agencies.tree import list_agencies
from services.agencies.workbook import MAX_BYTES, template
from services.agency_export import export_agency
from services.deadlines import today
from services.people.model import CONSOLE

DONE, REFUSED = 0, 1


def write_template(out: Path) -> int:
    """Write the workbook to be filled in."""
    write_file(out, template(), overwrite=False)
    print(f"已生成 {out}。填好后用 agencies import 试运行。")
    return DONE


def import_directory(chosen: Path | None, file: Path, apply: bool, passwords: Path | None) -> int:
    """Print what would change, or with `apply` change it; initial passwords go to a file of mode 0600.

    0: done; 1: rows have problems, and nothing was changed. NianbaoError if the file for passwords is missing.
    """
    content = _read(file)
    with opened(chosen) as store:
        day = today(store.now())
        outcome = try_import(store, CONSOLE, content, TERMINAL, day)
        new_people = any(change.what == "新增人员" for change in outcome.changes)
        if apply and not outcome.problems and outcome.changes:
            if new_people and passwords is None:
                raise NianbaoError("有新增的人员，请用 --passwords 指明初始密码写到哪个文件，没有导入。")
            with ExitStack() as stack:
                handle = stack.enter_context(_private(passwords, "没有导入")) if passwords and new_people else None
                outcome = import_workbook(store, CONSOLE, content, TERMINAL, day)
                if handle is not None:
                    handle.write(_password_csv(outcome.passwords))
    return _told(outcome, apply, passwords if new_people else None)


def export_one(chosen: Path | None, name: str, out: Path) -> int:
    """Write all data of the agency of that name, the present one first, to a new ZIP."""
    with opened(chosen) as store:
        found = [agency for agency in list_agencies(store, closed=True) if agency.name == name]
        if not found:
            raise NianbaoError(f"没有名为“{name}”的机关。")
        agency = min(found, key=lambda agency: agency.closed)
        with _private(out, "没有导出") as handle:
            export_agency(store, data_dir(False, chosen), CONSOLE, agency.id, TERMINAL, handle)
    print(f"已导出 {out}")
    return DONE


def _told(outcome: Outcome, apply: bool, passwords: Path | None) -> int:
    for problem in outcome.problems:
        print(problem, file=sys.stderr)
    if outcome.problems:
        print(f"有 {len(outcome.problems)} 处问题，没有导入。", file=sys.stderr)
        return REFUSED
    for change in outcome.changes:
        print(change)
    if not outcome.changes:
        print("没有要改动的。")
    elif apply:
        print(f"已导入，共 {len(outcome.changes)} 项改动。")
    else:
        print(f"以上 {len(outcome.changes)} 项是将要做的改动，还没有导入。加上 --apply 正式导入。")
    if apply and passwords is not None and outcome.passwords:
        print(f"{len(outcome.passwords)} 个初始密码在 {passwords}，请分发后删除；第一次登录时必须更改。")
    return DONE


def _password_csv(passwords: Sequence[NewPassword]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("登录名", "姓名", "初始密码"))
    writer.writerows((harmless(new.login), harmless(new.name), new.password) for new in passwords)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


@contextmanager
def _private(file: Path, nothing_done: str) -> Iterator[BinaryIO]:
    """A new file that only its owner reads, opened before anything is done; it goes again if that fails."""
    try:
        handle = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except OSError as error:
        raise NianbaoError(f"无法写入 {file}：{reason(error)}。{nothing_done}。") from error
    try:
        with handle:
            yield handle
    except BaseException:
        file.unlink()
        raise


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as handle:
            return handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise NianbaoError(f"无法读取 {file}：{reason(error)}。") from error
