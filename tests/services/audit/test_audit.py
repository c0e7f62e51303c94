"""The audit log: only added to, in the transaction of what it tells, and no change to it goes unseen."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
from contextlib import closing, contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from report.errors import NianbaoError
from services.actor import Actor, acting, present_actor
from services.audit import GENESIS, MOST_TEXT, Head, canonical, chained, head, latest, read_head, record, verify
from services.audit_csv import audit_csv
from storage import StorageSettings, open_store

embedded = pytest.mark.skipif(bool(os.environ.get("NIANBAO_TEST_DATABASE_URL")), reason="reaches into the file")
CLERK = Actor("a1", "张三", "10.0.0.7", "web")


def told(store, *actions, **more):
    """Entries of these actions, one transaction each."""
    for action in actions:
        with store.write() as tx:
            record(tx, action, "report:r1", store.now(), **more)


@contextmanager
def tampering(tmp_path):
    """The database file in the hands of somebody who may do anything."""
    with closing(sqlite3.connect(tmp_path / "data" / "nianbao.db")) as connection:
        for event in ("update", "delete", "replace"):
            connection.execute(f"DROP TRIGGER audit_log_no_{event}")
        yield connection
        connection.commit()


def test_an_entry_says_who_when_from_where_what_before_and_after(store, clock):
    told(store, "report.submit", before={"state": "filling"}, after={"state": "review"}, actor=CLERK)
    (entry,) = latest(store)
    assert (entry.name, entry.account_id, entry.address, entry.via) == ("张三", "a1", "10.0.0.7", "web")
    assert (entry.at, entry.action, entry.subject) == (clock.at, "report.submit", "report:r1")
    assert (entry.before, entry.after) == ({"state": "filling"}, {"state": "review"})


def test_whoever_acts_is_found_without_being_handed_on(store):
    with acting(CLERK):
        told(store, "one")
    told(store, "two")
    assert [entry.name for entry in latest(store)] == ["系统", "张三"]
    assert present_actor().account_id == ""


def test_an_entry_is_stored_with_what_it_tells_or_not_at_all(store):
    def half_done():
        with store.write() as tx:
            record(tx, "report.submit", "report:r1", store.now())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    assert (latest(store), head(store)) == ([], Head(0, GENESIS))
    assert verify(store) == []


def test_the_chain_can_be_reckoned_by_hand(store):
    told(store, "one", "two")
    with store.read() as tx:
        rows = [(row.entry, row.hash) for row in tx.connection().exec_driver_sql("SELECT entry, hash FROM audit_log")]
    first = chained(GENESIS, rows[0][0])
    assert [row[1] for row in rows] == [first, chained(first, rows[1][0])]
    assert head(store) == Head(2, rows[1][1])


def test_the_same_content_is_always_written_alike():
    assert canonical({"b": 1, "a": "中\n\u202e"}) == '{"a":"\\u4e2d\\n\\u202e","b":1}'


def test_a_long_text_is_cut_and_says_so(store):
    told(store, "one", after={"text": "字" * (MOST_TEXT + 5)})
    assert latest(store)[0].after["text"].endswith(f"（共 {MOST_TEXT + 5} 字）")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET action = 'x'",
        "DELETE FROM audit_log",
        "DELETE FROM audit_log WHERE number = 2",
        "INSERT OR REPLACE INTO audit_log SELECT * FROM audit_log WHERE number = 1",
    ],
)
@embedded
def test_the_database_itself_refuses_to_change_the_log(store, tmp_path, statement):
    told(store, "one", "two")
    with (
        closing(sqlite3.connect(tmp_path / "data" / "nianbao.db")) as connection,
        pytest.raises(sqlite3.IntegrityError, match="only ever added to"),
    ):
        connection.execute(statement)
    assert verify(store) == []


@pytest.mark.parametrize("statement", ["UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log"])
def test_the_program_itself_cannot_change_the_log_on_any_database(store, statement):
    told(store, "one")
    with pytest.raises(DBAPIError, match="only ever added to"), store.write() as tx:
        tx.connection().exec_driver_sql(statement)
    assert (len(latest(store)), verify(store)) == (1, [])


@pytest.mark.parametrize(
    ("statement", "numbers", "words"),
    [
        ("UPDATE audit_log SET entry = replace(entry, 'two', 'owt') WHERE number = 2", [2], "内容与校验值不符"),
        ("UPDATE audit_log SET action = 'x' WHERE number = 2", [2], "检索用的列"),
        ("UPDATE audit_log SET at = '2020-01-01 00:00:00.000000' WHERE number = 2", [2], "检索用的列"),
        ("UPDATE audit_log SET hash = previous WHERE number = 2", [2, 3], "内容与校验值不符"),
        ("DELETE FROM audit_log WHERE number = 2", [2, 3], "缺少第 2 条"),
        ("DELETE FROM audit_log WHERE number < 3", [1, 3], "缺少第 1 至 2 条"),
        ("DELETE FROM audit_log WHERE number = 3", [0], "末尾被截去"),
        ("UPDATE audit_log SET number = 5 - number WHERE number IN (2, 3)", [2, 2, 3, 3, 0], "接不上"),
    ],
)
@embedded
def test_an_edit_a_gap_a_reorder_and_a_cut_tail_are_told(store, tmp_path, statement, numbers, words):
    told(store, "one", "two", "three")
    with tampering(tmp_path) as database:
        if "5 - number" in statement:
            database.execute("UPDATE audit_log SET number = number + 10 WHERE number > 1")
            statement = "UPDATE audit_log SET number = 15 - number WHERE number > 10"
        database.execute(statement)
    faults = verify(store)
    assert [fault.number for fault in faults] == numbers
    assert words in faults[0].message


@embedded
def test_a_tail_cut_with_care_shows_against_a_head_kept_elsewhere(store, tmp_path):
    told(store, "one", "two", "three")
    kept = read_head(str(head(store)))
    with tampering(tmp_path) as database:
        database.execute("DELETE FROM audit_log WHERE number = 3")
        database.execute("UPDATE audit_head SET number = 2, hash = (SELECT hash FROM audit_log WHERE number = 2)")
    assert verify(store) == []
    (fault,) = verify(store, kept)
    assert fault.message.startswith("与另存的末尾记号（第 3 条）不符：日志只到第 2 条")


@embedded
def test_a_log_written_anew_shows_against_a_head_kept_elsewhere(store, tmp_path):
    told(store, "one", "two")
    kept = head(store)
    with tampering(tmp_path) as database:
        database.execute("DELETE FROM audit_log")
        database.execute("UPDATE audit_head SET number = 0, hash = ?", (GENESIS,))
    told(store, "one", "other")
    assert verify(store) == []
    assert "那一条已不是原来的内容" in verify(store, kept)[0].message


def test_a_head_kept_elsewhere_still_fits_when_the_log_has_grown(store):
    empty = head(store)
    told(store, "one")
    kept = head(store)
    told(store, "two")
    assert [verify(store, empty), verify(store, kept)] == [[], []]


@pytest.mark.parametrize("text", ["", "3", "3:abc", "x:" + "0" * 64, "1:" + "Z" * 64])
def test_what_is_no_head_is_refused(text):
    with pytest.raises(NianbaoError, match="不是日志的末尾记号"):
        read_head(text)


def test_csv_runs_no_formula_and_keeps_one_entry_on_one_line(store):
    evil = Actor("a1", '=HYPERLINK("http://x")\r\n2,伪造', "10.0.0.7", "web")
    told(store, "report.submit", after="一\n二\u2028三", actor=evil)
    rows = list(csv.reader(io.StringIO(audit_csv(store).decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][2].startswith("'=HYPERLINK")
    assert "\n" not in "".join(rows[1])
    assert rows[1][1] == "2024-01-15 09:00:00"


def test_csv_of_some_subjects_leaves_out_the_others(store):
    told(store, "one")
    assert audit_csv(store, ["report:r1"]).count(b"\r\n") == 2
    assert audit_csv(store, ["report:r2"]).count(b"\r\n") == 1


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@embedded
@given(contents=st.lists(ANYTHING, min_size=2, max_size=6), data=st.data())
def test_whatever_is_told_holds_and_whatever_is_changed_shows(tmp_path_factory, contents, data):
    folder = tmp_path_factory.mktemp("chain")
    store = open_store(StorageSettings(folder / "data"))
    for content in contents:
        told(store, "said", after=content)
    assert verify(store) == []
    assert [entry.after for entry in reversed(latest(store))] == json.loads(json.dumps(contents))
    number = data.draw(st.integers(1, len(contents)))
    column = data.draw(st.sampled_from(["entry", "previous", "hash", "action", "subject", "account_id"]))
    with tampering(folder) as database:
        (old,) = database.execute(f"SELECT {column} FROM audit_log WHERE number = ?", (number,)).fetchone()
        place = data.draw(st.integers(0, len(old)))
        new = old[:place] + data.draw(st.characters(codec="utf-8", exclude_characters="\0")) + old[place:]
        database.execute(f"UPDATE audit_log SET {column} = ? WHERE number = ?", (new, number))
    assert verify(store) != []
    store.close()
