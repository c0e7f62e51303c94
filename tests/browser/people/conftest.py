"""The small county at real browsers: a server with accounts, and people who sign in at its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from app import Settings, create_app
from services.people import passwords
from services.people.passwords import hash_password
from tests.browser.journeys.conftest import Clerk, Office
from tests.services.workflow.conftest import County

PASSWORD = "柳树 灯塔 铜锣 七月"


class CountyHall(Office):
    """A running installation in which people sign in, with the county in it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.county = County(self.store)
        with self.store.write() as tx:
            tx.connection().exec_driver_sql("UPDATE accounts SET password_hash = ?", (hash_password(PASSWORD),))

    def make(self) -> Flask:
        return create_app(Settings(self.folder, accounts=True))

    def end_sessions(self) -> None:
        """As if everybody had been away for too long."""
        with self.store.write() as tx:
            tx.connection().exec_driver_sql("UPDATE logins SET ended_at = made_at WHERE ended_at IS NULL")


class Official(Clerk):
    """Somebody of the county at a browser."""

    def sign_in(self, login: str, page: Page | None = None) -> None:
        at = page or self.page
        if page is None:
            at.goto(self.office.address("/sign-in"))
        at.get_by_label("登录名").fill(login)
        at.get_by_label("密码").fill(PASSWORD)
        at.get_by_role("button", name="登录", exact=True).click()
        expect(at.locator(".masthead-who summary")).to_be_visible()

    def sign_in_beside(self, page: Page, login: str) -> Page:
        """Follow the link of a page that says that the session is over, and sign in in a window of its own."""
        with self.context.expect_page() as opened:
            page.get_by_role("link", name="重新登录").click()
        self.sign_in(login, opened.value)
        return opened.value


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CountyHall]:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    hall = CountyHall(tmp_path / "data")
    yield hall
    hall.stop()


@pytest.fixture
def call(chromium: Browser, hall: CountyHall) -> Iterator[Callable[[str], Official]]:
    """`call("filler")` is that person at a browser of their own, signed in; none may meet an error of script."""
    called: list[Official] = []

    def at_work(login: str) -> Official:
        official = Official(chromium.new_context(viewport={"width": 1366, "height": 768}), hall)
        called.append(official)
        official.sign_in(login)
        return official

    yield at_work
    for official in called:
        assert official.complaints == []
        official.context.close()
