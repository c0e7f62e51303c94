"""Every page: what it says at first, what it offers, and what it answers to nonsense."""

from __future__ import annotations

from tests.web.conftest import Person


def test_an_empty_first_start_offers_what_to_do_next(person: Person) -> None:
    page = person.get("/")
    assert "新建一份报告" in page
    assert "导入数据文件" in page
    assert "bash bin/run --demo" in page


def test_the_year_chooses_the_format(person: Person) -> None:
    assert "国办公开办函〔2019〕60号" in person.get(f"/reports/{person.new(year=2020)}/edit/applications")
    assert "国办公开办函〔2021〕30号" in person.get(f"/reports/{person.new(year=2021)}/edit/applications")


def test_a_year_without_a_format_is_refused_in_words(person: Person) -> None:
    response = person.post("/reports/new", {"name": "示例局", "year": "2015", "kind": "department"})
    assert response.status_code == 422
    assert "没有适用于 2015 年度的报告格式" in response.text
    assert 'value="示例局"' in response.text


def test_the_same_agency_and_year_cannot_be_made_twice(person: Person) -> None:
    person.new()
    response = person.post("/reports/new", {"name": "示例市民政局", "year": "2023", "kind": "department"})
    assert response.status_code == 422
    assert "已有" in response.text


def test_every_tab_of_every_sample_opens(person: Person) -> None:
    for name in ("000_fbfd842556fb2a70", "001_6bf957eabb57496e", "hongze-2023", "demo-2023"):
        report_id = person.import_sample(name)
        for section in ("cover", "overview", "proactive", "applications", "review", "problems", "other"):
            person.get(f"/reports/{report_id}/edit/{section}")
        for page in ("finish", "preview", "versions", "versions/1", "document"):
            person.get(f"/reports/{report_id}/{page}")


def test_the_list_tells_the_faults_of_each_report(person: Person) -> None:
    person.import_sample("001_6bf957eabb57496e")
    assert "强制性 8" in person.get("/")


def test_each_cell_of_the_form_is_an_input_named_by_row_and_column(person: Person) -> None:
    page = person.get(f"/reports/{person.new()}/edit/applications")
    assert page.count('type="text" inputmode="numeric"') == 175
    assert 'aria-label="一、本年新收政府信息公开申请数量，申请人情况，自然人"' in page


def test_an_unknown_report_section_version_or_format_is_not_found(person: Person) -> None:
    report_id = person.new()
    for path in (
        "/reports/nothing/edit/cover",
        "/reports/..%2f..%2fetc/edit/cover",
        f"/reports/{report_id}/edit/nothing",
        f"/reports/{report_id}/versions/99",
        f"/reports/{report_id}/export/exe",
        f"/reports/{report_id}/versions/{'9' * 20}",
        f"/reports/{report_id}/document?version={'9' * 20}",
        f"/reports/{report_id}/document?version=²",
        f"/compare?a={report_id}:²&b={report_id}",
    ):
        assert "没有这个页面" in person.get(path, 404)


def test_a_deleted_report_can_be_brought_back(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    assert "回收站" in person.post(f"/reports/{report_id}/delete").text
    person.post(f"/reports/{report_id}/undelete")
    assert "示例市民政局" in person.get(f"/reports/{report_id}/edit/cover")


def test_last_years_figure_stands_beside_its_cell(person: Person) -> None:
    person.import_sample("hongze-2023")
    page = person.get(f"/reports/{person.import_sample('hongze-2024')}/edit/applications")
    assert 'id="last-applications.new.total"' in page
