"""A settings file read strictly: no unknown key, no key twice, no value of another kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from report.errors import FormatError
from report.positions import KeyPath, read_positioned, shown

# What a field may be: how people are told of it, whether a value is one, how it is kept.
KINDS: Mapping[Any, tuple[str, Callable[[Any], bool], Callable[[Any], Any]]] = {
    str: ("文字（是数字的请加引号）", lambda value: isinstance(value, str), str),
    bool: ("true 或 false", lambda value: isinstance(value, bool), bool),
    int: ("整数", lambda value: isinstance(value, int) and not isinstance(value, bool), int),
    tuple[str, ...]: (
        "文字的列表",
        lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
        tuple,
    ),
}


def read_sections(file: Path, sections: Mapping[str, type[Any]]) -> dict[type[Any], Any]:
    """Each section with its defaults where the file, or a key of it, is absent. FormatError for anything else."""
    if not file.exists():
        return {kind: kind() for kind in sections.values()}
    written, lines = read_positioned(file)

    def fail(message: str, path: KeyPath) -> FormatError:
        return FormatError(message, file.name, lines.get(path, 0), shown(path))

    if not isinstance(written, dict):
        raise fail(f"应按部分来写，可用的部分：{'、'.join(sections)}", ())
    for name in written:
        if name not in sections:
            raise fail(f"不认识的部分，可用：{'、'.join(sections)}", (name,))
    return {kind: _section(written.get(name), kind, (name,), fail) for name, kind in sections.items()}


def _section(written: Any, kind: type[Any], path: KeyPath, fail: Callable[[str, KeyPath], FormatError]) -> Any:
    if written is None:
        return kind()
    if not isinstance(written, dict):
        raise fail("应为“键: 值”的形式", path)
    hints = get_type_hints(kind)
    known = [field.name for field in fields(kind)]
    given: dict[str, Any] = {}
    for key, value in written.items():
        if key not in known:
            raise fail(f"不认识的键，可用：{'、'.join(known)}", (*path, key))
        expected, fits, keep = KINDS[hints[key]]
        if value is None:
            continue
        if not fits(value):
            raise fail(f"应为{expected}", (*path, key))
        given[key] = keep(value)
    return kind(**given)
