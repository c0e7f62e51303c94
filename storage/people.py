"""People: accounts (账号), their roles, sessions, attempts to sign in, links that work once, and tokens of programs.

Tokens are kept as SHA-256 of what was handed out: whoever reads the database cannot sign in with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, delete, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models import Base
from storage.store import Transaction

_LIVE = text("deleted_at IS NULL")


class AccountRow(Base):
    """One person's account. Deleted, it can never be used again, and stays for what the log says of it."""

    __tablename__ = "accounts"
    __table_args__ = (
        Index("uq_accounts_live_login", "login", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str]
    name: Mapped[str]
    unit: Mapped[str]
    email: Mapped[str]
    administrator: Mapped[bool]
    password_hash: Mapped[str]
    must_change: Mapped[bool]
    password_at: Mapped[datetime]
    totp_secret: Mapped[str]
    totp_step: Mapped[int]
    totp_at: Mapped[datetime | None]
    totp_reset_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class RoleRow(Base):
    """A role (角色) of a person at an agency."""

    __tablename__ = "roles"
    __table_args__ = (Index(None, "agency_id"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class LoginRow(Base):
    """A session: one browser of a person, until it is idle for too long, too old, or ended."""

    __tablename__ = "logins"
    __table_args__ = (Index(None, "account_id"), Index("uq_logins_token_hash", "token_hash", unique=True))

    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str]
    browser: Mapped[str]


class AttemptRow(Base):
    """How often signing in failed under a key (a person from a place, a person, a place), and until when it waits."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
    wait_until: Mapped[datetime]


class KnownPlaceRow(Base):
    """A browser or address from which a person has signed in before."""

    __tablename__ = "known_places"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    last_at: Mapped[datetime]


class RecoveryCodeRow(Base):
    """A code that stands in for the phone once."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class LinkRow(Base):
    """A link that works once, for `purpose`."""

    __tablename__ = "links"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiTokenRow(Base):
    """A token with which a program acts for a person, within a scope and until a day."""

    __tablename__ = "api_tokens"
    __table_args__ = (Index(None, "account_id"), Index("uq_api_tokens_token_hash", "token_hash", unique=True))

    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str]
    scope: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class ReminderRow(Base):
    """That a person was reminded by mail on a day."""

    __tablename__ = "reminders"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    at: Mapped[datetime]


def account(tx: Transaction, account_id: str) -> AccountRow | None:
    """An account, deleted or not."""
    return tx.get(AccountRow, account_id)


def account_to_change(tx: Transaction, account_id: str) -> AccountRow | None:
    """The same, held until the transaction ends."""
    return tx.get(AccountRow, account_id, with_for_update=True, populate_existing=True)


def live_account(tx: Transaction, login: str) -> AccountRow | None:
    """The account of that login name, disabled or not, unless deleted."""
    return tx.scalars(
        select(AccountRow).where(AccountRow.login == login, AccountRow.deleted_at.is_(None))
    ).one_or_none()


def accounts(tx: Transaction) -> list[AccountRow]:
    """Every account that is not deleted, by login name."""
    return list(tx.scalars(select(AccountRow).where(AccountRow.deleted_at.is_(None)).order_by(AccountRow.login)))


def all_accounts(tx: Transaction) -> list[AccountRow]:
    """Every account, the deleted ones too and last, by login name."""
    return list(tx.scalars(select(AccountRow).order_by(AccountRow.deleted_at.is_not(None), AccountRow.login)))


def working_administrators(tx: Transaction) -> int:
    """How many can administer the installation."""
    wanted = (AccountRow.administrator.is_(True), AccountRow.deleted_at.is_(None), AccountRow.disabled_at.is_(None))
    return tx.scalar(select(func.count()).select_from(AccountRow).where(*wanted)) or 0


def roles_of(tx: Transaction, account_id: str) -> list[RoleRow]:
    """The roles of a person."""
    found = select(RoleRow).where(RoleRow.account_id == account_id)
    return list(tx.scalars(found.order_by(RoleRow.agency_id, RoleRow.role)))


def roles_at(tx: Transaction, agency_ids: Iterable[str]) -> list[RoleRow]:
    """The roles that people have at these agencies."""
    found = select(RoleRow).where(RoleRow.agency_id.in_(list(agency_ids)))
    return list(tx.scalars(found.order_by(RoleRow.agency_id, RoleRow.role, RoleRow.account_id)))


def drop_roles(tx: Transaction, account_id: str) -> None:
    """Take every role from a person."""
    tx.execute(delete(RoleRow).where(RoleRow.account_id == account_id))


def login_of_token(tx: Transaction, token_hash: str) -> LoginRow | None:
    """The session of a token, over or not."""
    return tx.scalars(select(LoginRow).where(LoginRow.token_hash == token_hash)).one_or_none()


def open_logins(tx: Transaction, account_id: str) -> list[LoginRow]:
    """The sessions of a person that nobody ended, latest first."""
    wanted = (LoginRow.account_id == account_id, LoginRow.ended_at.is_(None))
    return list(tx.scalars(select(LoginRow).where(*wanted).order_by(LoginRow.seen_at.desc(), LoginRow.id)))


def attempts(tx: Transaction, key: str) -> AttemptRow | None:
    """What is known of a key, held until the transaction ends."""
    return tx.get(AttemptRow, key, with_for_update=True, populate_existing=True)


def drop_attempts_before(tx: Transaction, moment: datetime) -> None:
    """Forget what is long past."""
    tx.execute(delete(AttemptRow).where(AttemptRow.last_at < moment, AttemptRow.wait_until < moment))


def drop_logins_before(tx: Transaction, moment: datetime) -> None:
    """Forget sessions that could not be used any more at that moment."""
    tx.execute(delete(LoginRow).where(LoginRow.expires_at < moment))


def known_place(tx: Transaction, account_id: str, place: str) -> KnownPlaceRow | None:
    """Whether, and when last, a person signed in from a place."""
    return tx.get(KnownPlaceRow, (account_id, place))


def drop_places(tx: Transaction, account_id: str) -> None:
    """Forget the places of a person."""
    tx.execute(delete(KnownPlaceRow).where(KnownPlaceRow.account_id == account_id))


def recovery_code(tx: Transaction, account_id: str, code_hash: str) -> RecoveryCodeRow | None:
    """A recovery code of a person, used or not."""
    return tx.get(RecoveryCodeRow, (account_id, code_hash), populate_existing=True)


def recovery_codes_left(tx: Transaction, account_id: str) -> int:
    """How many recovery codes of a person were not used."""
    wanted = (RecoveryCodeRow.account_id == account_id, RecoveryCodeRow.used_at.is_(None))
    return tx.scalar(select(func.count()).select_from(RecoveryCodeRow).where(*wanted)) or 0


def drop_recovery_codes(tx: Transaction, account_id: str) -> None:
    """Make every recovery code of a person useless."""
    tx.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == account_id))


def link(tx: Transaction, token_hash: str) -> LinkRow | None:
    """A link that works once, used or not, held until the transaction ends."""
    return tx.get(LinkRow, token_hash, with_for_update=True, populate_existing=True)


def drop_links(tx: Transaction, purpose: str) -> None:
    """Make every link for a purpose useless."""
    tx.execute(delete(LinkRow).where(LinkRow.purpose == purpose))


def api_token(tx: Transaction, token_hash: str) -> ApiTokenRow | None:
    """A program's token, over or not."""
    return tx.scalars(select(ApiTokenRow).where(ApiTokenRow.token_hash == token_hash)).one_or_none()


def api_tokens(tx: Transaction, account_id: str) -> list[ApiTokenRow]:
    """The tokens of a person's programs that nobody ended, latest first."""
    wanted = (ApiTokenRow.account_id == account_id, ApiTokenRow.ended_at.is_(None))
    return list(tx.scalars(select(ApiTokenRow).where(*wanted).order_by(ApiTokenRow.made_at.desc(), ApiTokenRow.id)))


def reminded(tx: Transaction, account_id: str, day: date) -> bool:
    """Whether a person was reminded that day."""
    return tx.get(ReminderRow, (account_id, day)) is not None
