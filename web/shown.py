"""How times, figures and findings look in the templates."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, session

from report.format import Severity
from report.numbers import shown
from report.report import AGENCY_KINDS
from services.versions import REASONS
from web.access import NOBODY, has_accounts, who

SHANGHAI = ZoneInfo("Asia/Shanghai")
STATES = {"draft": "填报中", "final": "已定稿"}


def local_time(moment: datetime, pattern: str = "%Y-%m-%d %H:%M") -> str:
    """A stored (UTC) time as the office's clock shows it."""
    return moment.astimezone(SHANGHAI).strftime(pattern)


def severity_label(severity: Severity) -> str:
    """强制性, 核实性 or 提示."""
    return severity.label


def init_app(app: Flask) -> None:
    """Install filters and names for all templates."""
    app.jinja_env.filters.update(local_time=local_time, shown=shown)

    def names() -> dict[str, Any]:
        me = g.get("person")
        return {
            "me": me,
            "accounts": has_accounts(),
            "who": "" if has_accounts() and me is None else who(),
            "named": session.get("who") not in (None, "", NOBODY),
            "demo": current_app.config["NIANBAO_SETTINGS"].demo,
            "STATES": STATES,
            "REASONS": REASONS,
            "AGENCY_KINDS": AGENCY_KINDS,
            "Severity": Severity,
        }

    app.context_processor(names)
