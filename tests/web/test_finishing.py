"""定稿 is barred while a mandatory finding is open or a warning has no 说明; drafts say 草稿; versions go back."""

from __future__ import annotations

from tests.web.conftest import Person


def test_a_report_with_broken_sums_cannot_be_finished_and_the_list_says_why(person: Person) -> None:
    report_id = person.import_sample("001_6bf957eabb57496e")
    response = person.finish(report_id)
    assert response.status_code == 422
    assert "还不能定稿：还有 8 项须先处理" in response.text
    assert "社会公益组织：新收 0 + 结转 0 = 0，办理 2 + 结转下年 0 = 2，差 −2" in response.text


def test_a_consistent_report_is_finished_and_its_download_is_no_draft(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    assert "已定稿，为第 2 版" in person.finish(report_id).text
    response = person.client.get(f"/reports/{report_id}/export/html")
    assert "<title>草稿" not in response.text
    assert "%E8%8D%89%E7%A8%BF" not in response.headers["Content-Disposition"]


def test_a_draft_can_be_downloaded_any_time_and_says_so(person: Person) -> None:
    report_id = person.new()
    response = person.client.get(f"/reports/{report_id}/export/html")
    assert response.status_code == 200
    assert "<title>草稿" in response.text


def test_a_warning_needs_a_written_explanation_which_reopens_when_its_values_change(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    person.save(report_id, "proactive", {"values.proactive.normative.in_force": "0"})
    refused = person.finish(report_id)
    assert refused.status_code == 422
    assert "少于本年制发减废止" in refused.text or "少于制发" in refused.text
    person.explain(report_id, "C2:proactive.normative", "自然失效。")
    assert person.finish(report_id).status_code == 200
    person.save(report_id, "proactive", {"values.proactive.normative.issued": "9"})
    assert person.finish(report_id).status_code == 422


def test_a_change_after_finishing_opens_the_report_again_and_keeps_the_final_version(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    person.finish(report_id)
    person.save(report_id, "applications", {"values.applications.new.person": "999"})
    assert "填报中" in person.get(f"/reports/{report_id}/finish")
    final = person.client.get(f"/reports/{report_id}/export/json?version=2").get_json(force=True)
    assert final["values"]["applications.new.person"] != "999"


def test_the_history_shows_what_changed_and_goes_back(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    before = person.client.get(f"/reports/{report_id}/export/json").get_json(force=True)
    person.save(report_id, "review", {"values.review.reconsideration.upheld": "77"})
    person.post(f"/reports/{report_id}/versions", {"note": "试改"})
    page = person.get(f"/reports/{report_id}/versions/2")
    assert "<ins>77</ins>" in page
    person.save(report_id, "review", {"values.review.reconsideration.upheld": "78"})
    person.post(f"/reports/{report_id}/versions/1/restore")
    assert "恢复前自动留存" in person.get(f"/reports/{report_id}/versions")
    after = person.client.get(f"/reports/{report_id}/export/json").get_json(force=True)
    assert after == before


def test_the_first_version_is_said_to_be_the_first(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    page = person.get(f"/reports/{report_id}/versions/1")
    assert "这是第一个版本，没有更早的可比" in page
    assert "处不同" not in page
    assert "（0 处不同）" in person.get(f"/reports/{report_id}/versions/1?against=draft")


def test_going_back_to_a_finished_version_says_that_it_has_to_be_finished_again(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    person.finish(report_id)
    person.save(report_id, "review", {"values.review.reconsideration.upheld": "77"})
    assert "须重新定稿" in person.get(f"/reports/{report_id}/versions/2")
    assert "须重新定稿" not in person.get(f"/reports/{report_id}/versions/1")
    answer = person.post(f"/reports/{report_id}/versions/2/restore").text
    assert "报告现为“填报中”，须重新定稿" in answer


def test_an_explanation_of_blanks_is_not_taken_and_says_so(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    person.save(report_id, "proactive", {"values.proactive.normative.in_force": "0"})
    for typed in ("  　\n ", ""):
        response = person.explain(report_id, "C2:proactive.normative", typed)
        assert response.status_code == 422
        assert "说明里没有文字" in response.text
    person.explain(report_id, "C2:proactive.normative", "自然失效。")
    assert person.explain(report_id, "C2:proactive.normative", " ").status_code == 422
    assert "已撤回" in person.explain(report_id, "C2:proactive.normative", "").text


def test_what_was_changed_after_the_page_was_shown_is_not_signed_unseen(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    person.save(report_id, "proactive", {"values.proactive.normative.in_force": "0"})
    seen = person.seen(report_id)
    person.save(report_id, "proactive", {"values.proactive.normative.in_force": "1"})
    response = person.explain(report_id, "C2:proactive.normative", "自然失效。", seen)
    assert response.status_code == 409
    assert "请看过最新的内容再提交" in response.text
    assert "自然失效。</textarea>" in response.text
    refused = person.post(f"/reports/{report_id}/finish", {"seen": seen})
    assert refused.status_code == 409


def test_a_jump_against_last_year_needs_an_explanation_that_holds_until_a_figure_changes(person: Person) -> None:
    person.import_sample("hongze-2023")
    report_id = person.import_sample("hongze-2024")
    for finding in ("D5:proactive.licensing.decisions", "D5:proactive.coercion.decisions"):
        person.explain(report_id, finding, "统计口径调整。")
    page = person.get(f"/reports/{report_id}/finish")
    assert page.count("✓ 已说明") == 2
    person.save(report_id, "proactive", {"values.proactive.licensing.decisions": "9488"})
    assert person.get(f"/reports/{report_id}/finish").count("✓ 已说明") == 1
