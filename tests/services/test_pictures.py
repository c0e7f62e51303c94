"""Pictures of a report: kept beside its text, for its drafts and versions, and carried where the text goes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from report.errors import ReportError
from report.narrative import Block
from report.pictures import Picture
from report.record import dump_report, load_report
from services import pictures as service
from services.comparison import compare
from services.differences import diff_versions
from services.drafts import save_section
from services.errors import ChangeRefused, ReportNotFound
from services.new_year import start_from_stored
from services.pictures import find_picture, take_picture
from services.reports import create_report, import_report, open_draft
from services.versions import get_version, make_version, restore_version
from storage import queries
from tests.services.helpers import AGENCY, sample


def png(colour: str = "navy", size: tuple[int, int] = (30, 20)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def figure(picture: Picture, caption: str = "图1 培训", alt: str = "会场") -> dict[str, Any]:
    return {"type": "figure", "picture": picture.id, "alt": alt, "caption": caption}


def table(*rows: list[str], caption: str = "表1 培训") -> dict[str, Any]:
    return {"type": "table", "caption": caption, "head": 1, "rows": list(rows)}


def save(store, report_id, blocks, revision=None, section="other", who="张三"):
    seen = open_draft(store, report_id).revisions[section] if revision is None else revision
    return save_section(store, report_id, section, seen, {"blocks": blocks}, who)


def test_a_picture_that_was_taken_in_can_be_shown(store, report_id):
    made = take_picture(store, report_id, png(), "张三")
    save(store, report_id, [figure(made)])
    report = open_draft(store, report_id).report
    assert report.blocks("other") == (Block("figure", "图1 培训", picture=made.id, alt="会场"),)
    assert report.pictures == {made.id: made}
    assert load_report(dump_report(report)) == report


def test_a_draft_and_its_versions_hold_ids_alone(store, report_id):
    made = take_picture(store, report_id, png(size=(900, 900)), "张三")
    save(store, report_id, [figure(made)])
    make_version(store, report_id, "manual", "张三")
    with store.read() as tx:
        draft = json.dumps(queries.sections(tx, report_id)["other"].content)
        version = queries.version(tx, report_id, 1).content
    assert made.id in draft
    assert len(draft) < 300
    assert "pictures" not in version
    assert get_version(store, report_id, 1).report.pictures == {made.id: made}


def test_a_version_goes_on_showing_a_picture_that_the_draft_lost(store, report_id):
    made = take_picture(store, report_id, png(), "张三")
    save(store, report_id, [figure(made)])
    make_version(store, report_id, "manual", "张三")
    save(store, report_id, [])
    assert open_draft(store, report_id).report.pictures == {}
    restore_version(store, report_id, 1, "张三")
    assert open_draft(store, report_id).report.pictures == {made.id: made}


def test_a_picture_that_the_report_has_not_is_refused_and_nothing_is_saved(store, report_id):
    with pytest.raises(ReportError, match="缺少图片"):
        save(store, report_id, [figure(Picture("image/png", 1, 1, b"elsewhere"))])
    assert open_draft(store, report_id).revisions["other"] == 1


def test_pictures_of_another_report_are_not_found(store, report_id):
    other = create_report(store, agency=replace(AGENCY, name="另一局"), year=2023, who="李四")
    made = take_picture(store, other, png(), "李四")
    assert find_picture(store, other, made.id) == made
    assert find_picture(store, report_id, made.id) is None
    with pytest.raises(ReportError, match="缺少图片"):
        save(store, report_id, [figure(made)])


def test_no_picture_is_taken_for_a_report_that_there_is_not(store):
    with pytest.raises(ReportNotFound):
        take_picture(store, "none", png(), "张三")


def test_last_years_picture_comes_along_when_its_figure_is_taken_over(store, report_id):
    made = take_picture(store, report_id, png(), "张三")
    save(store, report_id, [figure(made)])
    following, _ = start_from_stored(store, report_id, who="张三")
    assert find_picture(store, following, made.id) == made
    save(store, following, [figure(made)])
    assert open_draft(store, following).report.pictures == {made.id: made}


def test_an_imported_report_brings_its_pictures(store):
    made = Picture("image/png", 30, 20, png())
    report = replace(
        sample("demo"),
        narrative={"other": (Block("figure", "图", picture=made.id, alt="甲"),)},
        pictures={made.id: made},
    )
    assert open_draft(store, import_report(store, report, "张三")).report.pictures == {made.id: made}


def test_pictures_that_nothing_shows_make_room_and_shown_ones_stay(store, report_id, clock, monkeypatch):
    monkeypatch.setattr(service, "MOST_KEPT", 3)
    colours = iter(["red", "green", "blue", "white", "black"])
    shown = take_picture(store, report_id, png(next(colours)), "张三")
    save(store, report_id, [figure(shown)])
    save(store, report_id, [])
    unshown = [take_picture(store, report_id, png(next(colours)), "张三") for _ in range(2)]
    with pytest.raises(ChangeRefused, match="已有 3 张、0 MB，不能再加"):
        take_picture(store, report_id, png(next(colours)), "张三")
    clock.pass_by(seconds=timedelta(days=8).total_seconds())
    take_picture(store, report_id, png(next(colours)), "张三")
    assert find_picture(store, report_id, shown.id) == shown
    assert [find_picture(store, report_id, picture.id) for picture in unshown] == [None, None]


def test_no_more_pictures_are_taken_than_a_file_of_record_can_hold(store, report_id, monkeypatch):
    monkeypatch.setattr(service, "MAX_PICTURES", 2)
    shown = [take_picture(store, report_id, png(colour), "张三") for colour in ("red", "green")]
    save(store, report_id, [figure(picture) for picture in shown])
    with pytest.raises(ChangeRefused, match="正文已有 2 张图片、1 MB，最多 2 张、12 MB"):
        take_picture(store, report_id, png("blue"), "张三")
    assert take_picture(store, report_id, png("red"), "张三") == shown[0]


def test_two_people_change_a_table_and_a_paragraph_without_conflict(store, report_id):
    start = ["甲。", table(["内容", "人次"], ["条例", "120"]), "乙。"]
    save(store, report_id, start)
    seen = open_draft(store, report_id).revisions["other"]
    save(store, report_id, [start[0], table(["内容", "人次"], ["条例", "130"]), start[2]], seen)
    result = save(store, report_id, [start[0], start[1], "丙。"], seen, who="李四")
    assert result.conflicts == []
    blocks = open_draft(store, report_id).report.blocks("other")
    assert [block.type for block in blocks] == ["paragraph", "table", "paragraph"]
    assert blocks[1].rows[1] == ("条例", "130")
    assert blocks[2].text == "丙。"


def test_one_table_that_two_people_change_is_one_conflict(store, report_id):
    save(store, report_id, [table(["内容", "人次"], ["条例", "120"])])
    seen = open_draft(store, report_id).revisions["other"]
    save(store, report_id, [table(["内容", "人次"], ["条例", "130"])], seen)
    (conflict,) = save(store, report_id, [table(["内容", "人次"], ["条例", "140"])], seen, who="李四").conflicts
    assert (conflict.theirs[0]["rows"][1][1], conflict.mine[0]["rows"][1][1]) == ("130", "140")


def with_blocks(*blocks: Block):
    return replace(sample("demo"), narrative={"other": blocks})


def test_a_changed_cell_a_changed_picture_and_a_changed_alternative_text_are_told():
    before = with_blocks(
        Block("table", "表1", rows=(("内容",), ("120",)), head=1), Block("figure", "图1", picture="a" * 64, alt="甲")
    )
    after = with_blocks(
        Block("table", "表1", rows=(("内容",), ("130",)), head=1), Block("figure", "图1", picture="b" * 64, alt="甲")
    )
    told = diff_versions(before, after)
    assert [(change.path, change.after) for change in told] == [
        ("other.blocks.1", "〔表〕表1（前 1 行是表头）\n内容\n130"),
        ("other.blocks.2", "〔图〕图1（图片 bbbbbbbb，替代文字：甲）"),
    ]
    lines = [(found.before, found.after) for found in compare(before, after)]
    assert ("120", "130") in lines or {("120", ""), ("", "130")} <= set(lines)
