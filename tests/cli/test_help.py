"""Help and complaints are Chinese, and the manual has every command and option."""

from __future__ import annotations

import argparse
import re

import pytest

from cli import arguments, main
from tests.cli.helpers import ROOT, cli

MANUAL = (ROOT / "docs" / "command-line.md").read_text("utf-8")
# Names that are the same in every language.
NAMES = r"cli\.py|[-\w]*\.json|--?[a-z]+|html|pdf|docx|xlsx|csv|json|JSON|PDF|Word|CSV|NIANBAO_DATA|instance/"
NAMES += r"|Ctrl|127\.0\.0\.1|auto|Excel|check|import|compare|export|cells|new|serve|work|fonts|fragment"
NAMES += r"|department|government|township"
NAMES += r"|prepare|sign|demo-cert|PKCS|PNG|SVG|USB Key|B-B|B-T|B-LTA?|seal|box|p12|pfx"
NAMES += r"|audit|verify|agencies|template|backup|restore|remind|ZIP"


def commands(within: argparse.ArgumentParser | None = None, before: str = "") -> dict[str, argparse.ArgumentParser]:
    """Every command by its name, one within another as "audit verify"; what only holds others is left out."""
    groups = [a for a in (within or arguments())._actions if isinstance(a, argparse._SubParsersAction)]
    if within is not None and not groups:
        return {before: within}
    return {
        name: parser
        for group in groups
        for word, inner in group.choices.items()
        for name, parser in commands(inner, f"{before} {word}".strip()).items()
    }


def latin(text: str) -> list[str]:
    """Latin words that are no names."""
    return re.findall(r"[A-Za-z]{2,}", re.sub(NAMES, "", text))


@pytest.mark.parametrize("command", ["", *commands()])
def test_help_is_chinese_throughout(command):
    ran = cli(*command.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("用法：cli.py")
    assert latin(ran.out) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "缺少：命令"),
        ("frob", "不能是 'frob'"),
        ("check", "缺少：文件"),
        ("check a.json --frob", "不认识：--frob"),
        ("check --previous", "--previous：后面缺少一项"),
        ("export a.json", "缺少：--to, -o/--output"),
        ("export a.json --to odt -o x", "不能是 'odt'"),
        ("new --agency x --year x -o x", "年度应为四位数字"),
        ("new --agency x --year 2025 --kind x -o x", "不能是 'x'"),
        ("serve --port x", "端口应为 0 到 65535 的整数"),
        ("serve --port 65536", "端口应为 0 到 65535 的整数"),
        ("serve --demo=x", "后面不应有 'x'"),
    ],
)
def test_a_mistake_is_told_in_chinese(capsys, line, words):
    with pytest.raises(SystemExit) as stop:
        main(line.split())
    said = capsys.readouterr().err
    assert stop.value.code == 2
    assert words in said
    assert latin(said.replace("frob", "").replace("odt", "")) == []


@pytest.mark.parametrize("command", commands())
def test_the_manual_has_every_command_and_option(command):
    assert f"## {command}" in MANUAL
    section = MANUAL.split(f"## {command}")[1].split("\n## ")[0]
    for action in commands()[command]._actions:
        for option in action.option_strings:
            if option not in ("-h", "--help"):
                assert f"`{option}" in section, f"{command} {option}"


def test_the_manual_has_no_option_that_there_is_not():
    known = {option for parser in commands().values() for action in parser._actions for option in action.option_strings}
    assert set(re.findall(r"`(--[a-z-]+)", MANUAL)) <= known


def test_a_fault_of_the_program_keeps_its_traceback(monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("commands.checking.check_files", broken)
    with pytest.raises(ZeroDivisionError):
        main(["check", "a.json"])
