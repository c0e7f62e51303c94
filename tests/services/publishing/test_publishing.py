"""What is published is known by its bytes, its data and its check code; a later publication supersedes it."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from report.record import dump_report
from services import audit
from services.check_codes import check_address, check_code, code_of, read_code
from services.configuration.publication import Publication
from services.configuration.verification import Verification
from services.drafts import save_section
from services.publishing.approved import NotApproved
from services.publishing.files import find_file
from services.publishing.known import known_code, known_file
from services.publishing.publish import PublicationRefused, publish_alone
from services.publishing.record import list_publications
from services.publishing.signing import prepared_file, sign_version
from services.reports import open_draft
from tests.services.helpers import sample
from tests.services.publishing.conftest import WHO


def publish(office, number, **more):
    return publish_alone(office.registry, office.report_id, number, WHO, **more)


def plain(office):
    return prepared_file(office.registry, office.report_id, "", office.make(""), WHO)[1]


def facts(content, report=None):
    record = sha256(dump_report(report)).hexdigest() if report else None
    return {"sha256": sha256(content).hexdigest(), "record": record}


def correct(office):
    revision = open_draft(office.store, office.report_id).revisions["cover"]
    save_section(office.store, office.report_id, "cover", revision, {"issuer": "更正后的落款"}, "张三")
    return office.finish()


def report(office):
    return open_draft(office.store, office.report_id).report


def test_the_same_content_has_the_same_code_and_other_content_another():
    code = check_code(sample("demo"))
    assert code == check_code(sample("demo")) == code_of(sha256(dump_report(sample("demo"))).hexdigest())
    assert code != check_code(replace(sample("demo"), issuer="别的落款"))
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert not set(code) & set("ILOU")


@pytest.mark.parametrize("typed", ["7K2M-9QXA-03DF", "7k2m9qxa03df", " 7K2M 9QXA O3DF ", "7K2M－9QXA－03DF"])
def test_a_code_is_read_however_it_was_typed(typed):
    assert read_code(typed) == "7K2M-9QXA-03DF"


@pytest.mark.parametrize("typed", ["", "7K2M", "7K2M-9QXA-03DU", "校验码" * 4, "7K2M-9QXA-03DF-0000"])
def test_what_is_no_code_is_none(typed):
    assert read_code(typed) == ""


def test_a_code_leads_to_the_page_where_there_is_one():
    assert check_address(Verification(), "7K2M-9QXA-03DF") == ""
    named = Verification("https://nb.example.gov.cn/verify")
    assert check_address(named, "7K2M-9QXA-03DF") == "https://nb.example.gov.cn/verify?code=7K2M-9QXA-03DF"


def test_a_signed_file_is_published_and_known_by_its_bytes_and_code(office):
    number = office.finish()
    kept = sign_version(office.registry, office.report_id, office.asked(), office.make("box"), WHO)
    made = publish(office, number)
    assert (made.sha256, made.signed, made.version) == (kept.sha256, True, number)
    content = find_file(office.registry, office.report_id, kept.id)[1]
    assert known_file(office.store, facts(content)).state == "current"
    assert known_code(office.store, made.code.lower()).state == "code-current"
    assert next(e for e in audit.latest(office.store) if e.action == "report.publish").after["file"] == kept.sha256


def test_another_file_with_the_same_data_is_told_apart_and_others_are_unknown(office):
    number = office.finish()
    plain(office)
    publish(office, number, unsigned=True)
    assert known_file(office.store, facts(b"other", report(office))).state == "same"
    assert known_file(office.store, facts(b"other", sample("000"))).state == "unknown"
    assert known_file(office.store, facts(b"other")).state == "unknown"
    assert known_code(office.store, "0000-0000-0000").state == "code-unknown"
    assert known_code(office.store, "?").state == "code-unreadable"


def test_what_is_not_published_is_unknown(office):
    office.finish()
    content = plain(office)
    assert known_file(office.store, facts(content, report(office))).state == "unknown"
    assert known_code(office.store, check_code(report(office))).state == "code-unknown"


def test_a_correction_supersedes_and_says_when_by_what_and_why(office, clock):
    first, before = office.finish(), report(office)
    old = plain(office)
    publish(office, first, unsigned=True)
    clock.pass_by(days=3)
    second = correct(office)
    with pytest.raises(PublicationRefused, match="更正的原因"):
        publish(office, second, unsigned=True)
    new = plain(office)
    publish(office, second, unsigned=True, reason="落款写错")
    found = known_file(office.store, facts(old))
    assert (found.state, found.good) == ("superseded", False)
    assert f"已被2024年1月18日 09:00（北京时间）公布的第 {second} 版取代" in found.sentence
    assert "更正的原因：落款写错" in found.details
    assert known_file(office.store, facts(b"other", before)).state == "same-superseded"
    assert known_code(office.store, check_code(before)).state == "code-superseded"
    assert known_file(office.store, facts(new)).state == "current"
    newest, oldest = list_publications(office.store, office.report_id)
    assert (oldest.superseded_by, newest.superseded_by) == (newest.id, 0)


def test_nothing_is_published_unsigned_by_accident_twice_or_out_of_turn(office):
    with pytest.raises(NotApproved):
        publish(office, 1, unsigned=True)
    number = office.finish()
    with pytest.raises(PublicationRefused, match="还没有签章"):
        publish(office, number)
    with pytest.raises(NotApproved):
        publish(office, number + 1, unsigned=True)
    publish(office, number, unsigned=True)
    with pytest.raises(PublicationRefused, match="已经发布过"):
        publish(office, number, unsigned=True)
    office.registry = replace(office.registry, publication=Publication(require_signature=True))
    with pytest.raises(PublicationRefused, match="要求签章"):
        publish(office, number, unsigned=True)
    assert len(list_publications(office.store, office.report_id)) == 1
