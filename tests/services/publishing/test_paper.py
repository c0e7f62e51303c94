"""What leaders sign on paper is kept with just the content that they signed."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from services import audit
from services.drafts import save_section
from services.publishing.files import NoSuchFile
from services.publishing.paper import ScanRefused, find_scan, keep_scan, list_scans, sheet
from services.reports import open_draft
from services.versions import get_version
from services.workflow.acting import act, obstacles
from services.workflow.guards import StepRefused
from services.workflow.table import Action, Guard, State
from tests.services.publishing.conftest import WHO
from tests.services.workflow.conftest import DESK, County


def picture(kind="JPEG"):
    made = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(made, kind)
    return made.getvalue()


def keep(office, content=None, **more):
    told = {"approver": "王局长", "day": "2024-01-12", "code": sheet(office.store, office.report_id).code} | more
    return keep_scan(office.registry, office.report_id, content or picture(), actor=WHO, **told)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(picture(), "image/jpeg"), (picture("PNG"), "image/png"), (b"%PDF-1.4 scan", "application/pdf")],
    ids=["jpeg", "png", "pdf"],
)
def test_a_scan_is_kept_with_the_version_and_told(office, content, kind):
    number = office.finish()
    kept = keep(office, content)
    assert (kept.version, kept.media_type, kept.approver, kept.day) == (number, kind, "王局长", "2024-01-12")
    assert find_scan(office.registry, office.report_id, kept.id) == (kept, content)
    entry = audit.latest(office.store)[0]
    assert (entry.action, entry.after["file"], entry.after["approver"]) == ("report.scan", kept.sha256, "王局长")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"content": b"GIF89a"}, "PDF、JPEG 或 PNG"),
        ({"content": bytes(11 * 2**20)}, "11 MB"),
        ({"content": picture()[:200]}, "损坏"),
        ({"approver": " "}, "签字人"),
        ({"day": "2024-02-30"}, "签字日期"),
        ({"day": "2024-01-18"}, "签字日期"),
        ({"code": "0000-0000-0000"}, "内容又有改动"),
    ],
)
def test_what_is_no_scan_of_this_sheet_is_refused(office, more, words):
    office.finish()
    with pytest.raises(ScanRefused, match=words):
        keep(office, **more)
    assert list_scans(office.store, office.report_id) == []


def test_a_sheet_of_what_is_no_version_yet_makes_one_when_it_comes_back(office):
    revision = open_draft(office.store, office.report_id).revisions["cover"]
    save_section(office.store, office.report_id, "cover", revision, {"issuer": "示例局"}, "张三")
    assert sheet(office.store, office.report_id).number == 0
    kept = keep(office)
    assert get_version(office.store, office.report_id, kept.version).report.issuer == "示例局"
    assert sheet(office.store, office.report_id).number == kept.version
    with pytest.raises(NoSuchFile):
        find_scan(office.registry, office.report_id, kept.id + 1)


@pytest.fixture
def county(store, monkeypatch):
    from argon2 import PasswordHasher

    from services.people import passwords

    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return County(store)


def test_an_approval_on_paper_is_recorded_by_proxy_only_with_its_scan(county, registry):
    report_id = county.complete()
    county.go(report_id, "filler submit", "reviewer pass")
    with pytest.raises(StepRefused, match="扫描件") as refused:
        county.do("reviewer", "record", report_id)
    assert set(refused.value.barred) == {Guard.SCANNED}
    code = sheet(registry.store, report_id).code
    keep_scan(registry, report_id, picture(), "王局长", "2024-01-12", code, WHO)
    assert county.do("reviewer", "record", report_id) is State.FINAL
    assert next(e for e in audit.latest(registry.store)).action == "report.record"


def test_where_the_installation_wants_none_no_approval_is_recorded_by_proxy(county, registry):
    report_id = county.complete()
    county.go(report_id, "filler submit", "reviewer pass")
    keep_scan(registry, report_id, picture(), "王局长", "2024-01-12", sheet(registry.store, report_id).code, WHO)
    assert obstacles(registry.store, county.reviewer, report_id, Action.RECORD, by_proxy=True) == {}
    assert set(obstacles(registry.store, county.reviewer, report_id, Action.RECORD)) == {Guard.BY_PROXY}
    with pytest.raises(StepRefused, match="不允许代录批准，请批准人自己登录批准"):
        act(registry.store, county.reviewer, report_id, Action.RECORD, DESK)


def test_a_scan_of_other_content_approves_nothing(county, registry):
    report_id = county.complete()
    county.go(report_id, "filler submit", "reviewer pass")
    code = sheet(registry.store, report_id).code
    keep_scan(registry, report_id, picture(), "王局长", "2024-01-12", code, WHO)
    county.go(report_id, "approver return")
    county.save("filler", report_id, 17)
    county.go(report_id, "filler submit", "reviewer pass")
    with pytest.raises(StepRefused, match="扫描件"):
        county.do("reviewer", "record", report_id)
