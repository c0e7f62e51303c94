"""YAML with positions: plain data, and the line on which each path of it stands.

Only what a format file needs: mappings, lists, text, whole numbers and true/false. Aliases, tags and deep nesting are
refused before anything is built, since a few lines of them can ask for more memory than there is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from report.errors import FormatError
from report.reasons import reason

KeyPath = tuple[str | int, ...]

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 40
_TAG = "tag:yaml.org,2002:"
_SCALARS = {_TAG + name for name in ("str", "int", "bool", "null")}


def shown(path: KeyPath) -> str:
    """A path as people read it: `sections[2].tables[0].id`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _refuse_costly(text: str, file: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise FormatError(f"文件超过 {MAX_CHARACTERS} 字", file)
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise FormatError(f"不能用别名“*{event.anchor}”，请把内容写全", file, line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise FormatError(f"嵌套超过 {MAX_DEPTH} 层", file, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _composed(file: Path) -> yaml.Node | None:
    try:
        text = file.read_text(encoding="utf-8-sig")
        _refuse_costly(text, file.name)
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except OSError as error:
        raise FormatError(f"文件读不出：{reason(error)}", file.name) from error
    except UnicodeDecodeError as error:
        raise FormatError(f"不是 UTF-8 编码（第 {error.start + 1} 个字节读不出）", file.name) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise FormatError(f"不是正确的 YAML：{error.problem}", file.name, line) from error
    except yaml.YAMLError as error:
        raise FormatError(f"不是正确的 YAML：{error}", file.name) from error


@dataclass(frozen=True)
class _Builder:
    """Builds plain data from the nodes of one file, and writes down the line of each path."""

    file: str
    lines: dict[KeyPath, int] = field(default_factory=dict)
    scalars: yaml.CSafeLoader = field(default_factory=lambda: yaml.CSafeLoader(""))

    def fail(self, message: str, part: yaml.Node, path: KeyPath) -> FormatError:
        return FormatError(message, self.file, part.start_mark.line + 1, shown(path))

    def mapping(self, part: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in part.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise self.fail("键应为文本", key_node, path)
            key = str(key_node.value)
            if key in data:
                raise self.fail(f"重复的键“{key}”", key_node, path)
            data[key] = self.build(value_node, (*path, key))
            self.lines[(*path, key)] = key_node.start_mark.line + 1
        return data

    def build(self, part: yaml.Node, path: KeyPath) -> Any:
        self.lines[path] = part.start_mark.line + 1
        if isinstance(part, yaml.MappingNode) and part.tag == f"{_TAG}map":
            return self.mapping(part, path)
        if isinstance(part, yaml.SequenceNode) and part.tag == f"{_TAG}seq":
            return [self.build(item, (*path, i)) for i, item in enumerate(part.value)]
        if not isinstance(part, yaml.ScalarNode) or part.tag not in _SCALARS:
            raise self.fail("只能写文本、整数、true 或 false；小数和日期请加引号", part, path)
        try:
            return self.scalars.construct_object(part)
        except ValueError as error:
            raise self.fail(f"“{str(part.value)[:40]}”不是整数", part, path) from error


def read_positioned(file: Path) -> tuple[Any, dict[KeyPath, int]]:
    """Read one YAML document; returns its data and {path: line}. FormatError on bad YAML or a key given twice."""
    node = _composed(file)
    if node is None:
        raise FormatError("文件是空的", file.name)
    builder = _Builder(file.name)
    return builder.build(node, ()), builder.lines
