"""Totals that follow or are kept, what would settle a fault, zeros in one click, and every step back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.loading import load_format
from tests.browser.table.conftest import Tab
from tests.browser.table.harness import Figures, figures_2021

pytestmark = pytest.mark.browser

OpenTab = Callable[..., Tab]
BLANK = Figures(load_format("2021"), "applications")
ROW = ("person", "business", "research", "welfare", "legal", "other_org")
STRAY = "applications.refused.internal.research"


def row(tab: Tab, path: str) -> list[str]:
    return [tab.text(f"applications.{path}.{column}") for column in (*ROW, "total")]


def test_a_total_fills_when_all_its_parts_are_there_and_says_the_sum_so_far(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)
    total = "applications.new.total"

    for column in ROW[:-1]:
        tab.enter(f"applications.new.{column}", "2")
    assert [tab.text(total), tab.cell(total).get_attribute("placeholder")] == ["", "小计 10"]

    tab.enter(f"applications.new.{ROW[-1]}", "1")
    assert tab.text(total) == "11"
    assert tab.told()[f"values.{total}"] == "11"


def test_a_stated_total_is_kept_and_a_person_adopts_the_sum(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021(), {"applications.new.total": "99"})
    total = "applications.new.total"
    tab.enter("applications.new.person", "33")
    assert tab.text(total) == "99"

    tab.cell(total).focus()
    assert "总计 99，各类申请人合计 39" in tab.strip()
    tab.button("采用合计 39").click()

    assert [tab.text(total), tab.focused()] == ["39", total]
    assert tab.page.locator("#announcer").inner_text() == "「本年新收·总计」已采用合计 39。"


def test_one_cell_whose_change_settles_everything_is_suggested(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    tab.enter(STRAY, "2")

    tab.cell(STRAY).focus()
    assert "若「不予公开·三类内部事务信息·科研机构」改为 0，科研机构、总计两式均平。" in tab.strip()
    tab.button("改为 0").click()

    assert [tab.text(STRAY), tab.findings()] == ["0", []]
    tab.page.keyboard.press("Control+z")
    assert tab.text(STRAY) == "2"


def test_a_figure_that_is_only_one_of_several_suspects_is_not_changed_at_a_click(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    tab.enter("applications.carried_out.person", "5")

    tab.cell("applications.carried_out.person").focus()
    assert "同样可能有误，请核对原始数据" in tab.strip()
    assert tab.page.locator(".strip-actions button").all_inner_texts() == []
    tab.page.keyboard.press("Alt+Enter")
    assert tab.text("applications.carried_out.person") == "5"


def test_the_first_action_of_the_strip_has_a_key(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    tab.enter(STRAY, "2")

    tab.cell(STRAY).focus()
    tab.page.keyboard.press("Alt+Enter")

    assert [tab.text(STRAY), tab.focused()] == ["0", STRAY]


def test_zeros_for_the_row_fill_only_its_blanks_and_its_total_follows(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)
    tab.enter("applications.new.business", "5")
    tab.cell("applications.new.person").focus()

    tab.button("本行填 0").click()

    assert row(tab, "new") == ["0", "5", "0", "0", "0", "0", "5"]
    assert row(tab, "granted") == [""] * 7
    assert tab.report() == "已填 6 个 0。"
    tab.button("撤销").click()
    assert row(tab, "new") == ["", "5", "", "", "", "", ""]


def test_zeros_for_the_rest_of_the_table_settle_every_total(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)
    tab.enter("applications.new.person", "3")
    tab.enter("applications.granted.person", "3")

    tab.button("本表其余填 0").click()

    assert row(tab, "new") == ["3", "0", "0", "0", "0", "0", "3"]
    assert row(tab, "total") == ["3", "0", "0", "0", "0", "0", "3"]
    assert tab.findings() == []
    tab.page.get_by_role("button", name="撤销").click()
    assert row(tab, "total") == [""] * 7
    assert tab.text("applications.new.person") == "3"


def test_zeros_for_a_row_of_totals_wait_for_the_parts(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)
    tab.cell("applications.total.person").focus()

    tab.button("本行填 0").click()

    assert row(tab, "total") == [""] * 7
    assert tab.report() == "没有空白格可填。另有 7 个总计格，待各分项填好后自动得出。"


def test_a_year_without_requests_is_one_click(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    tab.button("全年零申请").click()

    assert all(row(tab, path) == ["0"] * 7 for path in ("new", "granted", "total", "carried_out"))
    assert tab.report() == "已填 175 个 0。"


def test_a_year_with_requests_cannot_be_declared_without(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK, {"applications.new.person": "3"})

    tab.button("全年零申请").click()

    assert row(tab, "new") == ["3", "", "", "", "", "", ""]
    assert "表中已有不为 0 的内容：「本年新收·自然人」" in tab.report()


def test_only_the_table_of_requests_offers_a_year_without_requests(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021("review"))

    assert tab.button("本表其余填 0").count() == 1
    assert tab.button("全年零申请").count() == 0


def test_the_tools_are_one_stop_of_the_tab_key(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)
    tab.button("本行填 0").focus()

    tab.page.keyboard.press("ArrowRight")
    assert tab.page.evaluate("document.activeElement.textContent") == "本表其余填 0"
    tab.page.keyboard.press("End")
    assert tab.page.evaluate("document.activeElement.textContent") == "重做"
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.activeElement.className") == "grid-scroll"


def test_undo_with_nothing_done_says_so(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    tab.button("撤销").focus()
    tab.page.keyboard.press("Enter")

    assert tab.report() == "没有可撤销的操作。"
    assert tab.button("撤销").get_attribute("aria-disabled") == "true"


def test_values_of_another_person_come_in_without_taking_the_focus(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    tab.type("applications.new.person", "4")

    titles = tab.page.evaluate("""live.applyRemote({"values.applications.new.person": "77",
      "values.applications.new.business": "8", "facts.processing_fees.notices": ""})""")

    assert tab.focused() == "applications.new.person"
    assert [tab.text("applications.new.person"), tab.text("applications.new.business")] == ["4", "8"]
    assert "is-remote" in tab.marks("applications.new.business")
    assert tab.box("applications.new.business").locator(".reading").inner_text() == "他人已改"
    assert "本年新收·商业企业" in titles
    assert "本年新收·自然人" not in titles
    assert "values.applications.new.business" not in tab.told()
    assert any("收费通知 未填" in sentence for sentence in tab.findings())

    tab.page.keyboard.press("Tab")
    assert "is-remote" not in tab.marks("applications.new.business")


def test_a_value_of_another_person_for_the_cell_in_focus_is_replaced_by_typing(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    name = "applications.new.person"
    tab.cell(name).focus()

    tab.page.evaluate('live.applyRemote({"values.applications.new.person": "77"})')
    assert tab.text(name) == "77"
    tab.page.keyboard.type("5")

    assert tab.text(name) == "5"


def test_totals_of_another_person_are_taken_as_they_are(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())

    tab.page.evaluate('live.applyRemote({"values.applications.new.person": "77"})')

    assert tab.text("applications.new.total") == "38"
    assert any(sentence.startswith("本年新收：总计 38") for sentence in tab.findings())
