"""The first administrator, made through a link that works once and is shown where the program was started."""

from __future__ import annotations

from datetime import timedelta

from services import audit
from services.errors import Refusal
from services.people.accounts import NewAccount, add_account
from services.people.model import CONSOLE, Person, Source, person_of
from services.people.passwords import hash_password, require_strong
from services.people.tokens import new_token, token_hash
from storage import Store, queries
from storage import people as stored

PURPOSE = "first administrator"
LASTS = timedelta(hours=1)


class LinkRefused(Refusal):
    """The link was used already, is too old, or never was one."""

    def __init__(self) -> None:
        super().__init__("这个链接已经用过或已过期。请重新启动程序，用终端里新显示的链接。")


def first_link(store: Store) -> str | None:
    """A new token for the link, which makes earlier ones useless; None if somebody administers already."""
    with store.write() as tx:
        if stored.working_administrators(tx):
            return None
        token, now = new_token(), store.now()
        stored.drop_links(tx, PURPOSE)
        link = stored.LinkRow(
            token_hash=token_hash(token), purpose=PURPOSE, made_at=now, expires_at=now + LASTS, used_at=None
        )
        queries.add(tx, link)
        audit.record(tx, "link.make", "installation", now, after={"purpose": PURPOSE})
        return token


def link_works(store: Store, token: str) -> bool:
    """Whether the link can be used, for the page that asks for name and password."""
    with store.read() as tx:
        return _works(stored.link(tx, token_hash(token)), store)


def make_first_administrator(store: Store, token: str, login: str, name: str, password: str, source: Source) -> Person:
    """Make the account and use up the link. LinkRefused, WeakPassword or ChangeRefused if not; then it still works."""
    require_strong(password, [login, name])
    password_hash = hash_password(password)
    with store.write() as tx:
        link, now = stored.link(tx, token_hash(token)), store.now()
        if link is None or not _works(link, store) or stored.working_administrators(tx):
            raise LinkRefused
        link.used_at = now
        wanted = NewAccount(login=login, name=name, administrator=True)
        row = add_account(tx, CONSOLE, wanted, password_hash, now, source, must_change=False)
        return person_of(tx, row)


def _works(link: stored.LinkRow | None, store: Store) -> bool:
    return link is not None and link.purpose == PURPOSE and link.used_at is None and store.now() < link.expires_at
