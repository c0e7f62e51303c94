"""The arguments of the commands about signatures: prepare, sign, verify, demo-cert."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from commands.administration import DATA

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
PLACES = ("seal", "box")


def add_commands(commands: Any) -> None:
    """Add them to the parser's commands. Each imports what it needs when it runs."""
    prepare = commands.add_parser(
        "prepare",
        help="生成待签文件",
        description="生成留有签名位置的正式 PDF，供签名，或下载到机关的签章系统去签。还有强制性问题的不能生成。",
    )
    prepare.add_argument("file", metavar="文件", type=Path, help="年报数据文件（.json）")
    _output(prepare)
    prepare.add_argument(
        "--place", metavar="位置", choices=PLACES, default="seal",
        help="seal（默认）在署名和日期上留印章的位置，box 在下面留签名框",
    )  # fmt: skip
    prepare.add_argument("--previous", metavar="文件", type=Path, help="上一年的年报数据文件，一并核对跨年关系")
    prepare.set_defaults(run=_prepare)

    sign = commands.add_parser(
        "sign",
        help="给 PDF 签名",
        description="用密钥文件或密码设备给本程序生成的 PDF 签名。口令在提示时输入，不写在命令里。",
    )
    sign.add_argument("file", metavar="文件", type=Path, help="待签的 PDF")
    _output(sign)
    sign.add_argument("--key", metavar="密钥", type=Path, help="密钥文件（PKCS#12，.p12 或 .pfx）")
    sign.add_argument("--token", metavar="设备", help="密码设备（USB Key）的名称；只接着一个的写空文本")
    sign.add_argument("--certificate", metavar="名称", default="", help="密码设备里有几张证书时，用哪一张")
    sign.add_argument("--passphrase-fd", metavar="号", type=int, help="从这个文件描述符读口令，读第一行")
    sign.add_argument("--passphrase-env", metavar="变量", default="", help="从这个环境变量读口令")
    sign.add_argument("--seal", metavar="图片", type=Path, help="印章图片（PNG 或 SVG，背景透明）")
    sign.add_argument("--diameter", metavar="毫米", type=float, default=42.0, help="印章直径，38 到 45，默认 42")
    sign.add_argument("--level", metavar="级别", choices=LEVELS, default="", help=f"签名级别：{'、'.join(LEVELS)}")
    sign.add_argument("--timestamp-url", metavar="网址", default="", help="时间戳服务器，默认按设置")
    sign.add_argument("--data", metavar="文件夹", type=Path, help=DATA)
    sign.set_defaults(run=_sign)

    verify = commands.add_parser(
        "verify", help="核验 PDF 的签名", description="核验 PDF 的签名：是谁签的、何时签的、可信吗、有没有被改动。"
    )
    verify.add_argument("file", metavar="文件", type=Path, help="要核验的 PDF")
    verify.add_argument("--roots", metavar="文件夹", type=Path, help="信任的根证书文件夹，默认按设置")
    verify.add_argument("--json", action="store_true", help="结果以 JSON 输出")
    verify.add_argument("--data", metavar="文件夹", type=Path, help=DATA)
    verify.set_defaults(run=_verify)

    demo = commands.add_parser(
        "demo-cert", help="生成测试证书", description="生成试用的证书。没有法律效力，核验时一律注明“测试证书”。"
    )
    demo.add_argument("-o", "--output", metavar="文件夹", type=Path, required=True, help="写到这个文件夹")
    demo.add_argument("--holder", metavar="名称", default="示例机关", help="写在证书上的机关名称")
    demo.set_defaults(run=_demo)


def _output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--out", "--output", metavar="输出", type=Path, required=True, help="写到这个文件")


def _prepare(given: argparse.Namespace) -> int:
    from commands.signing import prepare_file

    return prepare_file(given.file, given.out, given.place, given.previous)


def _sign(given: argparse.Namespace) -> int:
    from commands.serving import data_dir
    from commands.signing import Signing, sign_file

    asked = Signing(
        file=given.file,
        out=given.out,
        key=given.key,
        token=given.token,
        certificate=given.certificate,
        passphrase_fd=given.passphrase_fd,
        passphrase_env=given.passphrase_env,
        picture=given.seal,
        diameter=given.diameter,
        level=given.level,
        timestamp_url=given.timestamp_url,
    )
    return sign_file(asked, data_dir(False, given.data))


def _verify(given: argparse.Namespace) -> int:
    from commands.serving import data_dir
    from commands.signing import verify_file

    return verify_file(given.file, given.roots, data_dir(False, given.data), given.json)


def _demo(given: argparse.Namespace) -> int:
    from commands.signing import make_demo

    return make_demo(given.output, given.holder)
