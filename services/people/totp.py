"""One-time codes (动态口令, RFC 6238) as a second proof: six digits, thirty seconds, one step of drift, never twice.

The secret is kept encrypted with a key derived from the installation's secret key, so the database alone, or a copy
of it, does not give it away. If that key is lost, an administrator takes the second proof off.
"""

from __future__ import annotations

import base64
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services import audit
from services.actor import Actor
from services.errors import Refusal
from services.people.model import NotAllowed, Person, Source, require_administrator
from services.people.proving import prove
from services.people.sessions import end_sessions
from storage import Store
from storage import people as stored
from storage.store import Transaction

ISSUER = "年报"
STEP_SECONDS = 30
DRIFT = (-1, 0, 1)
CODE_LENGTH = 6


class CodeRefused(Refusal):
    """The one-time code is not right, not right any more, or was used already."""

    def __init__(self) -> None:
        super().__init__("动态口令不对，或已经用过。请等手机上出现下一个口令再填，并检查手机的时间是否准确。")


def begin(store: Store, key: bytes, person: Person) -> str:
    """A new secret for the person, as an otpauth address to be shown as text or as a picture; not in force yet."""
    secret = pyotp.random_base32()
    with store.write() as tx:
        row = _account(stored.account_to_change(tx, person.account_id))
        if row.totp_at is not None:
            raise NotAllowed("已经启用了动态口令；要换手机，请先停用。")
        row.totp_secret, row.totp_step = _vault(key).encrypt(secret.encode()).decode(), 0
    return pyotp.TOTP(secret).provisioning_uri(name=person.login, issuer_name=ISSUER)


def confirm(store: Store, key: bytes, person: Person, code: str, source: Source, token: str = "") -> None:
    """Put the secret in force, shown that the phone has it; every session but the one of `token` ends.

    CodeRefused if the code does not fit.
    """
    with store.write() as tx:
        row, now = _account(stored.account_to_change(tx, person.account_id)), store.now()
        if row.totp_at is not None:
            return
        accept(row, key, code, now)
        row.totp_at = now
        ended = end_sessions(tx, row.id, now, but=token)
        actor = person.actor(source)
        audit.record(tx, "account.totp.on", f"account:{row.id}", now, after={"ended": ended}, actor=actor)


def take_off_own(
    store: Store, key: bytes, person: Person, password: str, code: str, source: Source, token: str = ""
) -> None:
    """Do without one's own second proof, shown both; every session but the one of `token` ends.

    NotAllowed or TooSoon for the password, CodeRefused for the code. Who lost the phone goes to an administrator.
    """
    prove(store, person, password, source, "没有停用动态口令")
    with store.write() as tx:
        row, now = _account(stored.account_to_change(tx, person.account_id)), store.now()
        if row.totp_at is not None:
            accept(row, key, code, now)
        _off(tx, row, now, person.actor(source), token)


def take_off(store: Store, by: Person, account_id: str, source: Source) -> None:
    """Take another's second proof off, as administrator; all their sessions end."""
    require_administrator(by)
    with store.write() as tx:
        _off(tx, _account(stored.account_to_change(tx, account_id)), store.now(), by.actor(source))


def _off(tx: Transaction, row: stored.AccountRow, now: datetime, actor: Actor, token: str = "") -> None:
    row.totp_secret, row.totp_step, row.totp_at = "", 0, None
    ended = end_sessions(tx, row.id, now, but=token)
    audit.record(tx, "account.totp.off", f"account:{row.id}", now, after={"ended": ended}, actor=actor)


def accept(row: stored.AccountRow, key: bytes, code: str, now: datetime) -> None:
    """Use up a code within a transaction. CodeRefused if it does not fit now or its step was used already."""
    try:
        secret = _vault(key).decrypt(row.totp_secret.encode()).decode()
    except InvalidToken as error:
        raise NotAllowed("动态口令的密钥读不出来（安装密钥换过）。请系统管理员停用您的动态口令。") from error
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


def _vault(key: bytes) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"nianbao totp").derive(key)
    return Fernet(base64.urlsafe_b64encode(derived))
