"""The people of a workbook: one row for each agency where somebody has roles; taken in by login name."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from services import audit
from services.agencies.workbook import AT, EMAIL, LOGIN, PERSON, ROLE_LABELS, ROLES, UNIT, Row
from services.errors import ChangeRefused
from services.people.accounts import NewAccount, add_account
from services.people.model import ADMINISTRATOR, Person, Role, Source
from services.people.names import read_email, read_login, read_name
from storage import agencies as stored_agencies
from storage import people as stored
from storage import queries
from storage.store import Transaction

_BY_LABEL = {role.label: role for role in Role}
_BETWEEN = re.compile(r"[、，,；;／/\s]+")


class PeopleRows:
    """The rows taken in one after another; `changes` are (what, to whom, before, after)."""

    def __init__(self, tx: Transaction, by: Person, source: Source, now: datetime, hashes: dict[str, str]) -> None:
        self._tx, self._by, self._source, self._now, self._hashes = tx, by, source, now, hashes
        self.changes: list[tuple[str, str, str, str]] = []
        self._before: dict[str, dict[str, Any]] = {}
        self._said: dict[tuple[str, str], tuple[str, int]] = {}
        self.new_people: list[tuple[str, str]] = []

    def take_in(self, row: Row) -> None:
        """Make or correct the person of a row, and add the roles. ChangeRefused if that cannot be."""
        cells = row.cells
        login = read_login(cells.get(LOGIN, ""))
        roles, administrator = _roles(cells.get(ROLES, ""))
        agency = self._agency(cells.get(AT, ""), roles)
        self._require_agreement(row, login)
        account = stored.live_account(self._tx, login)
        if account is None:
            account = self._make(cells, login)
        self._correct(account, cells)
        if administrator and not account.administrator:
            account.administrator = True
            self.changes.append(("增加角色", account.name, "", ADMINISTRATOR))
        held = {(kept.agency_id, kept.role) for kept in stored.roles_of(self._tx, account.id)}
        for role in roles:
            if agency is not None and (agency.id, role.value) not in held:
                kept = stored.RoleRow(account_id=account.id, agency_id=agency.id, role=role.value)
                queries.add(self._tx, kept)
                self.changes.append(("增加角色", account.name, "", f"{agency.name}{role.label}"))

    def tell(self) -> None:
        """Tell the log of each person who changed; a new one was told when made, then without roles."""
        for account_id, before in self._before.items():
            account = stored.account(self._tx, account_id)
            assert account is not None
            after = self._shown(account)
            if after != before:
                audit.record(
                    self._tx, "account.change", f"account:{account_id}", self._now, before=before, after=after,
                    actor=self._by.actor(self._source),
                )  # fmt: skip

    def _agency(self, name: str, roles: list[Role]) -> stored_agencies.AgencyRow | None:
        if not name:
            if roles:
                raise ChangeRefused("有角色而没有写机关")
            return None
        found = stored_agencies.live_agency(self._tx, name)
        if found is None:
            raise ChangeRefused(f"没有名为“{name}”的机关，请写全称，或在“机关”表中加上它")
        return found

    def _make(self, cells: Any, login: str) -> stored.AccountRow:
        name = read_name(cells.get(PERSON, ""))
        wanted = NewAccount(login, name, cells.get(UNIT, ""), cells.get(EMAIL, ""))
        account = add_account(
            self._tx, self._by, wanted, self._hashes.get(login, ""), self._now, self._source
        )  # fmt: skip
        self.new_people.append((login, name))
        self.changes.append(("新增人员", name, "", login))
        self._before[account.id] = self._shown(account)
        return account

    def _correct(self, account: stored.AccountRow, cells: Any) -> None:
        self._before.setdefault(account.id, self._shown(account))
        wanted = {
            "name": ("更正姓名", read_name(cells[PERSON]) if cells.get(PERSON) else ""),
            "unit": ("更正处室", cells.get(UNIT, "")),
            "email": ("更正电子邮箱", read_email(cells.get(EMAIL, ""))),
        }
        for key, (what, text) in wanted.items():
            old = getattr(account, key)
            if text and text != old:
                self.changes.append((what, account.login, old, text))
                setattr(account, key, text)
        self._tx.flush()

    def _require_agreement(self, row: Row, login: str) -> None:
        """Rows of one person may not contradict each other: a second run would change them back and forth."""
        for column in (PERSON, UNIT, EMAIL):
            text = row.cells.get(column, "")
            said, number = self._said.get((login, column), ("", 0))
            if text and said and text != said:
                raise ChangeRefused(f"登录名“{login}”的{column}与第 {number} 行不同：“{text}”和“{said}”")
            if text:
                self._said[login, column] = (text, row.number)

    def _shown(self, account: stored.AccountRow) -> dict[str, Any]:
        self._tx.flush()
        held = [[kept.agency_id, kept.role] for kept in stored.roles_of(self._tx, account.id)]
        return {
            "login": account.login, "name": account.name, "unit": account.unit, "email": account.email,
            "administrator": account.administrator, "roles": held,
        }  # fmt: skip


def _roles(text: str) -> tuple[list[Role], bool]:
    """(the roles at the agency, whether 系统管理). ChangeRefused for what is none."""
    labels = list(dict.fromkeys(label for label in _BETWEEN.split(text) if label))
    odd = [label for label in labels if label not in ROLE_LABELS]
    if odd:
        raise ChangeRefused(f"角色“{odd[0]}”不认识，可用：{'、'.join(ROLE_LABELS)}")
    return [_BY_LABEL[label] for label in labels if label in _BY_LABEL], ADMINISTRATOR in labels
