"""The demonstration with accounts: a small county, somebody for each role, and a report in each state of its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from report.record import load_report
from report.report import Report
from services.agencies.tree import NewAgency, make_agency
from services.demo import SAMPLES
from services.people.accounts import NewAccount, add_account, list_accounts
from services.people.model import CONSOLE, Person, Role, Source
from services.people.passwords import hash_password
from services.workflow.acting import act
from services.workflow.starting import adopt_reports, take_in_report
from services.workflow.table import Action
from storage import Store, queries

PASSWORD = "演示-银杏-渡船-九月"
COUNTY = "示例县人民政府"
DESK = Source(via="cli")
PEOPLE: Mapping[str, tuple[str, Role | None]] = {
    "tianbao": ("田报（填报人）", Role.FILLER),
    "shenhe": ("沈核（审核人）", Role.REVIEWER),
    "pizhun": ("皮准（分管领导）", Role.APPROVER),
    "zhuguan": ("朱管（主管部门）", Role.SUPERVISOR),
    "guanli": ("管理（系统管理员）", None),
}
_FORWARD = (
    ("tianbao", Action.SUBMIT),
    ("shenhe", Action.PASS),
    ("pizhun", Action.APPROVE),
    ("pizhun", Action.PUBLISH),
)
# Each with how many steps its report has come.
BUREAUS = {"示例县财政局": 0, "示例县教育局": 1, "示例县民政局": 2, "示例县司法局": 3, "示例县文化局": 4}


def load_county(store: Store, folder: Path = SAMPLES) -> int:
    """Make agencies, people and reports, if there is no account yet; returns how many people.

    The published samples belong to agencies of their own names, beside the county.
    """
    if list_accounts(store):
        return 0
    hashed = hash_password(PASSWORD)
    root = make_agency(store, CONSOLE, NewAgency(COUNTY, "government"), DESK)
    agencies = {name: make_agency(store, CONSOLE, NewAgency(name, "department", "", root), DESK) for name in BUREAUS}
    with store.read() as tx:
        published = {row.agency_name: row.agency_kind for row in queries.reports(tx, deleted=False)}
    others = [make_agency(store, CONSOLE, NewAgency(name, kind), DESK) for name, kind in sorted(published.items())]
    everywhere = [root, *agencies.values(), *others]
    with store.write() as tx:
        for login, (name, role) in PEOPLE.items():
            held = [root, *others] if role is Role.SUPERVISOR else everywhere
            roles = frozenset((agency, role) for agency in held) if role else frozenset()
            wanted = NewAccount(login, name, administrator=role is None, roles=roles)
            add_account(tx, CONSOLE, wanted, hashed, store.now(), DESK, must_change=False)
    people = {account.person.login: account.person for account in list_accounts(store)}
    adopt_reports(store, people["guanli"], DESK)
    sound = load_report((folder / "demo-2023.json").read_bytes())
    for name, steps in BUREAUS.items():
        _begin(store, people, agencies[name], _of(sound, name), steps)
    return len(people)


def _of(report: Report, agency: str) -> Report:
    """The made-up report as another agency's."""
    return replace(report, agency=replace(report.agency, name=agency), title="", issuer=agency)


def _begin(store: Store, people: Mapping[str, Person], agency_id: str, report: Report, steps: int) -> None:
    report_id = take_in_report(store, people["tianbao"], agency_id, report, DESK)
    for login, action in _FORWARD[:steps]:
        act(store, people[login], report_id, action, DESK, unsigned=True)
