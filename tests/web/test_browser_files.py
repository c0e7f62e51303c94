"""Styles and scripts are fetched once, and anew after an update; pages and documents are not kept."""

from __future__ import annotations

import re

from web.browser_files import address


def linked(page):
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', page)


def test_every_file_that_a_page_names_is_kept_for_good(person):
    found = linked(person.get(f"/reports/{person.new()}/edit/applications"))
    assert len(found) > 5
    for path in found:
        answer = person.client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_modules_import_one_another_under_the_same_address(person):
    (script,) = (path for path in linked(person.get(f"/reports/{person.new()}/edit/cover")) if "page.mjs" in path)
    assert 'from "./autosave.mjs"' in person.client.get(script).text
    assert person.client.get(script.replace("page.mjs", "autosave.mjs")).status_code == 200


def test_the_address_is_another_once_a_file_is(tmp_path):
    (tmp_path / "table").mkdir()
    (tmp_path / "table" / "page.mjs").write_text("1")
    before = address(tmp_path)
    assert address(tmp_path) == before
    (tmp_path / "table" / "page.mjs").write_text("2")
    changed = address(tmp_path)
    (tmp_path / "table" / "page.mjs").rename(tmp_path / "table" / "other.mjs")
    assert len({before, changed, address(tmp_path)}) == 3


def test_an_address_of_before_an_update_shows_no_other_file(person):
    path = linked(person.get(f"/reports/{person.new()}/edit/cover"))[0]
    old = re.sub(r"/static/\w+/", "/static/0123456789abcdef/", path)
    answer = person.client.get(old)
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_pages_and_downloads_are_not_kept(person):
    report_id = person.new()
    page = person.client.get(f"/reports/{report_id}/edit/cover")
    download = person.client.get(f"/reports/{report_id}/export/json")
    for answer in (page, download):
        assert answer.status_code == 200
        assert "immutable" not in answer.headers.get("Cache-Control", "")
