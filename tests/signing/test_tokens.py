"""Keys on a token, tried with SoftHSM: the key never leaves it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from signing.errors import KeyUnusableError
from signing.pades import Options, sign
from signing.secret import Secret
from signing.tokens import Token
from signing.verification import verify
from tests.signing.authority import DAY, NOW, issue, private_key, root, signer, trust
from tests.signing.files import prepared

LIBRARY = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "648219"

# The library reads its settings once a process, before the first test that needs it.
SETTINGS = "SOFTHSM2_CONF"
LOAD = """
import sys
import pkcs11
from asn1crypto import keys
from pkcs11 import Attribute
from pkcs11.util import ec, rsa, x509
library, pin, label, name, key_file, certificate_file = sys.argv[1:]
named = {Attribute.LABEL: name, Attribute.ID: name.encode(), Attribute.TOKEN: True}
with pkcs11.lib(library).get_token(token_label=label).open(user_pin=pin, rw=True) as session:
    key = keys.PrivateKeyInfo.load(open(key_file, "rb").read())
    content = key["private_key"].parsed
    if key.algorithm == "ec":
        content["parameters"] = key["private_key_algorithm"]["parameters"]
        made = ec.decode_ec_private_key(content.dump())
    else:
        made = rsa.decode_rsa_private_key(content.dump())
    session.create_object({**made, **named, Attribute.SIGN: True})
    held = x509.decode_x509_certificate(open(certificate_file, "rb").read())
    session.create_object({**held, **named})
"""


def command(*words: str, settings: Path) -> None:
    done = subprocess.run(
        words, env={**os.environ, SETTINGS: str(settings)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """SoftHSM with tokens: `one` with one good certificate, `two` with two, `old` with one that ran out, and `bare`."""
    assert shutil.which("softhsm2-util"), "softhsm2 is among the packages that tests need"
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    file = folder / "softhsm2.conf"
    file.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n", "utf-8")
    stale = issue("旧", private_key("ec", "stale"), root(), ends=NOW - DAY)
    contents = {"one": [signer("rsa2048")], "two": [signer(), signer("rsa2048")], "old": [stale], "bare": []}
    for token, certificates in contents.items():
        command(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            token,
            "--pin",
            PIN,
            "--so-pin",
            "12345678",
            settings=file,
        )
        for number, issued in enumerate(certificates):
            key, certificate = folder / "key", folder / "certificate"
            key.write_bytes(issued.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
            certificate.write_bytes(issued.certificate.public_bytes(Encoding.DER))
            place = (LIBRARY, PIN, token, f"certificate-{number}", str(key), str(certificate))
            command(sys.executable, "-c", LOAD, *place, settings=file)
    before = os.environ.get(SETTINGS)
    os.environ[SETTINGS] = str(file)
    yield file
    if before is None:
        del os.environ[SETTINGS]
    else:
        os.environ[SETTINGS] = before


def signed(token: Token) -> bytes:
    return sign(prepared(), token, Options(at=NOW))


@pytest.mark.parametrize(("label", "certificate"), [("one", ""), ("two", "certificate-0"), ("two", "certificate-1")])
def test_a_token_signs(settings, label, certificate):
    pdf = signed(Token(LIBRARY, Secret(PIN), label, certificate))
    verdict = verify(pdf, trust(), NOW + DAY)
    assert (verdict.state, verdict.signatures[0].signer) == ("genuine", "示例市民政局")


def test_the_pin_is_wiped(settings):
    token = Token(LIBRARY, Secret(PIN), "one")
    signed(token)
    assert bytes(token.pin.value) == b""
    assert PIN not in repr(token)


@pytest.mark.parametrize(
    ("label", "certificate", "pin", "words"),
    [
        ("one", "", "999999", "口令（PIN）不对"),
        ("none", "", PIN, "没有找到密码设备“none”"),
        ("", "", PIN, "几个密码设备"),
        ("bare", "", PIN, "没有能签名的证书"),
        ("one", "other", PIN, "没有能签名的证书“other”"),
        ("two", "", PIN, "几张签名证书，请写明用哪一张：certificate-"),
        ("old", "", PIN, "过期"),
    ],
)
def test_what_is_wrong_with_a_token_is_told(settings, label, certificate, pin, words):
    with pytest.raises(KeyUnusableError) as refused:
        signed(Token(LIBRARY, Secret(pin), label, certificate))
    assert words in str(refused.value)
    assert pin not in str(refused.value)


def test_a_library_that_is_not_there_is_told(tmp_path):
    with pytest.raises(KeyUnusableError, match="没有找到 PKCS#11 程序库"):
        signed(Token(str(tmp_path / "no.so"), Secret(PIN)))


def test_a_file_that_is_no_library_is_told(tmp_path):
    (tmp_path / "no.so").write_bytes(b"no library")
    with pytest.raises(KeyUnusableError, match="不能使用"):
        signed(Token(str(tmp_path / "no.so"), Secret(PIN)))
