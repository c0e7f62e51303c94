"""Two clerks at one report, saving whenever they like: nothing that either was told is saved gets lost."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report.report import Agency
from services.drafts import save_section
from services.reports import create_report, open_draft
from services.slicing import flatten, slices
from storage import queries
from tests.services.helpers import NEW, OLD, blocks, texts

TOTAL = "values.applications.new.total"
CELLS = [NEW, OLD, TOTAL]
names = count()
written = count(1)


class Clerk:
    """Somebody with a page open: what was last seen of a section, and what was changed since."""

    def __init__(self, name, store, report_id, section):
        self.name, self.store, self.report_id, self.section = name, store, report_id, section
        self.sent = []
        self.reload()

    def reload(self):
        draft = open_draft(self.store, self.report_id)
        self.seen = flatten(self.section, slices(draft.report)[self.section])
        self.revision = draft.revisions[self.section]
        self.changes = {}

    def shown(self, path):
        return self.changes.get(path, self.seen.get(path))

    def save(self):
        before = stored(self.store, self.report_id, self.section)
        result = save_section(self.store, self.report_id, self.section, self.revision, self.changes, self.name)
        after = stored(self.store, self.report_id, self.section)
        self.sent.append((dict(self.seen), dict(self.changes), before, after, result))
        self.seen |= self.changes | result.merged
        self.revision, self.changes = result.revision, {}
        assert {k: v for k, v in self.seen.items() if v is not None} == after


def stored(store, report_id, section):
    return flatten(section, slices(open_draft(store, report_id).report)[section])


def everything_kept(store, report_id, section):
    """Every content of the section that was ever stored, and every side that waits in a conflict."""
    with store.read() as tx:
        last = queries.sections(tx, report_id)[section].revision
        kept = [queries.revision(tx, report_id, section, n).content for n in range(1, last + 1)]
        waiting = [conflict.mine for conflict in queries.open_conflicts(tx, report_id)]
    return kept, waiting


@pytest.fixture
def clerks(store):
    def start(section):
        agency = Agency(f"示例市第{next(names)}局")
        report_id = create_report(store, agency=agency, year=2023, who="张三")
        return [Clerk(name, store, report_id, section) for name in ("张三", "李四")]

    return start


steps = st.lists(st.tuples(st.integers(0, 1), st.sampled_from(["edit", "edit", "save", "reload"]), st.integers(0, 99)))
fixture_is_shared = [HealthCheck.function_scoped_fixture]


@settings(max_examples=80, deadline=None, suppress_health_check=fixture_is_shared)
@given(steps=steps)
def test_every_figure_is_in_the_draft_or_in_a_conflict_or_was_replaced_by_someone_who_saw_it(clerks, steps):
    both = clerks("applications")
    for who, step, where in steps:
        clerk = both[who]
        if step == "edit":
            clerk.changes[CELLS[where % 3]] = str(next(written))
        elif step == "save":
            clerk.save()
        elif not clerk.changes:
            clerk.reload()
    for clerk in both:
        clerk.save()
    kept, waiting = everything_kept(clerk.store, clerk.report_id, "applications")
    ever = {value for content in kept for value in content.get("values", {}).values()} | set(waiting)
    for seen, changes, before, after, result in (sent for clerk in both for sent in clerk.sent):
        assert set(changes.values()) <= ever
        for path, value in changes.items():
            if before.get(path) not in (seen.get(path), value):
                assert after.get(path) == before.get(path), "overwrote what the clerk had not seen"
                assert value in [c.mine for c in result.conflicts]
        for path in set(before) - set(changes):
            assert after.get(path) == before[path], "touched a cell that was not sent"


@settings(max_examples=80, deadline=None, suppress_health_check=fixture_is_shared)
@given(steps=steps)
def test_every_paragraph_is_in_the_draft_or_in_a_conflict_or_was_taken_out_by_someone_who_saw_it(clerks, steps):
    both = clerks("overview")
    save_section(both[0].store, both[0].report_id, "overview", 1, {"blocks": blocks("甲", "乙", "丙", "丁")}, "张三")
    for clerk in both:
        clerk.reload()
    for who, step, where in steps:
        clerk = both[who]
        if step == "edit":
            paragraphs = texts(clerk.shown("blocks") or [])
            at = where % (len(paragraphs) + 1)
            # Rewrite a paragraph, put one in, or take one out.
            paragraphs[at : at + (where % 2)] = [] if where % 5 == 0 else [f"第{next(written)}句"]
            clerk.changes["blocks"] = blocks(*paragraphs)
        elif step == "save":
            clerk.save()
        elif not clerk.changes:
            clerk.reload()
    for clerk in both:
        clerk.save()
    kept, waiting = everything_kept(clerk.store, clerk.report_id, "overview")
    ever = {text for content in kept for text in texts(content.get("blocks") or [])}
    ever |= {text for side in waiting for text in texts(side)}
    for seen, changes, before, after, _ in (sent for clerk in both for sent in clerk.sent):
        assert set(texts(changes.get("blocks", []))) <= ever
        unseen = set(texts(before["blocks"])) - set(texts(seen["blocks"]))
        assert unseen <= set(texts(after["blocks"])), "took out what the clerk had not seen"
