"""Traditional characters in a text are told section by section, simplified text never is."""

from __future__ import annotations

from checks import check
from tests.checks.reports import NAMES, of_kind, said, sample, small

SECTIONS = {"overview": "总体情况。", "problems": "问题。", "other": "无。"}


def test_a_section_with_traditional_characters_is_told_with_the_first_of_them() -> None:
    report = small(2023, narrative=SECTIONS | {"other": "無其他需要報告的事項，無。"})
    assert said("traditional", report) == ["“六、其他需要报告的事项”有繁体字 3 个：無、報、項"]


def test_more_than_six_are_cut_short() -> None:
    report = small(2023, narrative=SECTIONS | {"other": "據華國開條簡總"})
    assert said("traditional", report) == ["“六、其他需要报告的事项”有繁体字 7 个：據、華、國、開、條、簡等"]


def test_the_introduction_belongs_to_the_cover() -> None:
    report = small(2023, narrative=SECTIONS, introduction="根據條例。")
    assert [(f.section, f.message) for f in of_kind("traditional", report)] == [
        ("cover", "“引言”有繁体字 2 个：據、條")
    ]


def test_of_the_samples_just_the_traditional_ones_are_told() -> None:
    told = {name for name in NAMES if any(f.kind == "traditional" for f in check(sample(name)))}
    assert told == {name for name in NAMES if name[:3] in {"000", "003"}}


def test_a_report_of_figures_only_has_no_text_to_look_at() -> None:
    assert said("traditional", small(2023)) == []
