"""A data folder for the clerks: agencies under a county, an account for each clerk, reports of both formats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bench.generated import plausible
from report.loading import load_format
from report.record import load_report
from report.report import Report
from services.agencies.tree import NewAgency, make_agency
from services.people.accounts import NewAccount, add_account, list_accounts
from services.people.model import CONSOLE, Person, Role, Source
from services.people.passwords import hash_password
from services.workflow.starting import take_in_report
from storage import StorageSettings, open_store

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PASSWORD = "渡船-铜锣-灯塔-七月"
DESK = Source(via="cli")
AGENCIES = 10
# Each agency has two years of either format, so that every report that is open has last year's beside it.
SEEDED = ((2019, "2019"), (2020, "2019"))
PUBLISHED = ((2023, "hongze-2023"), (2024, "hongze-2024"))
OPENED = (2020, 2024)


@dataclass(frozen=True)
class Desk:
    """Where a clerk sits: `place` of `places` at one report, so that two clerks never type into the same cell."""

    login: str
    address: str
    report_id: str
    format_id: str
    place: int
    places: int


def prepare(folder: Path, clerks: int) -> list[Desk]:
    """Make the data folder; a desk for each clerk, the clerks of an agency shared out to its two open reports."""
    store = open_store(StorageSettings(folder))
    root = make_agency(store, CONSOLE, NewAgency("示例县人民政府", "government"), DESK)
    names = [f"示例县第{number}局" for number in range(1, AGENCIES + 1)]
    agencies = [make_agency(store, CONSOLE, NewAgency(name, "department", "", root), DESK) for name in names]
    hashed = hash_password(PASSWORD)
    with store.write() as tx:
        for number in range(clerks):
            wanted = NewAccount(
                f"clerk{number:02}", f"填报人{number:02}", roles=frozenset({(agencies[number % AGENCIES], Role.FILLER)})
            )
            add_account(tx, CONSOLE, wanted, hashed, store.now(), DESK, must_change=False)
    people = {account.person.login: account.person for account in list_accounts(store)}
    desks: list[Desk] = []
    for n, (name, agency) in enumerate(zip(names, agencies, strict=True)):
        staff = [person for login, person in sorted(people.items()) if int(login[-2:]) % AGENCIES == n]
        if not staff:
            continue
        opened = {
            report.year: (take_in_report(store, staff[0], agency, report, DESK), report.format.id)
            for report in _reports(name, n)
        }
        desks += _seated(staff, [opened[year] for year in OPENED])
    store.close()
    return sorted(desks, key=lambda desk: desk.login)


def _reports(agency: str, seed: int) -> Iterator[Report]:
    for year, format_id in SEEDED:
        yield _of(plausible(load_format(format_id), seed), agency, year)
    for year, sample in PUBLISHED:
        yield _of(load_report((SAMPLES / f"{sample}.json").read_bytes()), agency, year)


def _of(report: Report, agency: str, year: int) -> Report:
    """A report as this agency's."""
    named = replace(report.agency, name=agency, kind="department", credit_code="")
    return replace(report, agency=named, year=year, title="", issuer=agency, date=None)


def _seated(staff: list[Person], reports: list[tuple[str, str]]) -> Iterator[Desk]:
    for n, person in enumerate(staff):
        report_id, format_id = reports[n % len(reports)]
        together = range(n % len(reports), len(staff), len(reports))
        yield Desk(
            login=person.login,
            # Every clerk at a computer of their own.
            address=f"127.0.1.{int(person.login[-2:]) + 1}",
            report_id=report_id,
            format_id=format_id,
            place=together.index(n),
            places=len(together),
        )
