"""What the faces of documents lack, told on the pages from which a report is handed on."""

from __future__ import annotations

from flask import Flask, current_app

from report.report import Report
from services.fonts import missing_in


def init_app(app: Flask) -> None:
    """Let templates ask for it: `faults_of_faces(report)`."""
    app.jinja_env.globals["faults_of_faces"] = faults_of_faces


def faults_of_faces(report: Report) -> list[str]:
    """Sentences on characters of the report that no face has, and on the agency's own fonts that cannot be used."""
    return [*missing_in(report), *current_app.extensions["nianbao_fonts"].refused]
