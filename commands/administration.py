"""The arguments of the commands for administrators: audit, agencies, backup, restore, remind."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

DATA = "数据文件夹，默认 NIANBAO_DATA 或 instance/"


def add_commands(commands: Any) -> None:
    """Add them to the parser's commands. Each imports what it needs when it runs."""
    audit = _group(commands, "audit", "审计日志", "核验、导出审计日志。")
    verify = _command(
        audit, "verify", "核验审计日志", "核验审计日志有没有被改动、缺失或截去，并给出末尾记号。", _verify
    )
    verify.add_argument("--head", metavar="记号", help="另存的末尾记号（条数:校验值），核对日志末尾有没有被截去")
    export = _command(audit, "export", "导出审计日志", "把审计日志导出为 CSV。", _export_log)
    export.add_argument("--csv", action="store_true", required=True, help="导出为 CSV")
    _output(export)

    agencies = _group(commands, "agencies", "机关和人员", "生成导入模板，导入机关和人员，导出一个机关的全部数据。")
    template = _command(
        agencies, "template", "生成导入模板", "生成填写机关和人员的 Excel 模板。", _template, data=False
    )
    _output(template)
    bring = _command(
        agencies, "import", "导入机关和人员",
        "从 Excel 导入机关和人员。不加 --apply 只试运行：列出将要改动什么，不改动。", _import,
    )  # fmt: skip
    bring.add_argument("file", metavar="文件", type=Path, help="填好的 Excel 模板")
    bring.add_argument("--apply", action="store_true", help="正式导入；有一行不对，就一行也不导入")
    bring.add_argument("--passwords", metavar="输出", type=Path, help="新增人员的初始密码写到这个文件（CSV）")
    whole = _command(agencies, "export", "导出一个机关的全部数据", "把一个机关的全部数据导出为 ZIP。", _export_agency)
    whole.add_argument("name", metavar="名称", help="机关全称")
    _output(whole)

    backup = _command(commands, "backup", "备份", "备份整个数据文件夹，程序运行时也可以。", _backup)
    _output(backup)
    restore = commands.add_parser("restore", help="恢复备份", description="把备份恢复到新的文件夹，并逐个文件核对。")
    restore.add_argument("file", metavar="备份", type=Path, help="备份文件")
    restore.add_argument("--data", metavar="文件夹", type=Path, required=True, help="恢复到这个文件夹，应不存在或为空")
    restore.set_defaults(run=_restore)
    remind = _command(commands, "remind", "发送待办提醒邮件", "给有待办的人发送提醒邮件，每人每天最多一封。", _remind)
    remind.add_argument("--list", action="store_true", help="只列出今天该提醒谁，不发送")


def _group(commands: Any, name: str, summary: str, description: str) -> Any:
    parser = commands.add_parser(name, help=summary, description=description)
    return parser.add_subparsers(title="可用的命令", metavar="命令", required=True)


def _command(
    commands: Any, name: str, summary: str, description: str, run: Callable[[argparse.Namespace], int], *,
    data: bool = True,
) -> argparse.ArgumentParser:  # fmt: skip
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=description)
    if data:
        parser.add_argument("--data", metavar="文件夹", type=Path, help=DATA)
    parser.set_defaults(run=run)
    return parser


def _output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar="输出", type=Path, required=True, help="写到这个文件；已有的文件不会覆盖"
    )


def _verify(given: argparse.Namespace) -> int:
    from commands.auditing import verify_log

    return verify_log(given.data, given.head)


def _export_log(given: argparse.Namespace) -> int:
    from commands.auditing import export_log

    return export_log(given.data, given.output)


def _template(given: argparse.Namespace) -> int:
    from commands.directory import write_template

    return write_template(given.output)


def _import(given: argparse.Namespace) -> int:
    from commands.directory import import_directory

    return import_directory(given.data, given.file, given.apply, given.passwords)


def _export_agency(given: argparse.Namespace) -> int:
    from commands.directory import export_one

    return export_one(given.data, given.name, given.output)


def _backup(given: argparse.Namespace) -> int:
    from commands.keeping import back_up

    return back_up(given.data, given.output)


def _restore(given: argparse.Namespace) -> int:
    from commands.keeping import restore

    return restore(given.file, given.data)


def _remind(given: argparse.Namespace) -> int:
    from commands.reminding import remind

    return remind(given.data, given.list)
