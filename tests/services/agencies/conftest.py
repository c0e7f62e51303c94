"""Agencies to test with, and workbooks written for them."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from argon2 import PasswordHasher

from services.agencies.tree import NewAgency, make_agency
from services.people import passwords
from services.people.model import CONSOLE, Source

HERE = Source("127.0.0.1", via="cli")
# Made up; their check characters fit.
CODES = ("11330100MB1234567E", "11330100MB7654321B")


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def made(store, name, parent=None, kind="department", code=""):
    return make_agency(store, CONSOLE, NewAgency(name, kind, code, parent), HERE)


@pytest.fixture
def county(store):
    """{name: id} of a county with two bureaus and an office below one of them."""
    top = made(store, "示例县人民政府", kind="government")
    bureau = made(store, "示例县民政局", top)
    return {
        "示例县人民政府": top,
        "示例县民政局": bureau,
        "示例县司法局": made(store, "示例县司法局", top),
        "示例县老龄办": made(store, "示例县老龄办", bureau),
    }


def workbook(**sheets):
    """A workbook with these sheets, each a list of rows."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return target.getvalue()
