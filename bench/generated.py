"""Reports made up from a seed: plausible ones as offices write them, and ugly ones as nobody should but somebody will.

The same seed gives the same report on any machine, so that a failure can be looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from random import Random

from PIL import Image

from report.format import Cell, Kind, ReportFormat
from report.narrative import Block, Blocks
from report.numbers import Value, parse
from report.pictures import Picture
from report.presentation import WIDE_TABLES, Presentation
from report.report import Agency, ExtraSection, Report

AGENCIES = (
    "示例市民政局",
    "临江县人民政府",
    "样本省生态环境厅",
    "东湖街道办事处",
    "示例市㙍塘区𬭎山镇人民政府",
    "䶮州市昇堃喆局",
)
SENTENCES = (
    "本年度主动公开政府信息{n}条，其中规范性文件{m}件。",
    "通过门户网站公开{n}条，占{m}.{k}%，较上年增长{k}个百分点；",
    "依申请公开方面，新收申请{n}件，上年结转{m}件，全部按期答复。",
    "一是制度还不够健全，二是队伍有待加强，三是“互联网＋政务”水平不高。",
    "支出经费{n}.{m}0万元（含税），《条例》第二十条第（{k}）项所列内容均已公开。",
    "联系电话：0000-{n}{m}，电子邮箱：xxgk{n}@example.invalid，网址：https://www.example.invalid/a?b={m}&c=1。",
    "经㙍村村民𬭎某、䶮某申请，我局于2023年{k}月1日作出告知书〔2023〕{n}号——予以公开……",
    "The OECD reported {n}/{m} items, i.e. about {k}.5 per cent.",
)
LOOKALIKES = (
    "一、总体情况如下", "三、收到和处理政府信息公开申请情况", "2024年1月18日", "（一）", "1.属于国家秘密", "— 3 —",
    "17", "注：本表数据截至12月31日。", "总计", "示例市民政局", "草稿", "| 1 | 2 |", "第二十条第（一）项",
    "校验码：0000", "-", "：", "（续）",
)  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script>", "{{ 7 * 7 }}{% raw %}", '=HYPERLINK("http://127.0.0.1:9/")', "+1", "@SUM(A1)",
    "&amp;&lt;", "]]>", "甲\u202e乙\u200b丙\u00ad丁", "\ufeff戊 己\u3000庚", "../../etc/passwd",
    "<img src=file:///etc/passwd>", "'单引号开头",
)  # fmt: skip
UNREAD = (
    "约12",
    "12、13",
    "若干件",
    "1,2345",
    "３２余",
    "无法统计",
    "=1+1",
    "12\n13",
    "/",
    "—",
    "不适用",
    "见附件一<b>",
)
NOTES = ("其中修订16件", "含转办1件、Windows 10相关2件", "较上年 +3", "=3", "数据来源：<统计局>")
DAY = date(2024, 1, 31)
COLOURS = (0, 96, 200)


def picture(grey: int) -> Picture:
    """A small picture of one grey."""
    content = BytesIO()
    Image.new("L", (60, 40), grey).save(content, "PNG")
    return Picture("image/png", 60, 40, content.getvalue())


PICTURES = {picture(grey).id: picture(grey) for grey in COLOURS}


def plausible(fmt: ReportFormat, seed: int) -> Report:
    """A report as it comes from an office: figures in most cells, a few blanks and notes, ordinary text."""
    return _report(fmt, Random(f"plausible {fmt.id} {seed}"), _plain_value, _plain_text)


def ugly(fmt: ReportFormat, seed: int) -> Report:
    """A report with everything that may go wrong: text in cells, sections missing, lines that look like others."""
    return _report(fmt, Random(f"ugly {fmt.id} {seed}"), _odd_value, _odd_text)


def _report(
    fmt: ReportFormat, random: Random, value: Callable[[Random, Cell], Value], text: Callable[[Random], Blocks]
) -> Report:
    year = random.randint(fmt.first_year, fmt.last_year or fmt.first_year + 4)
    agency = Agency(random.choice(AGENCIES))
    odd = text is _odd_text
    sections = [section.id for section in fmt.sections if section.tables or not odd or random.random() < 0.85]
    values = {cell.name: value(random, cell) for cell in fmt.cells}
    report = Report(
        format=fmt,
        agency=agency,
        year=year,
        title=f"{agency.name}关于{year}年度工作情况及其他有关事项的政府信息公开年度报告"
        if odd and random.random() < 0.3
        else "",
        introduction=text(random) if random.random() < 0.7 else (),
        narrative=None if odd and random.random() < 0.1 else {name: text(random) for name in sections},
        headings=dict(_headings(fmt, random)) if odd else {},
        extra_sections=tuple(_extras(fmt, random, text)) if odd else (),
        values={name: content for name, content in values.items() if not content.is_blank},
        issuer=random.choice((agency.name, agency.name, "")) if odd else agency.name,
        date=random.choice((DAY.replace(year=year + 1), None)) if odd else DAY.replace(year=year + 1),
        presentation=_presentation(fmt, random),
    )
    used = {block.picture for block in report.all_blocks}
    return replace(report, pictures={name: shown for name, shown in PICTURES.items() if name in used})


def _presentation(fmt: ReportFormat, random: Random) -> Presentation:
    charts = tuple(chart.id for chart in fmt.charts if random.random() < 0.1)
    return Presentation(charts, random.choice((*WIDE_TABLES, "fit", "fit")))


def _plain_value(random: Random, cell: Cell) -> Value:
    kind = random.random()
    if kind < 0.03:
        return Value()
    if cell.kind is Kind.AMOUNT:
        return Value(Decimal(random.randint(0, 10**7)).scaleb(-random.randint(0, 4 if cell.unit == "万元" else 2)))
    number = Decimal(0 if kind < 0.4 else random.randint(1, 30) if kind < 0.9 else random.randint(31, 10**6))
    return Value(number, note=random.choice(NOTES[:2]) if kind > 0.99 else "")


def _odd_value(random: Random, cell: Cell) -> Value:
    kind = random.random()
    if kind < 0.2:
        return Value()
    if kind < 0.3:
        return parse(random.choice((*UNREAD, *HOSTILE[:6])), cell.kind, cell.unit)
    if kind < 0.4:
        return Value(Decimal(random.randint(0, 99)), note=random.choice(NOTES))
    if kind < 0.45:
        return Value(Decimal(10**15 - random.randint(1, 99)))
    if cell.kind is Kind.AMOUNT:
        return Value(Decimal(random.randint(0, 10**12)).scaleb(-6))
    return Value(Decimal(random.randint(-99 if cell.kind is Kind.SIGNED_COUNT else 0, 9999)))


def _sentence(random: Random) -> str:
    return random.choice(SENTENCES).format(n=random.randint(0, 99999), m=random.randint(1, 999), k=random.randint(1, 9))


def _paragraph(random: Random, most: int) -> Block:
    return Block("paragraph", "".join(_sentence(random) for _ in range(random.randint(1, most))))


def _plain_text(random: Random) -> Blocks:
    blocks: list[Block] = []
    for n in range(random.randint(0, 3)):
        blocks.append(Block("heading", f"（{'一二三'[n]}）公开工作情况", 1))
        blocks.extend(_paragraph(random, 5) for _ in range(random.randint(1, 2)))
    return tuple(blocks) or (_paragraph(random, 4),)


def _odd_text(random: Random) -> Blocks:
    """Paragraphs of any length in any company. Where there is no text there is not even a section."""
    return tuple(_odd_block(random) for _ in range(random.choice((0, 1, 2, 3, 8))))


def _odd_block(random: Random) -> Block:
    kind = random.random()
    if kind < 0.35:
        return _paragraph(random, random.choice((1, 3, 3, 25)))
    if kind < 0.5:
        return Block(
            "heading", random.choice((*LOOKALIKES, "（二）依申请公开", "1.丰富解读形式")), random.choice((1, 2))
        )
    if kind < 0.55:
        return Block("figure", random.choice(("", "图1 公开渠道")), picture=random.choice(list(PICTURES)), alt="灰色")
    if kind < 0.62:
        return _table(random)
    if kind < 0.8:
        return Block("paragraph", random.choice(LOOKALIKES))
    return Block("paragraph", random.choice(HOSTILE) + random.choice(("", _sentence(random))))


def _table(random: Random) -> Block:
    """A table of the text of any size, with blanks and odd words in its boxes."""
    words = ("", "0", "12.50", "合计", "其中：网站公开", *LOOKALIKES[:6], *HOSTILE[:6])
    columns, count = random.choice((1, 2, 4, 8)), random.choice((1, 2, 5, 30))
    rows = tuple(tuple(random.choice(words) for _ in range(columns)) for _ in range(count))
    return Block(
        "table", random.choice(("", "表1 分类统计")), rows=rows, head=random.choice((0, 1)) if count > 1 else 0
    )


def _headings(fmt: ReportFormat, random: Random) -> Iterator[tuple[str, str]]:
    for section in fmt.sections:
        if random.random() < 0.2:
            yield section.id, random.choice((section.heading + "（修订）", "总体概况", *HOSTILE[:3]))


def _extras(fmt: ReportFormat, random: Random, text: Callable[[Random], Blocks]) -> Iterator[ExtraSection]:
    for _ in range(random.choice((0, 0, 1, 2))):
        after = random.choice(["", *(section.id for section in fmt.sections)])
        yield ExtraSection(random.choice(("七、附加说明", "市本级建议提案办理情况", HOSTILE[0])), after, text(random))


def kinds() -> Sequence[tuple[str, Callable[[ReportFormat, int], Report]]]:
    """The two kinds of report by name."""
    return (("plausible", plausible), ("ugly", ugly))
