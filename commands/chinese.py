"""argparse in Chinese: its own words in help and in complaints."""

from __future__ import annotations

import argparse

_WORDS = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示本说明",
    "%(prog)s: error: %(message)s\n": "错误：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "the following arguments are required: %s": "缺少：%s",
    "one of the arguments %s is required": "以下几项必须给出一项：%s",
    "unrecognized arguments: %s": "不认识：%s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确，可指 %(matches)s",
    "not allowed with argument %s": "不能与 %s 同时使用",
    "ignored explicit argument %r": "后面不应有 %r",
    "expected one argument": "后面缺少一项",
    "expected at least one argument": "后面至少要有一项",
    "expected at most one argument": "后面最多有一项",
    "invalid choice: %(value)r (choose from %(choices)s)": "不能是 %(value)r，可用：%(choices)s",
    "invalid %(type)s value: %(value)r": "不能是 %(value)r",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "没有 %(parser_name)r 这个命令，可用：%(choices)s",
}


def parser(description: str) -> argparse.ArgumentParser:
    """A parser that speaks Chinese, as do the parsers of its commands."""
    # argparse looks its words up under this name at each use and offers no other way but compiled catalogues.
    setattr(argparse, "_", lambda text: _WORDS.get(text, text))  # noqa: B010  the type checker knows no such name
    return argparse.ArgumentParser(prog="cli.py", description=description, allow_abbrev=False)
