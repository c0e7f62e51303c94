"""Keys that sign: a PKCS#12 file, opened for one signature and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from asn1crypto import x509
from asn1crypto.pkcs12 import Pfx
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509 import Certificate
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from signing.certificates import require_usable
from signing.errors import KeyUnusableError
from signing.secret import Secret

MOST_BYTES = 1024 * 1024
SM2 = "国密 SM2 证书或本程序不支持的算法，不能在这里签名。请下载待签文件，用机关的签章系统签名后再上传。"
WRONG = "密钥文件打不开：口令不对，或者文件已损坏。请核对口令和文件后重试；没有签名，什么也没有改动。"
NO_FILE = "这不是 PKCS#12 密钥文件（.p12 或 .pfx），或者文件不完整。请选用发证机构给的密钥文件。"
TOO_LARGE = "密钥文件超过 1 MB，不像是密钥文件。请选用 .p12 或 .pfx 文件。"
NO_KEY = "密钥文件里没有私钥，不能签名。请在导出证书时一并导出私钥。"
NO_CERTIFICATE = "密钥文件里没有与私钥配套的证书，不能签名。请在导出时一并导出证书。"
MISMATCH = "密钥文件里的私钥与证书不是一对，不能签名。请重新从发证机构取得密钥文件。"
WEAK = "密钥只有 {bits} 位，容易被破解，不能用来签名。请换用 2048 位以上的 RSA 密钥或 ECDSA 密钥。"
LEAST_RSA_BITS = 2048

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey


@dataclass(frozen=True)
class KeyFile:
    """A PKCS#12 file (.p12, .pfx) in memory, and the passphrase that opens it."""

    content: bytes
    passphrase: Secret


class KeySigner(Signer):
    """pyHanko's signer over a key that stays one object.

    pyHanko's own loads the key anew from its bytes for every signature, once more to guess the size; checking an
    RSA key takes four times as long as signing with it, and its bytes would lie about in memory.
    """

    def __init__(self, key: PrivateKey, certificate: x509.Certificate, others: list[x509.Certificate]) -> None:
        registry = SimpleCertificateStore()
        registry.register_multiple(others)
        super().__init__(signing_cert=certificate, cert_registry=registry)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The signature of `data`; as many zeros if only its length is wanted."""
        digest = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self._key, RSAPrivateKey):
            return bytes(self._key.key_size // 8) if dry_run else self._key.sign(data, PKCS1v15(), digest)
        # Two integers of the curve's size, with the marks of ASN.1 around them.
        return bytes(2 * (self._key.key_size // 8) + 16) if dry_run else self._key.sign(data, ECDSA(digest))


@contextmanager
def opened_key_file(key: KeyFile, at: datetime) -> Iterator[Signer]:
    """The signer of a key file, usable at `at`; the passphrase is wiped whatever happens.

    KeyUnusableError says what is wrong with file, passphrase, key or certificate.
    """
    with key.passphrase as passphrase:
        signer = _signer(key.content, passphrase, at)
    yield signer


def _signer(content: bytes, passphrase: Secret, at: datetime) -> Signer:
    if len(content) > MOST_BYTES:
        raise KeyUnusableError(TOO_LARGE)
    try:
        # Any buffer will do, whatever the library's types say; a copy as bytes could not be wiped.
        opened = pkcs12.load_pkcs12(content, cast(bytes, passphrase.value))
    except UnsupportedAlgorithm as error:
        raise KeyUnusableError(SM2) from error
    except ValueError as error:
        raise KeyUnusableError(WRONG if _looks_whole(content) else NO_FILE) from error
    if opened.key is None:
        raise KeyUnusableError(NO_KEY)
    if not isinstance(opened.key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise KeyUnusableError(SM2)
    if opened.cert is None:
        # With no certificate marked as the key's own, a sole one that does not fit it is the wrong one.
        raise KeyUnusableError(MISMATCH if opened.additional_certs else NO_CERTIFICATE)
    return signer_of(opened.key, opened.cert.certificate, [item.certificate for item in opened.additional_certs], at)


def signer_of(key: PrivateKey, certificate: Certificate, others: list[Certificate], at: datetime) -> Signer:
    """A signer over a key and its certificate. KeyUnusableError if they do not belong together or may not sign."""
    if certificate.public_key() != key.public_key():
        raise KeyUnusableError(MISMATCH)
    if isinstance(key, RSAPrivateKey) and key.key_size < LEAST_RSA_BITS:
        raise KeyUnusableError(WEAK.format(bits=key.key_size))
    own = _plain(certificate)
    require_usable(own, at)
    return KeySigner(key, own, [_plain(other) for other in others])


def _plain(certificate: Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _looks_whole(content: bytes) -> bool:
    """Whether the content is one sequence of ASN.1 from end to end, as PKCS#12 is."""
    try:
        return len(Pfx.load(content, strict=True).dump()) == len(content) and content[:1] == b"\x30"
    except ValueError:
        return False
