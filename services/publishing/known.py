"""What this installation knows of a file or check code: published, superseded when and by what, or unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.check_codes import code_of, read_code
from services.publishing.record import Publication, publications_within
from signing.certificates import shown_time
from storage import Store, queries
from storage import publishing as stored
from storage.store import Transaction

_REPLACED = "已被{superseded}公布的第 {number} 版取代。"
SENTENCES = {
    "current": "这就是“{agency}”{year}年度报告现行公布的文件，{at}发布。",
    "superseded": "这是“{agency}”{year}年度报告以前公布的文件，{at}发布，" + _REPLACED,
    "same": "所附的数据与“{agency}”{year}年度报告现行公布的版本（{at}发布）相同，但文件本身不是公布的那一个。",
    "same-superseded": "所附的数据是“{agency}”{year}年度报告以前公布的版本，" + _REPLACED,
    "unknown": "本单位没有公布过这个文件，无法证明它出自本单位。",
    "code-current": "这是“{agency}”{year}年度报告现行公布版本的校验码，{at}发布。",
    "code-superseded": "这是“{agency}”{year}年度报告以前公布版本的校验码，" + _REPLACED,
    "code-unknown": "没有找到这个校验码对应的已公布文件。请核对有没有输错。",
    "code-unreadable": "这不是校验码。校验码有 12 个字母和数字，如 7K2M-9QXA-03DF。",
}
CURRENT = {"current", "code-current"}
NOT_GOOD = {"superseded", "same-superseded", "code-superseded"}


@dataclass(frozen=True)
class Known:
    """The answer: a name of `SENTENCES`, its sentence, whether that is good, and details for who wants them."""

    state: str
    sentence: str
    good: bool | None
    details: tuple[str, ...] = ()


def known_file(store: Store, verification: Mapping[str, Any]) -> Known:
    """Whether a file that was examined was published here; by its bytes, else by the data that it carries."""
    with store.read() as tx:
        found = stored.published_as(tx, sha256=str(verification["sha256"]))
        if found:
            return _known(tx, found[-1], ("current", "superseded"))
        if verification["record"]:
            found = stored.published_as(tx, code=code_of(str(verification["record"])))
        return _known(tx, found[-1], ("same", "same-superseded")) if found else _plain("unknown")


def known_code(store: Store, text: str) -> Known:
    """What a check code stands for, as somebody typed or scanned it."""
    code = read_code(text)
    if not code:
        return _plain("code-unreadable")
    with store.read() as tx:
        found = stored.published_as(tx, code=code)
        return _known(tx, found[-1], ("code-current", "code-superseded")) if found else _plain("code-unknown")


def _plain(state: str) -> Known:
    return Known(state, SENTENCES[state], None)


def _known(tx: Transaction, row: stored.PublicationRow, states: tuple[str, str]) -> Known:
    every = publications_within(tx, row.report_id)
    this = next(item for item in every if item.id == row.id)
    newest = every[-1]
    # The same content published anew, with a signature for instance, corrects nothing.
    replaced = newest.id != this.id and (newest.code != this.code or states[0] == "current")
    state = states[1] if replaced else states[0]
    report = queries.report(tx, row.report_id)
    assert report is not None
    after = every[[item.id for item in every].index(this.id) + 1] if replaced else this
    sentence = SENTENCES[state].format(
        agency=report.agency_name, year=report.year, at=shown_time(this.at), superseded=shown_time(after.at),
        number=newest.version,
    )  # fmt: skip
    good = True if state in CURRENT else False if state in NOT_GOOD else None
    return Known(state, sentence, good, tuple(_details(this, newest if replaced else None)))


def _details(this: Publication, newest: Publication | None) -> list[str]:
    told = [
        f"校验码：{this.code}",
        f"发布时间：{shown_time(this.at)}",
        "发布时已签章" if this.signed else "发布时未签章",
    ]
    if this.sha256:
        told.append(f"公布文件的 SHA-256：{this.sha256}")
    if newest is not None:
        told += [f"现行版本的校验码：{newest.code}", f"现行版本的发布时间：{shown_time(newest.at)}"]
        told += [f"更正的原因：{newest.reason}"] if newest.reason else []
        told += [f"现行文件的 SHA-256：{newest.sha256}"] if newest.sha256 else []
    return told
