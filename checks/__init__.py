"""Report in, findings out (审核): relations, figures, prose and last year's light, heaviest first."""

from __future__ import annotations

from dataclasses import replace

from checks.figures import figure_findings
from checks.findings import Finding
from checks.illustrations import illustration_findings
from checks.prose import prose_findings
from checks.prose_figures import prose_figure_findings
from checks.relations import relation_findings
from checks.script import script_findings
from checks.years import year_findings
from report.format import Severity
from report.report import Report

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}
_KINDS = ("format", "title", "section", "relation", "swing", "number", "blank")


def _explained(finding: Finding, report: Report) -> Finding:
    """The finding with its 说明, where one was given for just these contents."""
    for explanation in report.explanations:
        if explanation.finding == finding.key and dict(explanation.covers) == dict(finding.covers):
            return replace(finding, explanation=explanation.text)
    return finding


def check(report: Report, previous: Report | None = None) -> list[Finding]:
    """Every finding of a report, mandatory ones first, in the order of the form within a severity.

    `previous` is last year's report; what points at last year holds nothing against a report without it.
    Wrong figures are findings, never exceptions.
    """
    order = {"cover": -1} | {s.id: i for i, s in enumerate(report.format.sections)}
    kinds = {kind: i for i, kind in enumerate(_KINDS)}
    findings = [
        *prose_findings(report),
        *prose_figure_findings(report, previous),
        *script_findings(report),
        *illustration_findings(report),
        *relation_findings(report, previous),
        *figure_findings(report),
        *year_findings(report, previous),
    ]
    findings.sort(key=lambda f: (_WEIGHT[f.severity], order[f.section], kinds.get(f.kind, len(kinds))))
    if report.explanations:
        findings = [_explained(f, report) if f.severity is Severity.WARNING else f for f in findings]
    return findings
