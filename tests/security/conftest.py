"""The small county with accounts at browsers of their own, as in `tests/web/people`, to be attacked."""

from __future__ import annotations

from tests.web.people.conftest import app, cheap_hashes, county, desk

__all__ = ["app", "cheap_hashes", "county", "desk"]
