"""The demonstration with accounts: whom to sign in as is on the page, and there is a report in each state."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from app import Settings, create_app
from services.demo import load_demo
from services.demo_people import PASSWORD, PEOPLE, load_county
from services.workflow.table import State
from tests.web.people.conftest import Desk


@pytest.fixture
def shown(tmp_path: Path, cheap_hashes: None) -> Flask:
    application = create_app(Settings(tmp_path / "data", accounts=True, demo=True, testing=True))
    store = application.extensions["nianbao"]
    load_demo(store)
    assert load_county(store) == len(PEOPLE)
    assert load_county(store) == 0
    return application


def test_the_page_says_whom_to_sign_in_as_and_it_works(shown: Flask) -> None:
    page = shown.test_client().get("/sign-in").text
    assert PASSWORD in page
    for login in PEOPLE:
        assert login in page
        assert Desk(shown.test_client()).sign_in(login, PASSWORD).location == "/"


def test_there_is_a_report_in_each_state_and_the_published_ones_are_being_filled_in(shown: Flask) -> None:
    filler = Desk(shown.test_client())
    filler.sign_in("tianbao", PASSWORD)
    page = filler.client.get("/").text
    stages = re.findall(r'class="state [^"]+">([^<]+)<', page)
    assert set(stages) == {state.label for state in State}
    assert len(stages) == 8 + 5


def test_without_the_demonstration_the_page_names_nobody(app: Flask) -> None:
    page = app.test_client().get("/sign-in").text
    assert PASSWORD not in page
    assert "tianbao" not in page
