"""How a report ends and what it states in passing: 落款 and date, contact, 信息处理费."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from importers.front import ORGAN, year_in
from importers.normal import chinese_number, simplified, squeezed, without_pinyin
from report.numbers import Value
from report.report import Contact

_DATE = re.compile(r"(20[0-9]{2})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})\s*日?")
_CHINESE_DATE = re.compile(
    "(二[〇○零OＯ][〇○零一二三四五六七八九]{2})年(元|[一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_ISSUER_AND_DATE = re.compile(
    "(?P<issuer>[^，。；：,;:0-9]{4,30}?)\\s*(?P<day>(?:20[0-9]{2}|二[〇○零OＯ])[^，。；：,;:]{0,8}年?.{1,8}[日0-9])"
)
_CONTACT = {
    "address": "(?:联系|通信|通讯|办公)?地址",
    "postcode": "邮政编码|邮编",
    "telephone": "(?:联系|咨询)?电话(?:号码)?",
    "fax": "传真(?:号码)?",
    "email": "(?:电子)?(?:邮箱|邮件)(?:地址)?|E-?mail",
    "person": "联系人",
}
_CONTACT_AT = re.compile("|".join(f"(?P<{name}>{words})\\s*[:：为]\\s*" for name, words in _CONTACT.items()))
_CONTACT_END = re.compile("[,，;；)）。、]|\\s{2,}")
_FEE = re.compile(
    "(?P<none>(?:未|没有|不)(?:发生|产生)?收取(?:任何)?(?:政府)?信息(?:公开)?(?:信息)?处理费)"
    "|(?:收取|收到|收缴|实收)[^。；;]{0,30}?(?:信息(?:公开)?处理费)[^0-9。；;万]{0,12}?(?P<amount>[0-9][0-9,]*(?:\\.[0-9]+)?)\\s*(?P<unit>万?元)"
)
_FEE_AFTER = re.compile("信息处理费[^0-9。；;]{0,12}(?P<amount>[0-9][0-9,]*(?:\\.[0-9]+)?)\\s*(?P<unit>万?元)")


def printed_date(text: str) -> date | None:
    """The day a line consists of; None if it says more or is no day."""
    plain = squeezed(simplified(text)).replace(" ", "").strip("()（）")
    match = _DATE.fullmatch(plain)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
        match = _CHINESE_DATE.fullmatch(plain)
        if match:
            month = 1 if match[2] == "元" else chinese_number(match[2])
            return date(year_in(plain), month, chinese_number(match[3]))
    except ValueError:
        return None
    return None


@dataclass(frozen=True)
class Ending:
    """The end of a report: how many lines are text, the 落款, the day, whether these two share a line."""

    text_lines: int
    issuer: str = ""
    day: date | None = None
    one_line: bool = False

    @property
    def lines(self) -> int:
        """How many lines belong to the report, 落款 and day included."""
        return self.text_lines + (1 if self.one_line else bool(self.issuer) + bool(self.day))


def ending(lines: Sequence[str]) -> Ending:
    """Where the last section's text ends: before 落款 and date, or before what the web page adds."""
    for i, line in enumerate(lines):
        both = _ISSUER_AND_DATE.fullmatch(squeezed(line))
        if both and ORGAN.search(simplified(both["issuer"])) and (day := printed_date(both["day"])):
            return Ending(i, both["issuer"], day, one_line=True)
        day = printed_date(line)
        if day is None:
            continue
        issuer = squeezed(lines[i - 1]) if i else ""
        if issuer and len(issuer) <= 40 and not re.search("[。，,；;：]", issuer) and i > 0:
            return Ending(i - 1, issuer, day)
        return Ending(i, "", day)
    last = squeezed(lines[-1]) if lines else ""
    if (
        len(lines) > 1
        and len(last) <= 30
        and ORGAN.search(simplified(without_pinyin(last)))
        and not re.search("[。，,；;]", last)
    ):
        return Ending(len(lines) - 1, last)
    return Ending(len(lines))


def contact_in(text: str) -> Contact:
    """Address, telephone and so on as stated after their names."""
    found: dict[str, str] = {}
    matches = list(_CONTACT_AT.finditer(text))
    for n, match in enumerate(matches):
        stop = matches[n + 1].start() if n + 1 < len(matches) else len(text)
        value = text[match.end() : stop]
        name = str(match.lastgroup)
        value = re.split("[;；)）。]", value)[0] if name == "person" else _CONTACT_END.split(value)[0]
        value = value.strip(" ,，;；、。")
        if value and name not in found and len(value) <= 60:
            found[name] = value
    return Contact(**found)


def fees_in(text: str) -> dict[str, Value]:
    """信息处理费 actually received, in 元, if section six states it."""
    plain = simplified(text)
    match = _FEE.search(plain) or _FEE_AFTER.search(plain)
    if not match:
        return {}
    groups = match.groupdict()
    if groups.get("none"):
        return {"processing_fees.received": Value(number=Decimal("0.00"))}
    amount = Decimal(groups["amount"].replace(",", "")) * (10_000 if groups["unit"] == "万元" else 1)
    return {"processing_fees.received": Value(number=amount.quantize(Decimal("0.01")))}
