"""`export`, `cells` and `new`: files out of reports and formats."""

from __future__ import annotations

import csv
import io
import json
import os
import stat

import pytest

from cli import TARGETS
from exporters import EXPORTERS
from report.loading import load_format, load_formats
from report.record import load_report
from tests.cli.helpers import ROOT, cli, sample

CONTRACT = (ROOT / "tests" / "report" / "contract" / "cells.csv").read_bytes().decode("utf-8")


def marked(page):
    """Whether a web page calls itself 草稿 in its title."""
    return "<title>草稿：" in page.read_text("utf-8")


def test_every_exporter_is_on_offer():
    assert set(TARGETS) == set(EXPORTERS)


@pytest.mark.parametrize(("to", "beginning"), [("html", b"<!"), ("pdf", b"%PDF-"), ("docx", b"PK"), ("json", b"{")])
def test_a_report_is_exported(tmp_path, to, beginning):
    out = tmp_path / f"年报.{to}"
    ran = cli("export", sample("demo"), "--to", to, "-o", out)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"已导出 {out}\n"
    assert out.read_bytes().startswith(beginning)


def test_a_clean_report_is_final_unless_a_draft_is_asked_for(tmp_path):
    final, draft = tmp_path / "final.html", tmp_path / "draft.html"
    cli("export", sample("demo"), "--to", "html", "-o", final)
    asked = cli("export", sample("demo"), "--to", "html", "-o", draft, "--draft")
    assert asked.err == ""
    assert not marked(final)
    assert marked(draft)


def test_a_report_with_faults_is_a_draft_and_never_silently_so(tmp_path):
    out = tmp_path / "out.html"
    ran = cli("export", sample("001"), "--to", "html", "-o", out)
    assert ran.code == 0
    assert "还有 8 条强制性问题，已按草稿导出，文件中标明“草稿”" in ran.err
    assert marked(out)


def test_a_report_without_text_is_a_draft(tmp_path):
    data = json.loads(sample("demo").read_text("utf-8"))
    del data["narrative"]
    file = tmp_path / "figures.json"
    file.write_text(json.dumps(data), "utf-8")
    assert "已按草稿导出" in cli("export", file, "--to", "html", "-o", tmp_path / "out.html").err


def test_json_comes_out_as_it_went_in(tmp_path):
    out = tmp_path / "out.json"
    assert "没有草稿标记" in cli("export", sample("001"), "--to", "json", "-o", out).err
    assert load_report(out.read_bytes()) == load_report(sample("001").read_bytes())


def test_a_report_is_never_written_over_itself(tmp_path):
    file = tmp_path / "report.json"
    file.write_bytes(sample("demo").read_bytes())
    (tmp_path / "link.json").symlink_to(file)
    for out in (file, tmp_path / "link.json"):
        ran = cli("export", file, "--to", "pdf", "-o", out)
        assert (ran.code, ran.out) == (2, "")
        assert "输出文件就是输入文件" in ran.err
    assert file.read_bytes() == sample("demo").read_bytes()


def test_an_export_to_nowhere_is_told(tmp_path):
    ran = cli("export", sample("demo"), "--to", "json", "-o", tmp_path / "no" / "out.json")
    assert ran.code == 2
    assert "没有这个文件或文件夹" in ran.err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device here")  # noqa: PTH110  a device
def test_a_full_disk_is_told():
    ran = cli("export", sample("demo"), "--to", "json", "-o", "/dev/full")
    assert (ran.code, ran.out) == (2, "")
    assert "磁盘已满" in ran.err
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)  # noqa: PTH116  the device is still one


def test_an_unknown_target_is_told_in_chinese(tmp_path):
    ran = cli("export", sample("demo"), "--to", "odt", "-o", tmp_path / "out")
    assert ran.code == 2
    assert "不能是 'odt'" in ran.err


@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_cells_are_the_lines_of_the_contract(format_id):
    ran = cli("cells", "--format", format_id)
    assert (ran.code, ran.err) == (0, "")
    header, *lines = CONTRACT.splitlines()
    wanted = [header, *(line for line in lines if next(csv.reader([line]))[1] == format_id)]
    assert ran.out == "".join(f"{line}\r\n" for line in wanted)


def test_the_contract_is_all_formats_cells():
    assert len(CONTRACT.splitlines()) - 1 == sum(len(fmt.cells) for fmt in load_formats())


def test_cells_of_no_format_are_told():
    ran = cli("cells", "--format", "1999")
    assert (ran.code, ran.out) == (2, "")
    assert "没有编号为“1999”的格式，现有：2019、2021" in ran.err


def test_a_new_report_is_blank_and_complete_in_its_parts(tmp_path):
    out = tmp_path / "new.json"
    ran = cli("new", "--agency", "示例市 民政局", "--year", 2025, "--kind", "政府", "-o", out)
    assert (ran.code, ran.err) == (0, "")
    assert "2025 年度，2021年格式" in ran.out
    data = json.loads(out.read_text("utf-8"))
    assert (data["agency"], data["year"]) == ({"name": "示例市 民政局", "kind": "government"}, 2025)
    assert list(data["values"]) == [cell.name for cell in load_format("2021").cells]
    assert set(data["values"].values()) == {None}
    assert list(data["narrative"]) == ["overview", "problems", "other"]
    findings = json.loads(cli("check", out, "--json").out)
    assert {f["kind"] for f in findings if f["severity"] == "error"} == {"blank", "section"}


def test_a_new_report_never_replaces_a_file(tmp_path):
    out = tmp_path / "report.json"
    out.write_bytes(sample("demo").read_bytes())
    ran = cli("new", "--agency", "甲", "--year", "2025", "-o", out)
    assert ran.code == 2
    assert "已经有了，没有改动它" in ran.err
    assert out.read_bytes() == sample("demo").read_bytes()


@pytest.mark.parametrize(
    ("year", "words"),
    [("2018", "没有适用于 2018 年度的报告格式"), ("二〇二五", "应为四位数字"), ("20255", "应为四位数字"), ("-1", "年")],
)
def test_a_year_that_is_none_or_has_no_format_is_told(tmp_path, year, words):
    ran = cli("new", "--agency", "甲", f"--year={year}", "-o", tmp_path / "new.json")
    assert ran.code == 2
    assert words in ran.err
    assert not (tmp_path / "new.json").exists()


def test_an_agency_without_a_name_is_told(tmp_path):
    ran = cli("new", "--agency", " ", "--year", "2025", "-o", tmp_path / "new.json")
    assert (ran.code, ran.err) == (2, "错误：机关名称不能为空。\n")


def test_the_csv_is_as_spreadsheets_take_it():
    rows = list(csv.DictReader(io.StringIO(cli("cells", "--format", "2021").out)))
    (amount,) = [row for row in rows if row["kind"] == "amount"]
    assert (amount["cell"], amount["stored_unit"], amount["unit_printed"]) == ("proactive.fees.amount", "万元", "yes")


def test_several_reports_in_several_forms_go_into_a_folder(tmp_path):
    ran = cli("export", sample("demo"), sample("001"), "--to", "html", "--to", "csv", "-o", tmp_path / "导出")
    assert ran.code == 0
    names = {f"{sample(name).stem}.{kind}" for name in ("demo", "001") for kind in ("html", "csv")}
    assert {file.name for file in (tmp_path / "导出").iterdir()} == names
    assert ran.out.count("已导出") == 4
    assert [marked(tmp_path / "导出" / f"{sample(name).stem}.html") for name in ("demo", "001")] == [False, True]
    assert f"{sample('001')}：还有 8 条强制性问题" in ran.err


def test_one_report_that_cannot_be_read_loses_no_other(tmp_path):
    (tmp_path / "rubbish.json").write_text("{", encoding="utf-8")
    ran = cli("export", tmp_path / "rubbish.json", sample("demo"), "--to", "csv", "-o", tmp_path / "out")
    assert ran.code == 2
    assert "rubbish.json：" in ran.err
    assert [file.name for file in (tmp_path / "out").iterdir()] == [f"{sample('demo').stem}.csv"]


def test_files_of_the_same_name_do_not_replace_each_other(tmp_path):
    other = tmp_path / sample("demo").name
    other.write_bytes(sample("demo").read_bytes())
    cli("export", sample("demo"), other, "--to", "csv", "-o", tmp_path / "out")
    stem = sample("demo").stem
    assert {file.name for file in (tmp_path / "out").iterdir()} == {f"{stem}.csv", f"{stem}（2）.csv"}


def test_several_files_need_a_folder_and_take_no_last_year(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    ran = cli("export", sample("demo"), sample("001"), "--to", "csv", "-o", tmp_path / "file")
    assert (ran.code, "-o 应为文件夹" in ran.err) == (2, True)
    ran = cli("export", sample("demo"), sample("001"), "--to", "csv", "-o", tmp_path, "--previous", sample("demo"))
    assert (ran.code, "只能与一个文件同用" in ran.err) == (2, True)
