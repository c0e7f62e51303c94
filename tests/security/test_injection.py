"""What people write stays what they wrote: no template, query, header, formula, line of a log or file is made of it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.http import parse_options_header

from exporters import EXPORTERS
from report.record import dump_report
from services.audit import verify
from services.audit_csv import audit_csv
from tests.services.helpers import sample
from tests.services.workflow.conftest import County

HOSTILE = (
    "{{ 7 * 191 }}", "${7*191}", "{% include '/etc/passwd' %}", "<%= 7 * 191 %>", "#{7*191}", "{{config}}", "%s%n{0}",
    "'; DROP TABLE reports; --", '" OR 1=1 --', "<img src=x onerror=alert(1)>", "]]><!--", "\\u003cscript\\u003e",
    "=HYPERLINK(\"http://evil.example\")", "file:///etc/passwd", "http://169.254.169.254/",
)  # fmt: skip
PATHS = ("", "edit/cover", "finish", "versions", "preview", "document", "publication", "next")


def brought_in(person: Any, title: str) -> str:
    """The id of a report with a title that came in a file of record."""
    report = replace(sample("demo"), title=title, issuer=title)
    sent = person.post("/reports/import", {"file": (io.BytesIO(dump_report(report)), "a.json")})
    assert sent.status_code == 302, sent.text[:500]
    return str(sent.location.split("/")[2])


@pytest.mark.parametrize("text", HOSTILE)
def test_a_title_is_text_on_every_page(county: County, desk: Any, text: str) -> None:
    person = desk("filler")
    report_id = brought_in(person, text)
    for path in PATHS:
        page = person.client.get(f"/reports/{report_id}/{path}", follow_redirects=True)
        assert page.status_code == 200, path
        assert "1337" not in page.text, path
        assert "<img src=x" not in page.text, path
        assert "root:" not in page.text, path
    assert "DROP" not in text or person.client.get("/").status_code == 200


@pytest.mark.parametrize(
    "title", ["a\r\nSet-Cookie: x=1", '"; filename="a.exe', "../../etc/passwd", "a/b\\c:d", "\u202efdp.exe"]
)
@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_title_makes_no_header_and_no_place(county: County, desk: Any, title: str, kind: str) -> None:
    person = desk("filler")
    report_id = brought_in(person, title)
    sent = person.client.get(f"/reports/{report_id}/export/{kind}")
    assert sent.status_code == 200
    assert "x=1" not in str(sent.headers.getlist("Set-Cookie"))
    how, named = parse_options_header(sent.headers["Content-Disposition"])
    assert how == "attachment"
    assert set(named) == {"filename"}
    assert named["filename"].endswith(f"（草稿）.{kind}")
    assert not set(named["filename"]) & set('/\\:"\r\n\u202e')
    assert sent.mimetype == EXPORTERS[kind].media_type.partition(";")[0]


@pytest.mark.parametrize("where", ["/reports/{}/edit/cover", "/sets/{}", "/imports/{}", "/first/{}", "/people/{}"])
@pytest.mark.parametrize(
    "text", ["' OR '1'='1", "1;--", "..%2f..%2fetc%2fpasswd", "%00", "{{7*191}}", "${jndi:ldap:x}"]
)
def test_an_address_is_looked_up_and_nothing_else(county: County, desk: Any, where: str, text: str) -> None:
    answer = desk("admin").client.get(where.format(text))
    assert answer.status_code in (404, 410, 422)
    assert "1337" not in answer.text


def test_a_browser_that_calls_itself_something_evil_forges_no_line_of_the_log(county: County, desk: Any) -> None:
    person = desk()
    evil = "=cmd|'/C calc'!A0\t\u2028<script>\x85"
    person.client.post(
        "/sign-in",
        data={"csrf_token": person.csrf(), "login": "filler", "password": "wrong-8841"},
        headers={"User-Agent": evil},
    )
    told = audit_csv(county.store).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(told)))
    assert len({len(row) for row in rows}) == 1
    assert len(told.rstrip("\r\n").splitlines()) == len(rows)
    assert not any(cell[:1] in "=+@\t\r" for row in rows[1:] for cell in row if cell)
    assert "wrong-8841" not in told
    assert verify(county.store) == []


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "|calc"])
def test_a_name_is_no_formula_in_the_log_as_a_table(county: County, desk: Any, name: str) -> None:
    admin = desk("admin")
    made = admin.post("/people", {"login": "evil", "name": name})
    assert made.status_code in (200, 422)
    rows = list(csv.reader(io.StringIO(admin.client.get("/audit.csv").data.decode("utf-8-sig"))))
    assert not any(cell[:1] in "=+-@\t\r" for row in rows[1:] for cell in row[1:] if cell)
