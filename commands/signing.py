"""`verify`, `sign` and `demo-cert`: signatures on the command line."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from commands.files import make_folder, read_bytes, read_report_file, same_file, write_file
from commands.opening import opened
from report.errors import NianbaoError
from report.reasons import reason
from services.configuration import load_configuration
from services.configuration.signing import SigningSettings
from services.publishing.known import Known, known_file
from services.verification import Examined, examine_safely
from signing.secret import Secret
from storage.opening import DATABASE_FILE

GENUINE, FALSE, FAILED, UNPROVEN, UNSIGNED = 0, 1, 2, 3, 4
EXIT_CODES = {
    "genuine": GENUINE,
    "untrusted": UNPROVEN,
    "test": UNPROVEN,
    "unsupported": UNPROVEN,
    "unsigned": UNSIGNED,
}
MARKS = {True: "✓", False: "✗", None: "·"}
KEY_NAME, AUTHORITY_NAME = "测试签名.p12", "测试根证书.pem"
MOST_PASSPHRASE = 1024

TWO_SOURCES = "--passphrase-fd 和 --passphrase-env 只能用一个。"
NO_PASSPHRASE = "没有拿到口令：{why}。口令不写在命令里，请在提示时输入，或用 --passphrase-fd、--passphrase-env。"
ONE_KEY = "请用 --key 给出密钥文件，或用 --token 用密码设备签名，二者选一。"
NO_LIBRARY = "没有设置密码设备的程序库。请在 nianbao.yaml 的 signing 部分填写 pkcs11_library。"
SAME = "输出文件就是输入文件 {file}，没有签名。请换一个文件名。"


Answered = tuple[bool | None, str, str, Sequence[str]]


@dataclass(frozen=True)
class Signing:
    """What `sign` was asked for; `key` or `token` names what signs."""

    file: Path
    out: Path
    key: Path | None = None
    token: str | None = None
    certificate: str = ""
    passphrase_fd: int | None = None
    passphrase_env: str = ""
    picture: Path | None = None
    diameter: float = 42.0
    level: str = ""
    timestamp_url: str = ""


def verify_file(file: Path, roots: Path | None, data: Path, as_json: bool) -> int:
    """Examine a PDF and print the answers; returns the exit code.

    0: genuine; 1: changed, or signed with a certificate that was no good; 2: could not be examined; 3: unchanged, but
    the signer is unknown or a test; 4: not signed.
    """
    folder = roots or _settings(data).roots_folder(data)
    found = examine_safely(read_bytes(file), folder)
    known = _published(data, found)
    if as_json:
        told = {"state": known.state, "sentence": known.sentence, "details": list(known.details)} if known else None
        print(json.dumps({"file": str(file), **found.data(), "published": told}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(file, found, known)))
    if found.figures == "different":
        return FALSE
    return EXIT_CODES.get(found.state, FALSE)


def _published(data: Path, found: Examined) -> Known | None:
    """Whether the installation published the file; None where the folder holds none."""
    if not (data / DATABASE_FILE).exists() and not os.environ.get("NIANBAO_DATABASE_URL"):
        return None
    with opened(data) as store:
        return known_file(store, found.verification)


def _lines(file: Path, found: Examined, known: Known | None) -> Iterator[str]:
    """The answers as lines, each with the details below it."""
    yield f"{file}："
    answers: list[Answered] = [
        (answer["good"], answer["topic"], answer["sentence"], answer["details"])
        for answer in found.verification["answers"]
    ]
    if known:
        answers.insert(1, (known.good, "是不是公布的", known.sentence, known.details))
    agree = {"same": True, "different": False}.get(found.figures)
    answers.append((agree, "纸面与数据", found.sentence, found.differences))
    for good, topic, sentence, details in answers:
        yield f"{MARKS[good]} {topic}：{sentence}"
        yield from (f"    {detail}" for detail in details)


def prepare_file(file: Path, out: Path, place: str, previous_file: Path | None) -> int:
    """Write the final PDF of a report with a place for a signature. ExportRefused while a finding bars it."""
    from services.signing import prepare_report

    report = read_report_file(file)
    previous = read_report_file(previous_file) if previous_file else None
    if same_file(out, file):
        raise NianbaoError(f"输出文件就是输入文件 {file}，没有生成。请换一个文件名。")
    write_file(out, prepare_report(report, place, previous))
    print(f"已生成待签文件 {out}")
    return 0


def sign_file(asked: Signing, data: Path) -> int:
    """Sign a PDF of ours and write it whole or not at all."""
    from services.signing import sign_report, trusted
    from signing.keys import KeyFile
    from signing.tokens import Token

    if (asked.key is None) == (asked.token is None):
        raise NianbaoError(ONE_KEY)
    if same_file(asked.out, asked.file):
        raise NianbaoError(SAME.format(file=asked.file))
    configured = _settings(data)
    settings = replace(
        configured,
        level=asked.level or configured.level,
        timestamp_url=asked.timestamp_url or configured.timestamp_url,
    )
    if asked.key is None and not settings.pkcs11_library:
        raise NianbaoError(NO_LIBRARY)
    pdf = read_bytes(asked.file)
    picture = read_bytes(asked.picture) if asked.picture else None
    content = read_bytes(asked.key) if asked.key else b""
    trust = trusted(settings, data)
    with _passphrase(asked) as secret:
        key = (
            KeyFile(content, secret)
            if asked.key
            else Token(settings.pkcs11_library, secret, asked.token or "", asked.certificate)
        )
        signed = sign_report(pdf, key, settings, trust, picture=picture, diameter=asked.diameter)
    write_file(asked.out, signed)
    print(f"已签名 {asked.out}")
    return 0


def _settings(data: Path) -> SigningSettings:
    return load_configuration(data).get(SigningSettings)


def _passphrase(asked: Signing) -> Secret:
    """The passphrase, from where it was said to be, else asked for; never an argument, which everybody can see."""
    if asked.passphrase_fd is not None and asked.passphrase_env:
        raise NianbaoError(TWO_SOURCES)
    if asked.passphrase_env:
        if asked.passphrase_env not in os.environ:
            raise NianbaoError(NO_PASSPHRASE.format(why=f"没有环境变量 {asked.passphrase_env}"))
        return Secret(os.environb.pop(asked.passphrase_env.encode()))
    if asked.passphrase_fd is not None:
        try:
            line = bytearray(os.read(asked.passphrase_fd, MOST_PASSPHRASE))
        except OSError as error:
            raise NianbaoError(NO_PASSPHRASE.format(why=reason(error))) from error
        secret = Secret(line.split(b"\n", 1)[0].removesuffix(b"\r"))
        Secret.wipe_bytes(line)
        return secret
    if not sys.stdin.isatty():
        raise NianbaoError(NO_PASSPHRASE.format(why="不是在终端里运行"))
    try:
        return Secret(getpass.getpass("口令：" if asked.key else "密码设备的口令（PIN）："))
    except EOFError as error:
        raise NianbaoError(NO_PASSPHRASE.format(why="没有输入")) from error


def make_demo(folder: Path, holder: str) -> int:
    """Write a certificate for trying out and its authority's into a folder; existing files are never replaced."""
    from signing.demo import demo_certificate

    demo = demo_certificate(holder, datetime.now(UTC))
    for name in (KEY_NAME, AUTHORITY_NAME):
        if (folder / name).exists():
            raise NianbaoError(f"{folder / name} 已经有了，没有改动它。请换一个文件夹。")
    make_folder(folder)
    write_file(folder / KEY_NAME, demo.key, overwrite=False)
    (folder / KEY_NAME).chmod(0o600)
    write_file(folder / AUTHORITY_NAME, demo.authority, overwrite=False)
    print(f"已生成 {folder / KEY_NAME} 和 {folder / AUTHORITY_NAME}。")
    print(f"密钥文件的口令：{demo.passphrase}（只显示这一次）")
    print("这是测试证书，没有法律效力：核验时一律注明“测试证书”，不能用来签正式文件。")
    return 0
