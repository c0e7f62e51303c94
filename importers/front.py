"""What a report says of itself outside its parts: title, agency and year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from importers.normal import chinese_number, simplified, squeezed, without_pinyin

NO_AGENCY = "（原文未载机关名称）"
MAX_TITLE = 70
_ANY_YEAR = re.compile(r"(20[0-9]{2}|二[〇○零OＯ0][一二三四五六七八九〇○零]{2})\s*年")
_TITLE = re.compile(
    "(?:政府|政务)信息公开.{0,6}(?:年度|年报|情况|工作).{0,8}(?:报告|年报)|政务公开.{0,6}年度报告"
    "|信息公开(?:工作)?年度(?:工作)?报告|信息公开年报"
)
_TITLE_END = re.compile("(?:工作)?(?:年度)?(?:工作|情况)?(?:年度)?(?:报告|年报)$")
_SUBJECT = re.compile("政府信息公开|政务信息公开|政务公开|信息公开")
_NOT_TITLE = re.compile("^(?:本|现|根据|按照|依据|为)|[。，,；;：]|》|电子版|下载|关于印发|格式")
_PERIOD = re.compile(r"(20[0-9]{2})\s*年\s*1\s*月\s*1\s*日")
_END_OF_YEAR = re.compile(r"(20[0-9]{2})\s*年\s*12\s*月\s*31\s*日")
ORGAN = re.compile(
    "(?:人民政府|政府|办公室|办公厅|委员会|管委会|街道办事处|办事处|领导小组|总队|支队|大队|分局|中心|公司|"
    "[局厅部署院会办委处室所站队校园镇乡]|街道)$"
)
_MADE_BY = re.compile(
    "(?:由|本报告系)([\u4e00-\u9fff]{4,30}?(?:人民政府|局|委员会|办公室|办公厅|厅|街道办事处))(?:根据|按照|依据|编制)"
)
_NAMED = re.compile(
    "(?:公布|发布|编制|公开|现将|制作)了?《?(?P<title>[\u4e00-\u9fff]{4,30}?20[0-9]{2}年(?:度)?政府信息公开(?:工作)?(?:年度)?(?:工作)?报告)"
)
_PAGE = re.compile(r"^(?:[#*\s]+|Page\s+[0-9]+\s+-\s+)+")
_ONLY_YEAR = re.compile("(?:20[0-9]{2}|二[〇○零OＯ0][一二三四五六七八九〇○零]{2})年(?:度)?(?:关于)?")
_REGION = "(?:[\u4e00-\u9fff]{1,7}?(?:省|自治区|市|州|盟|地区|县|区))*"


def year_in(text: str) -> int:
    """The first year named in a text; 0 if none."""
    match = _ANY_YEAR.search(text)
    if not match:
        return 0
    written = match[1]
    if written.isdigit():
        return int(written)
    return int("".join("0" if c in "〇○零OＯ0" else str(chinese_number(c)) for c in written))


def is_title(text: str) -> bool:
    """Whether a line is the report's title."""
    plain = simplified(squeezed(text)).replace(" ", "")
    return bool(
        len(plain) <= MAX_TITLE and _TITLE.search(plain) and _TITLE_END.search(plain) and not _NOT_TITLE.search(plain)
    )


def title_at(lines: Sequence[str]) -> tuple[int, int, str]:
    """(first, last, title) among lines before section one; the last title stands; (-1, -1, "") if there is none."""
    texts = [squeezed(_PAGE.sub("", line)) for line in lines]
    for i in range(len(texts) - 1, -1, -1):
        if is_title(texts[i]):
            first, title = _whole_title(texts, i)
            return first, i, title
        if i and not is_title(texts[i - 1]) and len(texts[i]) <= 15 and _broken(texts[i - 1], texts[i]):
            return i - 1, i, texts[i - 1] + texts[i]
    return -1, -1, ""


def _broken(above: str, below: str) -> bool:
    """Whether a title was broken inside its fixed words: 某局2021年政府信息 公开工作年度报告."""
    return len(above) <= 45 and bool(year_in(above) or ORGAN.search(above)) and is_title(above + below)


def _whole_title(texts: Sequence[str], last: int) -> tuple[int, str]:
    """(first line, title) of a title that ends on line `last`; agency and year may stand on lines of their own."""
    first, title = last, texts[last]
    while first and last - first < 2 and not organ_in_title(simplified(title).replace(" ", "")):
        above = simplified(texts[first - 1]).replace(" ", "")
        named = len(above) <= 30 and ORGAN.search(_ONLY_YEAR.sub("", above).removesuffix("关于"))
        if not named and not _ONLY_YEAR.fullmatch(above):
            break
        first, title = first - 1, texts[first - 1] + title
    return first, title


def organ_in_title(title: str) -> str:
    """The agency named in a title: before the year, between year and 政府信息公开, or before it where no year is."""
    plain = without_pinyin(title).replace(" ", "")
    subject = _SUBJECT.search(simplified(plain))
    if not subject:
        return ""
    named = plain[: subject.start()]
    if named.endswith("人民") and subject[0].startswith("政府"):
        # 某乡人民政府信息公开年度报告 names 政府 once for both.
        named += "政府"
    year = _ANY_YEAR.search(named)
    parts = (named[: year.start()], named[year.end() :]) if year else (named,)
    for part in parts:
        name = re.sub("^关于|^度|关于$|的$|^關於|關於$", "", part.strip("《〈 "))
        if len(name) >= 3:
            return name
    return ""


def full_name(name: str, text: str) -> str:
    """The agency's name with the regions that the text puts before it: 淮安市洪泽区人民政府."""
    if not name:
        return name
    longer = [m[0] for m in re.finditer(f"{_REGION}{re.escape(name)}", text) if m[0] != name]
    longer = [re.sub("^.*[由与和对向在从是为的及]", "", n[: -len(name)]) + name for n in longer]
    sensible = [n for n in longer if len(name) < len(n) <= len(name) + 8]
    return Counter(sensible).most_common(1)[0][0] if sensible else name


def kind_of(name: str) -> str:
    """department, government or township, from the name."""
    plain = simplified(name)
    if re.search("(?:街道(?:办事处|办)?|[乡镇](?:人民政府|政府)?|办事处)$", plain):
        return "township"
    return "government" if re.search("人民政府$|(?:省|市|县|区|州|盟|旗)政府$", plain) else "department"


def report_year(title: str, texts: Iterable[str], day: date | None) -> tuple[int, str | None]:
    """(year, doubt): from the title, else the period stated, else the year the text speaks of, else the date."""
    if year_in(simplified(title)):
        return year_in(simplified(title)), None
    whole = "\n".join(texts)
    for pattern in (_PERIOD, _END_OF_YEAR):
        match = pattern.search(whole)
        if match:
            return int(match[1]), None
    named = Counter(year_in(m[0]) for m in _ANY_YEAR.finditer(whole))
    if named:
        year = named.most_common(1)[0][0]
        return year, None if day and day.year == year + 1 else "原文没有标题年份，按正文提到最多的年份读取"
    return (day.year - 1, "原文没有报告年度，按落款日期的上一年读取") if day else (0, "原文没有报告年度")


def agency_name(title: str, issuer: str, introduction: str, overview: str) -> tuple[str, str | None]:
    """(name, doubt): from the title, else 落款, else who made the report."""
    name = organ_in_title(title)
    if name:
        return full_name(name, introduction), None
    stated = _NAMED.search(simplified(introduction + overview).replace(" ", ""))
    if stated and not issuer and (name := organ_in_title(stated["title"])) and ORGAN.search(name):
        return name, "机关名称取自正文，请核对"
    if issuer:
        plain = without_pinyin(issuer)
        region = re.match("[\u4e00-\u9fff]{2,12}?[省市州盟县区旗](?=.*领导小组)", simplified(plain))
        if region and f"{region[0]}人民政府" in simplified(introduction + overview):
            return f"{region[0]}人民政府", "机关名称由落款和正文推得，请核对"
        doubt = "落款是办事机构，机关名称请核对" if re.search("领导小组|办公室$", simplified(plain)) else None
        return plain, doubt
    match = _MADE_BY.search(introduction + overview)
    if match:
        return match[1], "机关名称取自正文，请核对"
    return NO_AGENCY, "原文没有机关名称"
