"""Whatever a browser, or somebody who is no browser, sends: it is read or refused in words, never a crash."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.errors import NianbaoError
from report.loading import load_format
from services.slicing import read_changes

FORMAT = load_format("2021")
PATHS = [
    ("applications", "values.applications.new.person"),
    ("proactive", "values.proactive.fees.amount"),
    ("other", "facts.processing_fees.charged"),
    ("overview", "blocks"),
    ("cover", "introduction"),
    ("cover", "extra_sections"),
    ("cover", "agency.name"),
    ("cover", "agency.kind"),
    ("cover", "agency.credit_code"),
    ("cover", "title"),
    ("cover", "date"),
    ("cover", "contact.email"),
    ("cover", "headings.review"),
    ("explanations", "C2:proactive.normative"),
]
words = st.sampled_from(["type", "text", "level", "number", "note", "doubt", "heading", "after", "blocks", "covers"])
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just(10**400), st.just("\ud800\x00"),
    st.sampled_from(["paragraph", "heading", "overview", "1e999", "2023-02-30"]),
)  # fmt: skip
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | st.text(max_size=5), inner, max_size=4)
)


@pytest.mark.parametrize(("section", "path"), PATHS)
@settings(max_examples=150, deadline=None)
@given(content=anything)
def test_any_content_is_read_or_refused(section, path, content):
    read, refusal = outcome(section, path, content)
    if read is None:
        assert any("\u4e00" <= character <= "\u9fff" for character in refusal)
        return
    # What is read can be stored, and read again as the same.
    stored = json.loads(json.dumps(read, ensure_ascii=False).encode())
    assert read_changes(FORMAT, section, 2023, stored) == read


def outcome(section, path, content):
    """(what was read, None) or (None, the words of the refusal)."""
    try:
        return read_changes(FORMAT, section, 2023, {path: content}), None
    except NianbaoError as refusal:
        return None, str(refusal)


@pytest.mark.parametrize(("section", "path"), PATHS)
def test_content_as_deep_as_json_allows_is_refused(section, path):
    content = json.loads("[" * 900 + "]" * 900)
    with pytest.raises(NianbaoError):
        read_changes(FORMAT, section, 2023, {path: content})


@pytest.mark.parametrize("section", ["cover", "applications", "overview", "explanations"])
@settings(max_examples=100, deadline=None)
@given(path=st.text(max_size=30))
def test_any_path_is_known_or_refused(section, path):
    read, _ = outcome(section, path, None)
    lines = {"title", "issuer", "date", "introduction", "blocks", "extra_sections"}
    assert read is None or section == "explanations" or path in lines
