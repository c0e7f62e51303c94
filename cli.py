"""The command line: 核对、导入、对比、导出、单元格、新建、启动. Described in `docs/command-line.md`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from commands import signatures
from commands.administration import add_commands
from commands.chinese import parser
from report.errors import NianbaoError
from report.report import AGENCY_KINDS

FAILED = 2
INTERRUPTED = 130
KINDS = [*AGENCY_KINDS, *AGENCY_KINDS.values()]
TARGETS = ("html", "pdf", "docx", "xlsx", "csv", "json", "fragment")


def arguments() -> argparse.ArgumentParser:
    """Every command and option, each with `run`, which does it and returns the exit code."""
    top = parser("编制、核对、导出政府信息公开工作年度报告。")
    commands = top.add_subparsers(title="可用的命令", metavar="命令", required=True)

    check = commands.add_parser(
        "check", help="核对年报", description="核对年报的勾稽关系、数据和文字；已公布的网页、PDF、Word 等也可以核对。"
    )
    check.add_argument(
        "files", metavar="文件", nargs="+", type=Path, help="年报数据文件（.json）或已公布的报告，可以有几个"
    )
    check.add_argument("--json", action="store_true", help="结果以 JSON 列表输出")
    check.add_argument("--previous", metavar="文件", type=Path, help="上一年的年报数据文件，一并核对跨年关系")
    check.set_defaults(run=_check)

    bring = commands.add_parser(
        "import",
        help="读取已公布的报告",
        description="把已公布的网页、PDF、Word、Excel、CSV、文本读成年报数据文件，并记下每个数字的出处；读不准的留空并注明。",
    )
    bring.add_argument("files", metavar="文件", nargs="+", type=Path, help="已公布的报告，可以有几个")
    bring.add_argument(
        "-o", "--output", metavar="输出", type=Path, required=True, help="写到这个文件；几个文件时写到这个文件夹"
    )
    bring.add_argument(
        "--format", metavar="格式", default="auto", help="auto（按报告年度，默认）、2019、2021 等格式编号"
    )
    bring.set_defaults(run=_import)

    compare = commands.add_parser(
        "compare", help="对比两份年报", description="对比两份年报：不同年度、不同格式或同一份的两个版本。"
    )
    compare.add_argument("first", metavar="前一份", type=Path, help="年报数据文件（.json）或已公布的报告")
    compare.add_argument("second", metavar="后一份", type=Path, help="年报数据文件（.json）或已公布的报告")
    compare.add_argument("--json", action="store_true", help="结果以 JSON 列表输出")
    compare.set_defaults(run=_compare)

    export = commands.add_parser(
        "export",
        help="导出网页、PDF、Word、Excel 或数据文件",
        description="导出年报，可以一次导出很多份、几种格式。还有强制性问题时按草稿导出并提示。",
    )
    export.add_argument("files", metavar="文件", nargs="+", type=Path, help="年报数据文件（.json），可以有几个")
    export.add_argument(
        "--to", metavar="格式", choices=TARGETS, required=True, action="append",
        help=f"导出为：{'、'.join(TARGETS)}；可以写几次",
    )  # fmt: skip
    export.add_argument(
        "-o",
        "--output",
        metavar="输出",
        type=Path,
        required=True,
        help="写到这个文件；几个文件或几种格式时写到这个文件夹",
    )
    export.add_argument("--previous", metavar="文件", type=Path, help="上一年的年报数据文件，一并核对跨年关系")
    export.add_argument("--draft", action="store_true", help="标明“草稿”")
    export.set_defaults(run=_export)

    cells = commands.add_parser("cells", help="列出格式的全部单元格", description="以 CSV 列出一种格式的全部单元格。")
    cells.add_argument("--format", metavar="格式", required=True, help="格式编号，如 2021")
    cells.set_defaults(run=_cells)

    new = commands.add_parser(
        "new", help="新建空白的年报数据文件", description="新建空白的年报数据文件，格式由年度决定。"
    )
    new.add_argument("--agency", metavar="名称", required=True, help="机关全称")
    new.add_argument("--year", metavar="年度", type=_year, required=True, help="报告年度，如 2025")
    new.add_argument(
        "--kind", metavar="类型", choices=KINDS, default="department",
        help=f"机关类型：{'、'.join(f'{name}（{label}）' for name, label in AGENCY_KINDS.items())}",
    )  # fmt: skip
    new.add_argument("--code", metavar="代码", default="", help="统一社会信用代码")
    new.add_argument(
        "-o", "--output", metavar="输出", type=Path, required=True, help="写到这个文件；已有的文件不会覆盖"
    )
    new.set_defaults(run=_new)

    fonts = commands.add_parser(
        "fonts",
        help="列出 PDF 所用的字体",
        description="列出 PDF 所用的字体；放进字体文件夹的字体不能用的，说明原因。",
    )
    fonts.add_argument("--demo", action="store_true", help="演示数据的字体文件夹")
    fonts.add_argument("--data", metavar="文件夹", type=Path, help="数据文件夹，默认 NIANBAO_DATA 或 instance/")
    fonts.set_defaults(run=_fonts)

    serve = commands.add_parser(
        "serve", help="启动，在浏览器中填报", description="启动年报系统。登录后按角色填报、审核、批准。"
    )
    serve.add_argument("--demo", action="store_true", help="使用单独的演示数据，不动正式数据")
    serve.add_argument("--alone", action="store_true", help="单机使用：不登录，坐在本机前的人做所有的事")
    serve.add_argument("--port", metavar="端口", type=_port, default=8000, help="监听的端口，默认 8000；0 为任选一个")
    serve.add_argument(
        "--host",
        metavar="地址",
        default="127.0.0.1",
        help="监听的地址，默认 127.0.0.1；供其他电脑使用须先在设置文件中写 serve",
    )
    serve.add_argument("--data", metavar="文件夹", type=Path, help="数据文件夹，默认 NIANBAO_DATA 或 instance/")
    serve.set_defaults(run=_serve)

    work = commands.add_parser(
        "work",
        help="单独启动生成文件的进程",
        description="在后台生成导出的文件。serve 会自动启动；在设置文件里关掉的，用本命令单独启动。",
    )
    work.add_argument("--demo", action="store_true", help="使用单独的演示数据")
    work.add_argument("--data", metavar="文件夹", type=Path, help="数据文件夹，默认 NIANBAO_DATA 或 instance/")
    work.add_argument(
        "--workers", metavar="个数", type=_count, help="几个文件同时生成，默认按设置文件，没有写则每个处理器核一个"
    )
    work.add_argument("--parent", metavar="进程号", type=_count, help="随这个进程一起结束；由 serve 使用")
    work.set_defaults(run=_work)
    add_commands(commands)
    signatures.add_commands(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code. Expected faults are one sentence on standard error, and 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = arguments().parse_args(argv)
    try:
        code: int = given.run(given)
        sys.stdout.flush()
    except NianbaoError as error:
        print(f"错误：{error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would complain again on closing it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise argparse.ArgumentTypeError(f"年度应为四位数字，如 2025，不能是“{text}”")
    return int(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:6]) < 65536):
        raise argparse.ArgumentTypeError(f"端口应为 0 到 65535 的整数，不能是“{text}”")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0 and len(text) < 9):
        raise argparse.ArgumentTypeError(f"应为正整数，不能是“{text}”")
    return int(text)


# Each command imports what it needs when it runs, so that a check does not wait for the typesetting or the pages.
def _check(given: argparse.Namespace) -> int:
    from commands.checking import check_files

    return check_files(given.files, given.previous, given.json)


def _import(given: argparse.Namespace) -> int:
    from importers.command import import_files
    from report.loading import load_format

    if given.format != "auto":
        load_format(given.format)
    return import_files(given.files, given.output, given.format)


def _compare(given: argparse.Namespace) -> int:
    from commands.comparing import compare_files

    return compare_files(given.first, given.second, given.json)


def _export(given: argparse.Namespace) -> int:
    from commands.exporting import export_files

    return export_files(given.files, given.to, given.output, given.previous, given.draft)


def _cells(given: argparse.Namespace) -> int:
    from commands.making import print_cells

    return print_cells(given.format)


def _new(given: argparse.Namespace) -> int:
    from commands.making import new_file

    return new_file(given.agency, given.year, given.kind, given.code, given.output)


def _fonts(given: argparse.Namespace) -> int:
    from commands.faces import print_fonts

    return print_fonts(given.demo, given.data)


def _serve(given: argparse.Namespace) -> int:
    from commands.serving import serve

    return serve(given.demo, given.host, given.port, given.data, accounts=not given.alone)


def _work(given: argparse.Namespace) -> int:
    from commands.working import work

    return work(given.demo, given.data, given.workers, given.parent)


if __name__ == "__main__":
    sys.exit(main())
