"""An authority for tests: certificates good and bad, revocation lists, and time stamps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from signing.keys import KeyFile
from signing.secret import Secret
from signing.trust import Trust

# The day on which everything is signed and verified, unless a test says otherwise.
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
PASSPHRASE = "mi-ma_口令_7391"
SIGNING = {"digital_signature", "content_commitment"}
USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@cache
def private_key(kind: str, label: str = "") -> Any:
    """A key, made once for each label: making RSA keys takes a while."""
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(65537, int(kind.removeprefix("rsa")))


def name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "示例市"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


@dataclass(frozen=True)
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Any

    @property
    def plain(self) -> asn1.Certificate:
        return asn1.Certificate.load(self.certificate.public_bytes(Encoding.DER))

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


def issue(
    common: str,
    key: Any,
    by: Issued | None = None,
    *,
    begins: datetime = NOW - 300 * DAY,
    ends: datetime = NOW + 300 * DAY,
    usages: set[str] | None = None,
    purpose: Any = None,
    authority: bool = False,
) -> Issued:
    usages = SIGNING if usages is None else usages
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(common))
        .issuer_name(by.certificate.subject if by else name(common))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{usage: usage in usages for usage in USAGES}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    issuer_key = by.key if by else key
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
    )
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    return Issued(builder.sign(issuer_key, hashes.SHA256()), key)


@cache
def root(common: str = "示例市电子认证根") -> Issued:
    key = private_key("ec", common)
    return issue(
        common,
        key,
        begins=NOW - 3000 * DAY,
        ends=NOW + 3000 * DAY,
        usages={"key_cert_sign", "crl_sign"},
        authority=True,
    )


@cache
def signer(kind: str = "ec") -> Issued:
    return issue("示例市民政局", private_key(kind, "signer"), root())


@cache
def time_stamper() -> Issued:
    return issue("示例时间戳服务", private_key("rsa2048", "tsa"), root(), purpose=ExtendedKeyUsageOID.TIME_STAMPING)


def revocations(
    *revoked: Issued, by: Issued | None = None, on: datetime = NOW - 5 * DAY, issued: datetime = NOW - DAY
) -> asn1_crl.CertificateList:
    by = by or root()
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(by.certificate.subject)
        .last_update(issued)
        .next_update(issued + 30 * DAY)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), critical=False)
    )
    for item in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(item.certificate.serial_number)
            .revocation_date(on)
            .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
            .build()
        )
    return asn1_crl.CertificateList.load(builder.sign(by.key, hashes.SHA256()).public_bytes(Encoding.DER))


def trust(*crls: asn1_crl.CertificateList) -> Trust:
    return Trust((root().plain,), (), crls)


def packed(issued: Issued, *others: Issued, passphrase: str = PASSPHRASE, key: Any = None) -> bytes:
    """A PKCS#12 file."""
    return pkcs12.serialize_key_and_certificates(
        "示例".encode(),
        key or issued.key,
        issued.certificate,
        [other.certificate for other in others],
        BestAvailableEncryption(passphrase.encode()),
    )


@cache
def _packed(issued: Issued) -> bytes:
    return packed(issued, root())


def key_file(issued: Issued | None = None, passphrase: str = PASSPHRASE) -> KeyFile:
    return KeyFile(_packed(issued or signer()), Secret(passphrase))


def stamping(at: datetime = NOW) -> DummyTimeStamper:
    """Who answers requests for time stamps."""
    own = time_stamper()
    key = own.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(own.plain, asn1_keys.PrivateKeyInfo.load(key), fixed_dt=at)
