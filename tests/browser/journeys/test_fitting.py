"""What has to be in sight is in sight: on an office screen, on a large one, and on a phone for reading."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from report.report import Agency
from services.reports import create_report
from tests.browser.journeys.conftest import Clerk, Office

Hire = Callable[..., Clerk]
OFFICE, LARGE, PHONE = (1366, 768), (1920, 1080), (390, 844)

# The feet are on the strip; at the end of the table its edge lies between the two.
STANDING = """() => {
  const [strip, foot] = ["#equation-strip", "tfoot"].map((one) => document.querySelector(one).getBoundingClientRect());
  return strip.top - foot.bottom > -0.5 && strip.top - foot.bottom < 4;
}"""


def box(clerk: Clerk, selector: str) -> dict[str, float]:
    found = clerk.page.locator(selector).first.bounding_box()
    assert found is not None
    return dict(found)


@pytest.fixture
def hire_at(hire: Hire) -> Callable[[tuple[int, int]], Clerk]:
    return lambda size: hire(viewport={"width": size[0], "height": size[1]})


@pytest.mark.parametrize("size", [OFFICE, LARGE])
def test_the_feet_stand_on_the_strip_and_the_cell_in_focus_above_both(
    hire_at: Callable[..., Clerk], office: Office, size: tuple[int, int]
) -> None:
    clerk = hire_at(size)
    clerk.edit(office.sample("001_6bf957eabb57496e"), "applications")
    heights = set()
    for name in ("applications.total.welfare", "applications.total.total", "applications.refused.internal.person"):
        clerk.page.evaluate("scrollTo(0, 0)")
        clerk.cell(name).focus()
        clerk.page.wait_for_function(STANDING)
        strip, foot = box(clerk, "#equation-strip"), box(clerk, "tfoot")
        heights.add(strip["height"])
        at = clerk.cell(name).bounding_box()
        assert at is not None
        assert at["y"] + at["height"] <= foot["y"], name
    assert len(heights) > 1


def test_the_tabs_stay_on_one_line_with_a_number_on_each(hire_at: Callable[..., Clerk], office: Office) -> None:
    clerk = hire_at(OFFICE)
    clerk.edit(create_report(office.store, agency=Agency("示例市民政局"), year=2023, who="张某"), "cover")
    last, first = box(clerk, ".tabs a:last-child"), box(clerk, ".tabs a:first-child")
    assert clerk.page.locator(".tabs .count:not(:empty)").count() >= 5
    assert last["y"] == first["y"]
    assert last["x"] + last["width"] <= OFFICE[0]


@pytest.mark.parametrize("page", ["edit/other", "finish", "preview", "versions"])
def test_the_open_tab_is_in_sight_on_a_phone(hire_at: Callable[..., Clerk], office: Office, page: str) -> None:
    clerk = hire_at(PHONE)
    clerk.open(f"/reports/{office.sample('demo-2023')}/{page}")
    tab = box(clerk, '.tabs [aria-current="page"]')
    assert tab["x"] >= 0
    assert tab["x"] + tab["width"] <= PHONE[0]


def test_every_button_of_the_list_is_in_sight_on_a_phone(hire_at: Callable[..., Clerk], office: Office) -> None:
    office.sample("001_6bf957eabb57496e")
    clerk = hire_at(PHONE)
    clerk.open("/")
    for button in clerk.page.locator(".reports :is(a, button)").all():
        at = button.bounding_box()
        assert at is not None
        assert at["x"] >= 0
        assert at["x"] + at["width"] <= PHONE[0]


def test_what_a_fee_was_read_as_moves_no_label(hire_at: Callable[..., Clerk], office: Office) -> None:
    clerk = hire_at(OFFICE)
    clerk.edit(office.sample("demo-2023"), "other")
    clerk.cell("facts.processing_fees.charged").fill("0.13万元")
    clerk.page.keyboard.press("Tab")
    expect(clerk.page.locator(".facts")).to_contain_text("按 1300 元")
    places = [label.bounding_box() for label in clerk.page.locator(".fact label").all()]
    assert len({place["y"] for place in places if place}) == 1
