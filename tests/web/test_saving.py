"""Saving: characters become figures or marked text, nothing is lost, and two people never overwrite one another."""

from __future__ import annotations

import re

import pytest

from storage.faults import DatabaseBusyError
from tests.web.conftest import Person


def cell(person: Person, report_id: str, name: str, section: str = "applications") -> str:
    page = person.get(f"/reports/{report_id}/edit/{section}")
    return page.split(f'id="{name}"')[1].split('value="')[1].split('"')[0]


def test_a_change_is_saved_and_the_revision_counts_on(person: Person) -> None:
    report_id = person.new()
    before = person.revision(report_id, "applications")
    answer = person.save(report_id, "applications", {"values.applications.new.person": "１４件"}).json
    assert answer["revision"] > before
    assert cell(person, report_id, "applications.new.person") == "14"


def test_letters_in_a_number_cell_are_kept_marked_and_never_zero(person: Person) -> None:
    report_id = person.new()
    response = person.save(report_id, "applications", {"values.applications.new.person": "十来件"})
    assert response.status_code == 200
    page = person.get(f"/reports/{report_id}/edit/applications")
    assert 'value="十来件"' in page
    assert "“十来件”不是数字" in page


def test_an_amount_with_its_unit_becomes_the_cells_own_unit(person: Person) -> None:
    report_id = person.new(year=2020)
    person.save(report_id, "proactive", {"values.proactive.procurement.amount": "5.19億元"})
    assert cell(person, report_id, "proactive.procurement.amount", "proactive") == "51900"


def test_wrong_figures_never_stop_saving(person: Person) -> None:
    report_id = person.new()
    for typed in ("-3", "3.5", "1" + "0" * 30, "/", "14 2"):
        response = person.save(report_id, "applications", {"values.applications.granted.person": typed})
        assert response.status_code == 200, typed


def test_two_people_in_different_cells_do_not_collide(person: Person) -> None:
    report_id = person.new()
    seen = person.revision(report_id, "applications")
    person.save(report_id, "applications", {"values.applications.new.person": "1"})
    answer = person.save(report_id, "applications", {"values.applications.new.business": "2"}, seen).json
    assert answer["conflicts"] == []
    assert answer["merged"] == {"values.applications.new.person": "1"}


def test_a_stale_save_of_the_same_cell_shows_both_sides_and_loses_neither(person: Person) -> None:
    report_id = person.new()
    seen = person.revision(report_id, "applications")
    person.save(report_id, "applications", {"values.applications.new.person": "14"})
    answer = person.save(report_id, "applications", {"values.applications.new.person": "15"}, seen).json
    assert [(c["title"], c["theirs"], c["mine"]) for c in answer["conflicts"]] == [("本年新收·自然人", ["14"], ["15"])]
    assert cell(person, report_id, "applications.new.person") == "14"
    conflict = answer["conflicts"][0]["id"]
    person.post(f"/reports/{report_id}/conflicts/{conflict}", {"choice": "mine"})
    assert cell(person, report_id, "applications.new.person") == "15"


def test_the_form_saves_without_script_too(person: Person) -> None:
    report_id = person.new()
    response = person.post(
        f"/reports/{report_id}/edit/review",
        {"revision": str(person.revision(report_id, "review")), "review.reconsideration.upheld": "3"},
    )
    assert "已保存" in response.text
    assert cell(person, report_id, "review.reconsideration.upheld", "review") == "3"


def test_paragraphs_of_two_people_are_merged(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    revision = person.revision(report_id, "problems")
    blocks = person.client.get(f"/reports/{report_id}/export/json?version=1")
    record = blocks.get_json(force=True)["narrative"]["problems"]
    mine, theirs = [*record, {"type": "paragraph", "text": "我加的一段。"}], [dict(b) for b in record]
    theirs[0]["text"] += "（改）"
    person.save(report_id, "problems", {"blocks": theirs}, revision)
    answer = person.save(report_id, "problems", {"blocks": mine}, revision).json
    assert answer["conflicts"] == []
    page = person.get(f"/reports/{report_id}/document")
    assert "我加的一段。" in page
    assert "（改）" in page


def test_what_cannot_be_stored_at_all_is_refused_with_the_reason(person: Person) -> None:
    report_id = person.new()
    for section, changes, words in (
        ("applications", {"values.no.such.cell": "1"}, "没有这些格"),
        ("applications", {"values.applications.new.person": "9" * 600}, "超过 500 个字符"),
        ("applications", {"blocks": []}, "没有“blocks”这一项"),
        ("overview", {"blocks": [{"type": "script", "text": "x"}]}, "不认识的文字块类型"),
        ("cover", {"date": "明天"}, "不是日期"),
        ("cover", {"agency.name": ""}, "机关名称不能为空"),
        ("cover", {"secret": "x"}, "封面没有"),
    ):
        response = person.save(report_id, section, changes)
        assert response.status_code == 422, changes
        assert words in response.json["message"]


def test_a_body_that_is_too_large_gets_a_sentence(person: Person) -> None:
    report_id = person.new()
    blocks = [{"type": "paragraph", "text": "字" * 90_000}] * 120
    response = person.save(report_id, "overview", {"blocks": blocks})
    assert response.status_code == 413
    assert response.json["message"].startswith("上传或粘贴的内容超过上限")


def test_markup_in_text_is_shown_as_text(person: Person) -> None:
    report_id = person.new(name="<script>alert(1)</script>局")
    person.save(report_id, "overview", {"blocks": [{"type": "paragraph", "text": "</script><img src=x onerror=1>"}]})
    person.save(report_id, "applications", {"values.applications.new.person": '"><script>1</script>'})
    for path in ("edit/cover", "edit/overview", "edit/applications", "document", "finish", "versions"):
        page = person.get(f"/reports/{report_id}/{path}")
        assert "<script>" not in page
        assert "<img" not in page


def test_a_box_that_nobody_touched_is_not_read_again(person: Person) -> None:
    report_id = person.import_sample("004_07d58256ca7a15b7")
    page = person.get(f"/reports/{report_id}/edit/proactive")
    fields = dict(re.findall(r'name="(proactive[a-z_.]+)" data-cell[^>]* value="([^"]*)"', page))
    assert fields["proactive.procurement.amount"] == "2,232,951"
    fields |= {"revision": str(person.revision(report_id, "proactive")), "proactive.licensing.decisions": "12"}
    person.post(f"/reports/{report_id}/edit/proactive", fields)
    record = person.client.get(f"/reports/{report_id}/export/json").get_json(force=True)
    assert record["values"]["proactive.procurement.amount"] == {"text": "2,232,951", "doubt": "无单位"}
    assert record["values"]["proactive.licensing.decisions"] == "12"


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 5000 + b"]" * 5000,
        b"{}",
        b"nonsense",
        b'{"revision": 1e400, "changes": {}}',
        b'{"revision": "1", "changes": {}}',
        b'{"revision": 1, "changes": {"\\ud800": "1"}}',
        b'{"revision": 1, "changes": {"agency.kind": []}}',
        b'{"revision": 1, "changes": {"extra_sections": "x"}}',
        b'{"revision": 1, "changes": {"extra_sections": [{"after": []}]}}',
        b'{"revision": 1, "changes": {"date": "\\ud800"}}',
    ],
)
def test_a_save_of_nonsense_is_refused_in_words_and_never_a_fault(person: Person, body: bytes) -> None:
    report_id = person.import_sample("demo-2023")
    response = person.client.post(
        f"/reports/{report_id}/edit/cover",
        data=body,
        content_type="application/json",
        headers={"X-CSRFToken": person.token(), "Accept": "application/json"},
    )
    assert response.status_code == 422
    assert response.json["message"]


def test_a_busy_database_is_told_apart_from_a_refusal_so_that_the_page_tries_again(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_id = person.new()

    def busy(*_: object) -> None:
        raise DatabaseBusyError("数据库正忙，请稍后再试。")

    monkeypatch.setattr("web.editing.save_section", busy)
    assert person.save(report_id, "applications", {"values.applications.new.person": "1"}).status_code == 503
