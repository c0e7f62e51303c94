"""Signing as an installation is set: the level, the seal in its place, words in a box."""

from __future__ import annotations

import io

import pikepdf
import pytest

from services.configuration.signing import SigningSettings
from services.errors import ExportRefused
from services.signing import prepare_report, sign_report, trusted
from signing.errors import PictureError, SigningError
from signing.trust import Trust
from tests.exporters.documents import RECENT, SEED, sample
from tests.signing.authority import NOW, key_file, root
from tests.signing.files import SEAL, prepared
from tests.signing.servers import time_server

PLAIN = SigningSettings()


def look(pdf: bytes) -> bytes:
    """What the signature's field draws."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return bytes(opened.Root.AcroForm.Fields[0].AP.N.read_bytes()).strip()


def test_a_seal_is_drawn_in_its_place():
    assert b"/Drawing Do" in look(sign_report(prepared("seal"), key_file(), PLAIN, Trust(), picture=SEAL, at=NOW))


def test_a_place_for_a_seal_stays_blank_without_a_picture():
    assert look(sign_report(prepared("seal"), key_file(), PLAIN, Trust(), at=NOW)) == b""


def test_a_box_gets_words_without_a_picture():
    assert b"/Drawing Do" in look(sign_report(prepared("box"), key_file(), PLAIN, Trust(), at=NOW))


def test_a_seal_needs_a_place():
    with pytest.raises(SigningError, match="没有给印章留位置"):
        sign_report(prepared(""), key_file(), PLAIN, Trust(), picture=SEAL)


def test_the_level_is_the_installations():
    with time_server() as server:
        settings = SigningSettings(level="B-T", timestamp_url=server.url)
        sign_report(prepared("seal"), key_file(), settings, Trust(), at=NOW)
        assert len(server.requests) == 1


def test_an_unknown_level_in_the_settings_is_told():
    with pytest.raises(SigningError, match=r"signing\.level"):
        sign_report(prepared("seal"), key_file(), SigningSettings(level="X"), Trust())


@pytest.mark.parametrize("picture", [b"", b"GIF89a"])
def test_the_passphrase_is_wiped_even_if_the_picture_is_refused(picture):
    key = key_file()
    with pytest.raises(PictureError):
        sign_report(prepared("seal"), key, PLAIN, Trust(), picture=picture)
    assert bytes(key.passphrase.value) == b""


def test_a_final_report_is_prepared_the_same_each_time():
    assert prepare_report(sample(RECENT), "seal") == prepare_report(sample(RECENT), "seal") == prepared("seal")


def test_a_report_that_may_not_be_final_is_not_prepared():
    with pytest.raises(ExportRefused):
        prepare_report(sample(SEED), "seal")


def test_an_installation_without_the_folder_trusts_nobody(tmp_path):
    assert trusted(PLAIN, tmp_path) == Trust()
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / "root.pem").write_bytes(root().pem)
    assert len(trusted(PLAIN, tmp_path).roots) == 1
