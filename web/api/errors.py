"""What the services refuse, told to programs as problems."""

from __future__ import annotations

from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from report.errors import NianbaoError, ReportError
from services.errors import ExportRefused, ReportExists, ReportNotFound
from services.flowing import ReportLocked
from services.limiter import TooOften
from services.people.model import NotAllowed
from services.workflow.guards import StepRefused
from services.workflow.rights import require
from services.workflow.table import Action
from storage.faults import StorageError
from web.access import store
from web.api.bearer import NO_REPORT, program
from web.api.operations import pages
from web.api.problems import KINDS, MOST_ERRORS, OF_STATUS, PREFIX, Refused, problem
from web.telling import without_place


@pages.errorhandler(Refused)
def refused(error: Refused) -> Response:
    """What the API itself refuses."""
    return problem(error.kind, error.detail, error.headers, **error.more)


@pages.errorhandler(TooOften)
def too_often(error: TooOften) -> Response:
    """Asked too often."""
    return problem("too-often", str(error), {"Retry-After": str(error.seconds)})


@pages.errorhandler(StepRefused)
def step_refused(error: StepRefused) -> Response:
    """A step of the way that guards bar, each with its sentence."""
    barred = [{"guard": guard.value, "detail": f"{sentence}。"} for guard, sentence in error.barred.items()]
    return problem("barred", str(error), barred=barred)


@pages.errorhandler(ReportError)
def report_error(error: ReportError) -> Response:
    """Contents that no report can hold, with every fault."""
    return invalid(error.problems)


@pages.errorhandler(ReportExists)
def exists(error: ReportExists) -> Response:
    """The agency has a report for the year; which, if the person may see it."""
    try:
        require(store(), program().person, Action.VIEW, error.report_id)
    except ReportNotFound:
        return problem("exists", str(error))
    return problem("exists", str(error), report=error.report_id)


@pages.errorhandler(NianbaoError)
def known_error(error: NianbaoError) -> Response:
    """Everything else with a sentence for people."""
    match error:
        case ReportNotFound():
            return problem("not-found", NO_REPORT)
        case NotAllowed():
            return problem("not-allowed", str(error))
        case ReportLocked():
            return problem("locked", str(error))
        case StorageError():
            return problem("unavailable", without_place(str(error)), {"Retry-After": "2"})
        case ExportRefused():
            return problem("not-exportable", str(error), errors=[f.message for f in error.findings][:MOST_ERRORS])
    return invalid([str(error)])


@pages.errorhandler(HTTPException)
def http_error(error: HTTPException) -> Response:
    """What the framework refuses."""
    return of_status(error)


def invalid(errors: list[str]) -> Response:
    """Contents with faults, each a sentence."""
    shown = errors[:MOST_ERRORS]
    return problem("invalid", shown[0] if len(shown) == 1 else f"有 {len(errors)} 处问题，没有保存。", errors=shown)


def of_status(error: HTTPException) -> Response:
    """An error of the framework as a problem, also for addresses that there are not."""
    kind = OF_STATUS.get(error.code or 500, "fault" if (error.code or 500) >= 500 else "malformed")
    headers = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return problem(kind, KINDS[kind].meaning, headers)


def for_programs() -> bool:
    """Whether the request is one of a program, be there such an address or not."""
    return request.path.startswith(f"{PREFIX}/")


def unkept(response: Response) -> Response:
    """No answer is kept by anything between here and the program."""
    response.headers["Cache-Control"] = "no-store"
    return response
