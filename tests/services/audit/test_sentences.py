"""An entry in words: who did what to which report, agency or person, and what was before and after."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.record import write_report
from services.actor import acting
from services.agencies.changes import merge, rename
from services.audit import Entry
from services.audit_search import Wanted, search
from services.audit_sentences import Teller
from services.audit_words import ACTIONS
from services.drafts import save_section
from services.people.accounts import delete_account, set_roles
from services.people.model import Role
from services.reports import delete_report, open_draft, restore_report
from services.versions import restore_version
from tests.services.workflow.conftest import DESK, FORWARD

REPORT = "“示例市民政局”2023 年度报告"


def last(store, **wanted):
    return search(store, Wanted(**wanted)).lines[0]


def sides(told):
    return {detail.label: (detail.before, detail.after) for detail in told.details}


def test_a_figure_is_told_with_its_title_before_and_after(county):
    report_id = county.complete()
    county.save("filler", report_id, 7)
    old = last(county.store).details[0].after
    county.save("filler2", report_id, 12)
    told = last(county.store)
    assert (told.who, told.sentence, told.via) == ("filler2某", f"修改了{REPORT}", "网页")
    (detail,) = told.details
    assert detail.label == "行政规范性文件·现行有效"
    assert (detail.before, detail.after) == (old, "12")


def test_text_is_told_paragraph_by_paragraph(county):
    report_id = county.complete()
    draft = open_draft(county.store, report_id)
    section = next(s.id for s in draft.report.format.sections if draft.report.blocks(s.id))
    blocks = write_report(draft.report)["narrative"][section]
    changed = [*blocks[:-1], {"type": "paragraph", "level": 0, "text": "换了一段话。"}]
    with acting(county.filler.actor(DESK)):
        save_section(county.store, report_id, section, draft.revisions[section], {"blocks": changed}, "x")
    told = last(county.store)
    (detail,) = told.details
    assert detail.label.endswith(f"第 {len(blocks)} 段")
    assert (detail.before, detail.after) == (blocks[-1]["text"], "换了一段话。")


def test_a_line_of_the_cover_is_told_by_its_name(county):
    report_id = county.complete()
    revision = open_draft(county.store, report_id).revisions["cover"]
    with acting(county.filler.actor(DESK)):
        save_section(county.store, report_id, "cover", revision, {"contact.email": "a@example.gov.cn"}, "x")
    assert sides(last(county.store))["联系方式·电子邮箱"][1] == "a@example.gov.cn"


def test_each_step_is_told_with_the_states_and_the_reason(county):
    report_id = county.complete()
    county.go(report_id, "filler submit", "reviewer return")
    told = last(county.store)
    assert told.sentence == f"退回了{REPORT}"
    assert sides(told) == {"状态": ("待审核", "填报中"), "原因": ("", "改一改")}
    county.go(report_id, *FORWARD)
    assert [line.sentence for line in search(county.store, Wanted()).lines[:4]] == [
        f"发布了{REPORT}", f"批准{REPORT}定稿", f"审核通过了{REPORT}", f"将{REPORT}送审",
    ]  # fmt: skip
    assert sides(last(county.store))["版本"][1].startswith("第 ")


def test_the_trash_and_going_back_to_a_version_are_told(county):
    report_id = county.complete()
    county.save("filler", report_id, 7)
    with acting(county.filler.actor(DESK)):
        restore_version(county.store, report_id, 1, "x")
        assert (last(county.store).sentence, last(county.store).who) == (f"把{REPORT}恢复到以前的版本", "filler某")
        assert sides(last(county.store)) == {"恢复到": ("", "第 1 版")}
        delete_report(county.store, report_id, "x")
        assert last(county.store).sentence == f"把{REPORT}移到回收站"
        restore_report(county.store, report_id, "x")
        assert last(county.store).sentence == f"把{REPORT}从回收站取回"


def test_roles_are_told_with_the_agencies_names(county):
    wanted = {(county.bureau, Role.FILLER), (county.bureau, Role.REVIEWER)}
    set_roles(county.store, county.admin, county.filler.account_id, wanted, DESK, administrator=True)
    told = last(county.store)
    assert told.sentence == "改动了“filler某（filler）”的角色"
    assert sides(told) == {
        "角色": ("示例市民政局：填报", "示例市民政局：填报、审核"),
        "系统管理": ("否", "是"),
    }


def test_a_renamed_and_a_merged_agency_are_told(county):
    day = date(2025, 3, 1)
    rename(county.store, county.admin, county.bureau, "示例市社会事务局", day, "机构改革", DESK)
    told = last(county.store)
    assert sides(told)["全称"] == ("示例市民政局", "示例市社会事务局")
    assert sides(told)["原因"][1] == "机构改革"
    merge(county.store, county.admin, county.bureau, county.other, date(2025, 6, 1), "合并", DESK)
    told = last(county.store)
    assert told.sentence == "把机关“示例市社会事务局”并入其他机关"
    assert sides(told)["并入"] == ("（无）", "示例市司法局")


def test_a_deleted_account_is_still_told_by_its_name(county):
    report_id = county.complete()
    county.save("filler", report_id, 7)
    delete_account(county.store, county.admin, county.filler.account_id, DESK)
    assert last(county.store).sentence == "删除了账号“filler某（filler）”"
    assert last(county.store, report_id=report_id).who == "filler某"


KEYS = st.sampled_from(
    ["contents", "section", "roles", "state", "kind", "agency", "parent", "version", "scope", "filler", "blocks", "x",
     "introduction", "values.a.b"]
)  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
)


@given(
    st.sampled_from([*ACTIONS, "odd"]),
    st.sampled_from(["report:r", "agency:a", "account:b", "account:unknown", "installation", "odd", ""]),
    ANYTHING,
    ANYTHING,
)
def test_whatever_an_entry_holds_it_can_be_told(action, subject, before, after):
    class Nothing:
        """A store in which nothing is found."""

        def get(self, *_: object, **__: object) -> None:
            return None

    entry = Entry(1, None, "b", "张三", "10.0.0.7", "web", action, subject, before, after)
    told = Teller(Nothing()).tell(entry)
    assert told.sentence
    assert all(isinstance(text, str) for d in told.details for text in (d.label, d.before, d.after))


@pytest.mark.parametrize("subject", ["report:gone", "account:gone", "agency:gone"])
def test_what_is_not_there_any_more_is_told_without_its_name(store, subject):
    with store.read() as tx:
        assert Teller(tx).subject(subject)
