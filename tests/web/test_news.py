"""What others have changed is told to a page that asks, and costs nothing where nothing has."""

from __future__ import annotations

from werkzeug.test import TestResponse

from tests.web.conftest import Person


def ask(person: Person, report_id: str, seen: dict[str, int], mark: str = "") -> TestResponse:
    headers = {"If-None-Match": mark} if mark else {}
    return person.client.get(f"/reports/{report_id}/news/applications", query_string=seen, headers=headers)


def test_a_change_of_another_person_is_told_with_name_and_title(person: Person) -> None:
    report_id = person.new()
    seen = {"applications": person.revision(report_id, "applications")}
    person.post("/who", {"who": "王某"})
    person.save(report_id, "applications", {"values.applications.new.person": "１４件"})
    news = ask(person, report_id, seen).json["sections"]
    assert news == {
        "applications": {
            "revision": seen["applications"] + 1,
            "who": "王某",
            "changed": {"values.applications.new.person": "14"},
            "titles": {"values.applications.new.person": "本年新收·自然人"},
        }
    }


def test_text_and_lines_of_other_tabs_are_told_by_the_names_that_people_know(person: Person) -> None:
    report_id = person.new()
    seen = {name: person.revision(report_id, name) for name in ("cover", "problems")}
    person.save(report_id, "cover", {"issuer": "示例市民政局", "headings.other": "六、其他"})
    person.save(report_id, "problems", {"blocks": [{"type": "paragraph", "text": "一段。"}]})
    news = ask(person, report_id, seen).json["sections"]
    assert set(news["cover"]["titles"].values()) == {"落款", "部分的标题"}
    assert news["problems"]["titles"] == {"blocks": "五、存在的主要问题及改进情况的文字"}
    assert news["problems"]["changed"]["blocks"][0]["text"] == "一段。"


def test_nothing_new_is_answered_without_content_until_something_is(person: Person) -> None:
    report_id = person.new()
    seen = {"applications": person.revision(report_id, "applications")}
    mark = ask(person, report_id, seen).headers["ETag"]
    again = ask(person, report_id, seen, mark)
    assert (again.status_code, again.data) == (304, b"")
    person.save(report_id, "applications", {"values.applications.new.person": "3"})
    assert ask(person, report_id, seen, mark).status_code == 200


def test_a_settled_conflict_is_news_although_no_figure_changes(person: Person) -> None:
    report_id = person.new()
    seen = person.revision(report_id, "applications")
    person.save(report_id, "applications", {"values.applications.new.person": "14"})
    person.save(report_id, "applications", {"values.applications.new.person": "15"}, seen)
    before = ask(person, report_id, {})
    conflict = before.json["conflicts"][0]["id"]
    person.post(f"/reports/{report_id}/conflicts/{conflict}", {"choice": "theirs"})
    after = ask(person, report_id, {}, before.headers["ETag"])
    assert (after.status_code, after.json["conflicts"]) == (200, [])


def test_a_report_in_the_trash_has_no_news(person: Person) -> None:
    report_id = person.new()
    person.post(f"/reports/{report_id}/delete")
    assert ask(person, report_id, {}).status_code == 404
    assert ask(person, "no-such-report", {}).status_code == 404
