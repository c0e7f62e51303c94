"""Settings for all tests: how many cases a property is tried on; and tests of Chromium kept apart from others;
templates and tables made once.

`HYPOTHESIS_PROFILE=thorough` tries many more, drawn anew each time.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Generator

import pytest
from hypothesis import settings

from tests.made_once import make_once

# Shared machines are slow by fits, so no time limit per case; the same cases each time, so that a run can be repeated.
settings.register_profile("everyday", deadline=None, max_examples=40, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=3_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))
make_once()


def _apart_from_the_browser(item: pytest.Item) -> Generator[None, None, None]:
    """While Chromium is open Playwright keeps a loop marked as running, which what runs one itself must not see."""
    loop = asyncio._get_running_loop()
    if loop is None or "chromium" in getattr(item, "fixturenames", ()):
        return (yield)
    asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(loop)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    return (yield from _apart_from_the_browser(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    return (yield from _apart_from_the_browser(item))
