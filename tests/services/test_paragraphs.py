"""Two people's changes of one list of paragraphs."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from services.aligning import Aligner
from services.paragraphs import differences, merge_lists

words = st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=7)


def merged(base, theirs, mine):
    """The merged list, and (base, theirs, mine) of each clash as strings."""
    items, clashes = merge_lists(list(base), list(theirs), list(mine))
    return "".join(items), [("".join(c.base), "".join(c.theirs), "".join(c.mine)) for c in clashes]


def test_changes_of_different_paragraphs_are_both_there():
    assert merged("甲乙丙丁", "甲天丙丁", "甲乙丙地") == ("甲天丙地", [])


def test_changes_of_neighbouring_paragraphs_are_both_there():
    assert merged("甲乙", "天乙", "甲地") == ("天地", [])


def test_a_paragraph_put_in_beside_one_that_another_changes_is_no_conflict():
    assert merged("甲乙", "天乙", "甲地新") == ("天地新", [])


def test_the_same_change_by_both_is_made_once():
    assert merged("甲乙丙", "甲天丙", "甲天丙") == ("甲天丙", [])


def test_a_paragraph_that_both_change_keeps_the_stored_text_and_shows_both():
    assert merged("甲乙丙", "甲天丙", "甲地丙") == ("甲天丙", [("乙", "天", "地")])


def test_a_paragraph_taken_out_by_one_and_changed_by_the_other_is_a_conflict():
    assert merged("甲乙丙", "甲丙", "甲地丙") == ("甲丙", [("乙", "", "地")])


def test_paragraphs_put_in_at_the_same_place_are_a_conflict():
    assert merged("甲", "甲天", "甲地") == ("甲天", [("", "天", "地")])


def test_text_written_by_both_where_none_was_is_a_conflict():
    assert merged("", "天", "地") == ("天", [("", "天", "地")])


def test_paragraphs_joined_by_one_and_changed_by_the_other_are_a_conflict():
    assert merged("甲乙丙", "合丙", "甲地丙") == ("合丙", [("甲乙", "合", "甲地")])


def test_only_the_paragraph_that_both_changed_is_in_the_conflict():
    assert merged("甲乙丙", "天乙人", "地风丙") == ("天风人", [("甲", "天", "地")])


def test_the_place_of_a_conflict_is_where_the_stored_text_stands():
    items, (clash,) = merge_lists(list("甲乙丙"), list("天甲乙日"), list("甲乙月"))
    assert items[clash.start : clash.end] == clash.theirs == ["日"]


def test_without_a_base_every_difference_is_a_conflict_and_nothing_changes():
    clashes = differences(list("甲乙丙丁"), list("甲天丙"))
    assert [(c.base, c.theirs, c.mine, c.start, c.end) for c in clashes] == [
        (None, ["乙"], ["天"], 1, 2),
        (None, ["丁"], [], 3, 4),
    ]


def test_a_text_of_many_paragraphs_is_merged_in_time():
    base = [str(n) for n in range(5_000)]
    theirs = [f"天{n}" if n % 2 else item for n, item in enumerate(base)]
    mine = [f"地{n}" if n % 3 else item for n, item in enumerate(base)]
    start = time.perf_counter()
    items, clashes = merge_lists(base, theirs, mine)
    assert time.perf_counter() - start < 5
    assert items[:5] == ["0", "天1", "地2", "天3", "地4"]
    kept = set(items) | {item for clash in clashes for item in clash.mine}
    assert set(theirs) <= set(items) | set(base)
    assert set(mine) - set(base) <= kept


def test_the_same_paragraph_many_times_is_merged_in_time():
    base = ["同"] * 5_000
    start = time.perf_counter()
    items, clashes = merge_lists(base, [*base[:2_500], "天", *base[2_500:]], [*base[:100], "地", *base[100:]])
    assert time.perf_counter() - start < 5
    assert clashes == []
    assert sorted(set(items)) == ["同", "地", "天"]


@given(words, words)
def test_an_alignment_is_of_equal_stretches_in_order(a, b):
    blocks = Aligner(None, a, b).get_matching_blocks()
    assert all(a[i : i + size] == b[j : j + size] for i, j, size in blocks)
    assert blocks[-1] == (len(a), len(b), 0)
    assert all(x[0] + x[2] <= y[0] and x[1] + x[2] <= y[1] for x, y in pairwise(blocks))


@given(words, words)
def test_who_merges_without_a_change_of_their_own_gets_what_is_stored(base, theirs):
    assert merge_lists(base, theirs, base) == (theirs, [])


@given(words, words)
def test_who_merges_alone_gets_just_their_own(base, mine):
    assert merge_lists(base, base, mine) == (mine, [])


@settings(max_examples=500)
@given(words, st.data())
def test_what_either_wrote_is_in_the_list_or_in_a_conflict(base, data):
    theirs = _rewritten(base, data, "stored")
    mine = _rewritten(base, data, "mine")
    items, clashes = merge_lists(base, theirs, mine)
    assert [item for item in theirs if item not in base] == [item for item in items if item.startswith("stored")]
    kept = items + [item for clash in clashes for item in clash.mine]
    assert set(mine) - set(base) <= set(kept)


@settings(max_examples=300)
@given(st.integers(2, 8), st.data())
def test_one_paragraph_each_is_no_conflict_when_they_are_two(length, data):
    first, second = data.draw(st.permutations(range(length)))[:2]
    base = [str(n) for n in range(length)]
    theirs, mine = list(base), list(base)
    theirs[first], mine[second] = "天", "地"
    items, clashes = merge_lists(base, theirs, mine)
    assert clashes == []
    assert (items[first], items[second]) == ("天", "地")


def _rewritten(base, data, name):
    """The list after a few paragraphs are rewritten, put in and taken out by one person."""
    result = list(base)
    for n in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(result)))
        length = data.draw(st.integers(0, 2))
        result[at : at + length] = [f"{name}{n}{i}" for i in range(data.draw(st.integers(0, 2)))]
    return result
