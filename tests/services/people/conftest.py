"""People to test with; passwords are hashed cheaply, for there are many."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from services.configuration.people import SignInSettings
from services.people import passwords
from services.people.accounts import NewAccount, create_account
from services.people.model import CONSOLE, Source
from services.people.own_password import change_password
from services.people.signing_in import sign_in

KEY = b"k" * 32
SETTINGS = SignInSettings()
DESK = Source("10.0.0.7", "Firefox")
GOOD = "紫色-大象-跑步-7"


class Office:
    """An installation with its people; `admin` administers it."""

    def __init__(self, store):
        self.store = store
        self.admin = self.sign_up("root", "管理员", administrator=True).person

    def sign_up(self, login, name="张三", password=GOOD, source=DESK, **more):
        """A person who has chosen a password, signed in."""
        _, initial = create_account(self.store, CONSOLE, NewAccount(login, name, **more), source)
        entered = self.sign_in(login, initial, source)
        change_password(self.store, entered.person, initial, password, entered.token, source)
        return self.sign_in(login, password, source)

    def sign_in(self, login, password=GOOD, source=DESK, code=""):
        return sign_in(self.store, KEY, login, password, code, source, SETTINGS)


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def office(store):
    return Office(store)
