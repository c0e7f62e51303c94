"""A title broken into lines at sense (回行词意完整, GB/T 9704-2012 7.3.1)."""

from __future__ import annotations

import re

# Characters of 22 pt in the 156 mm between the margins.
LINE = 20
# After these a name may be broken without tearing a word.
_JOINTS = re.compile("人民政府|委员会|委員會|领导小组|领导机构|(?<=.)[省市县縣区區州盟旗镇鎮乡鄉厅廳局部]")
_YEAR = re.compile(r"[0-9]{4}年")


def width(text: str) -> float:
    """Width in characters: a digit or Latin letter takes half of one."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def title_lines(title: str) -> tuple[str, ...]:
    """The agency's name, then 「2023年政府信息公开工作年度报告」; a name too long for a line is broken in two.

    The lines joined are the title again, but for white space at the joints.
    """
    year = _YEAR.search(title)
    if not year or not title[: year.start()].strip():
        return _broken(title)
    return (*_broken(title[: year.start()].strip()), *_broken(title[year.start() :].strip()))


def _broken(text: str) -> tuple[str, ...]:
    """Lines of at most `LINE` characters, of nearly equal length, broken after a word that ends a name."""
    if width(text) <= LINE:
        return (text,)
    joints = [match.end() for match in _JOINTS.finditer(text) if match.end() < len(text)]
    middle = min(joints or [(len(text) + 1) // 2], key=lambda joint: abs(2 * joint - len(text)))
    return (*_broken(text[:middle]), *_broken(text[middle:]))
