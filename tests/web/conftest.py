"""The application over a data folder of its own, and a person at a browser without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import Settings, create_app
from report.record import load_report

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app(Settings(tmp_path / "data", testing=True))


class Person:
    """Somebody at a browser: follows pages and sends forms with the token that the page gave."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, status: int = 200) -> str:
        response = self.client.get(path)
        assert response.status_code == status, response.text
        return response.text

    def token(self) -> str:
        page = self.client.get("/reports/new").text
        return re.findall(r'name="csrf-token" content="([^"]+)"', page)[0]

    def post(self, path: str, data: dict[str, Any] | None = None, follow: bool = True) -> TestResponse:
        form = {"csrf_token": self.token(), **(data or {})}
        return self.client.post(path, data=form, follow_redirects=follow)

    def save(self, report_id: str, section: str, changes: dict[str, Any], revision: int | None = None) -> TestResponse:
        """Save changes made from `revision`, the present one if none is given."""
        if revision is None:
            revision = self.revision(report_id, section)
        return self.client.post(
            f"/reports/{report_id}/edit/{section}",
            json={"revision": revision, "changes": changes},
            headers={"X-CSRFToken": self.token(), "Accept": "application/json"},
        )

    def new(self, name: str = "示例市民政局", year: int = 2023) -> str:
        response = self.post("/reports/new", {"name": name, "year": str(year), "kind": "department"}, follow=False)
        assert response.status_code == 302, response.text
        return response.location.split("/")[2]

    def import_sample(self, name: str) -> str:
        content = (SAMPLES / f"{name}.json").open("rb")
        response = self.post("/reports/import", {"file": (content, f"{name}.json")}, follow=False)
        assert response.status_code == 302, response.text
        return response.location.split("/")[2]

    def finish(self, report_id: str) -> TestResponse:
        return self.post(f"/reports/{report_id}/finish", {"seen": self.seen(report_id)})

    def explain(self, report_id: str, finding: str, text: str, seen: str | None = None) -> TestResponse:
        mark = seen or self.seen(report_id)
        return self.post(f"/reports/{report_id}/explain", {"finding": finding, "text": text, "seen": mark})

    def seen(self, report_id: str) -> str:
        """What the review page says that it shows; the first of its forms is as good as any."""
        found = re.findall(r'name="seen" value="([^"]+)"', self.get(f"/reports/{report_id}/finish"))
        return found[0] if found else ""

    def revision(self, report_id: str, section: str) -> int:
        page = self.get(f"/reports/{report_id}/edit/{section}")
        return int(re.findall(r'name="revision" value="(\d+)"', page)[0])


@pytest.fixture
def person(app: Flask) -> Iterator[Person]:
    with app.test_client() as client:
        yield Person(client)


@pytest.fixture
def sample() -> Any:
    return lambda name: load_report((SAMPLES / f"{name}.json").read_bytes())
