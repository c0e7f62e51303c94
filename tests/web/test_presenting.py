"""版式与图表: chosen beside the preview, saved like every change, told apart in the history."""

from __future__ import annotations

import io
import json
from typing import Any

from lxml import html

from tests.web.conftest import Person

CHOSEN = {"charts": ["trend", "outcomes"], "wide_tables": "rotate"}


def choose(person: Person, report_id: str, **fields: Any) -> str:
    fields.setdefault("revision", str(person.revision(report_id, "cover")))
    response = person.post(f"/reports/{report_id}/presentation", fields)
    assert response.status_code == 200, response.text
    return response.text


def record(person: Person, report_id: str) -> dict[str, Any]:
    return dict(person.client.get(f"/reports/{report_id}/export/json").get_json(force=True))


def test_the_page_offers_the_charts_of_the_format_none_of_them_chosen(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    page = person.get(f"/reports/{report_id}/preview")
    assert page.count('name="charts"') == 3
    assert 'name="charts" value="outcomes" checked' not in page
    assert 'name="wide_tables" value="fit" checked' in page
    assert "presentation" not in record(person, report_id)


def test_what_is_chosen_is_saved_with_the_report_and_shown(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    page = choose(person, report_id, **CHOSEN)
    assert "版式与图表已保存" in page
    assert 'name="charts" value="outcomes" checked' in page
    assert record(person, report_id)["presentation"] == {"charts": ["outcomes", "trend"], "wide_tables": "rotate"}


def test_taking_the_choice_back_leaves_no_trace_in_the_file(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    choose(person, report_id, **CHOSEN)
    choose(person, report_id, wide_tables="fit")
    assert "presentation" not in record(person, report_id)


def test_a_chart_that_the_format_has_not_is_refused_with_its_name(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    revision = str(person.revision(report_id, "cover"))
    response = person.post(f"/reports/{report_id}/presentation", {"charts": "pie", "revision": revision})
    assert response.status_code == 422
    assert "没有图表pie" in response.text


def test_two_people_who_choose_differently_are_told_and_neither_choice_is_lost(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    seen = str(person.revision(report_id, "cover"))
    choose(person, report_id, wide_tables="rotate", charts=["outcomes"])
    assert "同时被别人改动" in choose(person, report_id, wide_tables="rotate", charts=["trend"], revision=seen)
    cover = person.get(f"/reports/{report_id}/edit/cover")
    assert "<h3>图表</h3>" in cover


def test_a_finished_report_says_that_a_choice_opens_it_again(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    person.finish(report_id)
    assert "会回到“填报中”" in person.get(f"/reports/{report_id}/preview")
    choose(person, report_id, **CHOSEN)
    assert "尚未定稿" in person.get(f"/reports/{report_id}/preview")


def test_the_history_names_what_was_chosen(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    choose(person, report_id, **CHOSEN)
    person.post(f"/reports/{report_id}/versions", {"note": "选图表"})
    page = person.get(f"/reports/{report_id}/versions/2")
    assert "政府信息公开申请办理结果构成" in page
    assert "单独一页，横排版面" in page


def test_the_fragment_stands_on_a_page_to_be_copied_and_cannot_break_out_of_it(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    person.save(report_id, "cover", {"title": "</textarea><script>alert(1)</script>2023年报告"})
    page = html.document_fromstring(person.get(f"/reports/{report_id}/fragment"))
    (code,) = page.xpath("//textarea")
    fragment = person.client.get(f"/reports/{report_id}/export/fragment").text
    assert code.text_content().strip() == fragment.strip()
    assert "&lt;/textarea&gt;" in fragment
    assert [script.get("src") is not None for script in page.xpath("//main//script")] == [True]


def test_the_preview_leads_to_the_page_and_a_chart_that_cannot_be_drawn_is_told_there(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    page = choose(person, report_id, charts=["trend"], wide_tables="fit")
    assert f'href="/reports/{report_id}/fragment"' in page
    assert "只有 2023 年度的报告，要有上一年度的报告才能比较" in page


def test_last_years_report_of_the_installation_is_what_the_trend_compares_with(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    record_2022 = record(person, report_id) | {"year": 2022}
    content = io.BytesIO(json.dumps(record_2022, ensure_ascii=False).encode())
    person.post("/reports/import", {"file": (content, "2022.json")})
    page = choose(person, report_id, charts=["trend"], wide_tables="fit")
    assert "不能画" not in page
    assert "2022年：本年新收 38件" in person.get(f"/reports/{report_id}/document")


def test_index_number_and_day_of_publishing_are_kept_and_an_odd_day_is_refused(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    choose(person, report_id, wide_tables="fit", index_number="014314799/2024-00012", published="2024-01-20")
    assert record(person, report_id)["presentation"] == {
        "index_number": "014314799/2024-00012",
        "published": "2024-01-20",
    }
    assert 'name="PubDate" content="2024-01-20 00:00"' in person.get(f"/reports/{report_id}/document")
    revision = str(person.revision(report_id, "cover"))
    response = person.post(f"/reports/{report_id}/presentation", {"published": "明天", "revision": revision})
    assert response.status_code == 422
    assert "发布日期应如 2024-01-31" in response.text
