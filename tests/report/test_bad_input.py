"""Files that are no reports: refused with a Chinese sentence that says what and where, and nothing silently lost."""

from __future__ import annotations

import re
from typing import Any

import pytest

from report.errors import ReportError
from report.record import dump_report, load_report
from tests.report.files import content, smallest

CHINESE = re.compile("[\u4e00-\u9fff]")
PERSON = "applications.new.person"


def refusal(data: Any) -> list[str]:
    """What is said of a file that is refused."""
    with pytest.raises(ReportError) as error:
        load_report(data if isinstance(data, bytes) else content(data))
    assert all(CHINESE.search(problem) for problem in error.value.problems), error.value.problems
    return error.value.problems


@pytest.mark.parametrize(
    ("name", "file", "words"),
    [
        ("nothing", b"", "不是正确的 JSON：第 1 行第 1 列"),
        ("half a file", b'{"nianbao": 1,\n "format": ', "不是正确的 JSON：第 2 行"),
        ("a list at the top", b"[]", "应为一个 JSON 对象"),
        ("a number at the top", b"3", "应为一个 JSON 对象"),
        ("another encoding", '{"agency": "民政局"}'.encode("gb18030"), "不是 UTF-8 编码（第 13 个字节"),
        ("UTF-16", '{"agency": "民政局"}'.encode("utf-16"), "不是 UTF-8 编码（第 1 个字节"),
        ("NaN", content(smallest(values={PERSON: float("nan")})), "不允许的数字 NaN"),
        ("infinity", content(smallest(values={PERSON: float("inf")})), "不允许的数字 Infinity"),
        ("brackets without end", b"[" * 100_000, "括号嵌套太深"),
        ("an exponent past all bounds", b'{"year": 1e99999999999999999999}', "数字“1e99999999999999999999”无法表示"),
        (
            "a key given twice",
            b'{"year": 2023, "agency": "a", "year": 2022}',
            "同一个键出现了两次，无法确定用哪一个",
        ),
    ],
)
def test_bytes_that_are_no_report_are_refused(name: str, file: bytes, words: str) -> None:
    (problem,) = refusal(file)
    assert words in problem


def test_a_file_of_twenty_five_megabytes_is_refused_unread() -> None:
    assert refusal(b" " * (25 * 1024 * 1024)) == ["文件有 25 MB，超过 20 MB 的上限。"]


def test_a_cell_given_twice_is_refused_though_both_values_agree() -> None:
    file = content(smallest(values={PERSON: "1"})).replace(b'"1"', f'"1", "{PERSON}": "1"'.encode())
    assert refusal(file) == [f"同一个键出现了两次，无法确定用哪一个：{PERSON}。"]


@pytest.mark.parametrize("version", [3, 0, "1", 1.0, True, None, [1]])
def test_another_version_is_refused_before_anything_is_read(version: Any) -> None:
    (problem,) = refusal({"nianbao": version, "unknown": 1})
    assert problem.startswith("数据文件的版本是 ")
    assert "本程序只能读版本 1" in problem


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": 1, "size": 2}, "文件：不认识的键：colour、size。"),
        ({"year": None}, "year：缺少报告年度，应为四位数字"),
        ({"year": "2023"}, "year：缺少报告年度"),
        ({"year": True}, "year：缺少报告年度"),
        ({"year": 23}, "year：缺少报告年度"),
        ({"year": 10**30}, "year：缺少报告年度"),
        ({"format": "2035"}, "没有编号为“2035”的格式，现有：2019、2021。"),
        ({"format": ["2021"]}, "format：应为格式的编号，不能是列表。"),
        ({"format": None, "year": 2015}, "没有适用于 2015 年度的报告格式；现有格式适用于2019—2020年、2021年起。"),
        ({"agency": None}, "agency：缺少机关名称"),
        ({"agency": {"name": " "}}, "agency.name：机关名称不能为空。"),
        (
            {"agency": {"name": "甲", "kind": "school"}},
            "agency.kind：只能是 department、gov",
        ),
        ({"agency": {"name": "甲", "kind": ["school"]}}, "agency.kind：应为文本。"),
        ({"agency": {"name": "甲", "rank": 1}}, "agency：不认识的键：rank。"),
        ({"title": 5}, "title：应为文本。"),
        ({"title": "长" * 2001}, "title：有 2001 字，超过 2000 字的上限。"),
        ({"introduction": 5}, "introduction ：应为文字块的列表。"),
        ({"introduction": [5]}, "introduction 第 1 段：应为文字块。"),
        ({"introduction": [{"type": "image", "text": "图"}]}, "不认识的文字块类型“image”"),
        ({"introduction": [{"type": ["image"], "text": "图"}]}, "不认识的文字块类型，可用"),
        ({"introduction": [{"type": "paragraph"}]}, "introduction 第 1 段：文字块缺少 text。"),
        (
            {"introduction": [{"type": "paragraph", "text": "图", "bold": True}]},
            "第 1 段：不认识的键：bold。",
        ),
        ({"introduction": [{"type": "paragraph", "text": "图", "level": 1}]}, "introduction 第 1 段：段落没有 level。"),
        ({"introduction": [{"type": "heading", "text": "图"}]}, "小标题的 level 应为 1 或 2。"),
        ({"introduction": [{"type": "heading", "text": "图", "level": 1.0}]}, "小标题的 level 应为 1 或 2。"),
        ({"introduction": [{"type": "heading", "text": "图", "level": True}]}, "小标题的 level 应为 1 或 2。"),
        ({"introduction": ["长" * 100_001]}, "introduction 第 1 段：一段超过 100000 字。"),
        ({"introduction": ["段"] * 5_001}, "introduction ：超过 5000 段。"),
        ({"introduction": "段\n" * 5_001}, "introduction ：超过 5000 段。"),
        ({"narrative": []}, "narrative：应为对象。"),
        ({"narrative": {"summary": "无"}}, "narrative：不认识的键：summary。"),
        (
            {"narrative": {"other": "甲", "六、其他需要报告的事项": "乙"}},
            "部分“other”出现了两次",
        ),
        ({"headings": {"summary": "无"}}, "headings：不认识的键：summary。"),
        ({"headings": {"other": 6}}, "headings.other：应为文本。"),
        ({"extra_sections": {}}, "extra_sections：应为列表，最多 100 项。"),
        ({"extra_sections": [{"heading": "七"}] * 101}, "extra_sections：应为列表，最多 100 项。"),
        ({"extra_sections": ["七"]}, "extra_sections 第 1 项：应为"),
        ({"extra_sections": [{"blocks": []}]}, "extra_sections 第 1 项：缺少标题（heading）。"),
        ({"extra_sections": [{"heading": "七", "after": "summary"}]}, "after 指向没有的部分“summary”。"),
        ({"extra_sections": [{"heading": "七", "after": ["other"]}]}, "extra_sections 第 1 项 after：应为文本。"),
        ({"extra_sections": [{"heading": "七", "text": "无"}]}, "extra_sections 第 1 项：不认识的键：text。"),
        ({"values": []}, "values：应为对象。"),
        ({"processing_fees": {"paid": "0"}}, "processing_fees：“2021年格式”没有“paid”。"),
        ({"processing_fees": ["0"]}, "processing_fees：应为对象。"),
        ({"issuer": ["甲"]}, "issuer：应为文本。"),
        ({"date": 20240131}, "date：日期应如 2024-01-31，不能是“20240131”。"),
        ({"date": "20240131"}, "date：日期应如 2024-01-31，不能是“20240131”。"),
        ({"date": "2024-W05-3"}, "date：日期应如 2024-01-31"),
        ({"date": "2023-02-29"}, "date：没有“2023-02-29”这一天。"),
        ({"date": False}, "date：日期应如 2024-01-31，不能是“false”。"),
        ({"contact": {"wechat": "x"}}, "contact：不认识的键：wechat。"),
        ({"contact": {"email": 5}}, "contact.email：应为文本。"),
        ({"explanations": {"C1:x": "好"}}, "explanations.C1:x：应为"),
        ({"explanations": {"C1:x": {"text": "好", "covers": {PERSON: 1}}}}, "explanations.C1:x：应为"),
        ({"explanations": {"C1:x": {"text": 1, "covers": {}}}}, "explanations.C1:x.text：应为文本。"),
        ({"explanations": {"C1:x": {"text": "好", "covers": {}, "by": "我"}}}, "explanations.C1:x：不认识的键：by。"),
    ],
)
def test_a_wrong_part_is_named(change: dict[str, Any], words: str) -> None:
    problems = refusal(smallest(**change))
    assert any(words in problem for problem in problems), problems


def test_a_lone_file_may_have_many_faults_and_all_are_named() -> None:
    data = smallest(title=1, issuer=2, date="x", contact={"fax": 3}, values={"a.b": "1"})
    assert len(refusal(data)) == 5


def test_faults_past_two_hundred_are_counted() -> None:
    problems = refusal(smallest(introduction=[5] * 250))
    assert len(problems) == 201
    assert problems[-1] == "另有 50 处问题，请先改正以上各处。"


SHAPELESS: list[Any] = [True, [], ["1"], {}, {"number": True}, {"number": None}, {"number": "1", "unit": "件"}]
SHAPELESS += [{"number": "1", "note": 2}, {"text": 3}, {"text": "x", "doubt": 1}, {"note": "x"}]


@pytest.mark.parametrize("value", SHAPELESS)
def test_a_value_of_no_known_shape_is_refused(value: Any) -> None:
    (problem,) = refusal(smallest(values={PERSON: value}))
    assert problem.startswith(f"{PERSON}：值应为数字文本")


def test_a_value_of_a_whole_book_is_refused() -> None:
    assert refusal(smallest(values={PERSON: "9" * 5_000_000})) == [f"{PERSON}：内容有 5000000 字，超过 2000 字的上限。"]


@pytest.mark.parametrize(
    ("written", "text", "doubt"),
    [
        (b'"12a"', "12a", "不是数字"),
        (b'"1000000000000000000000000000000"', "1" + "0" * 30, "数字过大"),
        (b"1000000000000000000000000000000", "1" + "0" * 30, "数字过大"),
        (b"1" + b"0" * 1_900, "1" + "0" * 1_900, "数字过大"),
        (b"1e999999999", "1E+999999999", "不是数字"),
        (b"1e-999999999", "1E-999999999", "不是数字"),
        (b"0.0000001", "0.0000001", "小数超过六位"),
        (b'"134,691 2"', "134,691 2", "不是数字"),
        (b'"5.19\xe4\xba\xbf\xe5\x85\x83"', "5.19亿元", "单位不符"),
    ],
)
def test_what_is_no_figure_is_kept_as_text_with_the_doubt(written: bytes, text: str, doubt: str) -> None:
    report = load_report(content(smallest(values={PERSON: "@"})).replace(b'"@"', written))
    assert (report.value(PERSON).text, report.value(PERSON).doubt) == (text, doubt)
    assert load_report(dump_report(report)) == report


def test_an_integer_of_ten_thousand_digits_does_not_stop_the_reader() -> None:
    report = load_report(content(smallest(values={PERSON: "@"})).replace(b'"@"', b"9" * 10_000))
    assert report.value(PERSON).doubt == "数字过大"


def test_cells_of_another_format_are_told_from_cells_of_none() -> None:
    data = smallest(values={"proactive.procurement.amount": "1", "tables.of.mine": "3"})
    assert refusal(data) == [
        "本报告用“2021年格式”，但有 1 个单元格属于“2019年格式（试行）”：proactive.procurement.amount。",
        "有 1 个单元格不属于任何格式：tables.of.mine。",
    ]


def test_many_strange_cells_are_counted_and_long_names_cut() -> None:
    (problem,) = refusal(smallest(values={f"x{n}{'y' * 5_000}": "1" for n in range(500)}))
    assert "有 500 个单元格不属于任何格式" in problem
    assert problem.endswith("等 500 个。")
    assert len(problem) < 600
