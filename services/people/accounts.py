"""Accounts (账号): made, changed, disabled and deleted by administrators; the log keeps what a deleted one did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from services import audit
from services.errors import ChangeRefused
from services.people.model import NotAllowed, Person, Role, Source, person_of, require_administrator
from services.people.names import read_email, read_login, read_name
from services.people.passwords import hash_password, initial_password
from services.people.programs import end_tokens
from services.people.sessions import end_sessions
from storage import Store, queries
from storage import agencies as stored_agencies
from storage import people as stored
from storage.store import Transaction

MOST_UNIT = 200


@dataclass(frozen=True)
class Account:
    """One line of the list of accounts."""

    person: Person
    email: str
    disabled: bool
    made_at: datetime


@dataclass(frozen=True)
class NewAccount:
    """What an account is made from."""

    login: str
    name: str
    unit: str = ""
    email: str = ""
    administrator: bool = False
    roles: frozenset[tuple[str, Role]] = frozenset()


def create_account(store: Store, by: Person, wanted: NewAccount, source: Source) -> tuple[str, str]:
    """Make an account; returns (its id, the initial password, to be handed over once and changed at first use)."""
    require_administrator(by)
    password = initial_password()
    password_hash = hash_password(password)
    with store.write() as tx:
        row = add_account(tx, by, wanted, password_hash, store.now(), source)
        return row.id, password


def add_account(
    tx: Transaction, by: Person, wanted: NewAccount, password_hash: str, now: datetime, source: Source, *,
    must_change: bool = True,
) -> stored.AccountRow:  # fmt: skip
    """`create_account` within a transaction. ChangeRefused if the login name is taken."""
    login = read_login(wanted.login)
    if stored.live_account(tx, login):
        raise ChangeRefused(f"登录名“{login}”已经有人用了。")
    row = stored.AccountRow(
        id=uuid4().hex, login=login, name=read_name(wanted.name), unit=wanted.unit.strip()[:MOST_UNIT],
        email=read_email(wanted.email), administrator=wanted.administrator, password_hash=password_hash,
        must_change=must_change, password_at=now, totp_secret="", totp_step=0, totp_at=None, made_at=now,
        disabled_at=None, deleted_at=None,
    )  # fmt: skip
    queries.add(tx, row)
    _put_roles(tx, row.id, wanted.roles)
    audit.record(tx, "account.make", f"account:{row.id}", now, after=_shown(tx, row), actor=by.actor(source))
    return row


def list_accounts(store: Store) -> list[Account]:
    """Every account that is not deleted, by login name."""
    with store.read() as tx:
        return [
            Account(person_of(tx, row), row.email, row.disabled_at is not None, row.made_at)
            for row in stored.accounts(tx)
        ]


def change_account(
    store: Store, by: Person, account_id: str, source: Source, *, name: str, unit: str, email: str
) -> None:
    """Correct what is known of a person."""
    with store.write() as tx:
        row, before = _to_change(tx, by, account_id)
        row.name, row.unit, row.email = read_name(name), unit.strip()[:MOST_UNIT], read_email(email)
        _noted(tx, "account.change", row, before, by, source, store.now())


def set_roles(
    store: Store, by: Person, account_id: str, roles: Iterable[tuple[str, Role]], source: Source, *, administrator: bool
) -> None:
    """Give a person just these roles. ChangeRefused if nobody would be left to administer, or for an unknown agency."""
    with store.write() as tx:
        row, before = _to_change(tx, by, account_id)
        row.administrator = administrator
        stored.drop_roles(tx, account_id)
        _put_roles(tx, account_id, roles)
        _require_administrator_left(tx)
        _noted(tx, "account.roles", row, before, by, source, store.now())


def set_disabled(store: Store, by: Person, account_id: str, disabled: bool, source: Source) -> None:
    """Let nobody in with an account for now, or let them in again; its sessions end at once."""
    with store.write() as tx:
        row, before = _to_change(tx, by, account_id)
        now = store.now()
        row.disabled_at = now if disabled else None
        if disabled:
            end_sessions(tx, account_id, now)
        _require_administrator_left(tx)
        _noted(tx, "account.disable" if disabled else "account.enable", row, before, by, source, now)


def delete_account(store: Store, by: Person, account_id: str, source: Source) -> None:
    """Delete an account for good: no password, address, roles or sessions stay; its name does, for the log."""
    with store.write() as tx:
        row, before = _to_change(tx, by, account_id)
        now = store.now()
        row.deleted_at, row.administrator, row.password_hash, row.email = now, False, "", ""
        row.totp_secret, row.totp_at, row.totp_reset_at = "", None, None
        stored.drop_roles(tx, account_id)
        stored.drop_places(tx, account_id)
        stored.drop_recovery_codes(tx, account_id)
        end_sessions(tx, account_id, now)
        end_tokens(tx, account_id, now)
        _require_administrator_left(tx)
        audit.record(tx, "account.delete", f"account:{row.id}", now, before=before, actor=by.actor(source))


def reset_password(store: Store, by: Person, account_id: str, source: Source) -> str:
    """Give an account a new initial password, to be changed at first use; its sessions and tokens end at once."""
    require_administrator(by)
    password = initial_password()
    password_hash = hash_password(password)
    with store.write() as tx:
        row, _ = _to_change(tx, by, account_id)
        now = store.now()
        row.password_hash, row.must_change, row.password_at = password_hash, True, now
        end_sessions(tx, account_id, now)
        end_tokens(tx, account_id, now)
        audit.record(tx, "account.password.reset", f"account:{row.id}", now, actor=by.actor(source))
        return password


def _to_change(tx: Transaction, by: Person, account_id: str) -> tuple[stored.AccountRow, dict[str, Any]]:
    require_administrator(by)
    row = stored.account_to_change(tx, account_id)
    if row is None or row.deleted_at is not None:
        raise NotAllowed("没有这个账号。")
    return row, _shown(tx, row)


def _put_roles(tx: Transaction, account_id: str, roles: Iterable[tuple[str, Role]]) -> None:
    for agency_id, role in sorted(set(roles)):
        agency = stored_agencies.agency(tx, agency_id)
        if agency is None or agency.closed_at is not None:
            raise ChangeRefused("没有这个机关，或已经撤并，不能在那里担任角色。")
        queries.add(tx, stored.RoleRow(account_id=account_id, agency_id=agency_id, role=role.value))


def _require_administrator_left(tx: Transaction) -> None:
    tx.flush()
    if not stored.working_administrators(tx):
        raise ChangeRefused("这是最后一个系统管理员，先让别人担任系统管理，再改这一个。")


def _noted(
    tx: Transaction, action: str, row: stored.AccountRow, before: dict[str, Any], by: Person, source: Source,
    now: datetime,
) -> None:  # fmt: skip
    after = _shown(tx, row)
    if after != before:
        audit.record(tx, action, f"account:{row.id}", now, before=before, after=after, actor=by.actor(source))


def _shown(tx: Transaction, row: stored.AccountRow) -> dict[str, Any]:
    """What the log says of an account: nothing secret."""
    tx.flush()
    return {
        "login": row.login, "name": row.name, "unit": row.unit, "email": row.email,
        "administrator": row.administrator, "disabled": row.disabled_at is not None,
        "roles": [[held.agency_id, held.role] for held in stored.roles_of(tx, row.id)],
    }  # fmt: skip
