"""签章与发布 without accounts: sign, look, publish; what goes wrong is said on the page and nothing is lost."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from signing.demo import DemoCertificate, demo_certificate
from signing.keys import KeyFile
from signing.pades import Options, sign
from signing.secret import Secret
from tests.signing.files import SEAL
from tests.web.conftest import Person


@pytest.fixture
def demo() -> DemoCertificate:
    return demo_certificate("示例市民政局", datetime.now(UTC))


def final(person: Person) -> str:
    report_id = person.import_sample("demo-2023")
    assert person.finish(report_id).status_code == 200
    return report_id


def send(person: Person, report_id: str, action: str, **form: Any) -> str:
    answer = person.post(f"/reports/{report_id}/publication/{action}", form)
    assert answer.status_code in (200, 422), answer.text
    return str(answer.text)


def page(person: Person, report_id: str) -> str:
    return person.get(f"/reports/{report_id}/publication")


def p12(demo: DemoCertificate) -> tuple[io.BytesIO, str]:
    return io.BytesIO(demo.key), "key.p12"


def version(person: Person, report_id: str) -> str:
    return re.findall(r'name="version" value="(\d+)"', page(person, report_id))[0]


def test_a_draft_offers_no_signature(person: Person) -> None:
    report_id = person.new()
    shown = page(person, report_id)
    assert "还没有定稿" in shown
    assert "密钥文件" not in shown


def test_a_final_report_is_signed_with_a_seal_looked_at_and_published(person: Person, demo: DemoCertificate) -> None:
    report_id = final(person)
    assert "印章图片已保存" in send(person, report_id, "seal", picture=(io.BytesIO(SEAL), "seal.svg"), diameter="42")
    shown = send(person, report_id, "sign", key=p12(demo), passphrase=demo.passphrase, seal="1")
    assert "已签章：签名人“测试-示例市民政局”" in shown
    assert "没有法律效力" in shown
    assert demo.passphrase not in shown
    (address,) = set(re.findall(r'href="([^"]+/publication/files/\d+)"', shown))
    signed = person.client.get(address)
    assert signed.data.startswith(b"%PDF")
    assert "已签章" in signed.headers["Content-Disposition"] or "%E5%B7%B2" in signed.headers["Content-Disposition"]
    picture = person.client.get(re.findall(r'src="([^"]+/pages/1)"', shown)[0])
    assert (picture.mimetype, picture.data[:4]) == ("image/png", b"\x89PNG")
    last = person.client.get(re.findall(r'src="([^"]+/pages/\d+)"', shown)[-1])
    with Image.open(io.BytesIO(last.data)) as page_of_seal:
        colours = page_of_seal.convert("RGB").getdata()
    assert sum(red > 150 and green < 60 and blue < 60 for red, green, blue in colours) > 1000
    shown = send(person, report_id, "publish", version=version(person, report_id))
    assert "这一版已经发布" in shown
    bundle = person.client.get(re.findall(r'href="([^"]+\.zip)"', shown)[0])
    assert (bundle.mimetype, bundle.data[:2]) == ("application/zip", b"PK")
    assert re.search(r"校验码 <code>[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}</code>", shown)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"passphrase": "falsch-8841"}, "口令不对"),
        ({"key": (io.BytesIO(b""), "")}, "没有收到密钥文件"),
        ({"with": "token"}, "没有设置密码设备"),
        ({"seal": "1"}, "还没有印章图片"),
    ],
)
def test_what_cannot_be_signed_is_told_without_the_secret(
    person: Person, demo: DemoCertificate, form: dict[str, Any], words: str
) -> None:
    report_id = final(person)
    shown = send(person, report_id, "sign", **({"key": p12(demo), "passphrase": "wort-3312"} | form))
    assert words in shown
    assert "falsch-8841" not in shown
    assert "wort-3312" not in shown


def test_a_picture_of_fifty_megabytes_is_refused(person: Person) -> None:
    report_id = final(person)
    large = (io.BytesIO(bytes(50 * 2**20)), "seal.png")
    answer = person.post(f"/reports/{report_id}/publication/seal", {"picture": large})
    assert answer.status_code == 413
    assert "内容太大" in answer.text


def test_a_file_is_signed_elsewhere_and_taken_back(person: Person, demo: DemoCertificate) -> None:
    report_id = final(person)
    original = person.client.get(f"/reports/{report_id}/publication/prepared.pdf").data
    signed = sign(original, KeyFile(demo.key, Secret(demo.passphrase)), Options())
    shown = send(person, report_id, "outside", file=(io.BytesIO(signed), "signed.pdf"))
    assert "是待签文件加上“测试-示例市民政局”的签名，内容没有改动" in shown
    shown = send(person, report_id, "outside", file=(io.BytesIO(original), "signed.pdf"))
    assert "还没有签名" in shown


def test_without_a_signature_one_publishes_only_by_choice_and_where_that_is_allowed(app: Flask, person: Person) -> None:
    report_id = final(person)
    number = version(person, report_id)
    assert "没有发布" in send(person, report_id, "publish", version=number)
    assert "已发布" in send(person, report_id, "publish", version=number, unsigned="1")
    assert "未签章" in page(person, report_id)


def test_an_installation_may_ask_for_signatures(tmp_path: Path) -> None:
    from app import Settings, create_app

    (tmp_path / "nianbao.yaml").write_text("publication:\n  require_signature: true\n")
    with create_app(Settings(tmp_path, testing=True)).test_client() as client:
        person = Person(client)
        report_id = final(person)
        number = version(person, report_id)
        assert "不签章发布</button>" not in page(person, report_id)
        assert "要求签章后才能发布" in send(person, report_id, "publish", version=number, unsigned="1")


def test_a_correction_asks_why(person: Person) -> None:
    report_id = final(person)
    send(person, report_id, "publish", version=version(person, report_id), unsigned="1")
    change = {"issuer": "示例市民政局（更正）"}
    assert person.save(report_id, "cover", change).status_code == 200
    person.finish(report_id)
    number = version(person, report_id)
    assert "请写明更正的原因" in send(person, report_id, "publish", version=number, unsigned="1")
    shown = send(person, report_id, "publish", version=number, unsigned="1", reason="落款有误")
    assert "更正的原因：落款有误" in shown
    assert "被更正后的文件取代" in shown


def test_a_sheet_is_printed_signed_and_its_scan_kept_with_the_version(person: Person) -> None:
    report_id = final(person)
    sheet = person.get(f"/reports/{report_id}/publication/sheet")
    (code,) = set(re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", sheet))
    assert re.search(r"第 \d+ 版", sheet)
    assert [role for role in ("拟稿", "审核", "批准") if role not in sheet] == []
    form = {"approver": "王局长", "day": "2024-01-18", "code": code}
    shown = send(person, report_id, "scans", scan=(io.BytesIO(b"%PDF-1.4 scan"), "a.pdf"), **form)
    assert "王局长 2024-01-18 签字" in shown
    scan = person.client.get(re.findall(r'href="([^"]+/scans/\d+)"', shown)[0])
    assert (scan.mimetype, scan.data) == ("application/pdf", b"%PDF-1.4 scan")
    assert scan.headers["Content-Disposition"].startswith("attachment")
    assert "PDF、JPEG 或 PNG" in send(person, report_id, "scans", scan=(io.BytesIO(b"<svg/>"), "a.pdf"), **form)
