"""Which run of figures belongs to which row of a mandated table, told by the labels before and around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from importers.figures import is_dash
from importers.normal import common, core, ends_with, key
from importers.tokens import Kind, Run, label_cores
from report.format import Header

MAX_JOINED = 10
FUZZY = 0.34
MARGIN = 0.15
SLIP = 0.26
# A table has some twenty rows; where there are far more, resemblance means nothing.
MAX_RUNS = 300

LABEL_DIFFERS = "行名与格式不同，原文为“{text}”"
LABEL_BEHIND = "行名印在数字之后"
LABEL_WRAPPED = "行名分在数字前后，按前后文字认出"


@dataclass(frozen=True)
class RowLabel:
    """A row of a table as it can be recognised."""

    header: Header
    forms: frozenset[str]
    core: str
    ending: str

    @staticmethod
    def of(header: Header) -> RowLabel:
        """The recognisable forms of a row heading."""
        bare, full = core(header.label), key(header.label)
        # A short label is only told from the end of another by its number: 3.其他.
        return RowLabel(
            header, label_cores(header.label), bare, bare if len(bare) > 3 else full + "\0" * (len(full) < 3)
        )


@dataclass(frozen=True)
class Match:
    """A run found to be a row's; `doubt` says what was odd about its label."""

    row: int
    doubt: str | None = None


def filled(run: Run) -> bool:
    """Whether a run holds any figure, not only blanks and dashes."""
    return any(token.kind is Kind.FIGURE and not is_dash(token.text) for token in run.tokens)


def _joined(run: Run, label: RowLabel) -> bool:
    """Whether the last whole tokens before a run spell the label."""
    text = ""
    for token in reversed(run.lead[-MAX_JOINED:]):
        if token.cores & label.forms:
            return text == ""
        text = key(token.text) + text
        if len(text) > len(label.core) + 6:
            return False
        if text == key(label.header.label) or core(text) in label.forms or text in label.forms:
            return True
    return False


def _blank_row(run: Run, label: RowLabel) -> bool:
    """Whether blanks behind a label are that row, not the rest of a line of headings: 其他 and 总计 are both."""
    return len(label.core) > 2 or run.before.endswith(key(label.header.label))


def direct(run: Run, labels: Sequence[RowLabel]) -> int | None:
    """The row whose label stands right before the run, letter for letter; the longest if several fit."""
    exact = [i for i, label in enumerate(labels) if _joined(run, label)]
    if not exact:
        exact = [i for i, label in enumerate(labels) if run.before.endswith(label.ending)]
    if not exact:
        return None
    longest = max(len(labels[i].core) for i in exact)
    best = [i for i in exact if len(labels[i].core) == longest]
    return best[0] if len(best) == 1 else None


def _wrapped(run: Run, label: RowLabel) -> float:
    """How far, in edits per character, the text on both sides of the run is from the label; 1 if on one side only."""
    size = len(label.core)
    best = 1.0
    for cut in range(1, size):
        head, tail = label.core[:cut], label.core[cut:]
        edits = ends_with(run.before, head) + ends_with(run.after[::-1][-(len(tail) + 4) :], tail[::-1])
        if not run.before.endswith(head[-1]) or not run.after.startswith(tail[0]):
            edits += 1
        best = min(best, edits / size)
    return best


def nearest(run: Run, labels: Sequence[RowLabel], open_rows: Sequence[int]) -> Match | None:
    """The one row among `open_rows` whose label the text around the run resembles; None if none or several do."""
    scored: list[tuple[float, int, str]] = []
    for i in open_rows:
        size = len(labels[i].core)
        if size < 3:
            continue
        before = min(ends_with(run.before, form) / len(form) for form in labels[i].forms if len(form) > 2)
        if before <= FUZZY:
            scored.append((before, i, LABEL_DIFFERS))
            continue
        around = _wrapped(run, labels[i]) if size <= 40 else 1.0
        if around <= FUZZY / 2:
            scored.append((around, i, LABEL_WRAPPED))
    scored.sort()
    if not scored or (len(scored) > 1 and scored[1][0] - scored[0][0] < MARGIN):
        return None
    edits, row, doubt = scored[0]
    shown = run.lead[-1].text if run.lead else ""
    # Where only one row is left between two that are certain, a slip in its label leaves no doubt.
    sure = edits == 0 or (len(open_rows) == 1 and edits <= SLIP)
    return Match(row, None if sure else doubt.format(text=shown))


def labels_behind(runs: Sequence[Run], labels: Sequence[RowLabel]) -> bool:
    """Whether the rows' labels stand behind their figures: none before the first run, one behind the last."""
    if len(runs) < 2 or any(run.grid for run in runs):
        return False
    known = frozenset(form for label in labels for form in label.forms)
    first = any(token.cores & known for token in runs[0].lead)
    last = any(token.cores & known for token in runs[-1].trail)
    return last and not first and filled(runs[0])


def assign(runs: Sequence[Run], labels: Sequence[RowLabel]) -> dict[int, Match]:
    """{run: row} for every run whose row is certain enough; a row claimed by several runs of its own is left out."""
    if labels_behind(runs, labels):
        turned = [replace(run, lead=run.trail, trail=()) for run in runs]
        return {n: Match(m.row, m.doubt or LABEL_BEHIND) for n, m in _assigned(turned, labels).items()}
    return _assigned(runs, labels)


def _assigned(runs: Sequence[Run], labels: Sequence[RowLabel]) -> dict[int, Match]:
    found: dict[int, Match] = {}
    for n, run in enumerate(runs):
        row = direct(run, labels)
        if row is not None and (filled(run) or _blank_row(run, labels[row])):
            found[n] = Match(row)
    _drop_disputed(found, runs, labels)
    for n, run in enumerate(runs if len(runs) <= MAX_RUNS else ()):
        if n in found:
            continue
        above = max((m.row for i, m in found.items() if i < n), default=-1)
        below = min((m.row for i, m in found.items() if i > n), default=len(labels))
        taken = {m.row for m in found.values()}
        match = nearest(run, labels, [i for i in range(above + 1, below) if i not in taken])
        if match:
            found[n] = match
    return found


def _drop_disputed(found: dict[int, Match], runs: Sequence[Run], labels: Sequence[RowLabel]) -> None:
    """Of runs that claim the same row keep the numbered one, or the first if all say the same, else none.

    Mere blanks claim nothing against figures.
    """
    by_row: dict[int, list[int]] = {}
    for n, match in found.items():
        by_row.setdefault(match.row, []).append(n)
    for row, claims in by_row.items():
        numbered = [n for n in claims if runs[n].before.endswith(key(labels[row].header.label))]
        if len(numbered) == 1:
            for n in [n for n in claims if n not in numbered]:
                claims.remove(n)
                del found[n]
        if any(filled(runs[n]) for n in claims):
            for n in [n for n in claims if not filled(runs[n])]:
                claims.remove(n)
                del found[n]
        said = {tuple(token.text for token in runs[n].tokens if token.text) for n in claims}
        for n in claims[1:] if len(said) == 1 else claims if len(claims) > 1 else []:
            del found[n]


def coverage(text: str, label: str) -> float:
    """The share of a heading's characters that a text holds in their order."""
    return common(label, text) / len(label) if label else 0.0
