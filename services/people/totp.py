"""One-time codes (动态口令, RFC 6238) as a second proof: six digits, thirty seconds, one step of drift, never twice.

The secret is kept encrypted with a key derived from the installation's secret key, so the database alone, or a copy
of it, does not give it away. If that key is lost, an administrator resets the second proof. Who has lost the phone uses
a recovery code (`services.people.recovery`).
"""

from __future__ import annotations

from datetime import datetime

import pyotp

from services import audit
from services.actor import Actor
from services.errors import Refusal
from services.people import recovery
from services.people.model import NotAllowed, Person, Source, require_administrator
from services.people.proving import prove
from services.people.sealing import SealBroken, seal, unseal
from services.people.sessions import end_sessions
from storage import Store
from storage import people as stored
from storage.store import Transaction

ISSUER = "年报"
STEP_SECONDS = 30
DRIFT = (-1, 0, 1)
CODE_LENGTH = 6
SEALED_FOR = "totp"


class CodeRefused(Refusal):
    """The one-time code is not right, not right any more, or was used already."""

    def __init__(self) -> None:
        super().__init__(
            "动态口令或恢复码不对，或已经用过。动态口令请等手机上出现下一个再填，并检查手机的时间是否准确。"
        )  # fmt: skip


def begin(store: Store, key: bytes, person: Person) -> str:
    """A new secret for the person, as an otpauth address to be shown as text or as a picture; not in force yet."""
    secret = pyotp.random_base32()
    with store.write() as tx:
        row = _account(stored.account_to_change(tx, person.account_id))
        if row.totp_at is not None:
            raise NotAllowed("已经启用了动态口令；要换手机，请先停用。")
        row.totp_secret, row.totp_step = seal(key, SEALED_FOR, row.id, secret), 0
    return pyotp.TOTP(secret).provisioning_uri(name=person.login, issuer_name=ISSUER)


def confirm(
    store: Store, key: bytes, person: Person, code: str, source: Source, token: str = ""
) -> tuple[str, ...]:  # fmt: skip
    """Put the secret in force, shown that the phone has it; every session but the one of `token` ends.

    Returns the recovery codes, to be shown once; none if it was in force already. CodeRefused if the code does not fit.
    """
    with store.write() as tx:
        row, now = _account(stored.account_to_change(tx, person.account_id)), store.now()
        if row.totp_at is not None:
            return ()
        accept(row, key, code, now)
        row.totp_at, row.totp_reset_at = now, None
        ended = end_sessions(tx, row.id, now, but=token)
        actor = person.actor(source)
        audit.record(tx, "account.totp.on", f"account:{row.id}", now, after={"ended": ended}, actor=actor)
        return recovery.make_codes(tx, row.id, key, now, actor)


def renew_codes(store: Store, key: bytes, person: Person, password: str, source: Source) -> tuple[str, ...]:
    """Ten new recovery codes in place of the old ones, shown the password. NotAllowed or TooSoon if not."""
    prove(store, person, password, source, "没有生成恢复码")
    with store.write() as tx:
        row = _account(stored.account_to_change(tx, person.account_id))
        if row.totp_at is None:
            raise NotAllowed("没有启用动态口令，不需要恢复码。")
        return recovery.make_codes(tx, row.id, key, store.now(), person.actor(source))


def take_off_own(
    store: Store, key: bytes, person: Person, password: str, code: str, source: Source, token: str = ""
) -> None:
    """Do without one's own second proof, shown both; every session but the one of `token` ends.

    NotAllowed or TooSoon for the password, CodeRefused for the code; a recovery code stands in for the phone.
    """
    prove(store, person, password, source, "没有停用动态口令")
    with store.write() as tx:
        row, now = _account(stored.account_to_change(tx, person.account_id)), store.now()
        actor = person.actor(source)
        if row.totp_at is not None:
            accept_either(tx, row, key, code, now, actor)
        _off(tx, row, now, "account.totp.off", actor, token)


def reset(store: Store, by: Person, account_id: str, source: Source) -> None:
    """Take another's second proof off, as administrator: all their sessions end, and pages ask them to enrol again."""
    require_administrator(by)
    if by.account_id == account_id:
        raise NotAllowed("自己的动态口令请在“我的账号”停用。")
    with store.write() as tx:
        row, now = _account(stored.account_to_change(tx, account_id)), store.now()
        row.totp_reset_at = now
        _off(tx, row, now, "account.totp.reset", by.actor(source))


def do_without(store: Store, person: Person, source: Source) -> None:
    """Be asked no more to enrol again after a reset."""
    with store.write() as tx:
        row, now = _account(stored.account_to_change(tx, person.account_id)), store.now()
        if row.totp_reset_at is not None:
            row.totp_reset_at = None
            audit.record(tx, "account.totp.without", f"account:{row.id}", now, actor=person.actor(source))


def _off(
    tx: Transaction, row: stored.AccountRow, now: datetime, action: str, actor: Actor, token: str = ""
) -> None:  # fmt: skip
    row.totp_secret, row.totp_step, row.totp_at = "", 0, None
    stored.drop_recovery_codes(tx, row.id)
    ended = end_sessions(tx, row.id, now, but=token)
    audit.record(tx, action, f"account:{row.id}", now, after={"ended": ended}, actor=actor)


def accept_either(
    tx: Transaction, row: stored.AccountRow, key: bytes, code: str, now: datetime, actor: Actor
) -> bool:  # fmt: skip
    """Use up a one-time code or a recovery code within a transaction; whether it was the latter. CodeRefused."""
    if not recovery.is_recovery_code(code):
        accept(row, key, code, now)
        return False
    if not recovery.use_code(tx, row.id, key, code, now, actor):
        raise CodeRefused
    return True


def accept(row: stored.AccountRow, key: bytes, code: str, now: datetime) -> None:
    """Use up a code within a transaction. CodeRefused if it does not fit now or its step was used already."""
    try:
        secret = unseal(key, SEALED_FOR, row.id, row.totp_secret)
    except SealBroken as error:
        raise NotAllowed("动态口令的密钥读不出来（安装密钥换过）。请系统管理员重置您的动态口令。") from error
    totp, typed = pyotp.TOTP(secret), "".join(code.split())
    step = int(now.timestamp()) // STEP_SECONDS
    for drift in DRIFT:
        if step + drift > row.totp_step and _same(totp.generate_otp(step + drift), typed):
            row.totp_step = step + drift
            return
    raise CodeRefused


def _same(expected: str, typed: str) -> bool:
    return typed.isascii() and len(typed) == CODE_LENGTH and pyotp.utils.strings_equal(expected, typed)


def _account(row: stored.AccountRow | None) -> stored.AccountRow:
    if row is None or row.deleted_at is not None:
        raise NotAllowed("没有这个账号。")
    return row
