"""Recovery codes (恢复码): ten to be kept on paper for the day the phone is lost, each good for one time.

They are random (58 bits) and kept as HMAC-SHA-256 under a key derived from the installation's secret key: whoever has
the database alone can neither read nor guess them.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services import audit
from services.actor import Actor
from services.people.passwords import INITIAL_ALPHABET
from storage import Store, queries
from storage import people as stored
from storage.store import Transaction

NUMBER = 10
GROUPS, GROUP = 3, 4
LENGTH = GROUPS * GROUP
# So few are left that somebody should make new ones.
FEW = 3


def make_codes(tx: Transaction, account_id: str, key: bytes, now: datetime, actor: Actor) -> tuple[str, ...]:
    """Ten new codes, to be shown once; earlier ones are good no more."""
    stored.drop_recovery_codes(tx, account_id)
    codes = tuple(_new_code() for _ in range(NUMBER))
    for code in codes:
        row = stored.RecoveryCodeRow(
            account_id=account_id, code_hash=_hash(key, account_id, _plain(code)), made_at=now, used_at=None
        )
        queries.add(tx, row)
    audit.record(tx, "account.recovery.make", f"account:{account_id}", now, after={"codes": NUMBER}, actor=actor)
    return codes


def is_recovery_code(typed: str) -> bool:
    """Whether what was typed has the form of a recovery code, and not that of a one-time code."""
    plain = _plain(typed)
    return len(plain) == LENGTH and set(plain) <= set(INITIAL_ALPHABET)


def use_code(tx: Transaction, account_id: str, key: bytes, typed: str, now: datetime, actor: Actor) -> bool:
    """Use up a code, if it is one that was not used. Within a transaction that holds the account."""
    row = stored.recovery_code(tx, account_id, _hash(key, account_id, _plain(typed)))
    if row is None or row.used_at is not None:
        return False
    row.used_at = now
    tx.flush()
    left = stored.recovery_codes_left(tx, account_id)
    audit.record(tx, "account.recovery.use", f"account:{account_id}", now, after={"left": left}, actor=actor)
    return True


def codes_left(store: Store, account_id: str) -> int:
    """How many codes of a person are still good."""
    with store.read() as tx:
        return stored.recovery_codes_left(tx, account_id)


def _new_code() -> str:
    groups = ("".join(secrets.choice(INITIAL_ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def _plain(typed: str) -> str:
    """A code without the marks between its groups; letters large or small, wide or narrow, are the same."""
    shown = unicodedata.normalize("NFKC", typed[:100]).casefold()
    return "".join(character for character in shown if character.isalnum())


def _hash(key: bytes, account_id: str, plain: str) -> str:
    derived = HKDF(SHA256(), 32, salt=None, info=b"nianbao recovery codes").derive(key)
    return hmac.new(derived, f"{account_id}\n{plain}".encode("utf-8", "replace"), "sha256").hexdigest()
