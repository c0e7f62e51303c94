"""WCAG 2.2 AA by axe, wide and on a phone, calm and full of faults, dialogs open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from report.loading import load_format
from tests.browser.table.conftest import Tab
from tests.browser.table.harness import Figures, contents, figures_2021, sample

pytestmark = pytest.mark.browser

OpenTab = Callable[..., Tab]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PHONE = {"width": 390, "height": 844}


def violations(tab: Tab) -> list[str]:
    results = Axe().run(tab.page, options=RULES)
    return [
        f"{v['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for v in results.response["violations"]
        for node in v["nodes"]
    ]


def faulty(section: str) -> Figures:
    report = sample("001_6bf957eabb57496e")
    return Figures(report.format, section, contents(report), last=contents(report))


@pytest.mark.parametrize("section", ["proactive", "applications", "review", "other"])
def test_a_tab_has_no_violation(open_tab: OpenTab, section: str) -> None:
    tab = open_tab(replace(figures_2021(section), last=contents(sample("demo-2023"))))

    assert violations(tab) == []


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_a_tab_full_of_faults_has_no_violation(open_tab: OpenTab, size: dict[str, Any] | None) -> None:
    marked: dict[str, Any] = {
        "applications.partial.person": None,
        "applications.refused.law.person": {"text": "约3", "doubt": "不是数字"},
        "applications.carried_out.person": "-2",
    }
    tab = open_tab(faulty("applications"), marked, **({"size": size} if size else {}))
    tab.cell("applications.new.total").focus()
    tab.page.wait_for_selector(".is-culprit")

    names = ("new.total", "partial.person", "refused.law.person", "granted.person", "carried_in.person")
    shown = {mark for name in names for mark in tab.marks(f"applications.{name}")}
    assert shown >= {"is-error", "is-culprit", "is-open", "is-doubt"}
    assert violations(tab) == []


def test_a_blank_tab_that_one_tried_to_finish_has_no_violation(open_tab: OpenTab) -> None:
    tab = open_tab(Figures(load_format("2021"), "applications"))
    tab.page.evaluate("document.body.dataset.triedFinish = ''")
    tab.page.wait_for_selector(".is-missing")

    assert violations(tab) == []


def test_the_dialogs_of_pasting_have_no_violation(open_tab: OpenTab) -> None:
    tab = open_tab(Figures(load_format("2021"), "applications"))

    tab.button("从 Excel 粘贴…").click()
    assert violations(tab) == []
    tab.page.keyboard.press("Escape")
    assert tab.page.get_by_role("dialog").count() == 0

    tab.paste("applications.new.person", "单位\t甲\n某局\t13\n")
    assert tab.page.get_by_role("dialog").count() == 1
    assert violations(tab) == []
    tab.page.keyboard.press("Escape")
    assert tab.focused() == "applications.new.person"
