"""What forms and pages offer: signing out everywhere, passwords that managers can fill in, and rules that fit all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from services.people.passwords import CONTEXT, SHORTEST, WeakPassword, require_strong
from tests.services.workflow.conftest import County
from tests.web.people.test_routes import addresses

ROOT = Path(__file__).parents[2]
FIELD = re.compile(r"<input\b[^>]*\bname=\"(?:password|old|new|again|passphrase)\"[^>]*>")
# Answers that are no page of their own: a part of one, and the sheet for the printer.
PARTS = {"commenting.listed", "finishing.document", "paper.print_sheet"}


def test_every_page_offers_to_sign_out(app: Flask, county: County, desk: Any) -> None:
    report_id, person = county.complete(), desk("filler")
    pages = 0
    for endpoint, method, address in addresses(app, report_id):
        if method == "GET" and endpoint not in PARTS:
            answer = person.client.get(address)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                pages += 1
                assert 'action="/sign-out"' in answer.text, endpoint
    assert pages > 12


def test_every_field_for_a_password_hides_it_and_lets_managers_fill_it_in() -> None:
    fields = [
        field
        for file in sorted((ROOT / "templates" / "pages").rglob("*.html"))
        for field in FIELD.findall(file.read_text("utf-8"))
        if 'type="hidden"' not in field
    ]
    assert len(fields) >= 8
    for field in fields:
        assert 'type="password"' in field, field
        assert re.search(r'autocomplete="(current-password|new-password|off)"', field), field
        assert "readonly" not in field
        assert "onpaste" not in field


def test_no_page_keeps_anybody_from_pasting_a_password() -> None:
    for file in sorted((ROOT / "static").rglob("*.mjs")):
        if "vendor" not in file.parts:
            assert not re.search(r"type=.?password", file.read_text("utf-8")), file


@pytest.mark.parametrize("password", [
    "qmzkwhxrtplv", "柳树灯塔铜锣七月八方", "QMZKWHXRTPLV", "8407351926574", "gorse lintel abacus", "мост ветер лодка",
    "x4 ~`!@#$%^&*()_+", "kelp fjord " * 11,
])  # fmt: skip
def test_a_password_may_be_made_of_anything(password: str) -> None:
    assert len(password) <= 128
    require_strong(password, ["filler"])


@pytest.mark.parametrize("password", [
    "password12", "1234567890", "qwertyuiop", "iloveyou12", "5201314520", "woaini1314", "abc1234567", "p@ssw0rd12",
    "zaq12wsxcde3", "1qaz2wsx3edc", "football12", "a123456789",
])  # fmt: skip
def test_a_password_that_was_leaked_is_refused(password: str) -> None:
    assert len(password) >= SHORTEST
    with pytest.raises(WeakPassword):
        require_strong(password, [])


def test_the_words_of_this_place_are_written_down() -> None:
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    assert [word for word in CONTEXT if f"`{word}`" not in page] == []
