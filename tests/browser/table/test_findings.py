"""A fault shows in five places in the same words, at once, and without asking the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from checks import check
from report.loading import load_format
from tests.browser.table.conftest import Tab
from tests.browser.table.harness import Figures, contents, figures_2021, sample, typed

pytestmark = pytest.mark.browser

OpenTab = Callable[..., Tab]
STRAY = "applications.refused.internal.welfare"
SENTENCE = "社会公益组织：新收 2 + 结转 0 = 2，办理 4 + 结转下年 0 = 4，差 −2"
BLANK = Figures(load_format("2021"), "review")
SAMPLE_001 = "001_6bf957eabb57496e"


def faulty(section: str = "applications", name: str = SAMPLE_001) -> Figures:
    report = sample(name)
    return Figures(report.format, section, contents(report))


def foot(tab: Tab, column: int) -> str:
    """The gap at the foot of a column of figures, first rule."""
    return tab.page.locator("tfoot tr").first.locator("td.gap").nth(column).inner_text()


def row_end(tab: Tab, name: str) -> str:
    return tab.box(name).locator("xpath=..").locator("td.gap").inner_text()


def test_a_fault_shows_in_five_places_as_it_is_typed(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())

    tab.type(STRAY, "2")

    for name in ("applications.new.welfare", "applications.total.welfare"):
        assert "is-error" in tab.marks(name)
        assert tab.cell(name).get_attribute("aria-invalid") == "true"
        assert SENTENCE in tab.described(name)
    assert [foot(tab, 3), foot(tab, 0)] == ["差 −2", "✓"]
    assert SENTENCE in tab.strip()
    assert SENTENCE in tab.summary()
    assert tab.count("applications") == "2"


def test_the_fault_goes_from_all_of_them_when_it_is_mended(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    tab.type(STRAY, "2")

    tab.type(STRAY, "0")

    assert "is-error" not in tab.marks("applications.new.welfare")
    assert tab.cell("applications.new.welfare").get_attribute("aria-invalid") is None
    assert tab.described("applications.new.welfare") == ""
    assert foot(tab, 3) == "✓"
    assert SENTENCE not in tab.strip() + tab.summary()
    assert tab.count("applications") == ""


def test_nothing_is_asked_of_the_server(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))

    tab.enter(STRAY, "2")
    tab.page.wait_for_timeout(200)

    assert asked == []


def test_the_page_says_of_a_published_report_what_the_server_says(open_tab: OpenTab) -> None:
    tab = open_tab(faulty())
    kinds = {"relation", "swing", "number", "blank", "unit"}
    expected = [f.data() for f in check(sample(SAMPLE_001)) if f.kind in kinds]

    assert len([f for f in expected if f["kind"] == "relation"]) == 8
    assert tab.page.evaluate("live.currentFindings()") == expected


def test_the_gap_at_the_end_of_a_row(open_tab: OpenTab) -> None:
    tab = open_tab(faulty())

    assert row_end(tab, "applications.new.person") == "差 −16"
    assert row_end(tab, "applications.partial.person") == "✓"
    tab.enter("applications.partial.person", "")
    assert row_end(tab, "applications.partial.person") == "待填"


def test_several_sums_in_one_row_have_their_gaps_under_their_totals(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021("review"))

    tab.enter("review.litigation_direct.total", "7")

    assert [foot(tab, 4), foot(tab, 9), foot(tab, 14)] == ["✓", "差 +6", "✓"]


def test_what_the_eye_gets_besides_the_table_is_hidden_from_screen_readers(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())

    assert tab.page.locator("td.gap, td.gap-label").count() > 25
    assert tab.page.locator("td.gap:not([aria-hidden]), td.gap-label:not([aria-hidden])").count() == 0


def test_a_long_sum_marks_its_zeros_more_lightly_than_what_its_sentence_names(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())

    tab.enter("applications.total.person", "99")

    assert "is-error" in tab.marks("applications.granted.person")
    assert tab.marks("applications.refused.secret.person") == {"is-part"}


def test_the_likely_culprit_is_marked_more_strongly_and_is_where_the_summary_leads(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021(), {"applications.new.welfare": "0", "applications.granted.welfare": "0",
                                    "applications.partial.welfare": "0", "applications.total.welfare": "0",
                                    "applications.new.total": "36", "applications.granted.total": "16",
                                    "applications.partial.total": "4", "applications.total.total": "37"})  # fmt: skip
    assert tab.findings() == []

    tab.enter(STRAY, "2")
    tab.page.wait_for_selector(".is-culprit")

    assert "is-culprit" in tab.marks(STRAY)
    tab.page.get_by_role("link", name="社会公益组织：新收 0").click()
    assert tab.focused() == STRAY


def test_the_summary_leads_to_the_cell_and_to_other_tabs(open_tab: OpenTab) -> None:
    tab = open_tab(faulty())

    tab.page.get_by_role("link", name="本年新收：总计 0").click()
    assert tab.focused() == "applications.new.total"

    other = open_tab(faulty("review"))
    link = other.page.get_by_role("link", name="本年新收：总计 0")
    assert link.get_attribute("href") == "/applications#applications.new.total"


def test_the_address_of_a_cell_leads_into_it(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021(), at="#applications.granted.business")

    assert tab.focused() == "applications.granted.business"


def test_a_fault_is_announced_once_typing_rests(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    announcer = tab.page.locator("#announcer")

    tab.type(STRAY, "2")
    assert announcer.inner_text() == ""
    tab.page.wait_for_function("() => document.getElementById('announcer').textContent !== ''")
    assert SENTENCE in announcer.inner_text()

    tab.type(STRAY, "0")
    tab.page.wait_for_function("() => document.getElementById('announcer').textContent.includes('平')")


def test_last_years_figures_take_part(open_tab: OpenTab) -> None:
    last = {k: v for k, v in contents(sample("demo-2023")).items() if not k.startswith("facts.")}
    tab = open_tab(replace(figures_2021(), last=last))

    assert "自然人：结转 2，上年报告结转下年 1，差 1" in tab.summary()
    assert tab.marks("applications.carried_in.person") == {"is-warning"}
    tab.cell("applications.new.person").focus()
    assert "上年 32" in tab.strip()


def test_a_figure_that_jumps_from_last_years_is_to_be_explained(open_tab: OpenTab) -> None:
    tab = open_tab(replace(figures_2021(), last=typed(BLANK.format, {"applications.new.total": "5"})))
    sentence = "总计·本年新收 38，上年 5，增 660%"
    name = "applications.new.total"

    tab.cell(name).focus()
    assert sentence in tab.summary()
    assert sentence in tab.strip()
    assert sentence in tab.described(name)
    assert "is-warning" in tab.marks(name)

    tab.enter(name, "6")
    assert "上年 5" not in tab.summary()


def test_without_last_year_nothing_is_said_of_it(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())

    tab.cell("applications.carried_in.person").focus()

    assert "上年报告" not in tab.strip() + tab.page.locator("table").inner_text()


def test_an_explained_warning_is_said_to_be_and_counts_no_more(open_tab: OpenTab) -> None:
    last = contents(sample("demo-2023"))
    tab = open_tab(replace(figures_2021(), last=last))
    assert tab.count("applications") == "2"

    tab.page.evaluate("""() => live.applyExplanations(Object.fromEntries(live.currentFindings()
      .filter((f) => f.section === "applications").map((f) => [f.key, {text: "已核对", covers: f.covers}])))""")
    assert tab.count("applications") == ""
    assert tab.page.locator(".explained").count() == 2

    tab.enter("applications.carried_in.person", "3")
    assert tab.count("applications") == "2"


def of_the_server(section: str, kind: str, message: str, severity: str = "error") -> dict[str, object]:
    """A finding as a save answers it."""
    head = {"section": section, "severity": severity, "kind": kind, "key": kind, "message": message}
    return head | {"cells": [], "covers": {}, "explanation": ""}


def test_findings_of_the_server_join_the_counts_of_the_tabs(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())

    tab.page.evaluate("(f) => live.applyDocumentFindings([f])", of_the_server("overview", "section", "没有文字"))

    assert tab.count("overview") == "1"
    assert tab.page.locator('[data-tab="overview"] .count').get_attribute("class") == "count error"


def test_what_the_page_and_what_the_server_finds_stand_in_one_list_in_the_order_of_the_form(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    tab.type("applications.new.person", "9")
    found = [of_the_server("problems", "section", "第五部分没有文字")]
    found.append(of_the_server("cover", "title", "标题的年度不对"))

    tab.page.evaluate("(found) => live.applyDocumentFindings(found)", found)

    lines = tab.page.locator("#finding-summary .findings.error li").all_inner_texts()
    assert lines[0] == "标题的年度不对"
    assert "自然人" in lines[1]
    assert lines[-1] == "第五部分没有文字"
    assert tab.page.locator("#finding-summary h3:visible").all_inner_texts() == [f"强制性 {len(lines)}"]


def test_what_is_still_to_be_filled_in_is_said_by_section_with_links(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    assert "收到和处理申请：待填 175 格" in tab.summary()
    tab.page.get_by_role("link", name="行政复议、行政诉讼：待填 15 格").click()
    assert tab.focused() == "review.reconsideration.upheld"


def test_the_same_words_stand_at_the_cell_in_the_strip_and_in_the_summary(open_tab: OpenTab) -> None:
    tab = open_tab(faulty())
    sentence = "本年新收：总计 0，各类申请人合计 16（自然人 14 + 商业企业 2），差 −16"

    tab.cell("applications.new.total").focus()

    assert sentence in tab.described("applications.new.total")
    assert sentence in tab.strip()
    assert sentence in tab.summary()


def test_more_fees_received_than_charged_ask_for_an_explanation(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021("other"))
    tab.enter("facts.processing_fees.charged", "0.13万元")
    tab.enter("facts.processing_fees.received", "2000")

    assert "信息处理费：收费通知总金额 1300 元，少于实际收取总金额 2000 元" in tab.summary()
    assert tab.count("other") == "1"
    assert "is-warning" in tab.marks("facts.processing_fees.received")
