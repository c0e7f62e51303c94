"""Headers, hosts, forgery and cookies."""

from __future__ import annotations

from tests.web.conftest import Person


def test_no_page_admits_inline_script_or_style(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    editor = f"/reports/{report_id}/edit/applications"
    for path in ("/", "/reports/new", editor, f"/reports/{report_id}/finish", "/nothing"):
        response = person.client.get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert " style=" not in response.text
        assert "<style" not in response.text
        assert "onclick" not in response.text


def test_the_preview_admits_exactly_the_documents_own_style(person: Person) -> None:
    report_id = person.import_sample("demo-2023")
    response = person.client.get(f"/reports/{report_id}/document")
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'sha256-")
    # The one block of data, which no browser runs.
    assert response.text.count("<script") == response.text.count('<script type="application/ld+json">') == 1


def test_a_post_without_the_pages_token_is_refused_and_nothing_happens(person: Person) -> None:
    report_id = person.new()
    for path in (f"/reports/{report_id}/delete", f"/reports/{report_id}/finish", "/reports/new"):
        response = person.client.post(path, data={"name": "假冒局", "year": "2023"})
        assert response.status_code == 400
        assert "页面已过期" in response.text
    assert "假冒局" not in person.get("/")


def test_another_host_name_is_not_answered(person: Person) -> None:
    assert person.client.get("/", headers={"Host": "evil.example"}).status_code == 400
    for host in ("127.0.0.1:8000", "localhost:8000"):
        assert person.client.get("/", headers={"Host": host}).status_code == 200, host


def test_the_session_cookie_is_kept_from_script_and_other_sites(person: Person) -> None:
    cookie = person.client.get("/reports/new").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_pages_with_figures_are_not_kept_by_caches(person: Person) -> None:
    response = person.client.get(f"/reports/{person.new()}/edit/applications")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
