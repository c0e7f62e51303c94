"""Who may use which address: every one is listed, and an application with one that is not does not start.

A rule is a right on the report that the address names (`services.workflow.table`), or what the person has to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from flask import Flask

from services.people.programs import Scope
from services.workflow.table import Action


class Needs(Enum):
    """What somebody has to be: nobody known; signed in, were it only to choose a password; at work; administrator."""

    NOTHING = "任何人"
    SIGNED_IN = "已登录"
    WORK = "已登录，密码不须更改"
    ADMINISTRATOR = "系统管理员"


@dataclass(frozen=True)
class ByToken:
    """For programs: a token with this scope (None: any), of a person who is this, or may do this with the report."""

    scope: Scope | None
    right: Needs | Action


POLICY: Mapping[str, Needs | Action | ByToken] = {
    "static": Needs.NOTHING,
    "api.agencies": ByToken(Scope.READ, Needs.WORK),
    "api.audit": ByToken(Scope.AUDIT, Needs.ADMINISTRATOR),
    "api.bundle": ByToken(Scope.READ, Action.VIEW),
    "api.change_content": ByToken(Scope.WRITE, Action.EDIT),
    "api.check_report": ByToken(Scope.READ, Needs.WORK),
    "api.content": ByToken(Scope.READ, Action.VIEW),
    "api.corrections": ByToken(Scope.READ, Action.VIEW),
    "api.create_report": ByToken(Scope.WRITE, Needs.WORK),
    "api.description": Needs.NOTHING,
    "api.explain_finding": ByToken(Scope.WRITE, Action.EDIT),
    "api.export": ByToken(Scope.READ, Action.VIEW),
    "api.findings": ByToken(Scope.READ, Action.VIEW),
    "api.formats": ByToken(None, Needs.WORK),
    "api.me": ByToken(None, Needs.WORK),
    "api.one_format": ByToken(None, Needs.WORK),
    "api.one_version": ByToken(Scope.READ, Action.VIEW),
    "api.problem_kind": Needs.NOTHING,
    "api.publications": ByToken(Scope.READ, Action.VIEW),
    "api.replace_content": ByToken(Scope.WRITE, Action.EDIT),
    "api.report": ByToken(Scope.READ, Action.VIEW),
    "api.reports": ByToken(Scope.READ, Needs.WORK),
    "api.steps": ByToken(Scope.READ, Action.VIEW),
    "api.take_step": ByToken(Scope.TRANSITION, Action.VIEW),
    "api.tasks": ByToken(Scope.READ, Needs.WORK),
    "api.version_content": ByToken(Scope.READ, Action.VIEW),
    "api.versions": ByToken(Scope.READ, Action.VIEW),
    "batch.create": Needs.WORK,
    "batch.delete": Needs.WORK,
    "batch.download": Needs.WORK,
    "batch.index": Needs.WORK,
    "batch.resume": Needs.WORK,
    "batch.show": Needs.WORK,
    "batch.stop": Needs.WORK,
    "commenting.add": Action.COMMENT,
    "commenting.listed": Action.VIEW,
    "commenting.reply": Action.COMMENT,
    "commenting.settle": Action.COMMENT,
    "editing.edit": Action.VIEW,
    "editing.resolve": Action.EDIT,
    "editing.save": Action.EDIT,
    "editing.start": Action.VIEW,
    "finishing.document": Action.VIEW,
    "finishing.download": Action.VIEW,
    "finishing.finish_report": Action.EDIT,
    "finishing.give_explanation": Action.EDIT,
    "finishing.preview": Action.VIEW,
    "finishing.review": Action.VIEW,
    "flowing.assign": Action.ASSIGN,
    "flowing.step": Action.VIEW,
    "history.keep": Action.EDIT,
    "history.restore": Action.EDIT,
    "history.version": Action.VIEW,
    "history.versions": Action.VIEW,
    "importing.accept": Needs.WORK,
    "importing.again": Needs.WORK,
    "importing.choose": Needs.WORK,
    "importing.confirm": Needs.WORK,
    "importing.drop": Needs.WORK,
    "importing.page": Needs.WORK,
    "importing.upload": Needs.WORK,
    "news.news": Action.VIEW,
    "pictures.add": Action.EDIT,
    "pictures.show": Action.VIEW,
    "publication_files.bundle": Action.VIEW,
    "publication_files.download": Action.VIEW,
    "publication_files.picture": Action.VIEW,
    "publication_files.prepared": Action.SIGN,
    "publication_files.seal": Action.SIGN,
    "publishing.outside": Action.SIGN,
    "publishing.page": Action.VIEW,
    "publishing.publish": Action.SIGN,
    "publishing.seal": Action.SIGN,
    "publishing.sign": Action.SIGN,
    "presenting.choose": Action.EDIT,
    "presenting.fragment": Action.VIEW,
    "reports.create": Needs.WORK,
    "reports.delete": Action.DELETE,
    "reports.import_file": Needs.WORK,
    "reports.index": Needs.WORK,
    "reports.name": Needs.WORK,
    "reports.new": Needs.WORK,
    "reports.undelete": Action.DELETE,
    "signing_in.done": Needs.SIGNED_IN,
    "signing_in.first": Needs.NOTHING,
    "signing_in.make_first": Needs.NOTHING,
    "signing_in.page": Needs.NOTHING,
    "signing_in.present": Needs.NOTHING,
    "signing_in.sign_in": Needs.NOTHING,
    "signing_in.sign_out": Needs.SIGNED_IN,
    "own_account.change_password": Needs.SIGNED_IN,
    "own_account.codes": Needs.SIGNED_IN,
    "own_account.codes_off": Needs.SIGNED_IN,
    "own_account.codes_on": Needs.SIGNED_IN,
    "own_account.codes_renew": Needs.SIGNED_IN,
    "own_account.codes_without": Needs.SIGNED_IN,
    "own_account.end_session": Needs.SIGNED_IN,
    "own_account.page": Needs.SIGNED_IN,
    "own_tokens.end": Needs.WORK,
    "own_tokens.make": Needs.WORK,
    "own_tokens.page": Needs.WORK,
    "auditing.check": Needs.ADMINISTRATOR,
    "auditing.export": Needs.ADMINISTRATOR,
    "auditing.index": Needs.ADMINISTRATOR,
    "directory.agency": Needs.ADMINISTRATOR,
    "directory.bring_in": Needs.ADMINISTRATOR,
    "directory.change": Needs.ADMINISTRATOR,
    "directory.export": Needs.ADMINISTRATOR,
    "directory.filled": Needs.ADMINISTRATOR,
    "directory.index": Needs.ADMINISTRATOR,
    "directory.make": Needs.ADMINISTRATOR,
    "directory.workbook": Needs.ADMINISTRATOR,
    "paper.add": Action.SCAN,
    "paper.print_sheet": Action.VIEW,
    "paper.scan": Action.VIEW,
    "people.account": Needs.ADMINISTRATOR,
    "people.change": Needs.ADMINISTRATOR,
    "people.index": Needs.ADMINISTRATOR,
    "people.make": Needs.ADMINISTRATOR,
    "tasks.as_calendar": Needs.WORK,
    "tasks.deadline": Needs.WORK,
    "tasks.index": Needs.WORK,
    "verifying.page": Needs.NOTHING,
    "verifying.verify": Needs.NOTHING,
    "years.next_year": Action.VIEW,
    "years.side_by_side": Needs.WORK,
    "years.start": Action.VIEW,
}

# Addresses that speak of a report in the trash; to all others it is not there.
TRASHED = frozenset({"reports.undelete"})


def require_complete(app: Flask) -> None:
    """RuntimeError, at the start, for an address without a rule, or a rule that names no address."""
    endpoints = set(app.view_functions)
    if endpoints != set(POLICY):
        raise RuntimeError(f"web/policy.py and the addresses differ: {sorted(endpoints ^ set(POLICY))}")
