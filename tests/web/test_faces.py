"""The pages from which a report is handed on tell what its faces lack."""

from __future__ import annotations

import pytest

from app import Settings, create_app
from tests.web.conftest import Person

EGG = "\U0001f95a"


@pytest.mark.parametrize("page", ["finish", "preview"])
def test_a_character_that_no_face_has_is_told_before_export(person: Person, page: str) -> None:
    report_id = person.new()
    assert EGG not in person.get(f"/reports/{report_id}/{page}")
    person.save(report_id, "cover", {"introduction": [{"type": "paragraph", "text": f"鸡蛋{EGG}。"}]})
    told = person.get(f"/reports/{report_id}/{page}")
    assert f"所用字体没有“{EGG}”（U+1F95A）：引言第 1 段。" in told
    assert "请把有这个字的字体文件放进数据文件夹下的字体文件夹，或改用其他字" in told


@pytest.mark.parametrize("page", ["finish", "preview"])
def test_a_font_of_the_agency_that_cannot_be_used_is_told(tmp_path, page: str) -> None:
    (tmp_path / "data" / "fonts").mkdir(parents=True)
    (tmp_path / "data" / "fonts" / "simfang.ttf").write_bytes(b"no font at all")
    person = Person(create_app(Settings(tmp_path / "data", testing=True)).test_client())
    assert "字体文件 simfang.ttf 已损坏或不是字体" in person.get(f"/reports/{person.new()}/{page}")
