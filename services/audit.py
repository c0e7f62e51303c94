"""The audit log (审计日志): who did what, when, from where, with before and after; only added to, and chained.

An entry is canonical JSON (keys sorted, ASCII only, so nothing in it can break a line, a terminal or a comparison);
its hash is SHA-256 over the hash of the entry before, a line feed, and the entry. It is written in the transaction
that does what it tells: both are stored or neither.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from report.errors import NianbaoError
from services.actor import Actor, present_actor
from storage import Store, queries
from storage import audit as stored
from storage.store import Transaction

GENESIS = "0" * 64
MOST_TEXT = 2_000
MOST_PROBLEMS = 100


@dataclass(frozen=True)
class Head:
    """The end of the chain: how many entries, and the hash of the last. Kept elsewhere, it shows a cut tail."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


@dataclass(frozen=True)
class Entry:
    """One entry as people read it. `at` is UTC; `before` and `after` are JSON, None where there is none."""

    number: int
    at: datetime
    account_id: str
    name: str
    address: str
    via: str
    action: str
    subject: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Fault:
    """A place where the chain does not hold: the entry's number (0: the log as a whole) and a sentence."""

    number: int
    message: str


def record(
    tx: Transaction,
    action: str,
    subject: str,
    now: datetime,
    *,
    before: Any = None,
    after: Any = None,
    actor: Actor | None = None,
) -> Head:
    """Add an entry, as the last thing of a transaction (other writers wait from here on); returns the new head.

    `subject` is what it is about: "report:<id>", "account:<id>", "agency:<id>", "installation". Long texts are cut.
    """
    who = actor or present_actor()
    head = stored.head_to_change(tx)
    content = {
        "number": head.number + 1, "at": _moment(now), "account": who.account_id, "name": who.name,
        "address": who.address, "via": who.via, "action": action, "subject": subject,
        "before": _bounded(before), "after": _bounded(after),
    }  # fmt: skip
    entry = canonical(content)
    row = stored.AuditRow(
        number=head.number + 1, at=now, account_id=who.account_id, action=action, subject=subject,
        entry=entry, previous=head.hash, hash=chained(head.hash, entry),
    )  # fmt: skip
    queries.add(tx, row)
    head.number, head.hash = row.number, row.hash
    tx.flush()
    return Head(row.number, row.hash)


def canonical(content: Mapping[str, Any]) -> str:
    """The one way to write an entry: JSON with sorted keys, no blanks, everything but ASCII escaped."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def chained(previous: str, entry: str) -> str:
    """The hash of an entry after the one whose hash is `previous`; hexadecimal SHA-256."""
    return hashlib.sha256(f"{previous}\n{entry}".encode("ascii", "backslashreplace")).hexdigest()


def head(store: Store) -> Head:
    """The end of the chain, to be written down elsewhere."""
    with store.read() as tx:
        return head_within(tx)


def head_within(tx: Transaction) -> Head:
    """`head` within a transaction."""
    found = stored.head(tx)
    return Head(found.number, found.hash)


def read_head(text: str) -> Head:
    """A head as `str(head)` writes it. NianbaoError for anything else."""
    number, _, digest = text.strip().partition(":")
    plain = number.isascii() and number.isdigit() and len(number) < 16
    if not plain or len(digest) != len(GENESIS) or set(digest) - set("0123456789abcdef"):
        raise NianbaoError(f"“{text[:100]}”不是日志的末尾记号，应为“条数:64 位十六进制数”，由 audit verify 命令给出。")
    return Head(int(number), digest)


def verify(store: Store, known: Head | None = None) -> list[Fault]:
    """What is wrong with the chain, at most a hundred faults; `known` is a head written down earlier."""
    faults: list[Fault] = []
    with store.read() as tx:
        for fault in _faults(tx, known):
            faults.append(fault)
            if len(faults) == MOST_PROBLEMS:
                break
    return faults


def _faults(tx: Transaction, known: Head | None) -> Iterator[Fault]:
    previous, number, met = GENESIS, 0, known is None or known == Head(0, GENESIS)
    for row in stored.entries(tx):
        if row.number > number + 1:
            yield Fault(number + 1, f"缺少第 {_span(number + 1, row.number - 1)} 条。")
        if row.previous != previous:
            yield Fault(row.number, f"第 {row.number} 条与前一条接不上：前面有删改或调换。")
        if chained(row.previous, row.entry) != row.hash:
            yield Fault(row.number, f"第 {row.number} 条被改动过：内容与校验值不符。")
        elif not _agrees(row):
            yield Fault(row.number, f"第 {row.number} 条被改动过：检索用的列与记录的内容不符。")
        previous, number = row.hash, row.number
        met = met or known == Head(number, previous)
    if known is not None and not met:
        cut = f"日志只到第 {number} 条" if number < known.number else "那一条已不是原来的内容"
        yield Fault(0, f"与另存的末尾记号（第 {known.number} 条）不符：{cut}，末尾被截去或整段改写过。")
    if head_within(tx) != Head(number, previous):
        yield Fault(0, f"数据库记下的末尾与第 {number} 条不符：末尾被截去、改写或添加过。")


def _agrees(row: stored.AuditRow) -> bool:
    """Whether the columns beside an entry say what it says."""
    try:
        told = json.loads(row.entry)
    except ValueError:
        return False
    columns = (row.number, _moment(row.at), row.account_id, row.action, row.subject)
    return isinstance(told, dict) and columns == tuple(
        told.get(key) for key in ("number", "at", "account", "action", "subject")
    )


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} 至 {last}"


def latest(store: Store, most: int = 200, subjects: Iterable[str] | None = None) -> list[Entry]:
    """The newest entries, of all or about these subjects, newest first."""
    with store.read() as tx:
        return [entry_of(row) for row in stored.latest(tx, most, subjects)]


def following(store: Store, number: int, most: int) -> list[Entry]:
    """The entries after that of a number, oldest first, at most so many."""
    with store.read() as tx:
        return [entry_of(row) for row in stored.following(tx, number, most)]


def entry_of(row: stored.AuditRow) -> Entry:
    """A stored entry as people read it."""
    told = json.loads(row.entry)
    return Entry(
        number=row.number, at=row.at, account_id=row.account_id, name=told["name"], address=told["address"],
        via=told["via"], action=row.action, subject=row.subject, before=told["before"], after=told["after"],
    )  # fmt: skip


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _bounded(content: Any) -> Any:
    """The content with its long texts cut, and told to be."""
    if isinstance(content, str) and len(content) > MOST_TEXT:
        return f"{content[:MOST_TEXT]}…（共 {len(content)} 字）"
    if isinstance(content, Mapping):
        return {str(key): _bounded(part) for key, part in content.items()}
    if isinstance(content, list | tuple):
        return [_bounded(part) for part in content]
    return content
