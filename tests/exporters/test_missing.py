"""Characters that no face has are known, with their places, before anything is typeset."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporters.document import Document
from exporters.docx import render_docx
from exporters.fonts import FONTS, CharactersMissingError, use_document_fonts
from exporters.html import render_html
from exporters.missing import missing_characters
from exporters.outline import outline
from exporters.pdf import render_pdf
from report.narrative import Block
from report.numbers import Value
from tests.exporters.documents import NAMES, RECENT, final, sample

EGG, SNAIL = "\U0001f95a", "\U0001f40c"


def document(**changes) -> Document:
    return Document(replace(sample(RECENT), **changes))


def with_narrative(section: str, *texts: str) -> Document:
    blocks = tuple(Block("paragraph", text) for text in texts)
    return document(narrative={**(sample(RECENT).narrative or {}), section: blocks})


def told(given: Document) -> list[str]:
    return [item.where for item in missing_characters(outline(given))]


@pytest.mark.parametrize("name", NAMES)
def test_the_faces_have_every_character_of_the_samples(name):
    assert told(final(name)) == []


def test_rare_characters_of_names_are_no_fault():
    assert told(with_narrative("other", "㙍𬭎䶮喆堃洮㛃䢺𬍛𫖯𬴊𠅤龑犇淼燚垚昇〇㑇𰻝")) == []


def test_a_missing_character_is_named_with_section_paragraph_and_code_point():
    assert told(with_narrative("other", "平稳。", f"收到鸡蛋{EGG}一枚。")) == [
        f"“{EGG}”（U+1F95A）：“六、其他需要报告的事项”第 2 段"
    ]


def test_a_missing_character_is_named_with_the_cell_that_it_stands_in():
    values = {**sample(RECENT).values, "applications.carried_in.total": Value(text=f"三{SNAIL}", doubt="不是数字")}
    (where,) = told(document(values=values))
    assert where.startswith(f"“{SNAIL}”（U+1F40C）：“三、收到和处理政府信息公开申请情况”表格中“")
    assert where.endswith("、总计、二、上年结转政府信息公开申请数量”")


def test_title_and_issuer_are_looked_at():
    assert told(document(title=f"题{EGG}", issuer=f"局{EGG}")) == [f"“{EGG}”（U+1F95A）：标题；落款"]


def test_many_places_are_counted():
    (where,) = told(with_narrative("other", *[EGG] * 7))
    assert where.endswith("第 3 段等 7 处")


def test_marks_that_are_not_drawn_are_no_fault():
    assert told(with_narrative("other", "一\u200b二\ufe0f三\u2060四\U000e0100。")) == []


def test_a_person_is_told_what_to_do():
    (item,) = missing_characters(outline(with_narrative("other", EGG)))
    assert "请把有这个字的字体文件放进数据文件夹下的字体文件夹，或改用其他字" in item.sentence


def test_no_pdf_is_made_and_the_places_are_told():
    with pytest.raises(CharactersMissingError, match="第 1 段") as raised:
        render_pdf(with_narrative("other", EGG))
    assert raised.value.characters == EGG
    assert raised.value.places == (f"“{EGG}”（U+1F95A）：“六、其他需要报告的事项”第 1 段",)


def test_pages_and_word_files_are_made_all_the_same():
    given = with_narrative("other", EGG)
    assert EGG in render_html(given).decode()
    assert render_docx(given)


def test_faces_of_a_configuration_that_includes_another_are_known(monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", str(FONTS / "office.conf"))
    use_document_fonts.cache_clear()
    assert told(final(RECENT)) == []
    use_document_fonts.cache_clear()
