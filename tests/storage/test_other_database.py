"""Another database than the embedded one, by its address.

The tests of `tests/services` run against one as well: NIANBAO_TEST_DATABASE_URL names it, and it is emptied.
"""

from __future__ import annotations

import os
import sys
import threading

import pytest

from report.report import Agency
from services.drafts import save_section
from services.reports import create_report, open_draft
from storage import DatabaseNewerError, StorageError, StorageSettings, open_store
from tests.services.helpers import NEW, OLD, emptied

ADDRESS = os.environ.get("NIANBAO_TEST_DATABASE_URL")
needs_database = pytest.mark.skipif(not ADDRESS, reason="NIANBAO_TEST_DATABASE_URL is not set")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("not an address", "不是正确的数据库地址"),
        ("nosuch://host/name", "没有安装数据库 nosuch 的驱动"),
        ("sqlite:////tmp/other.db", "内置数据库请用 NIANBAO_DATA"),
    ],
)
def test_an_address_that_cannot_be_used_is_told(tmp_path, address, words):
    with pytest.raises(StorageError, match=words):
        open_store(StorageSettings(tmp_path, address))


def test_an_address_whose_driver_is_missing_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg2", None)
    with pytest.raises(StorageError, match=r"没有安装数据库 postgresql\+psycopg2 的驱动"):
        open_store(StorageSettings(tmp_path, "postgresql+psycopg2://nobody@127.0.0.1/none"))


@needs_database
def test_a_server_that_does_not_answer_is_told_without_the_password(tmp_path):
    with pytest.raises(StorageError, match="连不上数据库") as refusal:
        open_store(StorageSettings(tmp_path, "postgresql+psycopg://nobody:geheim@127.0.0.1:1/none"))
    assert "geheim" not in str(refusal.value)


@needs_database
def test_two_saving_at_once_wait_for_each_other(tmp_path):
    emptied(ADDRESS)
    stores = [open_store(StorageSettings(tmp_path, ADDRESS)) for _ in range(2)]
    report_id = create_report(stores[0], agency=Agency("示例局"), year=2023, who="甲")
    faults = []

    def save(store, cell):
        for n in range(1, 31):
            revision = open_draft(store, report_id).revisions["applications"]
            result = save_section(store, report_id, "applications", revision, {cell: str(n)}, cell)
            faults.extend(result.conflicts)

    threads = [threading.Thread(target=save, args=pair) for pair in zip(stores, (NEW, OLD), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    draft = open_draft(stores[0], report_id)
    assert faults == []
    assert draft.revisions["applications"] == 61
    assert {str(value.number) for value in draft.report.values.values()} == {"30"}


@needs_database
def test_a_newer_schema_is_refused(tmp_path):
    emptied(ADDRESS)
    store = open_store(StorageSettings(tmp_path, ADDRESS))
    with store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewerError, match="9999"):
        open_store(StorageSettings(tmp_path, ADDRESS))
    emptied(ADDRESS)
