"""导出全部 on the pages: chosen, watched, stopped, gone on with, downloaded, taken away."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest

from services.rendering import Rendering
from tests.web.conftest import Person
from tests.web.exporting.conftest import work_off

JSON = {"Accept": "application/json"}


def asked(person: Person, **form: Any) -> str:
    """The address of a new set."""
    response = person.post("/sets", {"kind": ["csv"], "which": "all", **form}, follow=False)
    assert response.status_code == 302, response.text
    return response.location


def names(person: Person, address: str) -> list[str]:
    response = person.client.get(f"{address}/zip")
    assert response.status_code == 200
    return [name.split("_")[0] for name in zipfile.ZipFile(io.BytesIO(response.data)).namelist() if "_" in name]


def test_those_that_are_ticked_are_exported(person: Person, rendering: Rendering) -> None:
    ids = [person.new(name) for name in ("甲局", "乙局", "丙局")]
    address = asked(person, which="chosen", report=ids[:2])
    work_off(rendering)
    assert sorted(names(person, address)) == ["乙局", "甲局"]


def test_all_of_a_year_are_exported(person: Person, rendering: Rendering) -> None:
    person.new("甲局", 2023)
    person.new("乙局", 2022)
    assert "2022 年（1 份）" in person.get("/")
    address = asked(person, which="2022")
    work_off(rendering)
    assert names(person, address) == ["乙局"]


def test_nothing_chosen_is_told(person: Person) -> None:
    person.new("甲局")
    for form in (
        {"which": "chosen", "kind": ["pdf"]},
        {"which": "all", "kind": []},
        {"which": "1999", "kind": ["pdf"]},
    ):
        assert "请先勾选" in person.post("/sets", form).text


def test_how_far_it_is_stands_on_the_page_and_is_told_to_scripts(person: Person, rendering: Rendering) -> None:
    for name in ("甲局", "乙局"):
        person.new(name)
    address = asked(person)
    work_off(rendering, pieces=2)
    page = person.get(address)
    assert "1 / 2 份" in page
    assert 'role="status"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert re.findall(r'data-state="(\w+)"', page) == ["done", "waiting"]
    told = person.client.get(address, headers=JSON).json
    assert (told["state"], told["finished"], told["count"]) == ("running", 1, 2)
    assert told["idle"], "no workers run here, and the page says so"
    assert "没有运行" in page


def test_stopping_and_going_on(person: Person, rendering: Rendering) -> None:
    for name in ("甲局", "乙局"):
        person.new(name)
    address = asked(person)
    work_off(rendering, pieces=2)
    assert "已停止" in person.post(f"{address}/cancel").text
    work_off(rendering)
    assert person.client.get(f"{address}/zip").status_code == 302
    assert "正在生成" in person.post(f"{address}/resume").text
    work_off(rendering)
    assert len(names(person, address)) == 2
    assert "已完成" in person.get(address)


def test_the_zip_can_be_fetched_in_parts(person: Person, rendering: Rendering) -> None:
    person.new("甲局")
    address = asked(person)
    work_off(rendering)
    whole = person.client.get(f"{address}/zip").data
    part = person.client.get(f"{address}/zip", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, whole[10:20])


def test_a_report_that_failed_stands_on_the_page_with_the_reason(person: Person, rendering: Rendering) -> None:
    person.new("甲局")
    address = asked(person)
    person.post(f"/reports/{re.findall('/reports/([0-9a-f]+)/preview', person.get(address))[0]}/delete")
    work_off(rendering)
    page = person.get(address)
    assert "没有这份年度报告" in page
    assert "其中 1 份有问题" in page


def test_taking_a_set_away(person: Person, rendering: Rendering) -> None:
    person.new("甲局")
    address = asked(person)
    work_off(rendering)
    assert address in person.get("/sets")
    assert "已删除" in person.post(f"{address}/delete").text
    assert address not in person.get("/sets")
    person.get(address, 404)


@pytest.mark.parametrize("name", ["0" * 32, "..", "x"])
def test_a_set_that_there_is_not(person: Person, name: str) -> None:
    for address in (f"/sets/{name}", f"/sets/{name}/zip"):
        person.get(address, 404)
