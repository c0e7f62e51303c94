"""Names of files: agency, year, title; safe on Windows; none twice."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.document import Document
from report.report import Agency
from services.batch_names import MOST_BYTES, safe, stem, unique
from services.blank import blank_report


def test_it_is_agency_year_and_title() -> None:
    document = Document(blank_report(Agency("某市民政局"), 2023))
    assert stem(document) == "某市民政局_2023_某市民政局2023年政府信息公开工作年度报告"


def test_a_draft_says_so() -> None:
    assert stem(Document(blank_report(Agency("某局"), 2023), draft=True)).endswith("（草稿）")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ('a<b>c:d"e/f\\g|h?i*j', "a_b_c_d_e_f_g_h_i_j"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("name. . ", "name"),
        ("con", "_con"),
        ("COM1.2023", "_COM1.2023"),
        ("console", "console"),
        ("two\nlines\tone", "two lines one"),
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("...", "_"),
        ("", "_"),
        ("e\u0301", "é"),
    ],
)
def test_what_a_system_refuses_is_replaced(name: str, made: str) -> None:
    assert safe(name) == made


@given(st.text(max_size=300))
def test_every_name_is_one_that_windows_takes(name: str) -> None:
    made = safe(name)
    assert 0 < len(made.encode()) <= MOST_BYTES + 1
    assert not set(made) & set('<>:"/\\|?*')
    assert not {unicodedata.category(character) for character in made} & {"Cc", "Cf"}
    assert made == made.strip(". ")


def test_names_that_differ_only_in_case_are_numbered() -> None:
    used: set[str] = set()
    assert [unique(name, used) for name in ("Abc", "abc", "ABC", "other")] == ["Abc", "abc（2）", "ABC（3）", "other"]
