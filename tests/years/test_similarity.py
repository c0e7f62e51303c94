"""How much of the narrative repeats last year's, as `docs/checks.md` defines it."""

from __future__ import annotations

import json
import random
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import check
from checks.sentences import figures
from checks.similarity import Repetition, repetition
from report.report import Report
from tests.years.reports import report_of, sample

OLD = "全年通过政府网站主动公开各类政府信息1136条。"
NEW = "本年新建了三个基层公开专区，覆盖全部乡镇街道。"


def text(year: int, *paragraphs: str, section: str = "overview") -> Report:
    return report_of(year, narrative={section: list(paragraphs)})


def of(now: list[str], last: list[str]) -> Repetition:
    return repetition(text(2024, *now), text(2023, *last))


@pytest.mark.parametrize(
    ("now", "what"),
    [
        (OLD, "the sentence itself"),
        ("全年通过政府网站主动公开各类政府信息2428条。", "another figure"),
        (
            "２０２４年，全年通过 政府网站主动公开各类政府信息２４２８条",
            "another year, full width, blanks, no full stop",
        ),
        ("全年通过政府门户网站主动公开各类政府信息2428条。", "a word put in"),
        ("主动公开各类政府信息1136条，全年通过政府网站。", "its clauses turned round"),
    ],
    ids=lambda value: value if value.isascii() else "",
)
def test_a_sentence_is_repeated_in_spite_of(now: str, what: str) -> None:
    last = {
        "another year, full width, blanks, no full stop": f"二〇二三年，{OLD}",
        "its clauses turned round": "全年通过政府网站，主动公开各类政府信息1136条。",
    }.get(what, OLD)
    assert of([now], [last]).share == 1


def test_a_sentence_written_anew_is_not_repeated() -> None:
    assert of([NEW], [OLD]).share == 0


def test_the_share_is_one_of_characters_and_is_told_by_section() -> None:
    now = report_of(2024, narrative={"overview": [OLD], "problems": [NEW], "other": ["无。"]})
    found = repetition(now, text(2023, OLD))
    old, new = 20, 21  # letters, each number as one
    assert found.characters == old + new
    assert found.by_section == {"overview": 1, "problems": 0}
    assert found.share == (Decimal(old) / (old + new)).quantize(Decimal("0.0001"))


def test_each_repeated_sentence_says_where_it_stands_and_where_it_stood() -> None:
    now = text(2024, f"{NEW}{OLD}", section="problems")
    last = text(2023, NEW.replace("三", "两").replace("基层", "社区的公开阅览点和"), OLD)
    (found,) = repetition(now, last).repeated
    assert (found.section, found.block, found.sentence.text) == ("problems", 0, OLD)
    assert now.blocks("problems")[0].text[found.sentence.start : found.sentence.end] == OLD
    assert (found.last.section, found.last.block, found.last.text) == ("overview", 1, OLD)
    assert found.likeness == 100


def test_as_json_the_meter_gets_shares_as_text_and_sentences_with_their_spans() -> None:
    data = of([f"{NEW}{OLD}"], [OLD]).data()
    assert json.loads(json.dumps(data)) == data
    assert (data["share"], data["line"], data["by_section"]) == ("0.4878", "0.5", {"overview": "0.4878"})
    (found,) = data["repeated"]
    assert (found["block"], found["start"], found["text"]) == (0, len(NEW), OLD)
    assert (found["last"]["start"], found["last"]["end"]) == (0, len(OLD))


def test_years_and_figures_in_a_text_are_marked_for_change() -> None:
    told = "2023年，公开１,２３６条，同比增长12.5%，二〇二三年度受理二十件。"
    assert [told[start:end] for start, end in figures(told)] == ["2023年", "１,２３６", "12.5%", "二〇二三年度"]


def test_two_of_last_years_sentences_joined_are_repeated() -> None:
    joined = f"{OLD.rstrip('。')}，{NEW}"
    assert of([joined], [OLD, NEW]).share == 1


def test_headings_introduction_and_the_shortest_sentences_are_not_compared() -> None:
    blocks = [
        {"type": "heading", "level": 1, "text": "（一）主动公开情况良好且内容完整"},
        "（二）依申请公开情况。" + NEW,
        "无。",
    ]
    now = report_of(2024, narrative={"overview": blocks}, introduction=[OLD])
    last = report_of(2023, narrative={"overview": [*blocks[:1], "（二）依申请公开情况。", "无。"]}, introduction=[OLD])
    assert (repetition(now, last).share, repetition(now, last).characters) == (0, 21)


def test_sections_that_the_format_does_not_ask_for_are_compared_too() -> None:
    extra = [{"heading": "七、附件", "after": "", "blocks": [OLD]}]
    now = report_of(2024, narrative={}, extra_sections=extra)
    (found,) = repetition(now, text(2023, OLD)).repeated
    assert found.section == "extra_sections.1"


def test_without_text_nothing_is_repeated() -> None:
    assert of([], [OLD]).share == of([OLD], []).share == 0


def test_more_than_half_repeated_is_advice_with_the_line_and_the_worst_section() -> None:
    sentences = [
        f"{word}工作按照年度要点有序推进，各项任务按时完成并接受监督。" for word in ("宣传", "培训", "督查", "考核")
    ]
    now = report_of(2024, narrative={"overview": sentences, "problems": [NEW, NEW.replace("三", "若干")]})
    (finding,) = [f for f in check(now, text(2023, *sentences)) if f.kind == "repetition"]
    assert finding.severity == "advice"
    assert finding.message == "文字有 71.5% 与上年报告重复，超过 50%；重复最多的是“一、总体情况”（100.0%）"


def test_just_half_is_no_finding() -> None:
    half = ["政府信息公开工作领导小组召开专题会议研究部署全年重点任务安排事项。" * 2]
    other = ["新的一年里我们将继续推动基层政务公开标准化规范化建设取得更大实效。" * 2]
    found = of([*half, *other], half)
    assert found.share == Decimal("0.5")
    assert [f for f in check(text(2024, *half, *other), text(2023, *half)) if f.kind == "repetition"] == []


def test_of_two_real_years_a_third_is_repeated() -> None:
    found = repetition(sample("hongze-2024"), sample("hongze-2023"))
    assert Decimal("0.30") < found.share < Decimal("0.35")
    assert found.by_section["other"] == 1
    assert [f for f in check(sample("hongze-2024"), sample("hongze-2023")) if f.kind == "repetition"] == []


@given(st.lists(st.text("政府信息公开工作条例规范，。；0123456789 ", max_size=60), max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_text_repeats_itself_wholly_and_the_share_stays_between_0_and_1(paragraphs: list[str]) -> None:
    found = of(paragraphs, paragraphs)
    assert found.share == (1 if found.characters else 0)
    other = of(paragraphs, paragraphs[::2])
    assert 0 <= other.share <= 1
    assert all(0 <= share <= 1 for share in other.by_section.values())


def _prose(seed: int, characters: int) -> list[str]:
    chance = random.Random(seed)
    letters = "政府信息公开工作条例规范落实推进加强完善平台建设监督保障依申请办理群众需求重点领域解读回应"
    sentences = [
        "".join(chance.choices(letters, k=40)) + "，" + "".join(chance.choices(letters, k=9)) + "。"
        for _ in range(characters // 51)
    ]
    return ["".join(sentences[n : n + 5]) for n in range(0, len(sentences), 5)]


def test_five_thousand_characters_take_less_than_twenty_milliseconds() -> None:
    now, last = text(2024, *_prose(1, 5000)), text(2023, *_prose(2, 5000))
    times = []
    for _ in range(5):
        start = time.perf_counter()
        repetition(now, last)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.02


def test_half_a_million_characters_still_take_less_than_ten_seconds() -> None:
    now, last = text(2024, *_prose(1, 500_000)), text(2023, *_prose(2, 500_000))
    start = time.perf_counter()
    assert repetition(now, last).share < Decimal("0.1")
    assert time.perf_counter() - start < 10
