"""Whom an installation trusts: a folder of authorities' certificates and of lists of revoked ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import crl, ocsp, pem, x509
from pyhanko_certvalidator import ValidationContext

from report.errors import NianbaoError
from report.reasons import reason
from signing.certificates import is_self_issued, name_of

CERTIFICATES = {".pem", ".crt", ".cer", ".der"}
REVOCATIONS = {".crl"}
MOST_BYTES = 20 * 1024 * 1024

NO_FOLDER = "没有信任的根证书文件夹 {folder}（{reason}）。请核对设置中的 signing.roots。"
NOT_A_CERTIFICATE = "根证书文件夹中的 {file} 不是证书（PEM 或 DER）。请移走或换成正确的文件。"
NOT_A_LIST = "根证书文件夹中的 {file} 不是证书吊销列表（CRL）。请移走或换成正确的文件。"
NOT_AN_AUTHORITY = "根证书文件夹中的 {file} 是“{name}”的证书，不是发证机构的证书。请换成发证机构的根证书。"
TOO_LARGE = "根证书文件夹中的 {file} 过大，不像证书或吊销列表。请移走。"


@dataclass(frozen=True)
class Trust:
    """Trusted authorities (roots), others that lead to them, and what is known of revocation. Empty trusts nobody."""

    roots: tuple[x509.Certificate, ...] = ()
    others: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()

    def context(
        self,
        at: datetime,
        *,
        now: datetime,
        certificates: Iterable[x509.Certificate] = (),
        crls: Iterable[crl.CertificateList] = (),
        ocsps: Iterable[ocsp.OCSPResponse] = (),
        require_revocation: bool = False,
    ) -> ValidationContext:
        """What judges a certificate as used at `at`, with what a file brings along; never asks the network.

        A list of revoked certificates counts whenever it was issued up to `now`, since a later list knows more.
        """
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=[*self.others, *certificates],
            moment=at,
            crls=[*self.crls, *crls],
            ocsps=list(ocsps),
            revocation_mode="require" if require_revocation else "soft-fail",
            retroactive_revinfo=at < now,
        )


def read_trust(folder: Path) -> Trust:
    """The certificates and revocation lists in a folder. Self-issued certificates are roots, others lead to them.

    NianbaoError names the file that cannot be used.
    """
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix.lower() in CERTIFICATES | REVOCATIONS)
        contents = [(file, file.read_bytes()) for file in files]
    except OSError as error:
        raise NianbaoError(NO_FOLDER.format(folder=folder, reason=reason(error))) from error
    roots: list[x509.Certificate] = []
    others: list[x509.Certificate] = []
    crls: list[crl.CertificateList] = []
    for file, content in contents:
        if len(content) > MOST_BYTES:
            raise NianbaoError(TOO_LARGE.format(file=file.name))
        if file.suffix.lower() in REVOCATIONS:
            crls.append(_revocations(file, content))
            continue
        for certificate in _certificates(file, content):
            (roots if is_self_issued(certificate) else others).append(certificate)
    return Trust(tuple(roots), tuple(others), tuple(crls))


def _certificates(file: Path, content: bytes) -> list[x509.Certificate]:
    try:
        found = [der for _, _, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
        certificates = [x509.Certificate.load(der, strict=True) for der in found]
        for certificate in certificates:
            if not certificate.ca:
                raise NianbaoError(NOT_AN_AUTHORITY.format(file=file.name, name=name_of(certificate)))
    except (ValueError, TypeError) as error:
        raise NianbaoError(NOT_A_CERTIFICATE.format(file=file.name)) from error
    return certificates


def _revocations(file: Path, content: bytes) -> crl.CertificateList:
    try:
        der = pem.unarmor(content)[2] if pem.detect(content) else content
        listed = crl.CertificateList.load(der, strict=True)
        # The library reads lazily; a list that cannot be read must not turn up in the middle of a verification.
        listed["tbs_cert_list"]["revoked_certificates"].native  # noqa: B018  read for its complaint
        listed.issuer.dump()
    except (ValueError, TypeError) as error:
        raise NianbaoError(NOT_A_LIST.format(file=file.name)) from error
    return listed
