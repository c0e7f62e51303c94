"""Title, agency, year, introduction, 落款 and date as offices print them, and the page's own words kept apart."""

from __future__ import annotations

from datetime import date

import pytest

from importers import Imported, read_file

BODY = (
    "一、总体情况\n全年工作平稳。\n二、主动公开政府信息情况\n第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n"
    "现行有效件数\n规章\n0\n0\n0\n五、存在的主要问题及改进情况\n问题不多。\n六、其他需要报告的事项\n无其他事项。\n"
)


def read(head: str, tail: str = "", body: str = BODY) -> Imported:
    return read_file("pasted.txt", f"{head}\n{body}{tail}".encode())


@pytest.mark.parametrize(
    ("printed", "title", "agency", "kind"),
    [
        ("大路镇人民政府2019年信息公开年度报告", None, "大路镇人民政府", "township"),
        ("2023年考勒乡人民政府信息公开年度报告", None, "考勒乡人民政府", "township"),
        ("武汉市公安局2024年度政府信息公开工作报告", None, "武汉市公安局", "department"),
        ("金寨县市场监督管理局2021年政府信息\n公开工作年度报告", "", "金寨县市场监督管理局", "department"),
        ("乌海市工业和信息化局\n政府信息公开工作年度报告", "", "乌海市工业和信息化局", "department"),
        ("某市某区人民政府\n2023年\n政府信息公开工作年度报告", "", "某市某区人民政府", "government"),
        ("Page 8 - 文登区信访局2022年政府信息公开工作年度报告", "文登区信访局2022年政府信息公开工作年度报告",
         "文登区信访局", "department"),
    ],
)  # fmt: skip
def test_a_title_is_read_whole_and_names_the_agency(printed: str, title: str | None, agency: str, kind: str) -> None:
    report = read(printed).report
    assert report.title == (title or printed.replace("\n", ""))
    assert (report.agency.name, report.agency.kind) == (agency, kind)


def test_without_a_title_the_agency_comes_from_the_introduction_with_a_doubt() -> None:
    head = "根据《条例》规定，现公布开阳县市场监督管理局2021年政府信息公开工作年度报告。数据自2021年1月1日起。"
    found = read(head)
    assert (found.report.agency.name, found.report.year) == ("开阳县市场监督管理局", 2021)
    assert found.doubts["agency"] == "机关名称取自正文，请核对"
    assert [block.text for block in found.report.introduction] == [head]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("某市某局\n二〇二四年一月十日", date(2024, 1, 10)),
        ("某市某局\n二○二四年元月二十一日", date(2024, 1, 21)),
        ("某市某局\n2024 年 1 月 16 日", date(2024, 1, 16)),
        ("某市某局 2024年1月16日", date(2024, 1, 16)),
    ],
)
def test_issuer_and_date_end_the_report(printed: str, day: date) -> None:
    found = read(
        "某市某局2023年政府信息公开工作年度报告", f"{printed}\n打印 关闭\n主办单位：某市人民政府\n某ICP备05012345号"
    )
    assert (found.report.issuer, found.report.date) == ("某市某局", day)
    assert [block.text for block in found.report.blocks("other")] == ["无其他事项。"]


@pytest.mark.parametrize(
    "footer",
    [
        "上一篇：某局2022年年报", "主办单位：某市人民政府办公室", "苏ICP备05012345号", "网站标识码3213220037",
        "扫一扫在手机打开当前页", "【打印本页】【关闭窗口】", "分享到：微信 微博",
        "版权所有 某市人民政府", "苏公网安备 3208号",
    ],
)  # fmt: skip
def test_what_the_page_adds_after_the_report_is_not_text_of_it(footer: str) -> None:
    found = read("某市某局2023年政府信息公开工作年度报告", f"{footer}\n首页\n")
    assert [block.text for block in found.report.blocks("other")] == ["无其他事项。"]
    assert footer in [snippet.text for snippet in found.not_understood]


def test_pieces_of_upright_headings_are_not_text_of_the_section() -> None:
    table = "四、政府信息公开行政复议、行政诉讼情况\n全年没有发生。\n结 结 其 尚\n果 果 他 未\n维持 纠正 结果 审结 计\n"
    found = read("某市某局2023年政府信息公开工作年度报告", body=BODY.replace("五、", f"{table}五、", 1))
    assert [block.text for block in found.report.blocks("review")] == ["全年没有发生。"]


def test_radicals_printed_for_characters_become_the_characters() -> None:
    found = read("⽰例市⺠政局2023年政府信息公开⼯作年度报告")
    assert found.report.title == "示例市民政局2023年政府信息公开工作年度报告"


def test_marks_of_markdown_are_not_text() -> None:
    body = BODY.replace("全年工作平稳。", "### （一）主动公开\n**全年**工作平稳。")
    blocks = read("某市某局2023年政府信息公开工作年度报告", body=body).report.blocks("overview")
    assert [(block.type, block.text) for block in blocks] == [
        ("heading", "（一）主动公开"), ("paragraph", "全年工作平稳。"),
    ]  # fmt: skip
