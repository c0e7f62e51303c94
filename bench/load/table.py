"""The section of the page of measurements."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from importlib.metadata import version
from textwrap import fill

from bench.load.browser import CONNECTIONS, Asked
from bench.load.clerk import LIST, LOOKING, NEWS_EVERY, PREVIEW, STAYING, TYPING
from bench.load.running import ARRIVING, Measured

AIM_MS = 500
WIDTH = 120
ALL = "all"
TITLE = "Fifty clerks at once"
HEAD = """
Made by `python -m bench.load --write`; do not edit by hand. `cli.py serve` with its workers and people who sign in, on
the embedded database, asked by {clerks} clerks from one process on the same {cores} cores. Each clerk has a browser of
their own with {connections} connections and a cache, and one of {reports} reports of both formats; two or three share a
report. They arrive within {arriving:.0f} s, sign in, which leads to the list of reports, and open a tab. Then all work
together for {seconds:.0f} s: a save every {typing[0]:g}–{typing[1]:g} s, {staying[0]:g}–{staying[1]:g} s at a tab,
after it in {preview:.0%} of all cases the preview and in {list:.0%} the list for {looking[0]:g}–{looking[1]:g} s, and
the next tab; each open page asks for news every {news:g} s. Where saves pause, files are made ahead.

Times are milliseconds from sending to the last byte, of what was sent while all were there; *with its files* is from
the click to the last style and script. The peer is a Flask page that answers with one number, under the same web server
with as many threads; it gets the same requests at the same moments afterwards. waitress {waitress}, Python {python},
{machine}, load {load:.1f} at the end.
"""
COLUMNS = """| request | count | p50 | p95 | p99 | failed | peer p50 | peer p95 | peer p99 | p99 to peer |
|---|---|---|---|---|---|---|---|---|---|
"""


def section(ours: Measured, peer: Measured, faults: Sequence[str]) -> str:
    """The section as Markdown; `faults` is what was not stored as said."""
    head = HEAD.format(
        clerks=len(ours.clerks), cores=os.cpu_count(), connections=CONNECTIONS,
        reports=len({clerk.desk.report_id for clerk in ours.clerks}), arriving=ARRIVING,
        seconds=ours.ended_at - ours.full_at, typing=TYPING, staying=STAYING, looking=LOOKING, preview=PREVIEW,
        list=LIST, news=NEWS_EVERY, waitress=version("waitress"), python=platform.python_version(),
        machine=f"{platform.system()} {platform.machine()}", load=ours.load,
    )  # fmt: skip
    text = f"## {TITLE}\n\n{_filled(head)}{COLUMNS}"
    full, full_peer = _within(ours), _within(peer)
    for kind in sorted({asked.kind for asked in full}, key=lambda kind: -len(_of_kind(full, kind))):
        text += _row(kind, _of_kind(full, kind), _of_kind(full_peer, kind))
    text += _row(f"**{ALL}**", _requests(full), _requests(full_peer))
    arriving = [asked for asked in ours.log if asked.at < ours.full_at]
    arriving_peer = [asked for asked in peer.log if asked.at < peer.full_at]
    text += _row("while they arrive: sign in", _of_kind(arriving, "sign in"), _of_kind(arriving_peer, "sign in"))
    text += _row("while they arrive: all", _requests(arriving), _requests(arriving_peer))
    return f"{text}\n{_filled(_after(ours, peer, faults))}"


def _filled(text: str) -> str:
    """Paragraphs in lines of the width of this page."""
    return "".join(f"{fill(paragraph.strip(), WIDTH, break_on_hyphens=False)}\n\n" for paragraph in text.split("\n\n"))


def _after(ours: Measured, peer: Measured, faults: Sequence[str]) -> str:
    """What the table does not say: the aim, what was found in the database, the processor."""
    full = _requests(_within(ours))
    a_second = len(full) / (ours.ended_at - ours.full_at)
    p99, failed = _percentiles(full)[2], sum(bool(asked.fault) for asked in ours.log)
    met = p99 < AIM_MS and not failed and not faults
    saves, conflicts = sum(clerk.saves for clerk in ours.clerks), sum(clerk.conflicts for clerk in ours.clerks)
    found = (
        f"Not as the clerks were told: {'; '.join(faults[:5])}."
        if faults
        else f"What the clerks were told of {saves} saves is in the database afterwards, with {conflicts} conflicts; "
        f"the chain of the log holds, and so does SQLite's integrity check."
    )
    return (
        f"{a_second:.0f} requests a second. The aim, p99 under {AIM_MS} ms and none failed, is "
        f"{'met' if met else 'missed'}: p99 {p99:.0f} ms, {failed} failed in the whole run.\n{found}\n"
        f"Processor, in shares of one core: {_shares(ours)}; for the peer {_shares(peer)}.\n"
    )


def _shares(measured: Measured) -> str:
    return ", ".join(f"{name} {share:.0%}" for name, share in measured.processor.items())


def _row(name: str, mine: Sequence[Asked], theirs: Sequence[Asked]) -> str:
    if not mine:
        return ""
    times = [f"{number:.0f}" for number in _percentiles(mine)]
    peers = [f"{number:.1f}" for number in _percentiles(theirs)] if theirs else ["—"] * 3
    ratio = f"{_percentiles(mine)[2] / _percentiles(theirs)[2]:.1f}" if theirs else "—"
    failed = sum(bool(asked.fault) for asked in mine)
    return f"| {name} | {len(mine)} | {' | '.join(times)} | {failed} | {' | '.join(peers)} | {ratio} |\n"


def _percentiles(asked: Sequence[Asked]) -> tuple[float, float, float]:
    """(p50, p95, p99) in milliseconds."""
    times = [each.seconds * 1000 for each in asked]
    if len(times) < 2:
        return times[0], times[0], times[0]
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return cuts[49], cuts[94], cuts[98]


def _within(measured: Measured) -> list[Asked]:
    """What was asked while all were there."""
    return [asked for asked in measured.log if measured.full_at <= asked.at < measured.ended_at]


def _requests(log: Sequence[Asked]) -> list[Asked]:
    """Without what is told of whole pages."""
    return [asked for asked in log if asked.method]


def _of_kind(log: Sequence[Asked], kind: str) -> list[Asked]:
    return [asked for asked in log if asked.kind == kind]
