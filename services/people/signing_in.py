"""Signing in: login name, password and, if the person has one, a one-time code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services import audit
from services.actor import Actor
from services.configuration.people import SignInSettings
from services.errors import Refusal
from services.people import lockout, passwords, totp
from services.people.model import Person, Source, person_of
from services.people.names import login_key
from services.people.sessions import open_session
from services.people.tokens import new_token
from storage import Store
from storage import people as stored
from storage.store import Transaction


class SignInRefused(Refusal):
    """Not signed in. Says nothing of which part was wrong, or whether there is such an account."""

    def __init__(self) -> None:
        super().__init__("用户名或密码不对，或账号已停用。初始密码过期的，请系统管理员重新设置。")


class CodeNeeded(Refusal):
    """Everything else was right: the form has to be sent again with the one-time code."""

    def __init__(self) -> None:
        super().__init__("您启用了动态口令，请同时填写手机上显示的 6 位数字；手机不在身边的，填一个恢复码。")


@dataclass(frozen=True)
class SignedIn:
    """What a browser gets: `token` for its session, `device` to keep for good, so that others cannot slow it down.

    `codes_left` says how many recovery codes are left after one was used, None if none was.
    """

    person: Person
    token: str
    device: str
    codes_left: int | None = None


def sign_in(
    store: Store, key: bytes, login: str, password: str, code: str, source: Source, settings: SignInSettings
) -> SignedIn:
    """Begin a session. TooSoon, SignInRefused, CodeNeeded or CodeRefused if not; every attempt is in the audit log.

    Takes the same time whether or not there is such an account: the password is hashed in any case, and outside of
    the transactions, which hold up nobody meanwhile.
    """
    wanted, now = login_key(login), store.now()
    with store.write() as tx:
        row = stored.live_account(tx, wanted)
        keys = lockout.enter(tx, wanted, row.id if row else None, source, now)
        account_id, known_hash = (row.id, row.password_hash) if row else ("", "")
    fits = passwords.password_fits(known_hash, password)
    better = passwords.hash_password(password) if fits and passwords.needs_rehash(known_hash) else ""
    try:
        with store.write() as tx:
            account = stored.account_to_change(tx, account_id) if fits else None
            if account is None or account.password_hash != known_hash or not _usable(account, now, settings):
                raise SignInRefused
            recovered = False
            if account.totp_at is not None:
                if not code.strip():
                    raise CodeNeeded
                actor = person_of(tx, account).actor(source)
                recovered = totp.accept_either(tx, account, key, code, now, actor)
            account.password_hash = better or account.password_hash
            entered = _let_in(tx, account, keys, source, now, settings)
            left = stored.recovery_codes_left(tx, account.id) if recovered else None
            return replace(entered, codes_left=left)
    except (SignInRefused, CodeNeeded, totp.CodeRefused) as refusal:
        _note_refusal(store, account_id, refusal, source, now)
        raise


def _let_in(
    tx: Transaction,
    account: stored.AccountRow,
    keys: list[str],
    source: Source,
    now: datetime,
    settings: SignInSettings,
) -> SignedIn:
    device = source.device or new_token()
    lockout.leave(tx, keys, account.id, Source(source.address, source.browser, device), now)
    session_id, token = open_session(tx, account.id, source, now, settings)
    person = person_of(tx, account)
    after = {"session": session_id, "browser": source.browser[:200], "code": account.totp_at is not None}
    audit.record(tx, "session.begin", f"account:{account.id}", now, after=after, actor=person.actor(source))
    return SignedIn(person, token, device)


def _usable(account: stored.AccountRow, now: datetime, settings: SignInSettings) -> bool:
    """Whether an account may sign in: not taken away, and an initial password not left lying for too long."""
    if account.disabled_at is not None or account.deleted_at is not None:
        return False
    return not account.must_change or now - account.password_at < timedelta(days=settings.initial_password_days)


def _note_refusal(store: Store, account_id: str, refusal: Refusal, source: Source, now: datetime) -> None:
    """What was typed as a login name is not kept: it is sometimes a password."""
    subject = f"account:{account_id}" if account_id else "account:unknown"
    after = {"refusal": type(refusal).__name__, "browser": source.browser[:200]}
    with store.write() as tx:
        actor = Actor(address=source.address, via=source.via)
        audit.record(tx, "session.refused", subject, now, after=after, actor=actor)
