"""Whether a person may is asked of the database once a request, and at every request."""

from __future__ import annotations

import pytest

from services.workflow import rights
from web import access


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The action each time the database is asked."""
    actions: list[str] = []

    def noted(store, person, action, report_id, **more):
        actions.append(action.value)
        return rights.require(store, person, action, report_id, **more)

    monkeypatch.setattr(access, "require", noted)
    return actions


def test_a_save_asks_once_whether_the_person_may_edit(county, desk, asked) -> None:
    report_id, filler = county.complete(), desk("filler")
    revision = filler.revision(report_id, "applications")
    asked.clear()
    saved = filler.save(report_id, "applications", {"values.applications.new.person": "7"}, revision)
    assert saved.status_code == 200
    # The token of the form comes with a page that is about no report.
    assert asked == ["edit"]


def test_what_one_request_was_allowed_the_next_may_not(county, desk, asked) -> None:
    report_id, filler = county.complete(), desk("filler")
    revision = filler.revision(report_id, "applications")
    county.go(report_id, "filler submit")
    refused = filler.save(report_id, "applications", {"values.applications.new.person": "7"}, revision)
    assert refused.status_code == 403
    assert filler.client.get(f"/reports/{report_id}/edit/applications").status_code == 200
    assert desk("stranger").client.get(f"/reports/{report_id}/edit/applications").status_code == 404
    assert asked[-3:] == ["edit", "view", "view"]
