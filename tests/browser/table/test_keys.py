"""Going about the table by the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.table.conftest import Tab
from tests.browser.table.harness import figures_2021

pytestmark = pytest.mark.browser

OpenTab = Callable[..., Tab]
HERE = "applications.granted.business"


def cell(path: str) -> str:
    return f"applications.{path}"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["Enter"], "partial.business"),
        (["ArrowDown"], "partial.business"),
        (["Shift+Enter"], "carried_in.business"),
        (["ArrowUp"], "carried_in.business"),
        (["Tab"], "granted.research"),
        (["Shift+Tab"], "granted.person"),
        (["ArrowRight"], "granted.research"),
        (["ArrowLeft"], "granted.person"),
        (["Home"], "granted.person"),
        (["End"], "granted.total"),
        (["Control+Home"], "new.person"),
        (["Control+End"], "carried_out.total"),
        (["Enter", "Enter", "ArrowUp"], "partial.business"),
    ],
)
def test_a_key_leads_to_the_cell_that_a_spreadsheet_would(open_tab: OpenTab, keys: list[str], expected: str) -> None:
    tab = open_tab(figures_2021())
    tab.cell(HERE).focus()

    for key in keys:
        tab.page.keyboard.press(key)

    assert tab.focused() == cell(expected)


def test_left_and_right_move_within_the_text_until_its_edge(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    tab.type(HERE, "123")

    for _ in range(3):
        tab.page.keyboard.press("ArrowLeft")
    assert tab.focused() == HERE

    tab.page.keyboard.press("ArrowLeft")
    assert tab.focused() == cell("granted.person")


def test_home_and_end_move_within_the_text_until_its_edge(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    tab.type(HERE, "123")

    tab.page.keyboard.press("Home")
    assert tab.focused() == HERE
    tab.page.keyboard.press("Home")
    assert tab.focused() == cell("granted.person")


def test_at_the_edge_of_the_table_one_stays_and_what_was_typed_is_read(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    last = cell("carried_out.person")
    tab.type(last, "１")

    tab.page.keyboard.press("Enter")

    assert [tab.focused(), tab.text(last)] == [last, "1"]


def test_up_and_down_come_back_to_the_column_through_a_wide_cell(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021("proactive"))
    tab.cell("proactive.normative.in_force").focus()

    tab.page.keyboard.press("ArrowDown")
    assert tab.focused() == "proactive.licensing.decisions"
    tab.page.keyboard.press("ArrowUp")
    assert tab.focused() == "proactive.normative.in_force"


def test_arriving_selects_so_that_typing_replaces(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    tab.cell(cell("new.person")).focus()

    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.type("7")

    assert tab.text(cell("carried_in.person")) == "7"


def test_the_first_click_selects_and_the_second_sets_the_caret(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    name = cell("new.person")
    selected = f'document.getElementById("{name}").selectionEnd - document.getElementById("{name}").selectionStart'

    tab.cell(name).click()
    assert tab.page.evaluate(selected) == len(tab.text(name)) > 0

    tab.cell(name).click()
    assert tab.page.evaluate(selected) == 0


def test_escape_restores_what_stood_and_the_totals_with_it(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    before = [tab.text(HERE), tab.text(cell("granted.total")), tab.text(cell("total.total"))]

    tab.type(HERE, "99")
    assert tab.text(cell("granted.total")) != before[1]
    tab.page.keyboard.press("Escape")

    assert [tab.text(HERE), tab.text(cell("granted.total")), tab.text(cell("total.total"))] == before
    assert tab.focused() == HERE
    assert tab.told()[f"values.{HERE}"] == before[0]


def test_escape_brings_back_what_could_not_be_read(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021(), {HERE: {"text": "2,232,951", "doubt": "无单位"}})

    tab.type(HERE, "x")
    tab.page.keyboard.press("Escape")

    assert tab.text(HERE) == "2,232,951"
    assert tab.page.evaluate("told.at(-1).values") == {f"values.{HERE}": {"text": "2,232,951", "doubt": "无单位"}}


def test_undo_and_redo_take_an_edit_with_its_totals_as_one_step(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    total = cell("granted.total")
    before = [tab.text(HERE), tab.text(total)]
    tab.enter(HERE, "50")
    after = [tab.text(HERE), tab.text(total)]
    assert after != before

    tab.page.keyboard.press("Control+z")
    assert [tab.text(HERE), tab.text(total)] == before
    assert tab.focused() == HERE

    tab.page.keyboard.press("Control+y")
    assert [tab.text(HERE), tab.text(total)] == after
    assert "已重做" in tab.page.locator("#announcer").inner_text()


def test_undo_while_typing_takes_back_the_typing(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    before = tab.text(HERE)

    tab.type(HERE, "123")
    tab.page.keyboard.press("Control+z")

    assert tab.text(HERE) == before


def test_enter_does_not_hand_in_the_form(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021("other"))
    fact = "facts.processing_fees.notices"

    tab.type(fact, "２")
    tab.page.keyboard.press("Enter")

    assert [tab.text(fact), tab.focused()] == ["2", fact]


def test_what_has_the_focus_is_never_under_the_headings_or_the_strip(open_tab: OpenTab) -> None:
    tab = open_tab(figures_2021())
    tab.cell(cell("new.total")).focus()
    rows = 24
    hidden = """() => {
      const box = document.activeElement.getBoundingClientRect();
      const points = [[box.left + 3, box.top + 3], [box.right - 3, box.bottom - 3]];
      return points.some(([x, y]) => document.elementFromPoint(x, y) !== document.activeElement);
    }"""

    for key in ["ArrowDown"] * rows + ["ArrowUp"] * rows:
        tab.page.keyboard.press(key)
        assert not tab.page.evaluate(hidden), tab.focused()
    assert tab.focused() == cell("new.total")
