"""Strangers' files are examined apart from the program, and what is printed is held against what is carried inside."""

from __future__ import annotations

import pytest

from exporters.document import Document
from exporters.pdf import render_pdf
from importers.errors import UnreadableError
from report.record import dump_report
from services.configuration.signing import SigningSettings
from services.verification import examine, examine_safely
from signing.pades import Options, sign
from tests.exporters.documents import RECENT, sample
from tests.signing.authority import DAY, NOW, key_file, root
from tests.signing.files import prepared, rebuilt, signed


@pytest.fixture
def roots(tmp_path):
    (tmp_path / "root.pem").write_bytes(root().pem)
    return tmp_path


def test_a_genuine_file_is_genuine_also_from_within_the_other_process(roots):
    found = examine_safely(signed("B-LTA"), roots, NOW + DAY)
    assert (found.state, found.figures, found.is_genuine) == ("genuine", "same", True)
    assert found.data()["genuine"] is True


def test_without_authorities_nobody_is_trusted():
    found = examine_safely(signed(), None, NOW + DAY)
    assert (found.state, found.is_genuine) == ("untrusted", False)


def test_a_check_code_is_no_difference(roots):
    pdf = render_pdf(Document(sample(RECENT), check_code="ABCD-1234", signature="seal"))
    assert examine(pdf, roots, NOW).figures == "same"


def other_data(pdf) -> None:
    """The file carries other figures than it shows, and whoever signs it signs both."""
    record = dump_report(sample(RECENT)).decode()
    cell, value = next((n, v) for n, v in sample(RECENT).values.items() if v.number is not None and v.number > 9)
    other = record.replace(f'"{cell}": "{value.number}"', f'"{cell}": "{value.number + 1}"')
    if other == record:
        other = record.replace(f'"{value.number}"', f'"{value.number + 1}"', 1)
    assert other != record
    names = pdf.Root.Names.EmbeddedFiles.Names
    place = [str(names[n]) for n in range(0, len(names), 2)].index("report.json")
    names[2 * place + 1].EF.F = pdf.make_stream(other.encode())


def test_paper_that_says_something_else_than_the_data_is_told_even_if_both_are_signed(roots):
    pdf = sign(rebuilt(prepared(), other_data), key_file(), Options(at=NOW))
    found = examine(pdf, roots, NOW + DAY)
    assert (found.state, found.figures, found.is_genuine) == ("genuine", "different", False)
    assert len(found.differences) == 1
    assert "纸面上" in found.differences[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "不是 PDF"), (b"%PDF-1.7\n" + bytes(5000), "损坏"), (b"%PDF-1.7" + bytes(51 * 2**20), "50 MB")],
    ids=["empty", "zeros", "too large"],
)
def test_what_cannot_be_examined_is_told(content, words):
    with pytest.raises(UnreadableError, match=words):
        examine_safely(content, None)


def test_a_file_that_takes_too_long_is_ended():
    with pytest.raises(UnreadableError, match="用时过长"):
        examine_safely(signed("B-LTA"), None, timeout=0.2)


def test_what_does_not_belong_among_the_authorities_is_told(tmp_path):
    (tmp_path / "odd.pem").write_bytes(b"odd")
    with pytest.raises(UnreadableError, match=r"odd\.pem 不是证书"):
        examine_safely(signed(), tmp_path)


def test_the_settings_name_no_key_and_no_passphrase():
    assert set(vars(SigningSettings())) == {"roots", "level", "timestamp_url", "timestamp_seconds", "pkcs11_library"}
