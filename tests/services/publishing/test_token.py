"""A version is signed with a key on a token, in the process that signs; tried with SoftHSM."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.configuration.signing import SigningSettings
from services.publishing.apart import ApartError
from services.publishing.signing import sign_version
from tests.services.publishing.conftest import WHO
from tests.signing.authority import DAY, issue, private_key, root
from tests.signing.test_tokens import LIBRARY, LOAD, PIN, SETTINGS, command


@pytest.fixture
def token(office, tmp_path, monkeypatch):
    """SoftHSM with one token of one certificate that is good today."""
    assert shutil.which("softhsm2-util"), "softhsm2 is among the packages that tests need"
    (tmp_path / "tokens").mkdir()
    file = tmp_path / "softhsm2.conf"
    file.write_text(f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\n", "utf-8")
    command(
        "softhsm2-util", "--init-token", "--free", "--label", "one", "--pin", PIN, "--so-pin", "12345678", settings=file
    )
    today = datetime.now(UTC)
    issued = issue("示例市民政局", private_key("rsa2048", "token"), root(), begins=today - DAY, ends=today + DAY)
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    key.write_bytes(issued.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    certificate.write_bytes(issued.certificate.public_bytes(Encoding.DER))
    command(sys.executable, "-c", LOAD, LIBRARY, PIN, "one", "own", str(key), str(certificate), settings=file)
    monkeypatch.setenv(SETTINGS, str(file))
    office.registry = replace(office.registry, signing=SigningSettings(pkcs11_library=LIBRARY))
    office.finish()
    office.trust()


def signed(office, pin, **more):
    asked = office.asked(**({"key": b"", "secret": bytearray(pin.encode()), "label": "one"} | more))
    try:
        return sign_version(office.registry, office.report_id, asked, office.make("box"), WHO)
    finally:
        assert asked.secret == b""


def test_a_token_signs(office, token):
    kept = signed(office, PIN)
    assert (kept.state, kept.signer, kept.kind) == ("genuine", "示例市民政局", "own")


def test_a_wrong_pin_and_a_token_that_is_not_there_are_told(office, token):
    with pytest.raises(ApartError, match="口令（PIN）不对"):
        signed(office, "111111")
    with pytest.raises(ApartError, match="没有找到密码设备“other”"):
        signed(office, PIN, label="other")
