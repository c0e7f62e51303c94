"""The new year starts from last year's report, its text stands beside, and two reports can be laid side by side."""

from __future__ import annotations

from tests.web.conftest import Person


def test_the_page_says_what_would_be_filled_in_before_anything_is_stored(person: Person) -> None:
    report_id = person.import_sample("hongze-2024")
    page = person.get(f"/reports/{report_id}/next")
    assert "从 2024 年报告开始编写 2025 年报告" in page
    assert "上年结转·自然人" in page
    assert "2025" not in person.get("/").split("<tbody>")[1].split("编写")[0]


def test_next_years_report_is_opened_where_there_is_one(person: Person) -> None:
    person.import_sample("hongze-2023")
    next_id = person.import_sample("hongze-2024")
    page = person.get("/")
    assert page.count("编写 2025 年</a>") == 1
    assert "编写 2024 年" not in page
    assert f'href="/reports/{next_id}/" aria-label="打开 淮安市洪泽区人民政府 2024 年报告"' in page


def test_carried_figures_are_filled_in_and_the_rest_stays_blank(person: Person) -> None:
    report_id = person.import_sample("hongze-2024")
    made = person.post(f"/reports/{report_id}/next")
    new_id = made.request.path.split("/")[2]
    page = person.get(f"/reports/{new_id}/edit/applications")
    assert (
        'data-cell="applications.carried_in.person" type="text" inputmode="numeric" autocomplete="off" value="0"'
        in page
    )
    assert 'data-cell="applications.new.person" type="text" inputmode="numeric" autocomplete="off" value=""' in page
    assert 'id="last-applications.new.person"' in page


def test_last_years_text_stands_beside_with_its_figures_marked(person: Person) -> None:
    person.import_sample("hongze-2023")
    page = person.get(f"/reports/{person.import_sample('hongze-2024')}/edit/overview")
    assert "上年（2023 年）的文字" in page
    assert "<mark>2023年" in page
    assert 'data-take="0"' in page


def test_what_does_not_carry_from_2019_format_to_2021_format_is_listed(person: Person) -> None:
    page = person.get(f"/reports/{person.import_sample('002_80b2b08208f129ad')}/next")
    assert "不能结转的" in page
    assert "对外公开总数" in page


def test_two_years_are_laid_side_by_side(person: Person) -> None:
    first, second = person.import_sample("hongze-2023"), person.import_sample("hongze-2024")
    page = person.get(f"/compare?a={first}&b={second}")
    assert "本年新收·自然人" in page
    assert "处不同" in page
    assert "没有这个页面" in person.get(f"/compare?a={first}:99&b={second}", 404)


def test_cross_year_warnings_name_both_years_figures(person: Person) -> None:
    person.import_sample("hongze-2023")
    page = person.get(f"/reports/{person.import_sample('hongze-2024')}/finish")
    assert "总计·本年新收 95，上年 21，增 352%" in page
