"""A certificate for trying out: self-made, marked 测试 in every name and by a mark that verification knows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from signing.certificates import TEST_MARK

VALID = timedelta(days=365)
_NOTICE = "测试证书，没有法律效力"
_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@dataclass(frozen=True)
class DemoCertificate:
    """A key in PKCS#12 with the passphrase that opens it, and the authority's certificate in PEM."""

    key: bytes
    passphrase: str
    authority: bytes


def demo_certificate(holder: str, at: datetime) -> DemoCertificate:
    """A new authority, which signs one certificate for `holder` and is forgotten; both are valid for a year."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name("测试-年报试用根证书")
    root = _issued(root_name, root_name, root_key, root_key, at, authority=True)
    own = _issued(_name(f"测试-{holder}"), root_name, key, root_key, at, authority=False)
    passphrase = secrets.token_urlsafe(12)
    packed = pkcs12.serialize_key_and_certificates(
        "测试".encode(), key, own, [root], BestAvailableEncryption(passphrase.encode())
    )
    return DemoCertificate(packed, passphrase, root.public_bytes(Encoding.PEM))


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _NOTICE),
            # A common name holds 64 characters (RFC 5280, A.1), which the library takes for bytes.
            x509.NameAttribute(NameOID.COMMON_NAME, common.encode()[:64].decode(errors="ignore")),
        ]
    )


def _issued(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    at: datetime,
    *,
    authority: bool,
) -> x509.Certificate:
    usages = {"key_cert_sign", "crl_sign"} if authority else {"digital_signature", "content_commitment"}
    notice = _NOTICE.encode()
    mark = x509.UnrecognizedExtension(x509.ObjectIdentifier(TEST_MARK), b"\x0c" + bytes([len(notice)]) + notice)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(minutes=5))
        .not_valid_after(at + VALID)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(x509.KeyUsage(**{usage: usage in usages for usage in _USAGES}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(mark, critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
