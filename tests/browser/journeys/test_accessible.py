"""WCAG 2.2 AA by axe-core on every page, and a phone's width without sideways scrolling of the page."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.journeys.conftest import Clerk, Office

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
TABS = ("cover", "overview", "proactive", "applications", "review", "problems", "other")


def violations(clerk: Clerk) -> list[str]:
    result = Axe().run(clerk.page, options=RULES)
    return [
        f"{v['id']}: {v['help']} {[n['html'][:120] for n in v['nodes'][:3]]}" for v in result.response["violations"]
    ]


@pytest.mark.parametrize("sample", ["001_6bf957eabb57496e", "hongze-2024"])
def test_no_page_of_a_report_has_a_violation(clerk: Clerk, office: Office, sample: str) -> None:
    office.sample("hongze-2023")
    report_id = office.sample(sample)
    for tab in TABS:
        clerk.edit(report_id, tab)
        assert violations(clerk) == [], tab
    for page in ("finish", "versions", "versions/1"):
        clerk.open(f"/reports/{report_id}/{page}")
        assert violations(clerk) == [], page


def test_the_list_the_empty_start_and_the_new_report_have_no_violation(clerk: Clerk, office: Office) -> None:
    clerk.open("/")
    assert violations(clerk) == []
    clerk.open("/reports/new")
    assert violations(clerk) == []
    office.sample("001_6bf957eabb57496e")
    clerk.open("/")
    assert violations(clerk) == []


def test_on_a_phone_only_the_tables_scroll_sideways(hire, office: Office) -> None:  # type: ignore[no-untyped-def]
    clerk = hire(viewport={"width": 390, "height": 844})
    report_id = office.sample("demo-2023")
    paths = ["/", "/reports/new", *(f"/reports/{report_id}/edit/{tab}" for tab in TABS), f"/reports/{report_id}/finish"]
    for path in paths:
        clerk.open(path)
        wide = clerk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
