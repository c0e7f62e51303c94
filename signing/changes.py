"""What was done to a PDF after it was signed, named: each later revision laid beside the signed one.

pyHanko's difference analysis says whether later changes are allowed; this says in words what they are. The kinds of
deceit that it tells apart are those of shadow attacks (Mainka, Mladenov and Rohlmann, "Shadow Attacks: Hiding and
Replacing Content in Signed PDFs", NDSS 2021).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef

from signing.descriptions import described
from signing.fingerprints import fingerprint, reachable
from signing.opening import embedded_files, held, last_revision, pages_of
from signing.pages import Note, drawings, look, notes, parts

SENTENCES = {
    "page-added": "增加了第 {page} 页",
    "page-removed": "去掉了原来的第 {page} 页",
    "page-text": "改动了第 {page} 页的文字或图形",
    "page-font": "替换了第 {page} 页的字体，文字看起来会不一样",
    "page-picture": "替换了第 {page} 页的图片或图形",
    "cover-removed": "去掉了遮在第 {page} 页上的内容，露出了原来被遮住的部分（隐藏攻击）",
    "cover-added": "在第 {page} 页上加盖了批注或图章",
    "field-value": "改动了第 {page} 页表单里显示的内容（替换攻击）",
    "hidden-shown": "把签名之前就藏在文件里的另一份内容换到了第 {page} 页上（隐藏并替换攻击）",
    "embedded-replaced": "替换了所附的数据文件“{detail}”",
    "embedded-removed": "去掉了所附的数据文件“{detail}”",
    "embedded-added": "增加了附件“{detail}”",
    "signature-removed": "去掉了原有的签名“{detail}”",
    "behaviour": "改动了文件打开后的动作或图层（{detail}）",
    "described-anew": "改动了文件的标题、作者等说明",
    "trailing": "在末尾附加了内容",
    "signature-added": "又加了签名“{detail}”",
    "timestamp-added": "加了存档时间戳",
    "validation-data": "附上了证书的核验资料",
}
HARMLESS = frozenset({"signature-added", "timestamp-added", "validation-data"})

# Parts of the catalogue that a signature may touch, or that are told of by themselves.
_EXPECTED = {
    "/AcroForm",
    "/DSS",
    "/Extensions",
    "/Pages",
    "/Perms",
    "/Metadata",
    "/Version",
    "/StructTreeRoot",
    "/Names",
}


@dataclass(frozen=True)
class Change:
    """One thing that was done after signing; `page` counts from 1, 0 for the file as a whole."""

    kind: str
    page: int = 0
    detail: str = ""

    @property
    def is_harmless(self) -> bool:
        """Whether what is seen and carried stays what was signed."""
        return self.kind in HARMLESS

    def __str__(self) -> str:
        return SENTENCES[self.kind].format(page=self.page, detail=self.detail)


def changes_since(reader: PdfFileReader, revision: int) -> tuple[Change, ...]:
    """What the revisions after `revision` did to what a reader sees and what the file carries, each kind once a page.

    Every revision is looked at, so that what one does and the next takes back is told too.
    """
    found: dict[Change, None] = {}
    before = reader.get_historical_resolver(revision)
    for number in range(revision + 1, last_revision(reader) + 1):
        after = reader.get_historical_resolver(number)
        found.update(dict.fromkeys(_Comparison(before, after).changes()))
        before = after
    return tuple(found)


class _Comparison:
    """Two revisions of a file side by side."""

    def __init__(self, before: HistoricalResolver, after: HistoricalResolver) -> None:
        self.before, self.after = before, after
        self._known: set[generic.Reference] | None = None

    def changes(self) -> Iterator[Change]:
        """Everything that differs, pages first."""
        yield from self._pages()
        yield from self._embedded()
        yield from self._signatures()
        yield from self._catalogue()
        if described(self.before) != described(self.after):
            yield Change("described-anew")

    def _pages(self) -> Iterator[Change]:
        old, new = pages_of(self.before), pages_of(self.after)
        for number, (was, now) in enumerate(zip(old, new, strict=False), 1):
            yield from self._page(number, was, now)
        for number in range(len(old) + 1, len(new) + 1):
            yield Change("page-added", number)
        for number in range(len(new) + 1, len(old) + 1):
            yield Change("page-removed", number)

    def _page(self, number: int, was: generic.DictionaryObject, now: generic.DictionaryObject) -> Iterator[Change]:
        differing = {part for part, value in parts(was).items() if value != parts(now)[part]}
        if differing & {"text", "font", "picture", "rest"} and self._shows_hidden(now):
            yield Change("hidden-shown", number)
            return
        if "picture" in differing and drawings(now).keys() < drawings(was).keys():
            yield Change("cover-removed", number)
            differing.discard("picture")
        for part in ("text", "font", "picture"):
            if part in differing:
                yield Change(f"page-{part}", number)
        if differing == {"rest"}:
            yield Change("page-text", number)
        yield from self._notes(number, notes(was), notes(now))

    def _notes(self, number: int, was: Mapping[str, Note], now: Mapping[str, Note]) -> Iterator[Change]:
        for name, note in was.items():
            if name not in now:
                yield Change("cover-removed", number)
            elif note.look != now[name].look and not note.is_signature:
                hides = bool(note.drawn) and not now[name].drawn
                yield Change("cover-removed" if hides else "field-value", number)
        if any(not note.is_signature for name, note in now.items() if name not in was):
            yield Change("cover-added", number)

    def _shows_hidden(self, page: generic.DictionaryObject) -> bool:
        """Whether the page shows objects that the earlier revision held without using, or that lie in its bytes."""
        if self._known is None:
            self._known = reachable(self.before)
        xrefs, then, now = self.before.reader.xrefs, self.before.revision, self.after.revision
        end = xrefs.get_startxref_for_revision(then)
        for reference in reachable(self.after, page):
            was, place = xrefs.get_historical_ref(reference, then), xrefs.get_historical_ref(reference, now)
            if was is not None and reference not in self._known:
                return True
            if place != was and place is not None and _lies_before(place, end, self.before):
                return True
        return False

    def _embedded(self) -> Iterator[Change]:
        was, now = embedded_files(self.before.root), embedded_files(self.after.root)
        for name, content in was.items():
            if name not in now:
                yield Change("embedded-removed", detail=name)
            elif now[name] != content:
                yield Change("embedded-replaced", detail=name)
        for name in now.keys() - was.keys():
            yield Change("embedded-added", detail=name)

    def _signatures(self) -> Iterator[Change]:
        was, now = signed_fields(self.before), signed_fields(self.after)
        for name, content in was.items():
            if now.get(name) != content:
                yield Change("signature-removed", detail=name)
        for name, field in _fields(self.after):
            if name in now.keys() - was.keys():
                stamp = held(field, "/V", "/Type") == "/DocTimeStamp"
                yield Change("timestamp-added") if stamp else Change("signature-added", detail=name)

    def _catalogue(self) -> Iterator[Change]:
        was, now = self.before.root, self.after.root
        if look(was, "/DSS") != look(now, "/DSS"):
            yield Change("validation-data")
        touched = sorted(key for key in {*was.keys(), *now.keys()} - _EXPECTED if look(was, key) != look(now, key))
        if touched:
            yield Change("behaviour", detail="、".join(key.lstrip("/") for key in touched))
        names = [key for key in ("/JavaScript", "/Dests", "/Renditions") if _inner(was, key) != _inner(now, key)]
        if names:
            yield Change("behaviour", detail="、".join(key.lstrip("/") for key in names))


def _lies_before(place: int | ObjStreamRef, end: int, before: HistoricalResolver) -> bool:
    """Whether an object's bytes were in the file already at a revision whose table stands at `end`."""
    if isinstance(place, int):
        return place < end
    stream = generic.Reference(place.obj_stream_id, 0, before)
    return before.reader.xrefs.get_historical_ref(stream, before.revision) is not None


def signed_fields(source: HistoricalResolver) -> dict[str, bytes]:
    """The signatures of a revision: field names to a digest of what each holds."""
    return {name: fingerprint(field["/V"]) for name, field in _fields(source) if held(field, "/V") is not None}


def _fields(source: HistoricalResolver) -> Iterator[tuple[str, generic.DictionaryObject]]:
    fields = held(source.root, "/AcroForm", "/Fields") or ()
    waiting = [(field.get_object(), "", 0) for field in fields]
    while waiting:
        field, prefix, depth = waiting.pop()
        name = ".".join(filter(None, (prefix, str(held(field, "/T") or ""))))
        if held(field, "/FT") == "/Sig":
            yield name, field
        if depth < 20:
            waiting.extend((kid.get_object(), name, depth + 1) for kid in held(field, "/Kids") or ())


def _inner(root: generic.DictionaryObject, key: str) -> bytes:
    names = held(root, "/Names")
    return look(names, key) if names is not None else b""


def digest_of(content: bytes) -> str:
    """The hash by which people compare files."""
    return sha256(content).hexdigest()
