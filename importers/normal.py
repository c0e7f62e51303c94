"""Text made comparable: what differs only in script, width, spacing, marks or traces of conversion becomes equal."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import opencc

_PINYIN = re.compile("(?<=[\u3400-\u9fff\uff08-\uff09()])[(（][a-zɡāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüê\u0300-\u036f]{1,6}[)）]")
_DROPPED = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_SPACE = re.compile("[\\s\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff]+")
# Words that conversion between Taiwan's and the mainland's usage exchanges, and characters it picks wrongly.
_WORDS = {
    "档案": "文件", "专案": "项目", "资讯": "信息", "危机": "危及", "程式": "程序", "後": "后", "妳": "你", "彙": "汇",
}  # fmt: skip
_NUMBERING = re.compile(
    r"^\s*(?:[(（]?\s*(?P<chinese>[一二三四五六七八九十]{1,3})\s*(?P<close>[)）])?\s*[、.．,，:：]?"
    r"|[(（]?\s*(?P<arabic>[0-9]{1,2})\s*[)）.．、,，]\s*)"
)
# Printing from a browser writes radicals for the characters that look the same; NFKC knows only the first set of them.
_RADICALS = str.maketrans(
    "⺁⺎⺌⺍⺕⺗⺘⺟⺠⺡⺨⺩⺫⺬⺭⺮⺳⺼⺾⻁⻂⻄⻅⻆⻉⻊⻋⻌⻎⻏⻐⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "厂兀小小彐心扌母民氵犭王目示礻竹网肉艹虎衤西见角贝足车辶辶阝钅镸长门阝雨青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
) | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九十")}


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def without_pinyin(text: str) -> str:
    """Text without the pinyin that conversion leaves in brackets: 規(guī)章 becomes 規章."""
    previous = ""
    while previous != text:
        previous, text = text, _PINYIN.sub("", text)
    return text


def simplified(text: str) -> str:
    """Text in simplified characters."""
    return str(_converter().convert(text))


def without_radicals(text: str) -> str:
    """Text with the characters themselves in place of the radicals that stand for them: ⼈⺠ becomes 人民."""
    return text.translate(_RADICALS)


def squeezed(text: str) -> str:
    """Text with white space made single and trimmed."""
    return _SPACE.sub(" ", text).strip()


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """The letters, digits and characters that labels are compared by: simplified, half-width, without marks."""
    folded = unicodedata.normalize("NFKC", without_pinyin(simplified(text))).lower()
    folded = _DROPPED.sub("", folded)
    for wrong, right in _WORDS.items():
        folded = folded.replace(wrong, right)
    return folded


def chinese_number(text: str) -> int:
    """The value of 一 to 九十九; 0 if it is none."""
    if not text or any(c not in _VALUES for c in text):
        return 0
    if "十" not in text:
        return _VALUES[text] if len(text) == 1 else 0
    tens, _, ones = text.partition("十")
    return (_VALUES[tens] if tens else 1) * 10 + (_VALUES[ones] if ones else 0)


@lru_cache(maxsize=20_000)
def numbering(text: str) -> tuple[str, int, str]:
    """(style, number, rest) of a numbered line. Styles: `一、`, `（一）`, `1.` or "" for none."""
    match = _NUMBERING.match(text)
    if not match:
        return "", 0, text.strip()
    rest = text[match.end() :].strip()
    if match["arabic"]:
        return "1.", int(match["arabic"]), rest
    number = chinese_number(match["chinese"])
    if match["close"]:
        return "（一）", number, rest
    if not text[match.end("chinese") : match.end()].strip():
        # 一 without a mark behind it is a word, not a number: 一是, 三类.
        return "", 0, text.strip()
    return "一、", number, rest


@lru_cache(maxsize=20_000)
def core(text: str) -> str:
    """The key of a label without its numbering: 1.属于国家秘密 and 1、屬於國家秘密 become 属于国家秘密."""
    return key(numbering(unicodedata.normalize("NFKC", text))[2])


def distance(a: str, b: str) -> int:
    """Edit distance of two short texts."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]


def ends_with(text: str, label: str) -> int:
    """Edit distance between the label and whichever ending of the text is nearest to it."""
    text = text[-(len(label) + 4) :]
    row = [0] * (len(text) + 1)
    for i, x in enumerate(label, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(text, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]


def common(a: str, b: str) -> int:
    """Length of the longest common subsequence of two short texts."""
    row = [0] * (len(b) + 1)
    for x in a:
        above = 0
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], above + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]
