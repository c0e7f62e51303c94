"""Who a person is and which roles (角色) they have where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.actor import Actor
from services.errors import Refusal
from storage import people as stored
from storage.store import Transaction


class Role(StrEnum):
    """What a person does at an agency; 主管 also at every agency below it."""

    FILLER = "filler"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    SUPERVISOR = "supervisor"

    @property
    def label(self) -> str:
        """In words for people."""
        return {"filler": "填报", "reviewer": "审核", "approver": "批准", "supervisor": "主管"}[self.value]


ADMINISTRATOR = "系统管理"


@dataclass(frozen=True)
class Source:
    """Where a request comes from: IP address, what the browser calls itself, and the mark that it keeps (`device`)."""

    address: str = ""
    browser: str = ""
    device: str = ""
    via: str = "web"


@dataclass(frozen=True)
class Person:
    """A person at work. `roles` holds (agency id, role); `must_change` bars all but choosing a new password.

    `totp_reset`: an administrator reset their one-time codes, and they have not enrolled again.
    """

    account_id: str
    login: str
    name: str
    unit: str
    administrator: bool = False
    roles: frozenset[tuple[str, Role]] = frozenset()
    must_change: bool = False
    has_totp: bool = False
    totp_reset: bool = False

    def agencies(self, role: Role) -> set[str]:
        """Where the person has a role."""
        return {agency for agency, held in self.roles if held is role}

    def actor(self, source: Source) -> Actor:
        """The person as the audit log knows them."""
        return Actor(self.account_id, self.name, source.address, source.via)


CONSOLE = Person("", "", "命令行", "", administrator=True)


class NotAllowed(Refusal):
    """The person may not do this."""

    def __init__(self, message: str = "您没有权限这样做。") -> None:
        super().__init__(message)


def require_administrator(person: Person) -> None:
    """NotAllowed unless the person administers the installation."""
    if not person.administrator or person.must_change:
        raise NotAllowed("只有系统管理员可以这样做。")


def require_self_or_administrator(person: Person, account_id: str) -> None:
    """NotAllowed unless the account is the person's own, or they administer the installation."""
    if person.account_id != account_id and not person.administrator:
        raise NotAllowed


def person_of(tx: Transaction, row: stored.AccountRow) -> Person:
    """A stored account as a person at work."""
    roles = frozenset((held.agency_id, Role(held.role)) for held in stored.roles_of(tx, row.id))
    return Person(
        row.id, row.login, row.name, row.unit, row.administrator, roles, row.must_change, row.totp_at is not None,
        row.totp_reset_at is not None,
    )  # fmt: skip
