"""`fonts`: which faces documents are typeset with."""

from __future__ import annotations

from tests.cli.helpers import cli


def test_the_free_faces_are_named_where_the_agency_has_none(tmp_path):
    ran = cli("fonts", "--data", tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert f"字体文件夹：{tmp_path}/fonts" in ran.out
    assert "仿宋：FandolFang（自带）" in ran.out


def test_a_file_that_cannot_be_used_is_told_with_the_reason(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "simfang.ttf").write_bytes(b"no font at all")
    (tmp_path / "nianbao.yaml").write_text("fonts:\n  folder: own\n", encoding="utf-8")
    ran = cli("fonts", "--data", tmp_path)
    assert ran.code == 1
    assert "注意：字体文件 simfang.ttf 已损坏或不是字体，不能使用，已改用其他字体。请重新安放这个文件。" in ran.out
