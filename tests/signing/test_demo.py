"""A certificate for trying out signs like any other, and is called 测试 wherever it turns up."""

from __future__ import annotations

from dataclasses import replace

from asn1crypto import pem, x509

from signing.demo import demo_certificate
from signing.keys import KeyFile
from signing.pades import Options, sign
from signing.secret import Secret
from signing.trust import Trust
from signing.verification import verify
from tests.signing.authority import DAY, NOW
from tests.signing.files import prepared


def made() -> tuple[bytes, x509.Certificate]:
    demo = demo_certificate("示例市民政局", NOW)
    pdf = sign(prepared(), KeyFile(demo.key, Secret(demo.passphrase)), Options(at=NOW))
    return pdf, x509.Certificate.load(pem.unarmor(demo.authority)[2])


def test_it_is_called_a_test_everywhere():
    pdf, _ = made()
    verdict = verify(pdf, Trust(), NOW + DAY)
    assert verdict.state == "test"
    assert not verdict.is_genuine
    told = {answer.topic: answer.sentence for answer in verdict.answers}
    assert "测试证书" in told["结论"]
    assert "没有法律效力" in told["结论"]
    assert "测试-示例市民政局" in told["谁签的"]
    assert "没有法律效力" in told["可信吗"]


def test_not_even_trusting_its_authority_makes_it_genuine():
    pdf, authority = made()
    verdict = verify(pdf, replace(Trust(), roots=(authority,)), NOW + DAY)
    assert (verdict.state, verdict.signatures[0].trust) == ("test", "test")


def test_two_are_never_alike():
    one, other = demo_certificate("甲", NOW), demo_certificate("甲", NOW)
    assert one.passphrase != other.passphrase
    assert one.authority != other.authority


def test_a_long_name_is_cut_but_keeps_the_mark():
    demo = demo_certificate("示" * 80, NOW)
    pdf = sign(prepared(), KeyFile(demo.key, Secret(demo.passphrase)), Options(at=NOW))
    assert verify(pdf, Trust(), NOW + DAY).signatures[0].signer.startswith("测试-示示")
