"""Tokens (令牌) with which programs act for a person: never more than the person may, within a scope, until a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from services import audit
from services.errors import ChangeRefused
from services.people.model import NotAllowed, Person, Source, person_of, require_self_or_administrator
from services.people.names import read_name
from services.people.proving import prove
from services.people.tokens import new_token, token_hash
from storage import Store, queries
from storage import people as stored
from storage.store import Transaction

LONGEST_DAYS = 366
MOST = 20
# A mark by which a leaked token is found in texts.
PREFIX = "nianbao_"
NOTED_EVERY = timedelta(minutes=1)


class Scope(StrEnum):
    """What a program may do for the person; none includes another."""

    READ = "read"
    WRITE = "write"
    TRANSITION = "transition"
    AUDIT = "audit"

    @property
    def label(self) -> str:
        """In words for people."""
        return {
            "read": "读取", "write": "填报", "transition": "办理流转", "audit": "读取审计日志",
        }[self.value]  # fmt: skip

    @property
    def meaning(self) -> str:
        """What it lets a program do, in words for people."""
        return {
            "read": "查看和下载您看得到的报告、审核结果和历史",
            "write": "新建报告，改数据和文字，填写说明",
            "transition": "送审、审核、批准、退回、撤回、发布、更正",
            "audit": "读取整个审计日志（只对系统管理员有用）",
        }[self.value]


@dataclass(frozen=True)
class ProgramToken:
    """One line of the list of a person's tokens; the token itself is shown once, when it is made."""

    id: str
    name: str
    scope: frozenset[Scope]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Program:
    """A program at work: for whom, and with which of the person's tokens."""

    person: Person
    token: ProgramToken


def make_token(
    store: Store, person: Person, name: str, scope: Iterable[Scope], days: int, password: str, source: Source
) -> tuple[str, str]:
    """A new token for `days` days, for who shows the person's password; returns (its id, the token).

    ChangeRefused if it would be one too many, too long, or a second of that name; NotAllowed for a wrong password
    (counted as at signing in: TooSoon).
    """
    wanted, called = sorted(set(scope)), read_name(name, "用途")
    if not wanted or not 1 <= days <= LONGEST_DAYS:
        raise ChangeRefused(f"请至少选一项权限；有效期为 1 到 {LONGEST_DAYS} 天。")
    if person.must_change:
        raise NotAllowed
    prove(store, person, password, source, "没有生成令牌")
    token, token_id = PREFIX + new_token(), uuid4().hex
    with store.write() as tx:
        now = store.now()
        living = [row for row in stored.api_tokens(tx, person.account_id) if row.expires_at > now]
        if len(living) >= MOST:
            raise ChangeRefused(f"令牌最多 {MOST} 个，请先停用不用的。")
        # Nor does a page that is sent twice make two of them.
        if called in {row.name for row in living}:
            raise ChangeRefused(f"已有用途为“{called}”的令牌，没有生成。请另写用途，或先停用那一个。")
        row = stored.ApiTokenRow(
            id=token_id, token_hash=token_hash(token), account_id=person.account_id, name=called,
            scope=" ".join(wanted), made_at=now, expires_at=now + timedelta(days=days), used_at=None, ended_at=None,
        )  # fmt: skip
        queries.add(tx, row)
        after = {"token": token_id, "name": row.name, "scope": row.scope, "days": days}
        audit.record(tx, "token.make", f"account:{person.account_id}", now, after=after, actor=person.actor(source))
    return token_id, token


def use_token(store: Store, token: str) -> Program | None:
    """The program whose token this is; None if the token is over, or the account out of use."""
    now, digest = store.now(), token_hash(token)
    with store.read() as tx:
        row = stored.api_token(tx, digest)
        if row is None or row.ended_at is not None or now >= row.expires_at:
            return None
        account = stored.account(tx, row.account_id)
        if account is None or account.disabled_at or account.deleted_at or account.must_change:
            return None
        program = Program(person_of(tx, account), _shown(row))
    used_at = program.token.used_at
    if used_at is None or now - used_at >= NOTED_EVERY:
        with store.write() as tx:
            found = stored.api_token(tx, digest)
            if found is None or found.ended_at is not None:
                return None
            found.used_at = now
    return program


def list_tokens(store: Store, person: Person) -> list[ProgramToken]:
    """A person's tokens that nobody ended, latest first; those that ran out too."""
    with store.read() as tx:
        return [_shown(row) for row in stored.api_tokens(tx, person.account_id)]


def _shown(row: stored.ApiTokenRow) -> ProgramToken:
    scope = frozenset(map(Scope, row.scope.split()))
    return ProgramToken(row.id, row.name, scope, row.made_at, row.expires_at, row.used_at)


def end_token(store: Store, by: Person, account_id: str, token_id: str, source: Source) -> None:
    """End a token: one's own, or as administrator anybody's. NotAllowed otherwise."""
    require_self_or_administrator(by, account_id)
    with store.write() as tx:
        now = store.now()
        for row in stored.api_tokens(tx, account_id):
            if row.id == token_id:
                row.ended_at = now
                after = {"token": row.id}
                audit.record(tx, "token.end", f"account:{account_id}", now, after=after, actor=by.actor(source))


def end_tokens(tx: Transaction, account_id: str, now: datetime) -> None:
    """End every token of a person within a transaction: somebody else may have made one, or is to make none."""
    for row in stored.api_tokens(tx, account_id):
        row.ended_at = now
