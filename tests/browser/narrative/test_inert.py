"""Making pasted HTML inert takes styles and handlers away and changes nothing else of it."""

import random

import pytest
from playwright.sync_api import Browser

from tests.browser.narrative.test_paste import FIXTURES

pytestmark = pytest.mark.browser

PIECES = [
    "<p", "<b ", "<a href=", ">", "</p>", "</", "<", "<!", "<?", "<!--", "-->", "<!-->", "/", "=", "'",
    '"', " ", "\n", "style", "STYLE='q'", "style=x", "on", "onclick=", '="a>b"', "<style>", "</style>",
    "</style", "<iframe>", "</iframe>", "<textarea>", "</textarea>", "<meta x>", "&lt;", "一",
]  # fmt: skip


def pages() -> list[str]:
    """Ten thousand broken pages, the same each time, and every fixture."""
    chance = random.Random(20231)
    broken = ["".join(chance.choices(PIECES, k=chance.randint(3, 25))) for _ in range(10_000)]
    return broken + [path.read_text(encoding="utf-8") for path in FIXTURES.glob("*.html")]


def test_no_page_says_anything_else_once_it_is_inert(chromium: Browser, address: str) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.evaluate("import('/page/compare.mjs')")
    assert page.evaluate("pages => differing(pages)", pages()) == []
    context.close()
