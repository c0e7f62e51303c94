"""`check`: what is wrong with report files, for people and for programs."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal

import pytest

from tests.cli.helpers import ROOT, SAMPLES, cli, sample


def changed(tmp_path, name="demo", **parts):
    """A sample with some top-level parts changed, or with None taken out, as a file."""
    data = json.loads(sample(name).read_text("utf-8")) | parts
    file = tmp_path / "report.json"
    file.write_text(json.dumps({k: v for k, v in data.items() if v is not None}), "utf-8")
    return file


def test_a_report_without_fault_is_clean():
    ran = cli("check", sample("demo"))
    assert (ran.code, ran.err) == (0, "")
    assert "示例市民政局 2023 年度" in ran.out
    assert "没有发现问题。" in ran.out


def test_a_report_with_mandatory_findings_is_faulty():
    ran = cli("check", sample("001"))
    assert (ran.code, ran.err) == (1, "")
    assert "强制性 8 条（必须改正，否则不能定稿）" in ran.out
    assert "总计：新收 0 + 结转 0 = 0，办理 16 + 结转下年 0 = 16，差 −16" in ran.out


def test_findings_stand_under_their_severity_heaviest_first(tmp_path):
    values = json.loads(sample("demo").read_text("utf-8"))["values"]
    values |= {"proactive.normative.in_force": "1", "applications.new.person": None}
    ran = cli("check", changed(tmp_path, values=values, title="示例市民政局的报告"))
    headings = [line for line in ran.out.splitlines() if not line.startswith((" ", "/"))]
    assert [heading.split()[0] for heading in headings] == ["强制性", "核实性", "提示"]


def test_advice_alone_is_clean(tmp_path):
    ran = cli("check", changed(tmp_path, title="示例市民政局的报告"))
    assert ran.code == 0
    assert "提示 1 条（供参考）" in ran.out


def test_a_file_without_text_is_checked_by_its_figures_and_says_so(tmp_path):
    file = changed(tmp_path, narrative=None)
    ran = cli("check", file)
    assert (ran.code, ran.err) == (0, "")
    assert "文件没有文字部分，只核对了数据。" in ran.out
    as_json = cli("check", file, "--json")
    assert json.loads(as_json.out) == []
    assert "只核对了数据" in as_json.err


def test_json_lists_the_findings_with_both_sides():
    ran = cli("check", sample("001"), "--json")
    assert (ran.code, ran.err) == (1, "")
    findings = json.loads(ran.out)
    assert [f["kind"] for f in findings] == ["relation"] * 8
    assert {f["severity"] for f in findings} == {"error"}
    for finding in findings:
        assert finding["code"]
        assert finding["message"]
        assert finding["cells"]
        gap = Decimal(finding["left"]["sum"]) - Decimal(finding["right"]["sum"])
        assert gap == Decimal(finding["gap"]) != 0


def test_the_samples_have_just_the_faults_they_were_published_with():
    kinds = {}
    for file in SAMPLES.glob("00*.json"):
        found = [f["kind"] for f in json.loads(cli("check", file, "--json").out) if f["severity"] == "error"]
        kinds[file.name[:3]] = {kind: found.count(kind) for kind in found}
    assert kinds == {
        "000": {"section": 1},
        "001": {"relation": 8},
        "002": {},
        "003": {"blank": 2},
        "004": {"number": 1},
    }


def test_several_files_are_checked_one_after_the_other():
    ran = cli("check", sample("demo"), sample("001"))
    assert ran.code == 1
    assert ran.out.index("示例市民政局") < ran.out.index("洮南市人民政府")


def test_json_of_several_files_names_the_file_of_each_finding():
    findings = json.loads(cli("check", sample("001"), sample("003"), "--json").out)
    assert {f["file"] for f in findings if f["severity"] == "error"} == {str(sample("001")), str(sample("003"))}


def test_last_years_file_is_checked_against(tmp_path):
    values = json.loads(sample("hongze-2024").read_text("utf-8"))["values"]
    values["proactive.normative.in_force"] = "88"
    file = changed(tmp_path, "hongze-2024", values=values)
    alone, beside = cli("check", file, "--json"), cli("check", file, "--json", "--previous", sample("hongze-2023"))
    assert "C1" not in {f["code"] for f in json.loads(alone.out)}
    assert "C1" in {f["code"] for f in json.loads(beside.out)}


def test_last_years_file_goes_with_one_file_only():
    ran = cli("check", sample("001"), sample("002"), "--previous", sample("003"))
    assert (ran.code, ran.out) == (2, "")
    assert "只能与一个文件同用" in ran.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是正确的 JSON"),
        (b"{", "不是正确的 JSON"),
        (b"[]", "应为一个 JSON 对象"),
        (b"\xff\xfe\x00", "不是 UTF-8 编码"),
        (b'{"nianbao": 99}', "数据文件的版本是 99"),
        ('{"agency": {"name": "甲"}, "year": 1999}'.encode(), "没有适用于 1999 年度的报告格式"),
        ('{"agency": {"name": "甲"}, "year": 2023, "values": {"no.such.cell": "1"}}'.encode(), "no.such.cell"),
        (
            '{"agency": {"name": "甲"}, "year": 2023, "values": {"proactive.procurement.amount": "1"}}'.encode(),
            "属于“2019年格式",
        ),
        (b'{"year": 2023', "第 1 行"),
        (b"[" * 100_000, "嵌套太深"),
        (b'{"a": "' + b"x" * 21_000_000 + b'"}', "超过 20 MB 的上限"),
    ],
    ids=[
        "empty", "cut off", "list", "binary", "newer", "year", "unknown cell", "other format", "line", "deep", "large",
    ],
)  # fmt: skip
def test_a_file_that_is_no_report_could_not_be_checked(tmp_path, content, words):
    file = tmp_path / "坏.json"
    file.write_bytes(content)
    ran = cli("check", file)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{file}：")
    assert words in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("typed", ["十四", "-5", "1" + "0" * 30, "abc"])
def test_a_wrong_figure_is_a_finding(tmp_path, typed):
    values = json.loads(sample("demo").read_text("utf-8"))["values"] | {"applications.new.person": typed}
    ran = cli("check", changed(tmp_path, values=values), "--json")
    assert ran.code == 1
    (finding,) = [f for f in json.loads(ran.out) if f["kind"] == "number"]
    assert finding["cells"] == ["applications.new.person"]


def test_a_paste_of_five_megabytes_in_a_cell_is_answered_in_time(tmp_path):
    values = {"applications.new.person": "1，234" * 1_000_000}
    ran = cli("check", changed(tmp_path, values=values))
    assert ran.code in (1, 2)
    assert "Traceback" not in ran.err
    assert len(ran.out + ran.err) < 100_000


def test_files_that_can_be_read_are_checked_beside_one_that_cannot(tmp_path):
    ran = cli("check", tmp_path / "none.json", sample("demo"))
    assert ran.code == 2
    assert "没有这个文件或文件夹" in ran.err
    assert "没有发现问题。" in ran.out


def test_a_folder_is_no_file(tmp_path):
    ran = cli("check", tmp_path)
    assert ran.code == 2
    assert "它是文件夹，不是文件" in ran.err


def test_who_stops_reading_gets_no_complaint():
    command = f"{sys.executable} {ROOT}/cli.py check {SAMPLES}/0*.json {SAMPLES}/0*.json | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.stderr == b""


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1", "zh_CN.GB18030"])
def test_output_is_utf_8_in_every_locale(locale):
    ran = cli("check", sample("001"), LC_ALL=locale, LANG=locale, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "强制性 8 条" in ran.out


def test_checking_needs_neither_database_nor_pages():
    code = (
        "import sys; sys.argv = ['cli.py', 'check', sys.argv[1]]; import cli; cli.main(); "
        "print(*sorted({'sqlalchemy', 'alembic', 'flask', 'weasyprint', 'docx', 'storage', 'web'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(sample("demo"))], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == ""


def test_a_character_that_no_face_has_is_told_with_its_place_and_bars_nothing(tmp_path):
    introduction = [{"type": "paragraph", "text": "第一段。"}, {"type": "paragraph", "text": "鸡蛋🥚。"}]
    ran = cli("check", changed(tmp_path, introduction=introduction))
    assert ran.code == 0
    assert "字体缺字 1 个（不影响网页和 Word，导出 PDF 前须处理）" in ran.out
    assert "“🥚”（U+1F95A）：引言第 2 段。" in ran.out
