"""A published report comes in by way of a person: read, shown beside its source, stored only when confirmed."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from tests.web.conftest import Person

SOURCES = Path(__file__).resolve().parents[2] / "samples" / "sources"


def upload(person: Person, name: str, content: bytes | None = None) -> str:
    data = (SOURCES / name).read_bytes() if content is None else content
    response = person.post("/imports", {"file": (io.BytesIO(data), name)}, follow=False)
    assert response.status_code == 302, response.text
    return response.location


def fields(page: str) -> dict[str, str]:
    found = dict(re.findall(r'<input id="([a-z_.]+)" name="\1" data-cell[^>]* value="([^"]*)"', page))
    for name in ("name", "year"):
        found[name] = re.findall(rf'id="{name}" name="{name}" value="([^"]*)"', page)[0]
    found["kind"] = re.findall(r'<option value="(\w+)" selected', page)[0]
    return found


def test_nothing_is_stored_before_a_person_has_confirmed(person: Person) -> None:
    place = upload(person, "004_07d58256ca7a15b7.txt")
    assert "核对导入内容" in person.get(place)
    assert "还没有报告" in person.get("/")


def test_doubtful_cells_come_first_with_their_snippet_and_the_faults_as_published(person: Person) -> None:
    page = person.get(upload(person, "004_07d58256ca7a15b7.txt"))
    assert page.index("存疑（1）") < page.index("二、主动公开政府信息情况</h2>")
    assert "政府集中采购 9 2,232,951" in page
    assert "“2,232,951”无单位" in page


def test_accepting_stores_the_report_as_version_one(person: Person) -> None:
    place = upload(person, "001_6bf957eabb57496e.txt")
    form = fields(person.get(place))
    form["name"] = "洮南市人民政府"
    response = person.post(f"{place}/accept", form)
    assert "已导入，保存为第 1 版" in response.text
    assert "强制性 8" in person.get("/")
    assert "已不在" in person.get(place, 422)


def test_a_figure_corrected_on_the_page_is_stored_as_corrected(person: Person) -> None:
    place = upload(person, "004_07d58256ca7a15b7.txt")
    form = fields(person.get(place)) | {"proactive.procurement.amount": "223.2951万元"}
    page = person.post(f"{place}/accept", form)
    report_id = page.request.path.split("/")[2]
    assert 'value="223.2951"' in person.get(f"/reports/{report_id}/edit/proactive")


def test_chosen_cleaning_is_made_and_the_rest_stays_as_printed(person: Person) -> None:
    place = upload(person, "003_6f0d1c700e1760a4.txt")
    page = person.post(f"{place}/accept", fields(person.get(place)) | {"clean": ["1"]})
    report_id = page.request.path.split("/")[2]
    text = person.get(f"/reports/{report_id}/document")
    assert "健全制度机制" in text
    assert "健全政務公開重點" in text


def test_a_pdf_is_shown_as_pictures_of_its_pages_with_the_place_of_each_figure(person: Person) -> None:
    place = upload(person, "hongze-2023.pdf")
    page = person.get(place)
    assert page.count('class="page"') == 5
    assert '"page": 2' in page
    response = person.client.get(f"{place}/page/2")
    assert response.data.startswith(b"\x89PNG")
    assert person.client.get(f"{place}/page/99").status_code == 422


def test_into_a_draft_only_the_chosen_places_go_and_the_state_before_is_kept(person: Person) -> None:
    report_id = person.import_sample("hongze-2023")
    person.save(report_id, "review", {"values.review.reconsideration.upheld": "99"})
    person.save(report_id, "applications", {"values.applications.new.person": "77"})
    place = upload(person, "hongze-2023.pdf")
    form = fields(person.get(place)) | {"target": report_id}
    listed = person.post(f"{place}/accept", form).text
    assert "行政复议·结果维持" in listed
    assert "本年新收·自然人" in listed
    assert "请先勾选" in person.post(f"{place}/accept", form | {"chosen": "1"}).text
    seen = dict(re.findall(r'name="(revision\.\w+)" value="(\d+)"', listed))
    chosen = form | seen | {"chosen": "1", "place": ["review:values.review.reconsideration.upheld"]}
    assert "已并入 1 处" in person.post(f"{place}/accept", chosen).text
    assert 'value="10"' in person.get(f"/reports/{report_id}/edit/review")
    assert 'value="77"' in person.get(f"/reports/{report_id}/edit/applications")
    assert "并入前自动留存" in person.get(f"/reports/{report_id}/versions")


def test_what_was_changed_since_the_list_was_shown_is_not_overwritten(person: Person) -> None:
    report_id = person.import_sample("hongze-2023")
    person.save(report_id, "review", {"values.review.reconsideration.upheld": "99"})
    place = upload(person, "hongze-2023.pdf")
    form = fields(person.get(place)) | {"target": report_id}
    seen = dict(re.findall(r'name="(revision\.\w+)" value="(\d+)"', person.post(f"{place}/accept", form).text))
    person.save(report_id, "review", {"values.review.reconsideration.upheld": "555"})
    chosen = form | seen | {"chosen": "1", "place": ["review:values.review.reconsideration.upheld"]}
    assert "已并入 0 处；另有 1 处" in person.post(f"{place}/accept", chosen).text
    assert 'value="555"' in person.get(f"/reports/{report_id}/edit/review")


def test_what_was_corrected_stays_on_the_page_when_something_is_refused(person: Person) -> None:
    place = upload(person, "004_07d58256ca7a15b7.txt")
    form = fields(person.get(place)) | {"applications.new.person": "777", "name": "改过的名称", "year": "abcd"}
    response = person.post(f"{place}/accept", form)
    assert response.status_code == 422
    assert 'value="777"' in response.text
    assert 'value="改过的名称"' in response.text


def test_names_that_no_command_line_takes_are_no_fault(person: Person) -> None:
    content = (SOURCES / "004_07d58256ca7a15b7.txt").read_bytes()
    for name in ("长" * 3000 + ".txt", "a\0b.txt", "../../etc/passwd.txt"):
        assert "核对导入内容" in person.get(upload(person, name, content))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "DOCX"),
        ("空.txt", b"   ", "空"),
        ("乱.pdf", b"%PDF-1.7 rubbish", "PDF"),
        ("乱.docx", b"PK\x03\x04rubbish", ""),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_and_nothing_is_kept(
    person: Person, name: str, content: bytes, words: str
) -> None:
    response = person.post("/imports", {"file": (io.BytesIO(content), name)})
    assert response.status_code == 422
    problem = re.findall(r'role="alert">([^<]+)<', response.text)[0]
    assert words in problem


def test_imported_markup_is_shown_as_text(person: Person) -> None:
    source = (SOURCES / "004_07d58256ca7a15b7.txt").read_text("utf-8")
    hostile = source.replace(
        "普陀区金融服务办公室(以下简称", "<img src=x onerror=alert(1)><script>alert(1)</script>(以下简称", 1
    )
    page = person.get(upload(person, "x.txt", hostile.encode()))
    assert "&lt;img src=x" in page
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_a_token_made_up_leads_nowhere(person: Person) -> None:
    for token in ("0" * 32, "..%2f..%2fetc", "x"):
        assert person.client.get(f"/imports/{token}").status_code in {404, 422}


def test_cells_in_doubt_for_one_reason_are_one_doubt_with_their_rows(person: Person) -> None:
    page = person.get(upload(person, "hongze-2023.pdf"))
    assert "存疑 21 格" in page
    listed = re.findall(r'<ul class="doubt-list">(.*?)</ul>', page, re.S)[0]
    assert listed.count("<li>") == 1
    assert "其他处理·逾期不补正</a>、" in listed
    assert "（21 格）：原表“（六）其他处理”没有细分" in listed
    assert "（第4页表1第7行）" in listed


def test_single_cells_in_doubt_are_named_one_by_one(person: Person) -> None:
    page = person.get(upload(person, "003_6f0d1c700e1760a4.txt"))
    listed = re.findall(r'<ul class="doubt-list">(.*?)</ul>', page, re.S)[0]
    assert "原表没有印这一栏" in listed
    assert listed.count("<li>") == 2
    assert "规章·" in listed
