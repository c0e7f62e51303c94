"""With accounts only the approver signs and publishes; others see what came of it, and nobody else sees the seal."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from services import audit
from services.configuration.publication import Publication
from signing.demo import demo_certificate
from tests.services.workflow.conftest import County
from tests.signing.files import SEAL

APPROVED = ("filler submit", "reviewer pass", "approver approve")


def page(person: Any, report_id: str, path: str = "") -> Any:
    return person.client.get(f"/reports/{report_id}/publication{path}")


def send(person: Any, report_id: str, action: str, **form: Any) -> Any:
    return person.post(f"/reports/{report_id}/publication/{action}", form, follow=True)


@pytest.fixture
def approved(county: County) -> str:
    report_id = county.complete()
    county.go(report_id, *APPROVED)
    return report_id


@pytest.mark.parametrize("login", ["filler", "reviewer", "supervisor"])
def test_others_neither_sign_nor_publish_nor_see_the_seal(approved: str, desk: Any, login: str) -> None:
    assert "印章图片已保存" in send(desk("approver"), approved, "seal", picture=(io.BytesIO(SEAL), "s.svg")).text
    person = desk(login)
    shown = page(person, approved)
    assert "签章和发布由批准人办理" in shown.text
    assert "密钥文件" not in shown.text
    for action in ("sign", "seal", "outside", "publish"):
        assert send(person, approved, action, unsigned="1").status_code == 403
    assert page(person, approved, "/seal").status_code == 403
    assert page(person, approved, "/prepared.pdf").status_code == 403
    assert page(desk("stranger"), approved).status_code == 404


def test_the_approver_signs_and_publishes_and_the_log_has_it_without_secrets(
    approved: str, county: County, desk: Any, caplog: pytest.LogCaptureFixture
) -> None:
    person, demo = desk("approver"), demo_certificate("示例市民政局", datetime.now(UTC))
    send(person, approved, "seal", picture=(io.BytesIO(SEAL), "s.svg"))
    assert page(person, approved, "/seal").mimetype == "image/svg+xml"
    wrong = send(person, approved, "sign", key=(io.BytesIO(demo.key), "k.p12"), passphrase="falsch-8841", seal="1")
    assert "口令不对" in wrong.text
    shown = send(person, approved, "sign", key=(io.BytesIO(demo.key), "k.p12"), passphrase=demo.passphrase, seal="1")
    assert "已签章" in shown.text
    number = re.findall(r'name="version" value="(\d+)"', shown.text)[0]
    assert "这一版已经发布" in send(person, approved, "publish", version=number).text
    assert "下载已签章的 PDF" in page(desk("filler"), approved).text
    entries = audit.latest(county.store)
    told = [entry.action for entry in reversed(entries)]
    assert [action for action in told if action.startswith(("seal.", "report.sign", "report.publish"))] == [
        "seal.keep", "report.sign", "report.publish",
    ]  # fmt: skip
    assert next(entry for entry in entries if entry.action == "report.sign").name == "approver某"
    said = caplog.text + json.dumps([[e.before, e.after] for e in entries]) + wrong.text + shown.text
    assert demo.passphrase not in said
    assert "falsch-8841" not in said
    assert audit.verify(county.store) == []


def test_where_the_settings_forbid_it_no_approval_is_recorded(app: Flask, county: County, desk: Any) -> None:
    report_id = county.complete()
    county.go(report_id, *APPROVED[:2])
    person = desk("reviewer")
    code = re.findall(r'name="code" value="([^"]+)"', page(person, report_id).text)[0]
    scan = {"scan": (io.BytesIO(b"%PDF-1.4 scan"), "a.pdf"), "approver": "王局长", "day": "2024-01-18", "code": code}
    assert "扫描件已保存" in send(person, report_id, "scans", **scan).text
    assert ">代录批准</button>" in person.client.get(f"/reports/{report_id}/finish").text
    known = app.extensions["nianbao_registry"]
    app.extensions["nianbao_registry"] = replace(known, publication=Publication(record_approval=False))
    review = person.client.get(f"/reports/{report_id}/finish").text
    assert "代录批准" not in review
    seen = re.findall(r'name="seen" value="([^"]+)"', review)[0]
    answer = person.post(f"/reports/{report_id}/steps/record", {"seen": seen}, follow=True)
    assert "不允许代录批准，请批准人自己登录批准" in answer.text
    assert "已定稿" not in answer.text


def test_an_approval_on_paper_is_recorded_by_the_reviewer(county: County, desk: Any) -> None:
    report_id = county.complete()
    county.go(report_id, *APPROVED[:2])
    person = desk("reviewer")
    code = re.findall(r'name="code" value="([^"]+)"', page(person, report_id).text)[0]
    scan = {"scan": (io.BytesIO(b"%PDF-1.4 scan"), "a.pdf"), "approver": "王局长", "day": "2024-01-18", "code": code}
    assert send(desk("filler"), report_id, "scans", **scan).status_code == 403
    scan["scan"] = (io.BytesIO(b"%PDF-1.4 scan"), "a.pdf")
    assert "扫描件已保存" in send(person, report_id, "scans", **scan).text
    review = person.client.get(f"/reports/{report_id}/finish").text
    seen = re.findall(r'name="seen" value="([^"]+)"', review)[0]
    answer = person.post(f"/reports/{report_id}/steps/record", {"seen": seen}, follow=True)
    assert "已代录批准，这份报告现在“已定稿”" in answer.text
