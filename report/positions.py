"""YAML with positions: plain data, and the line on which each path of it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from report.errors import FormatError

KeyPath = tuple[str | int, ...]


def shown(path: KeyPath) -> str:
    """A path as people read it: `sections[2].tables[0].id`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_positioned(file: Path) -> tuple[Any, dict[KeyPath, int]]:
    """Read one YAML document; returns its data and {path: line}. FormatError on bad YAML or a key given twice."""
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise FormatError(f"不是正确的 YAML：{error.problem}", file.name, line) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FormatError(f"不是正确的 YAML：{error}", file.name) from error
    if node is None:
        raise FormatError("文件是空的", file.name)
    lines: dict[KeyPath, int] = {}
    constructor = yaml.CSafeLoader("")

    def build(part: yaml.Node, path: KeyPath) -> Any:
        lines[path] = part.start_mark.line + 1
        if isinstance(part, yaml.MappingNode):
            data: dict[str, Any] = {}
            for key_node, value_node in part.value:
                key = str(key_node.value)
                if key in data:
                    raise FormatError(f"重复的键“{key}”", file.name, key_node.start_mark.line + 1, shown(path))
                data[key] = build(value_node, (*path, key))
                lines[(*path, key)] = key_node.start_mark.line + 1
            return data
        if isinstance(part, yaml.SequenceNode):
            return [build(item, (*path, i)) for i, item in enumerate(part.value)]
        return constructor.construct_object(part)

    return build(node, ()), lines
