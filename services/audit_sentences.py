"""An entry of the log as people read it: who did what to what, and what was before and after."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report.loading import load_format
from services.audit import Entry
from services.audit_contents import content_changes
from services.audit_words import ACTIONS, FIELDS, UNSHOWN, VALUES, named
from storage import agencies as stored_agencies
from storage import people as stored_people
from storage import queries
from storage.store import Transaction

VIA = {"web": "网页", "api": "接口", "cli": "命令行", "": ""}
NOBODY = "没有登录的人"
NOTHING = "（无）"
YES, NO = "是", "否"


@dataclass(frozen=True)
class Detail:
    """One thing that an entry tells: its name, and both sides as text; `before` is empty where nothing was."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """An entry in words: `who`, the `sentence` that follows, and its details."""

    entry: Entry
    who: str
    sentence: str
    via: str
    details: tuple[Detail, ...]


class Teller:
    """Tells entries, with the present names of what they are about, within one transaction."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def tell(self, entry: Entry) -> Told:
        """The entry in words; an action or field that nobody named is told by its code."""
        words = ACTIONS.get(entry.action)
        on = self.subject(entry.subject)
        sentence = words.sentence.replace("{on}", on) if words else f"{entry.action} {on}"
        if entry.account_id and entry.subject == f"account:{entry.account_id}":
            sentence = sentence.replace(on, "本人") if words and "{on}" in words.sentence else sentence
        return Told(entry, entry.name or NOBODY, sentence, VIA.get(entry.via, entry.via), tuple(self._details(entry)))

    def subject(self, subject: str) -> str:
        """What an entry is about, by its present name."""
        kind, _, key = subject.partition(":")
        match kind:
            case "report":
                row = queries.report(self._tx, key)
                return f"“{row.agency_name}”{row.year} 年度报告" if row else "一份报告"
            case "agency":
                return f"“{self._agency(key)}”"
            case "account":
                return f"“{self._account(key)}”" if key != "unknown" else "一个不存在的登录名"
        return "本系统" if kind == "installation" else subject

    def _agency(self, key: str) -> str:
        row = stored_agencies.agency(self._tx, key)
        return row.name if row else key

    def _account(self, key: str) -> str:
        row = stored_people.account(self._tx, key)
        return f"{row.name}（{row.login}）" if row else key

    def _details(self, entry: Entry) -> Iterator[Detail]:
        if entry.action == "report.save":
            yield from self._saved(entry)
            return
        before, after = _fields(entry.before), _fields(entry.after)
        for field in sorted({**before, **after}, key=lambda field: _place(entry.action, field)):
            if named(UNSHOWN, entry.action, field):
                continue
            label = FIELDS.get(named(FIELDS, entry.action, field), field)
            old, new = (self._shown(entry.action, field, side.get(field)) for side in (before, after))
            # That something was not so, where nothing was before, is no news.
            if old != new and (field in before or new != NO):
                yield Detail(label, (old or NOTHING) if field in before else "", (new or NOTHING) if after else "")

    def _saved(self, entry: Entry) -> Iterator[Detail]:
        before, after = (_fields(side) for side in (entry.before, entry.after))
        row = queries.report(self._tx, entry.subject.partition(":")[2])
        sides = [side.get("contents") for side in (before, after)]
        if row is None or not all(isinstance(side, Mapping) for side in sides):
            yield Detail("内容", _plain(entry.before), _plain(entry.after))
            return
        fmt = load_format(row.format_id)
        for label, old, new in content_changes(fmt, str(after.get("section")), _fields(sides[0]), _fields(sides[1])):
            yield Detail(label, old or "（空）", new or "（空）")

    def _shown(self, action: str, field: str, value: Any) -> str:
        """A value in words; empty where there is none."""
        if value is None or value == "" or value == [] or (field == "version" and value == 0):
            return ""
        if isinstance(value, bool):
            return YES if value else NO
        if field in ("parent", "merged_into", "agency") and isinstance(value, str):
            return self._agency(value)
        if action == "report.assign" and isinstance(value, str):
            return self._account(value)
        if field == "roles" and isinstance(value, list):
            return self._roles(value)
        if field == "version":
            return f"第 {value} 版"
        if field == "scope" and isinstance(value, str):
            return "、".join(VALUES["scope"].get(word, word) for word in value.split())
        return _named_value(field, value) if isinstance(value, str) else _plain(value)

    def _roles(self, held: list[Any]) -> str:
        """[[agency id, role]…] as 「示例市民政局：填报、审核；…」."""
        found: dict[str, list[str]] = {}
        for item in held:
            if not (isinstance(item, list) and len(item) == 2):
                return _plain(held)
            found.setdefault(self._agency(str(item[0])), []).append(VALUES["role"].get(str(item[1]), str(item[1])))
        return "；".join(f"{agency}：{'、'.join(roles)}" for agency, roles in found.items())


def _place(action: str, field: str) -> int:
    """Where a field stands among others: as in the table of their names, those without one last."""
    key = named(FIELDS, action, field)
    return list(FIELDS).index(key) if key else len(FIELDS)


def _named_value(field: str, value: str) -> str:
    table = VALUES["verdict"] if field == "state" and value in VALUES["verdict"] else VALUES.get(field, {})
    return table.get(value, value)


def _fields(side: Any) -> Mapping[str, Any]:
    """A side of an entry by its fields; what is no mapping is one field."""
    if isinstance(side, Mapping):
        return {str(key): value for key, value in side.items()}
    return {} if side is None else {"text": side}


def _plain(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "；".join(value)
    return str(value) if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
