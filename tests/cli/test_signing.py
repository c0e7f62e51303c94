"""Signing and examining from the command line: prepare, sign, verify, demo-cert."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from report.record import load_report
from services.actor import Actor
from services.finish import finish
from services.publishing.approved import Registry
from services.publishing.publish import publish_alone
from services.publishing.signing import prepared_file
from services.reports import import_report
from storage import StorageSettings, open_store
from tests.cli.helpers import ROOT, cli, sample
from tests.signing.authority import DAY, PASSPHRASE, issue, packed, private_key, root
from tests.signing.files import SEAL, appended
from tests.signing.test_tampering import add_page

BELIEVED = "NIANBAO_TEST_WORD"


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A folder with a prepared PDF, keys, a seal and trusted authorities."""
    folder = tmp_path_factory.mktemp("signing")
    made = cli("prepare", sample("demo-2023"), "-o", folder / "prepared.pdf")
    assert (made.code, made.err) == (0, "")
    now = datetime.now(UTC)
    own = issue("示例市民政局", private_key("ec", "cli"), root(), begins=now - DAY, ends=now + DAY)
    (folder / "key.p12").write_bytes(packed(own, root()))
    (folder / "seal.svg").write_bytes(SEAL)
    (folder / "data" / "roots").mkdir(parents=True)
    (folder / "data" / "roots" / "root.pem").write_bytes(root().pem)
    signed = sign(folder, "prepared.pdf", "signed.pdf", "--seal", folder / "seal.svg")
    assert (signed.code, signed.err) == (0, "")
    return folder


def sign(folder: Path, file: str, out: str, *more: object, word: str = PASSPHRASE):
    key = ("--key", folder / "key.p12", "--passphrase-env", BELIEVED)
    data = ("--data", folder / "data")
    return cli("sign", folder / file, "-o", folder / out, *key, *data, *more, **{BELIEVED: word})


def verify(folder: Path, file: str, *more: object):
    return cli("verify", folder / file, "--data", folder / "data", *more)


def test_what_is_signed_is_genuine_for_whoever_trusts_the_authority(place):
    ran = verify(place, "signed.pdf")
    assert (ran.code, ran.err) == (0, "")
    assert "这个文件由“示例市民政局”签名，签名之后没有改动过。" in ran.out
    assert "✓ 纸面与数据：纸面上的文字和数字与所附的年报数据一致。" in ran.out


def test_the_folder_of_authorities_can_be_named(place, tmp_path):
    assert verify(place, "signed.pdf", "--roots", place / "data" / "roots").code == 0
    assert verify(place, "signed.pdf", "--roots", tmp_path).code == 3


def test_a_changed_file_is_told_with_its_code(place):
    (place / "changed.pdf").write_bytes(appended((place / "signed.pdf").read_bytes(), add_page))
    ran = verify(place, "changed.pdf")
    assert ran.code == 1
    assert "✗ 签名之后的改动：签名之后有人增加了第 7 页。" in ran.out


def test_an_unsigned_file_is_told_with_its_code(place):
    ran = verify(place, "prepared.pdf")
    assert ran.code == 4
    assert "没有电子签名" in ran.out


def test_what_is_no_pdf_is_told_with_its_code(place):
    ran = verify(place, "key.p12")
    assert (ran.code, ran.out) == (2, "")
    assert "不是 PDF" in ran.err


def test_everything_is_there_as_json(place):
    found = json.loads(verify(place, "signed.pdf", "--json").out)
    assert (found["state"], found["genuine"], found["figures"]["state"]) == ("genuine", True, "same")
    (seen,) = found["signatures"]
    assert (seen["signer"], seen["covers"], seen["level"], seen["changes"]) == ("示例市民政局", "file", "B-B", [])
    assert {answer["topic"] for answer in found["answers"]} >= {
        "结论",
        "完整",
        "谁签的",
        "何时签的",
        "可信吗",
        "所附数据",
    }


def test_the_same_report_gives_the_same_file_to_sign(place):
    cli("prepare", sample("demo-2023"), "-o", place / "again.pdf")
    assert (place / "again.pdf").read_bytes() == (place / "prepared.pdf").read_bytes()


def test_a_report_with_mandatory_findings_is_not_prepared(tmp_path):
    ran = cli("prepare", sample("001"), "-o", tmp_path / "no.pdf")
    assert ran.code == 2
    assert "强制性问题" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_is_read_from_a_file_descriptor(place):
    reading, writing = os.pipe()
    os.write(writing, f"{PASSPHRASE}\nmore".encode())
    os.close(writing)
    command = [sys.executable, ROOT / "cli.py", "sign", place / "prepared.pdf", "-o", place / "by-fd.pdf"]
    command += ["--key", place / "key.p12", "--passphrase-fd", str(reading)]
    done = subprocess.run(command, pass_fds=[reading], capture_output=True, text=True, check=False)
    os.close(reading)
    assert (done.returncode, done.stderr) == (0, "")
    assert (place / "by-fd.pdf").read_bytes().startswith((place / "prepared.pdf").read_bytes())


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--passphrase-fd", "0"), "只能用一个"),
        (("--token", ""), "二者选一"),
        (("--level", "B-T"), "timestamp_url"),
        (("--level", "B-T", "--timestamp-url", "http://127.0.0.1:9/"), "连不上时间戳服务器"),
        (("--seal", "/dev/null"), "不是 PNG 或 SVG"),
        (("--diameter", "60", "--seal", "seal.svg"), "38 到 45 毫米"),
    ],
)
def test_what_cannot_be_done_is_told_and_leaves_nothing(place, more, words):
    more = tuple(str(place / word) if word == "seal.svg" else word for word in more)
    ran = sign(place, "prepared.pdf", "nothing.pdf", *more)
    assert ran.code == 2
    assert words in ran.err
    assert not (place / "nothing.pdf").exists()
    assert PASSPHRASE not in ran.err + ran.out


def test_a_wrong_passphrase_leaves_nothing_and_is_not_told(place):
    ran = sign(place, "prepared.pdf", "nothing.pdf", word="falsches-wort")
    assert (ran.code, ran.out) == (2, "")
    assert "口令不对" in ran.err
    assert "falsches-wort" not in ran.err
    assert not (place / "nothing.pdf").exists()


def test_a_file_is_never_signed_onto_itself(place):
    ran = sign(place, "prepared.pdf", "prepared.pdf")
    assert ran.code == 2
    assert "输出文件就是输入文件" in ran.err


def test_without_a_terminal_nobody_is_asked(place):
    ran = cli("sign", place / "prepared.pdf", "-o", place / "nothing.pdf", "--key", place / "key.p12")
    assert ran.code == 2
    assert "--passphrase-fd" in ran.err


def test_a_certificate_for_trying_out_signs_and_is_called_a_test(place):
    folder = place / "trial"
    made = cli("demo-cert", "-o", folder, "--holder", "示例市民政局")
    assert made.code == 0
    word = made.out.split("口令：")[1].split("（")[0]
    assert (folder / "测试签名.p12").stat().st_mode & 0o077 == 0
    key = ("--key", folder / "测试签名.p12", "--passphrase-env", BELIEVED)
    ran = cli("sign", place / "prepared.pdf", "-o", folder / "s.pdf", *key, **{BELIEVED: word})
    assert ran.code == 0
    told = cli("verify", folder / "s.pdf", "--roots", folder)
    assert told.code == 3
    assert "测试证书" in told.out


def test_existing_certificates_are_not_replaced(place):
    cli("demo-cert", "-o", place / "twice")
    before = (place / "twice" / "测试签名.p12").read_bytes()
    again = cli("demo-cert", "-o", place / "twice")
    assert (again.code, "已经有了" in again.err) == (2, True)
    assert (place / "twice" / "测试签名.p12").read_bytes() == before


def test_a_folder_with_publications_tells_whether_the_file_is_one_of_them(place, tmp_path):
    registry = Registry(open_store(StorageSettings(tmp_path / "data")), tmp_path / "data")
    report_id = import_report(registry.store, load_report(Path(sample("demo-2023")).read_bytes()), "张三")
    number = finish(registry.store, report_id, "张三").number
    content = (place / "prepared.pdf").read_bytes()
    by = Actor(name="张三")
    prepared_file(registry, report_id, "", lambda _: content, by)
    publish_alone(registry, report_id, number, by, unsigned=True)
    registry.store.close()
    ran = cli("verify", place / "prepared.pdf", "--data", tmp_path / "data")
    assert (ran.code, ran.err) == (4, "")
    assert "✓ 是不是公布的：这就是“示例市民政局”2023年度报告现行公布的文件" in ran.out
    told = json.loads(cli("verify", place / "signed.pdf", "--data", tmp_path / "data", "--json").out)
    assert told["published"]["state"] == "same"
    assert "是不是公布的" not in verify(place, "signed.pdf").out
