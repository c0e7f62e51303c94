"""Sessions (登录状态): one a browser, ended by idleness, by age, by the person or by an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from services import audit
from services.configuration.people import SignInSettings
from services.people.model import Person, Source, person_of, require_self_or_administrator
from services.people.tokens import new_token, token_hash
from storage import Store, queries
from storage import people as stored
from storage.store import Transaction

# Noting each request would be a write each; a minute's coarseness is enough.
NOTED_EVERY = timedelta(minutes=1)
MOST_BROWSER = 200
# More than anybody has browsers; of a stolen password it bounds the use.
MOST_SESSIONS = 20
# Where and with what somebody sat is told by the log; the list of sessions needs it no longer.
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Session:
    """One line of the list of a person's sessions."""

    id: str
    address: str
    browser: str
    made_at: datetime
    seen_at: datetime
    current: bool


def open_session(
    tx: Transaction, account_id: str, source: Source, now: datetime, settings: SignInSettings
) -> tuple[str, str]:
    """Begin a session within a transaction; returns (its id, the token for the browser, always a new one).

    Of `MOST_SESSIONS` that are open already the one that was not used for the longest time ends.
    """
    token, login_id = new_token(), uuid4().hex
    open_now = [row for row in stored.open_logins(tx, account_id) if alive(row, now, settings)]
    for row in sorted(open_now, key=lambda row: row.seen_at, reverse=True)[MOST_SESSIONS - 1 :]:
        row.ended_at = now
    stored.drop_logins_before(tx, now - KEPT)
    row = stored.LoginRow(
        id=login_id, token_hash=token_hash(token), account_id=account_id, made_at=now, seen_at=now,
        expires_at=now + timedelta(hours=settings.session_hours), ended_at=None,
        address=source.address[:64], browser=" ".join(source.browser.split())[:MOST_BROWSER],
    )  # fmt: skip
    queries.add(tx, row)
    return login_id, token


def use_session(store: Store, token: str, settings: SignInSettings, *, used: bool = True) -> Person | None:
    """The person whose session a token is, None if it is over, or the account disabled or deleted.

    What a page asks by itself is no use of it (`used`): an open page at which nobody sits ends like a closed one.
    """
    now, digest = store.now(), token_hash(token)
    with store.read() as tx:
        row = stored.login_of_token(tx, digest)
        account = stored.account(tx, row.account_id) if row is not None and alive(row, now, settings) else None
        if row is None or account is None or account.disabled_at is not None or account.deleted_at is not None:
            return None
        person, seen_at = person_of(tx, account), row.seen_at
    if used and now - seen_at >= NOTED_EVERY:
        with store.write() as tx:
            found = stored.login_of_token(tx, digest)
            if found is None or not alive(found, now, settings):
                return None
            found.seen_at = now
    return person


def alive(row: stored.LoginRow, now: datetime, settings: SignInSettings) -> bool:
    """Whether a session is neither ended nor too old nor idle for too long."""
    idle = timedelta(minutes=settings.idle_minutes)
    return row.ended_at is None and now < row.expires_at and now - row.seen_at < idle


def list_sessions(store: Store, account_id: str, token: str, settings: SignInSettings) -> list[Session]:
    """A person's living sessions, latest first; the one of `token` is marked."""
    now, digest = store.now(), token_hash(token)
    with store.read() as tx:
        return [
            Session(row.id, row.address, row.browser, row.made_at, row.seen_at, row.token_hash == digest)
            for row in stored.open_logins(tx, account_id)
            if alive(row, now, settings)
        ]


def renew_session(store: Store, token: str, source: Source, settings: SignInSettings) -> str:
    """End the session of a token, if there is one that is not over, and begin another of the same person instead.

    Returns the new token; the old one if there is nothing to renew.
    """
    with store.write() as tx:
        row, now = stored.login_of_token(tx, token_hash(token)), store.now()
        if row is None or not alive(row, now, settings):
            return token
        row.ended_at = now
        return open_session(tx, row.account_id, source, now, settings)[1]


def sign_out(store: Store, token: str, source: Source) -> None:
    """End the session of a token; nothing happens if it is over."""
    with store.write() as tx:
        row, now = stored.login_of_token(tx, token_hash(token)), store.now()
        if row is None or row.ended_at is not None:
            return
        row.ended_at = now
        account = stored.account(tx, row.account_id)
        assert account is not None
        actor = person_of(tx, account).actor(source)
        audit.record(tx, "session.end", f"account:{row.account_id}", now, after={"session": row.id}, actor=actor)


def end_session(store: Store, by: Person, account_id: str, session_id: str, source: Source) -> None:
    """End one session: one's own, or as administrator anybody's. NotAllowed otherwise."""
    require_self_or_administrator(by, account_id)
    with store.write() as tx:
        now = store.now()
        for row in stored.open_logins(tx, account_id):
            if row.id == session_id:
                row.ended_at = now
                after = {"session": row.id}
                audit.record(tx, "session.end", f"account:{account_id}", now, after=after, actor=by.actor(source))


def end_other_sessions(store: Store, person: Person, token: str, source: Source) -> None:
    """End every session of one's own but the one of `token`."""
    with store.write() as tx:
        now = store.now()
        ended = end_sessions(tx, person.account_id, now, but=token)
        if ended:
            subject = f"account:{person.account_id}"
            audit.record(tx, "session.end", subject, now, after={"ended": ended}, actor=person.actor(source))


def end_sessions(tx: Transaction, account_id: str, now: datetime, but: str = "") -> int:
    """End every session of a person within a transaction, but the one of the token `but`; returns how many."""
    kept, ended = token_hash(but) if but else "", 0
    for row in stored.open_logins(tx, account_id):
        if row.token_hash != kept:
            row.ended_at, ended = now, ended + 1
    return ended
