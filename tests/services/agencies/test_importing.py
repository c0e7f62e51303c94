"""Taking in the tree and its people from a workbook: tried first, all or nothing, and a second time nothing."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.errors import NianbaoError
from services.agencies.importing import import_workbook, try_import
from services.agencies.tree import list_agencies, past_names
from services.agencies.workbook import AGENCIES, COLUMNS, MAX_BYTES, PEOPLE, ROLE_LABELS, template
from services.audit import head, verify
from services.configuration.people import SignInSettings
from services.people.accounts import list_accounts
from services.people.model import CONSOLE, NotAllowed, Person, Role
from services.people.signing_in import sign_in
from storage import StorageSettings, open_store
from tests.services.agencies.conftest import CODES, HERE, workbook

TODAY = date(2025, 1, 2)
HEADS = {name: list(columns) for name, columns in COLUMNS.items()}
TREE = [
    HEADS[AGENCIES],
    ["示例县民政局", "部门", CODES[0], "示例县人民政府"],
    ["示例县人民政府", "政府"],
]
STAFF = [
    HEADS[PEOPLE],
    ["zhangsan", "张三", "示例县民政局", "填报", "办公室", "zs@example.cn"],
    ["lisi", "李四", "示例县民政局", "审核、批准"],
    ["lisi", "李四", "示例县人民政府", "主管"],
    ["root", "王五", "", "系统管理"],
]


def book(agencies=TREE, people=STAFF):
    return workbook(**{AGENCIES: agencies, PEOPLE: people})


def run(store, content):
    return import_workbook(store, CONSOLE, content, HERE, TODAY)


def trial(store, content):
    return try_import(store, CONSOLE, content, HERE, TODAY)


def told(outcome):
    return [str(change) for change in outcome.changes]


def problems(outcome):
    return [str(problem) for problem in outcome.problems]


def test_a_trial_lists_just_what_the_import_then_does_and_stores_nothing(store):
    before = head(store)
    tried = trial(store, book())
    assert (list_agencies(store), list_accounts(store), head(store)) == ([], [], before)
    assert tried.problems == ()
    assert told(tried) == [
        "新增机关 示例县民政局：部门",
        "新增机关 示例县人民政府：政府",
        "列入上级机关 示例县民政局：示例县人民政府",
        "新增人员 张三：zhangsan",
        "增加角色 张三：示例县民政局填报",
        "新增人员 李四：lisi",
        "增加角色 李四：示例县民政局审核",
        "增加角色 李四：示例县民政局批准",
        "增加角色 李四：示例县人民政府主管",
        "新增人员 王五：root",
        "增加角色 王五：系统管理",
    ]
    assert run(store, book()).changes == tried.changes


def test_the_agencies_and_people_are_there_afterwards(store):
    run(store, book())
    ids = {agency.name: agency.id for agency in list_agencies(store)}
    people = {account.person.login: account.person for account in list_accounts(store)}
    assert people["zhangsan"].roles == {(ids["示例县民政局"], Role.FILLER)}
    assert (ids["示例县人民政府"], Role.SUPERVISOR) in people["lisi"].roles
    assert people["root"].administrator
    assert verify(store) == []


def test_each_new_person_gets_a_password_that_lets_them_in_to_change_it(store):
    passwords = {new.login: new.password for new in run(store, book()).passwords}
    assert sorted(passwords) == ["lisi", "root", "zhangsan"]
    entered = sign_in(store, b"k" * 32, "lisi", passwords["lisi"], "", HERE, SignInSettings())
    assert entered.person.must_change


def test_a_second_import_changes_nothing(store):
    run(store, book())
    before = head(store)
    again = run(store, book())
    assert (again.problems, again.changes, again.passwords, head(store)) == ((), (), (), before)


def test_an_empty_cell_leaves_what_is_there(store):
    run(store, book())
    bare = book([HEADS[AGENCIES], ["示例县民政局"]], [HEADS[PEOPLE], ["zhangsan"]])
    assert trial(store, bare).changes == ()


def test_what_differs_is_corrected_and_named_with_both_sides(store):
    run(store, book())
    changed = book(
        [HEADS[AGENCIES], ["示例县民政局", "乡镇街道", CODES[1]]],
        [HEADS[PEOPLE], ["zhangsan", "张三丰", "示例县人民政府", "填报", "综合科"]],
    )
    assert told(run(store, changed)) == [
        "更正类型 示例县民政局：部门 → 乡镇街道",
        f"更正统一社会信用代码 示例县民政局：{CODES[0]} → {CODES[1]}",
        "更正姓名 zhangsan：张三 → 张三丰",
        "更正处室 zhangsan：办公室 → 综合科",
        "增加角色 张三丰：示例县人民政府填报",
    ]


@pytest.mark.parametrize("row", [["新名局", "", CODES[0]], ["新名局", "", "", "", "示例县民政局"]])
def test_an_agency_known_by_code_or_former_name_is_renamed_with_its_date(store, row):
    run(store, book())
    row = [*row, *[""] * (5 - len(row)), "2024-03-01", "机构改革"]
    assert told(run(store, book([HEADS[AGENCIES], row], [HEADS[PEOPLE]]))) == [
        "更名 示例县民政局：示例县民政局 → 新名局"
    ]
    (own,) = [agency.id for agency in list_agencies(store) if agency.name == "新名局"]
    assert [(name.name, name.until) for name in past_names(store, own)] == [
        ("示例县民政局", date(2024, 3, 1)),
        ("新名局", None),
    ]


@pytest.mark.parametrize(
    ("sheet", "row", "words"),
    [
        (AGENCIES, ["", "部门"], "“机关”第 4 行“全称”：不能空着"),
        (AGENCIES, ["某局", "公司"], "“机关”第 4 行：类型“公司”不认识，可用：部门、政府、乡镇街道"),
        (AGENCIES, ["某局", "", "12345"], "“机关”第 4 行：统一社会信用代码“12345”不正确"),
        (AGENCIES, ["某局", "", 113301001234567890], "“机关”第 4 行“统一社会信用代码”：按数字填写，末几位已经失真"),
        (AGENCIES, ["某局", "", CODES[0]], "“机关”第 4 行：与前面一行是同一个机关（“示例县民政局”）"),
        (AGENCIES, ["某局", "", "", "没有的局"], "“机关”第 4 行“上级机关”：没有名为“没有的局”的机关"),
        (AGENCIES, ["某局", "", "", "某局"], "“机关”第 4 行“上级机关”：“某局”就是“某局”或在它下面"),
        (AGENCIES, ["示例县民政局"], "“机关”第 4 行：“示例县民政局”与第 2 行重复"),
        (AGENCIES, ["某局", "", "", "", "没有的局"], "没有原名称为“没有的局”的机关"),
        (AGENCIES, ["某局" * 300], "“机关”第 4 行“全称”：超过 500 个字"),
        (PEOPLE, ["", "赵六"], "“人员”第 6 行“登录名”：不能空着"),
        (PEOPLE, ["zhaoliu", ""], "“人员”第 6 行：姓名"),
        (PEOPLE, ["zhao liu", "赵六"], "“人员”第 6 行：登录名“zhao liu”不能用"),
        (PEOPLE, ["zhaoliu", "赵六", "没有的局", "填报"], "“人员”第 6 行：没有名为“没有的局”的机关"),
        (PEOPLE, ["zhaoliu", "赵六", "", "填报"], "“人员”第 6 行：有角色而没有写机关"),
        (PEOPLE, ["zhaoliu", "赵六", "示例县民政局", "局长"], "角色“局长”不认识，可用：填报、审核、批准、主管、系统"),
        (PEOPLE, ["zhaoliu", "赵六", "", "", "", "无"], "“人员”第 6 行：“无”不是电子邮箱地址"),
        (PEOPLE, ["zhangsan", "张三丰"], "“人员”第 6 行：登录名“zhangsan”的姓名与第 2 行不同"),
    ],
)  # fmt: skip
def test_one_bad_row_is_told_with_its_place_and_nothing_is_taken_in(store, sheet, row, words):
    content = book([*TREE, row], STAFF) if sheet == AGENCIES else book(TREE, [*STAFF, row])
    before = head(store)
    outcome = run(store, content)
    assert len(outcome.problems) == 1
    assert words in problems(outcome)[0]
    assert (outcome.changes, list_agencies(store), list_accounts(store), head(store)) == ((), [], [], before)


def test_a_row_that_names_one_agency_and_has_the_code_of_another_is_refused(store):
    run(store, book())
    mixed = book([HEADS[AGENCIES], ["示例县人民政府", "", CODES[0]]], [HEADS[PEOPLE]])
    assert "同时指着“示例县人民政府”和“示例县民政局”" in problems(run(store, mixed))[0]


def test_every_bad_row_is_told_at_once(store):
    outcome = trial(store, book([*TREE, ["某局", "公司"], ["另一局", "商店"]], [*STAFF, ["x", "y"]]))
    assert [(problem.sheet, problem.row) for problem in outcome.problems] == [("机关", 4), ("机关", 5), ("人员", 6)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no workbook", "Office"),
        (workbook(别的=[["甲"]]), "没有名为“机关”或“人员”的工作表"),
        (b"x" * (MAX_BYTES + 1), "超过"),
    ],
)
def test_what_is_no_such_workbook_is_refused(store, content, words):
    with pytest.raises(NianbaoError, match=words):
        trial(store, content)


def test_columns_that_are_not_known_missing_or_twice_are_told(store):
    outcome = trial(store, workbook(机关=[["名称", "类型", "类型"], ["某局", "部门", "部门"]]))
    assert [(p.row, p.column, p.message.split("，")[0]) for p in outcome.problems] == [
        (1, "名称", "不认识的列"),
        (1, "全称", "缺少这一列"),
        (1, "类型", "有两列同名"),
    ]


def test_rows_are_counted_as_the_spreadsheet_counts_them(store):
    outcome = trial(store, workbook(机关=[HEADS[AGENCIES], [], [], ["某局", "公司"]]))
    assert [problem.row for problem in outcome.problems] == [4]


def test_only_an_administrator_imports(store):
    with pytest.raises(NotAllowed):
        import_workbook(store, Person("a", "a", "张三", ""), book(), HERE, TODAY)


def test_the_template_can_be_filled_in_and_taken_in(store):
    filled = openpyxl.load_workbook(io.BytesIO(template()))
    assert filled.sheetnames == ["机关", "人员", "说明"]
    for name, rows in ((AGENCIES, TREE), (PEOPLE, STAFF)):
        assert [cell.value for cell in filled[name][1]] == HEADS[name]
        for row in rows[1:]:
            filled[name].append(row)
    target = io.BytesIO()
    filled.save(target)
    assert len(run(store, target.getvalue()).changes) == 11
    assert trial(store, template()).changes == ()


NAMES = st.sampled_from(["甲局", "乙局", "丙局", "丁镇"])
AGENCY_ROWS = st.lists(
    st.tuples(
        NAMES, st.sampled_from(["", "部门", "公司"]), st.sampled_from(["", *CODES]), st.one_of(st.just(""), NAMES)
    ),
    max_size=4,
)  # fmt: skip
PEOPLE_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["u1", "u2"]), st.sampled_from(["", "张三", "李四"]), st.one_of(st.just(""), NAMES),
        st.lists(st.sampled_from(ROLE_LABELS), max_size=2).map("、".join),
    ),
    max_size=4,
)  # fmt: skip


@settings(max_examples=25)
@given(agencies=AGENCY_ROWS, people=PEOPLE_ROWS)
def test_any_workbook_is_refused_whole_or_taken_in_once(tmp_path_factory, agencies, people):
    store = open_store(StorageSettings(tmp_path_factory.mktemp("import")))
    content = book([HEADS[AGENCIES], *agencies], [HEADS[PEOPLE], *people])
    tried, done = trial(store, content), run(store, content)
    assert (done.problems, done.changes) == (tried.problems, tried.changes)
    if done.problems:
        assert (list_agencies(store), list_accounts(store)) == ([], [])
    else:
        assert (trial(store, content).changes, run(store, content).changes) == ((), ())
        assert len(list_agencies(store)) == len({name for name, *_ in agencies})
    assert verify(store) == []
    store.close()
