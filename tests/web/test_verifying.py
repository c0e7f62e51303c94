"""Anybody verifies a file or a check code, with accounts and without; nobody does so without end."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from app import Settings, create_app
from report.errors import FormatError
from signing.demo import demo_certificate
from signing.keys import KeyFile
from signing.pades import Options, sign
from signing.secret import Secret
from tests.signing.files import prepared
from tests.web.conftest import Person
from tests.web.test_publishing import final, send, version


def ask(person: Person, content: bytes, status: int = 200) -> str:
    answer = person.post("/verify", {"file": (io.BytesIO(content), "年报.pdf")})
    assert answer.status_code == status, answer.text
    return re.sub(r"<[^>]+>", "", answer.text)


def signed() -> bytes:
    demo = demo_certificate("示例市民政局", datetime.now(UTC))
    return sign(prepared("box"), KeyFile(demo.key, Secret(demo.passphrase)), Options())


def test_a_file_is_examined_question_by_question(person: Person) -> None:
    said = ask(person, signed())
    assert "测试证书签的试验文件" in said
    assert "内容完整无缺" in said
    assert "本单位没有公布过这个文件" in said
    assert "纸面上的文字和数字与所附的年报数据一致" in said


def test_a_changed_byte_is_noticed(person: Person) -> None:
    content = bytearray(signed())
    content[len(content) // 2] ^= 1
    answer = person.post("/verify", {"file": (io.BytesIO(bytes(content)), "年报.pdf")})
    said = re.sub(r"<[^>]+>", "", answer.text)
    assert "内容完整无缺" not in said
    assert "失效" in said or "损坏" in said


def test_what_was_published_is_known_by_file_and_by_code(person: Person) -> None:
    report_id = final(person)
    shown = send(person, report_id, "publish", version=version(person, report_id), unsigned="1")
    (code,) = set(re.findall(r"校验码 <code>([^<]+)</code>", shown))
    assert "现行公布版本的校验码" in person.get(f"/verify?code={code}")
    registry = person.client.application.extensions["nianbao_registry"]
    (file,) = (registry.data_dir / "published").rglob("*/*")
    assert "现行公布的文件" in ask(person, file.read_bytes())


def test_what_is_no_pdf_or_nothing_is_told(person: Person) -> None:
    assert "不是 PDF" in ask(person, b"rubbish", 422)
    assert "请选择一个 PDF 文件" in ask(person, b"", 422)
    assert "超过 20 MB" in ask(person, bytes(20 * 2**20 + 1), 422)
    assert "这不是校验码" in person.get("/verify?code=%3Cscript%3E")


def test_an_address_that_asks_too_often_waits(person: Person) -> None:
    for _ in range(12):
        ask(person, b"rubbish", 422)
    answer = person.post("/verify", {"file": (io.BytesIO(b"rubbish"), "a.pdf")})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 100
    assert "核验的次数过多" in answer.text


@pytest.fixture
def with_accounts(tmp_path: Path) -> Flask:
    return create_app(Settings(tmp_path / "people", accounts=True, testing=True))


def test_it_needs_no_account(with_accounts: Flask) -> None:
    client = with_accounts.test_client()
    shown = client.get("/verify").text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', shown)[0]
    answer = client.post("/verify", data={"csrf_token": token, "file": (io.BytesIO(b"rubbish"), "a.pdf")})
    assert "不是 PDF" in answer.text
    assert "核验年度报告</a>" in client.get("/sign-in").text


def test_where_a_page_is_named_final_files_carry_code_and_qr_and_drafts_do_not(tmp_path: Path) -> None:
    (tmp_path / "nianbao.yaml").write_text("verification:\n  address: https://nb.example.gov.cn/verify\n")
    with create_app(Settings(tmp_path, testing=True)).test_client() as client:
        person = Person(client)
        report_id = person.import_sample("demo-2023")
        assert "校验码" not in person.get(f"/reports/{report_id}/export/html")
        assert "校验码" not in person.get(f"/reports/{report_id}/document")
        person.finish(report_id)
        exported = person.get(f"/reports/{report_id}/export/html")
        (code,) = re.findall(r"校验码：([0-9A-Z-]{14})", exported)
        assert f"https://nb.example.gov.cn/verify?code={code}" in exported
        assert code in person.get(f"/reports/{report_id}/document")
        shown = send(person, report_id, "publish", version=version(person, report_id), unsigned="1")
        assert code in shown
        assert "现行公布版本的校验码" in person.get(f"/verify?code={code}")


@pytest.mark.parametrize(
    "address", ["ftp://x/verify", "nb.example.gov.cn", "https://x/verify?code=", "https://x/" + "a" * 200]
)
def test_what_is_no_address_of_a_page_is_refused_at_the_start(tmp_path: Path, address: str) -> None:
    (tmp_path / "nianbao.yaml").write_text(f"verification:\n  address: {address}\n")
    with pytest.raises(FormatError, match="核验页面的网址"):
        create_app(Settings(tmp_path, testing=True))
