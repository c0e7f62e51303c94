"""What is said of each sample, sentence by sentence, and nothing else: no missed fault, no false alarm.

What is wrong in the samples was found by reading them (`samples/README.md`), not by running the checks.
"""

from __future__ import annotations

from collections import Counter

import pytest

from checks import check
from tests.checks.reports import NAMES, sample

PUTUO = "上海市普陀区金融服务办公室"
OF_2023 = "2023年政府信息公开工作年度报告"
Said = list[tuple[str, str, str]]

SAID: dict[str, Said] = {
    "000_fbfd842556fb2a70": [
        ("error", "section", "缺少部分“六、其他需要报告的事项”"),
        ("advice", "traditional", "“引言”有繁体字 37 个：據、華、國、開、條、簡等"),
        ("advice", "heading", "标题“一、總體情況”与规定的“一、总体情况”不一致"),
        ("advice", "traditional", "“一、总体情况”有繁体字 85 个：認、貫、徹、實、條、遼等"),
        ("advice", "heading", "标题“二、主動公開政府信息情況”与规定的“二、主动公开政府信息情况”不一致"),
        (
            "advice",
            "heading",
            "标题“三、收到和處理政府信息公開申請情況”与规定的“三、收到和处理政府信息公开申请情况”不一致",
        ),
        (
            "advice",
            "heading",
            "标题“四、政府信息公開申請行政復議、提起行政訴訟的情況”与规定的“四、政府信息公开行政复议、行政诉讼情况”不一致",
        ),
        ("advice", "heading", "“五、市本級人大代表建議和政協委員提案辦理結果情況”不在规定的部分之内"),
        ("advice", "heading", "标题“六、存在主要問題及改進措施”与规定的“五、存在的主要问题及改进情况”不一致"),
        ("advice", "traditional", "“五、存在的主要问题及改进情况”有繁体字 60 个：問、題、創、進、強、適等"),
    ],
    "001_6bf957eabb57496e": [
        ("error", "relation", "社会公益组织：新收 0 + 结转 0 = 0，办理 2 + 结转下年 0 = 2，差 −2"),
        ("error", "relation", "总计：新收 0 + 结转 0 = 0，办理 16 + 结转下年 0 = 16，差 −16"),
        ("error", "relation", "社会公益组织：办理 2，各项办理结果合计 0，差 2"),
        ("error", "relation", "总计：办理 16，各项办理结果合计 0，差 16"),
        ("error", "relation", "本年新收：总计 0，各类申请人合计 16（自然人 14 + 商业企业 2），差 −16"),
        ("error", "relation", "予以公开：总计 0，各类申请人合计 15（自然人 13 + 商业企业 2），差 −15"),
        ("error", "relation", "不予公开·三类内部事务信息：总计 0，各类申请人合计 1（自然人 1），差 −1"),
        (
            "error",
            "relation",
            "办理结果总计：总计 16，各类申请人合计 18（自然人 14 + 商业企业 2 + 社会公益组织 2），差 −2",
        ),
    ],
    "002_80b2b08208f129ad": [],
    "003_6f0d1c700e1760a4": [
        ("error", "blank", "规章·对外公开总数：未填"),
        ("error", "blank", "规范性文件·对外公开总数：未填"),
        (
            "advice",
            "title",
            "标题“懷化市財政局2020年政府信息公開工作年度報告”与规定的“懷化市財政局2020年政府信息公开工作年度报告”不一致",
        ),
        ("advice", "traditional", "“引言”有繁体字 23 个：懷、財、學、習、貫、徹等"),
        ("advice", "heading", "标题“一、總體情況”与规定的“一、总体情况”不一致"),
        ("advice", "traditional", "“一、总体情况”有繁体字 142 个：製、機、務、開、為、項等"),
        ("advice", "heading", "标题“二、主動公開政府信息情況”与规定的“二、主动公开政府信息情况”不一致"),
        (
            "advice",
            "heading",
            "标题“三、收到和處理政府信息公開申請情況”与规定的“三、收到和处理政府信息公开申请情况”不一致",
        ),
        (
            "advice",
            "heading",
            "标题“四、政府信息公開行政複議、行政訴訟情況”与规定的“四、政府信息公开行政复议、行政诉讼情况”不一致",
        ),
        ("advice", "heading", "标题“五、存在的主要問題及改進情況”与规定的“五、存在的主要问题及改进情况”不一致"),
        ("advice", "traditional", "“五、存在的主要问题及改进情况”有繁体字 41 个：開、類、進、細、動、讀等"),
        ("advice", "heading", "标题“六、其他需要報告的事項”与规定的“六、其他需要报告的事项”不一致"),
        ("advice", "traditional", "“六、其他需要报告的事项”有繁体字 1 个：無"),
    ],
    "004_07d58256ca7a15b7": [
        ("error", "number", "政府集中采购·采购总金额：“2,232,951”无单位"),
        (
            "advice",
            "title",
            f"标题“{PUTUO}2020年度政府信息公开工作报告”与规定的“{PUTUO}2020年政府信息公开工作年度报告”不一致",
        ),
    ],
    "demo-2023": [],
    "hongze-2023": [
        ("error", "relation", "行政复议：总计 0，各项结果合计 11（结果维持 10 + 结果纠正 1），差 −11"),
        ("error", "relation", "复议后起诉：总计 0，各项结果合计 5（结果维持 5），差 −5"),
        ("advice", "title", f"标题“洪泽区人民政府{OF_2023}”与规定的“淮安市洪泽区人民政府{OF_2023}”不一致"),
    ],
    "hongze-2024": [
        (
            "advice",
            "prose",
            "“一、总体情况”第 3 段写的“17件”，在表“收到和处理政府信息公开申请情况”中找不到相同的数或合计",
        ),
    ],
}


@pytest.mark.parametrize("name", NAMES)
def test_just_this_is_said_of_a_sample(name: str) -> None:
    assert [(f.severity.value, f.kind, f.message) for f in check(sample(name))] == SAID[name]


@pytest.mark.parametrize(("name", "relations"), [("000", 0), ("001", 8), ("002", 0), ("003", 0), ("004", 0)])
def test_only_the_second_seed_breaks_relations_and_breaks_eight(name: str, relations: int) -> None:
    findings = [finding for finding in check(sample(name)) if finding.kind == "relation"]
    assert len(findings) == relations


def test_the_second_seed_breaks_two_balances_two_sums_of_outcomes_and_four_sums_of_rows() -> None:
    assert Counter(f.code for f in check(sample("001"))) == {"A1": 2, "A2": 2, "A3": 4}


def test_the_third_seed_leaves_two_cells_of_one_column_blank() -> None:
    blank = [f.cells for f in check(sample("003")) if f.kind == "blank"]
    assert blank == [("proactive.regulations.published_total",), ("proactive.normative.published_total",)]


def test_the_findings_of_a_broken_relation_name_cells_both_sides_and_the_gap() -> None:
    finding = next(f for f in check(sample("001")) if f.key == "A3:applications.new:rows")
    data = finding.data()
    assert data["cells"] == [
        f"applications.new.{c}" for c in ("total", "person", "business", "research", "welfare", "legal", "other_org")
    ]
    assert (data["left"]["name"], data["left"]["sum"]) == ("总计", "0")
    assert (data["right"]["name"], data["right"]["sum"], data["gap"]) == ("各类申请人合计", "16", "-16")
    assert data["right"]["terms"][0] == {"cell": "applications.new.person", "name": "自然人", "sign": 1, "value": "14"}
    assert data["severity"] == "error"
    assert "国办公开办函〔2019〕60号" in data["source"]


def test_two_consecutive_reports_of_one_district_agree_with_each_other_as_printed() -> None:
    findings = check(sample("hongze-2024"), sample("hongze-2023"))
    assert [f.message for f in findings if f.kind == "relation"] == []
