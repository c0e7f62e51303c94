"""A click on a file never waits for the making: it gets the file, or a page that waits and then downloads."""

from __future__ import annotations

import time

import pytest

from services.rendering import Rendering
from tests.web.conftest import Person
from tests.web.exporting.conftest import work_off

JSON = {"Accept": "application/json"}


@pytest.fixture
def configuration() -> str:
    return "work: {settle_seconds: 0}"


def kept(rendering: Rendering) -> int:
    return sum(len(file.name) == 64 for file in rendering.shop.folder.rglob("*"))


def test_a_file_not_yet_made_is_waited_for_on_a_page_that_needs_no_script(person: Person, rendering: Rendering) -> None:
    address = f"/reports/{person.new()}/export/docx"
    response = person.client.get(address)
    assert response.status_code == 202
    assert '<noscript><meta http-equiv="refresh"' in response.text
    assert "正在生成：Word" in response.text
    assert 'role="status"' in response.text
    work_off(rendering)
    response = person.client.get(address)
    assert response.status_code == 200
    assert response.data.startswith(b"PK")
    assert "attachment" in response.headers["Content-Disposition"]


def test_a_script_is_told_how_far_it_is_without_the_file(person: Person, rendering: Rendering) -> None:
    address = f"/reports/{person.new()}/export/csv"
    assert person.client.get(address, headers=JSON).json == {"state": "waiting"}
    assert person.client.get(address, headers=JSON).json == {"state": "waiting"}
    work_off(rendering)
    assert person.client.get(address, headers=JSON).json == {"state": "ready"}


def test_why_a_file_cannot_be_made_stands_on_a_page(
    person: Person, rendering: Rendering, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services import rendering_work
    from services.rendering_apart import RenderingFailedError

    def refuse(*_: object) -> bytes:
        raise RenderingFailedError("字体没有这个字。", ("㙍在封面",))

    monkeypatch.setattr(rendering_work, "make", refuse)
    address = f"/reports/{person.new()}/export/pdf"
    person.get(address, 202)
    work_off(rendering)
    page = person.get(address, 422)
    assert "字体没有这个字。" in page
    assert "<li>㙍在封面</li>" in page
    person.get(address, 202)
    work_off(rendering)
    told = person.client.get(address, headers=JSON).json
    assert told == {"state": "failed", "message": "字体没有这个字。", "details": ["㙍在封面"]}


def test_a_file_of_a_final_report_that_reads_otherwise_is_not_given(
    person: Person, rendering: Rendering, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from exporters import EXPORTERS

    render = EXPORTERS["csv"].render
    wrong = replace(EXPORTERS["csv"], render=lambda document: render(document).replace(b"300.00", b"301.00"))
    monkeypatch.setitem(EXPORTERS, "csv", wrong)
    report_id = person.import_sample("demo-2023")
    assert "已定稿" in person.finish(report_id).text
    person.get(f"/reports/{report_id}/export/csv", 202)
    work_off(rendering)
    page = person.get(f"/reports/{report_id}/export/csv", 422)
    assert "与报告核对有" in page
    assert "301.00" in page
    assert "不符，没有导出" in page


def test_after_a_save_the_files_are_made_before_anybody_asks(person: Person, rendering: Rendering) -> None:
    report_id = person.new()
    assert person.save(report_id, "cover", {"issuer": "某局"}).status_code == 200
    end = time.monotonic() + 30
    while kept(rendering) < 6:
        assert time.monotonic() < end
        work_off(rendering)
    for name in ("html", "pdf", "docx", "xlsx", "csv", "json"):
        assert person.client.get(f"/reports/{report_id}/export/{name}").status_code == 200, name


def test_looking_at_the_page_of_downloads_has_them_made(person: Person, rendering: Rendering) -> None:
    report_id = person.new()
    person.get(f"/reports/{report_id}/preview")
    end = time.monotonic() + 30
    while kept(rendering) < 6:
        assert time.monotonic() < end
        work_off(rendering)


def test_a_save_that_is_refused_makes_nothing_ahead(person: Person, rendering: Rendering) -> None:
    report_id = person.new()
    assert person.save(report_id, "cover", {"nonsense": "x"}).status_code == 422
    time.sleep(0.3)
    assert work_off(rendering) == 0


def test_another_report_of_the_same_name_gets_its_own_file(person: Person, rendering: Rendering) -> None:
    one, other = person.new("甲局"), person.new("乙局")
    for report_id in (one, other):
        person.get(f"/reports/{report_id}/export/json", 202)
    work_off(rendering)
    assert "甲局" in person.get(f"/reports/{one}/export/json")
    assert "乙局" in person.get(f"/reports/{other}/export/json")
