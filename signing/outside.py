"""A file that was signed elsewhere, taken back: is it ours with nothing but signatures added?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import pypdfium2
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    WhitelistRule,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.commons import compare_key_refs
from pyhanko.sign.diff_analysis.constants import ROOT_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.diff_analysis.rules_api import ReferenceUpdate

from signing.changes import changes_since
from signing.opening import held, last_revision, open_pdf, pages_of, readable
from signing.pades import FIELD_NAME
from signing.trust import Trust
from signing.verdicts import Verification
from signing.verification import verify

STATES = {
    "accepted": "是待签文件加上签名，内容没有改动",
    "unproven": "不是在待签文件上追加的签名，内容是否相同没有得到证明",
    "refused": "在待签文件上做了签名以外的改动，或签名无效",
}
SAME_FILE = "上传的就是待签文件，里面还没有签名。请先在签章系统中签名。"
NOT_APPENDED = "上传的文件不是在待签文件上追加的：签章系统重新生成了文件，或者用了别的文件，无法证明内容没有改动。"
NO_SIGNATURE = "上传的文件里没有签名。请先在签章系统中签名。"
NOT_WHOLE = "签名“{field}”已失效，或者没有盖住整个文件。"
CHANGED = "签名的时候，文件里{change}。"
NOT_ALLOWED = "文件里有签名以外的改动。"
COVERS = "签名的图案盖住了第 {page} 页上的文字“{text}”。"
_CHANGED_AFTER = "签名之后{change}。"


class _CertificationRule(WhitelistRule):
    """A first signature may set what is allowed after it (/Perms), which pyHanko's own rules only know as set."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        yield from map(ReferenceUpdate, compare_key_refs("/Perms", old, old.root, new.root))


# As pyHanko's default, but that forms may not be filled in: ours have none.
_SIGNATURES_ONLY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ROOT_EXEMPT_STRICT_COMPARISON | {"/Perms"}),
        _CertificationRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DocInfoRule().as_qualified(ModificationLevel.LTA_UPDATES),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
        MetadataUpdateRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
)

# In points: how far a seal put in by hand may miss the place that was left for it.
_TOLERANCE = 36.0


@dataclass(frozen=True)
class OutsideVerdict:
    """What a file from outside is: `state` is a name of `STATES`, `reasons` say why it is not accepted.

    `verification` tells whose signature it is, when, and whether it is trusted, which does not decide on acceptance.
    The visible figures of an unproven file are for the caller to compare.
    """

    state: str
    reasons: tuple[str, ...]
    verification: Verification

    @property
    def is_accepted(self) -> bool:
        """Whether the file is the one that was handed out, with signatures added and nothing else."""
        return self.state == "accepted"

    @property
    def sentence(self) -> str:
        """The verdict in a few words."""
        return STATES[self.state]


def accept_outside(original: bytes, signed: bytes, trust: Trust, at: datetime | None = None) -> OutsideVerdict:
    """Judge the file `signed` that came back for `original`, as it was handed out by `prepare`.

    UnreadablePdfError if what came back is no PDF, protected or damaged.
    """
    now = at or datetime.now(UTC)
    verification = verify(signed, trust, now)
    if not any(seen.kind == "signature" for seen in verification.signatures):
        return OutsideVerdict("refused", (SAME_FILE if signed == original else NO_SIGNATURE,), verification)
    if not signed.startswith(original):
        return OutsideVerdict("unproven", (NOT_APPENDED,), verification)
    reasons = tuple(dict.fromkeys([*_faults(verification), *_other_changes(original, signed)]))
    return OutsideVerdict("refused" if reasons else "accepted", reasons, verification)


def _faults(verification: Verification) -> list[str]:
    """What is wrong with the signatures themselves."""
    faults = [NOT_WHOLE.format(field=seen.field) for seen in verification.signatures if not seen.is_whole]
    faults += [
        _CHANGED_AFTER.format(change=change)
        for seen in verification.signatures
        for change in seen.changes
        if not change.is_harmless
    ]
    if not faults and any(not seen.allowed for seen in verification.signatures):
        faults.append(NOT_ALLOWED)
    return faults


def _other_changes(original: bytes, signed: bytes) -> list[str]:
    """What the appended part does besides signing, by our own comparison and by pyHanko's."""
    reader = open_pdf(signed)
    with readable():
        base = last_revision(open_pdf(original))
        found = [CHANGED.format(change=change) for change in changes_since(reader, base) if not change.is_harmless]
        analysed = _SIGNATURES_ONLY.review_file(reader, base)
        if not found and isinstance(analysed, SuspiciousModification):
            found.append(NOT_ALLOWED)
        return found + _covered(original, reader)


def _covered(original: bytes, reader: PdfFileReader) -> list[str]:
    """Text that the pictures of signatures lie over, outside the place that was left for one.

    A picture can show anything, such as other figures than those below it, and is part of no other comparison.
    """
    place: tuple[int, list[float]] | None = None
    pictures = []
    for number, page in enumerate(pages_of(reader)):
        for note in held(page, "/Annots") or ():
            widget = note.get_object()
            if held(widget, "/FT") != "/Sig":
                continue
            box = [float(edge) for edge in widget["/Rect"]]
            if held(widget, "/T") == FIELD_NAME:
                place = (number, box)
            pictures.append((number, box))
    covered = []
    with pypdfium2.PdfDocument(original) as document:
        for number, box in pictures:
            if place and number == place[0] and _within(box, place[1]):
                continue
            text = "".join(document[number].get_textpage().get_text_bounded(*box).split())
            if text and box[0] != box[2] and box[1] != box[3]:
                covered.append(COVERS.format(page=number + 1, text=text[:30]))
    return covered


def _within(box: list[float], place: list[float]) -> bool:
    return (
        box[0] >= place[0] - _TOLERANCE
        and box[1] >= place[1] - _TOLERANCE
        and box[2] <= place[2] + _TOLERANCE
        and box[3] <= place[3] + _TOLERANCE
    )
