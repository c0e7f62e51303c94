"""One person cannot have the server work for nobody else: what costs it most is counted, person by person."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from tests.services.workflow.conftest import County
from web import limits
from web.policy import POLICY


def test_every_limited_address_is_one(app: Flask) -> None:
    assert set(limits.COSTLY) <= set(POLICY)
    assert set(limits.COSTLY.values()) | {limits.CHANGES} == set(limits.RATES)


@pytest.mark.parametrize(("path", "kind"), [("/imports", limits.FILES), ("/sets", limits.SETS)])
def test_past_the_limit_a_person_waits_and_others_do_not(
    app: Flask, county: County, desk: Any, path: str, kind: str
) -> None:
    most = limits.RATES[kind][0]
    person, other = desk("filler"), desk("filler2")
    for _ in range(most):
        assert person.post(path).status_code in (302, 422)
    refused = person.post(path, {"file": (BytesIO(b"x"), "a.pdf")})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "次数过多" in refused.text
    assert other.post(path).status_code in (302, 422)
    assert person.client.get("/").status_code == 200


def test_a_script_that_saves_without_end_is_told_to_wait(app: Flask, county: County, desk: Any) -> None:
    report_id, person = county.complete(), desk("filler")
    limit = app.extensions[limits.LIMITS][limits.CHANGES]
    for _ in range(limits.RATES[limits.CHANGES][0]):
        limit.enter(county.filler.account_id)
    refused = person.save(report_id, "cover", {"title": "改了"}, 1)
    assert refused.status_code == 429
    assert "请过" in refused.json["message"]
    assert "改了" not in person.client.get(f"/reports/{report_id}/edit/cover").text
