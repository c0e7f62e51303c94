"""Taking in agencies and people from a workbook: tried first, then all or nothing; a second time changes nothing.

A trial does everything and takes it back, so it lists just what would happen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from services import audit
from services.agencies.agency_rows import AgencyRows
from services.agencies.people_rows import PeopleRows
from services.agencies.workbook import AGENCIES, PARENT, PEOPLE, Problem, Row, Sheets, read_workbook
from services.errors import ChangeRefused
from services.people.model import Person, Source, require_administrator
from services.people.passwords import hash_password, initial_password
from storage import Store
from storage.store import Transaction


@dataclass(frozen=True)
class Change:
    """One thing that the import does: what, to whom, and both sides as text (empty: nothing)."""

    what: str
    whom: str
    before: str
    after: str

    def __str__(self) -> str:
        sides = f"{self.before} → {self.after}" if self.before else self.after
        return f"{self.what} {self.whom}{f'：{sides}' if sides else ''}"


@dataclass(frozen=True)
class NewPassword:
    """The initial password of a person who was taken in, to be handed over once."""

    login: str
    name: str
    password: str


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do; with problems it did nothing."""

    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    passwords: tuple[NewPassword, ...] = ()


@dataclass(frozen=True)
class _Pass:
    """What one pass over the workbook found: problems, changes and new people as (login, name)."""

    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    new_people: tuple[tuple[str, str], ...]


class _TakenBack(Exception):  # noqa: N818  no fault: how a transaction is left without storing anything
    def __init__(self, found: _Pass) -> None:
        super().__init__()
        self.found = found


def try_import(store: Store, by: Person, content: bytes, source: Source, today: date) -> Outcome:
    """What `import_workbook` would do. Nothing is stored."""
    found = _passed(store, by, content, source, today, None)
    return Outcome(found.problems, found.changes)


def import_workbook(store: Store, by: Person, content: bytes, source: Source, today: date) -> Outcome:
    """Take in the agencies and people, all or none; `today` is the day of a renaming that gives none.

    NotAllowed for who is no administrator, NianbaoError if it is no workbook; problems of rows are in the outcome.
    """
    tried = _passed(store, by, content, source, today, None)
    if tried.problems or not tried.changes:
        return Outcome(tried.problems, ())
    # Hashing takes a while, and would hold up everybody within the transaction.
    passwords = tuple(NewPassword(login, name, initial_password()) for login, name in tried.new_people)
    hashes = {new.login: hash_password(new.password) for new in passwords}
    done = _passed(store, by, content, source, today, hashes)
    return Outcome(done.problems, done.changes, () if done.problems else passwords)


def _passed(
    store: Store, by: Person, content: bytes, source: Source, today: date, hashes: dict[str, str] | None
) -> _Pass:
    """One pass; stored if there are hashes for just the new people, else taken back."""
    require_administrator(by)
    sheets = read_workbook(content)
    try:
        with store.write() as tx:
            found = _taken_in(tx, by, sheets, source, store, today, hashes or {})
            if hashes is None or found.problems:
                raise _TakenBack(found)
            if {login for login, _ in found.new_people} != set(hashes):
                raise ChangeRefused("导入的同时有人改动了人员，没有导入。请再试一次。")
            done = {"changes": len(found.changes), "people": len(found.new_people)}
            audit.record(tx, "directory.import", "installation", store.now(), after=done, actor=by.actor(source))
            return found
    except _TakenBack as taken_back:
        return taken_back.found


def _taken_in(
    tx: Transaction, by: Person, sheets: Sheets, source: Source, store: Store, today: date, hashes: dict[str, str]
) -> _Pass:
    problems = list(sheets.problems)
    faulty = {(problem.sheet, problem.row) for problem in problems}
    agency_rows, person_rows = (
        [row for row in sheets.rows[name] if (name, row.number) not in faulty] for name in (AGENCIES, PEOPLE)
    )
    agencies = AgencyRows(tx, by, source, store.now(), today)
    people = PeopleRows(tx, by, source, store.now(), hashes)
    steps: list[tuple[str, Callable[[Row], None], list[Row]]] = [
        ("", agencies.take_in, agency_rows),
        # A parent may stand further down, so the places come after.
        (PARENT, agencies.put_in_place, agency_rows),
        ("", people.take_in, person_rows),
    ]
    for column, do, rows in steps:
        for row in rows:
            try:
                # Taken back alone if it cannot be done, so that the other rows are looked at as well.
                with tx.begin_nested():
                    do(row)
            except ChangeRefused as refusal:
                problems.append(row.problem(column, str(refusal)))
    if problems:
        return _Pass(tuple(problems), (), ())
    people.tell()
    changes = tuple(Change(*change) for change in [*agencies.changes, *people.changes])
    return _Pass((), changes, tuple(people.new_people))
