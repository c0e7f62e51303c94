"""Showing once more that one is who one is, before what guards the account is changed: who sits down at somebody's
open browser knows no password. Wrong ones are counted as at signing in, and told to the log.
"""

from __future__ import annotations

from services import audit
from services.people import lockout
from services.people.model import NotAllowed, Person, Source
from services.people.passwords import password_fits
from storage import Store
from storage import people as stored


def prove(store: Store, person: Person, password: str, source: Source, nothing_done: str = "没有更改") -> str:
    """Returns the hash that the password fits. NotAllowed if it is wrong, TooSoon after too many.

    The password is hashed outside of the transactions, which hold up nobody meanwhile.
    """
    with store.write() as tx:
        keys = lockout.enter(tx, person.login, person.account_id, source, store.now())
        row = stored.account(tx, person.account_id)
        known_hash = row.password_hash if row is not None and row.deleted_at is None else ""
    fits = password_fits(known_hash, password)
    with store.write() as tx:
        now = store.now()
        if fits:
            lockout.leave(tx, keys, person.account_id, source, now)
        else:
            subject = f"account:{person.account_id}"
            audit.record(tx, "account.proof.refused", subject, now, actor=person.actor(source))
    if not fits:
        raise NotAllowed(f"密码不对，{nothing_done}。")
    return known_hash
