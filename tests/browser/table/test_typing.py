"""Typing in cells: kept as typed, read on leaving, nothing turned into what nobody wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from report.loading import load_format
from tests.browser.table.conftest import Tab
from tests.browser.table.harness import Figures, figures_2021

pytestmark = pytest.mark.browser

OpenTab = Callable[..., Tab]
PERSON = "applications.new.person"
FEES = "proactive.fees.amount"
BLANK = Figures(load_format("2021"), "applications")


def test_what_is_typed_stays_as_typed_until_the_cell_is_left(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    tab.type(PERSON, "１３４，６９１")
    assert tab.text(PERSON) == "１３４，６９１"

    tab.page.keyboard.press("Tab")
    assert tab.text(PERSON) == "134691"


@pytest.mark.parametrize("text", ["14 2", "约14", "10²", "1e3", "/", "不适用", "13,46"])
def test_what_cannot_be_read_stays_and_is_marked_with_the_doubt(open_tab: OpenTab, text: str) -> None:
    tab = open_tab(BLANK)

    tab.enter(PERSON, text)

    assert tab.text(PERSON) == text
    assert "is-doubt" in tab.marks(PERSON)
    assert tab.cell(PERSON).get_attribute("aria-invalid") == "true"
    assert f"“{text}”" in tab.described(PERSON)
    assert tab.box(PERSON).locator(".reading").inner_text() in tab.described(PERSON)
    assert tab.told() == {f"values.{PERSON}": text}


def test_an_unreadable_text_is_marked_only_when_the_cell_is_left(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    tab.type(PERSON, "12.")
    assert "is-doubt" not in tab.marks(PERSON)

    tab.page.keyboard.press("Tab")
    assert "is-doubt" in tab.marks(PERSON)


def test_an_amount_in_another_unit_is_shown_as_what_it_became(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021("proactive"))

    tab.enter(FEES, "5.19亿元")

    assert tab.text(FEES) == "51900"
    assert tab.box(FEES).locator(".reading").inner_text() == "“5.19亿元”按 51900 万元"
    assert tab.page.locator("#announcer").inner_text() == "“5.19亿元”按 51900 万元。"


def test_an_amount_keeps_its_decimals(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021("proactive"))

    tab.enter(FEES, "7730.28")

    assert tab.text(FEES) == "7730.28"
    assert tab.box(FEES).locator(".reading").count() == 0


def test_the_unit_of_an_amount_is_shown_for_the_cell_in_focus(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021("proactive"))

    tab.cell(FEES).focus()

    assert "单位：万元" in tab.strip()


def test_a_number_with_a_note_keeps_both(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021("proactive"))
    name = "proactive.normative.in_force"

    tab.enter(name, "22(其中修订16件)")

    assert tab.text(name) == "22（其中修订16件）"
    assert tab.findings("number") == []


def test_blank_and_zero_are_two_things(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    tab.enter(PERSON, "0")
    assert [tab.text(PERSON), tab.told()[f"values.{PERSON}"]] == ["0", "0"]

    tab.enter(PERSON, "")
    assert [tab.text(PERSON), tab.told()[f"values.{PERSON}"]] == ["", None]


def test_a_blank_cell_of_a_half_filled_row_is_to_be_filled_in_and_not_red(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)

    tab.enter(PERSON, "3")
    other = "applications.new.business"

    assert tab.marks(other) == {"is-open"}
    assert tab.cell(other).get_attribute("placeholder") == "待填"
    assert tab.cell(other).get_attribute("aria-invalid") is None
    assert tab.marks("applications.granted.business") == set()


def test_a_blank_is_red_once_one_has_tried_to_finish(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)
    assert "is-missing" not in tab.marks(PERSON)

    tab.page.evaluate("document.body.dataset.triedFinish = ''")
    tab.page.wait_for_function("name => document.getElementById(name).getAttribute('aria-invalid')", arg=PERSON)

    assert tab.marks(PERSON) == {"is-missing"}
    assert tab.described(PERSON) == "未填"
    assert "还有 175 格未填" in tab.summary()


def test_every_change_is_told_with_its_path_and_as_typed(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021("other"))

    tab.type("facts.processing_fees.charged", "2,950元")

    assert tab.told() == {"facts.processing_fees.charged": "2,950元"}


def test_going_through_cells_changes_nothing(open_tab: OpenTab) -> None:
    doubtful: dict[str, Any] = {PERSON: {"text": "2,232,951", "doubt": "无单位"}, "applications.new.total": None}
    tab = open_tab(figures_2021(), doubtful)

    tab.cell(PERSON).focus()
    for _ in range(8):
        tab.page.keyboard.press("Tab")

    assert tab.told() == {}
    assert tab.text(PERSON) == "2,232,951"
    assert tab.box(PERSON).locator(".reading").inner_text() == "无单位"


def test_what_was_typed_before_the_script_ran_counts(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)
    tab.page.route("**/live.mjs", lambda route: (tab.page.wait_for_timeout(300), route.continue_()))

    tab.page.goto(tab.address, wait_until="commit")
    tab.cell(PERSON).fill("14")
    tab.page.wait_for_selector("html[data-ready]")
    tab.page.keyboard.press("Tab")

    assert tab.text(PERSON) == "14"
    assert "待填" in tab.cell("applications.new.business").get_attribute("placeholder")


def test_letters_of_an_input_method_are_left_alone_until_they_are_chosen(open_tab: OpenTab) -> None:
    tab = open_tab(BLANK)
    tab.cell(PERSON).focus()
    session = tab.page.context.new_cdp_session(tab.page)

    session.send("Input.imeSetComposition", {"text": "yi", "selectionStart": 2, "selectionEnd": 2})
    assert tab.told() == {}
    tab.page.evaluate("""document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))""")
    assert tab.focused() == PERSON
    assert tab.text(PERSON) == "yi"

    session.send("Input.insertText", {"text": "１４"})
    assert tab.told() == {f"values.{PERSON}": "１４"}
    tab.page.keyboard.press("Enter")
    assert [tab.text(PERSON), tab.focused()] == ["14", "applications.carried_in.person"]


def test_a_note_stands_in_full_under_its_figure(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021("proactive"))
    name = "proactive.normative.issued"
    tab.enter(name, "22（其中修订 16 件）")

    assert tab.text(name) == "22（其中修订 16 件）"
    assert tab.box(name).locator(".reading").inner_text() == "其中修订 16 件"
    tab.enter(name, "22")
    assert tab.box(name).locator(".reading").inner_text() == ""
