"""Choosing one's own password."""

from __future__ import annotations

from services import audit
from services.errors import ChangeRefused
from services.people.model import NotAllowed, Person, Source, person_of
from services.people.passwords import hash_password, require_strong
from services.people.proving import prove
from services.people.sessions import end_sessions
from storage import Store
from storage import agencies as stored_agencies
from storage import people as stored
from storage.store import Transaction


def change_password(store: Store, person: Person, old: str, new: str, token: str, source: Source) -> Person:
    """Choose a new password; every session but the one of `token` ends. Returns the person as they are now.

    NotAllowed if the old one is wrong (counted as at signing in: TooSoon), ChangeRefused if both are the same,
    WeakPassword if the new one can be guessed.
    """
    with store.read() as tx:
        known = known_names(tx, person)
    require_strong(new, known)
    known_hash = prove(store, person, old, source)
    if old == new:
        raise ChangeRefused("新密码与原密码相同，没有更改。")
    new_hash = hash_password(new)
    with store.write() as tx:
        account, now = stored.account_to_change(tx, person.account_id), store.now()
        if account is None or account.password_hash != known_hash:
            raise NotAllowed("密码刚刚已被更改，请重新登录。")
        account.password_hash, account.must_change, account.password_at = new_hash, False, now
        ended = end_sessions(tx, account.id, now, but=token)
        actor = person.actor(source)
        audit.record(
            tx, "account.password.change", f"account:{account.id}", now, after={"ended": ended}, actor=actor
        )  # fmt: skip
        return person_of(tx, account)


def known_names(tx: Transaction, person: Person) -> list[str]:
    """What everybody knows of a person: their names, their unit's and those of their agencies."""
    found = [person.login, person.name, person.unit]
    for agency_id in sorted({agency_id for agency_id, _ in person.roles}):
        agency = stored_agencies.agency(tx, agency_id)
        if agency is not None:
            found.append(agency.name)
    return [name for name in found if name]
