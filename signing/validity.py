"""Whether a signature's certificate was good when it was used: chain, time, purpose, revocation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import crl, ocsp, x509
from cryptography import x509 as crypto
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureStatus
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import ValidationError

from signing.certificates import is_test, may_sign_documents
from signing.trust import Trust

# Either of the two is a signature in the sense of a document; our own check tells which are missing.
USAGES = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


@dataclass(frozen=True)
class Evidence:
    """What a file brings along to prove its certificates."""

    certificates: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()


@dataclass(frozen=True)
class Standing:
    """How a certificate stands: `trust` is a name of `verdicts.TRUST`, `revocation` "good", "unknown" or "revoked"."""

    trust: str
    revocation: str = "unknown"
    revoked_on: datetime | None = None
    problem: str = ""


@dataclass
class Judge:
    """Judges certificates by what is trusted here and what the file brings; `now` is when the file is examined."""

    trust: Trust
    evidence: Evidence
    now: datetime
    _marks: dict[bytes, bool] = field(default_factory=dict)

    def context(self, at: datetime, *, require_revocation: bool = False) -> ValidationContext:
        """What pyHanko judges with, for a use at `at`."""
        return self.trust.context(
            at,
            now=self.now,
            certificates=self.evidence.certificates,
            crls=self.evidence.crls,
            ocsps=self.evidence.ocsps,
            require_revocation=require_revocation,
        )

    async def standing(
        self, status: SignatureStatus, at: datetime, others: Sequence[x509.Certificate], *, stamp: bool = False
    ) -> Standing:
        """How the certificate of a signature stood at `at`; `others` came with the signature."""
        certificate = status.signing_cert
        issuers = [*self.trust.roots, *self.trust.others, *self.evidence.certificates, *others]
        revoked = self._revoked_on(certificate, issuers, at) or _told(status)
        problem = getattr(status.trust_problem_indic, "name", "")
        if any(is_test(item) for item in _chain(certificate, issuers)):
            return Standing("test", "revoked" if revoked else "unknown", revoked, problem)
        if revoked:
            return Standing("revoked", "revoked", revoked, problem)
        if at > certificate.not_valid_after:
            return Standing("expired", problem=problem)
        if at < certificate.not_valid_before:
            return Standing("not-yet", problem=problem)
        if not stamp and not may_sign_documents(certificate):
            return Standing("usage", problem=problem)
        if status.trusted:
            return Standing("trusted", await self._revocation(certificate, at, others), problem=problem)
        if problem == "NO_CERTIFICATE_CHAIN_FOUND":
            return Standing("unknown", problem=problem)
        return Standing("broken-chain", problem=problem)

    async def _revocation(self, certificate: x509.Certificate, at: datetime, others: Iterable[x509.Certificate]) -> str:
        """Whether lists or answers of the authorities show that nothing of the chain was revoked."""
        if not (self.trust.crls or self.evidence.crls or self.evidence.ocsps):
            return "unknown"
        validator = CertificateValidator(
            certificate, list(others), validation_context=self.context(at, require_revocation=True)
        )
        try:
            await validator.async_validate_usage(set())
        except ValidationError:
            return "unknown"
        return "good"

    def _revoked_on(
        self, certificate: x509.Certificate, issuers: Sequence[x509.Certificate], at: datetime
    ) -> datetime | None:
        """When a certificate of the chain was revoked, if that was before `at`.

        Asked here and not of the library, which passes over a list that has run out: what it says stays true.
        """
        chain = _chain(certificate, issuers)
        for item in chain:
            for issuer in (other for other in issuers if other.subject == item.issuer):
                for listed in (*self.trust.crls, *self.evidence.crls):
                    when = _listed_on(item, issuer, listed)
                    if when is not None and when <= at:
                        return when
        return None


def _told(status: SignatureStatus) -> datetime | None:
    details = status.revocation_details
    return details.revocation_date if details else None


def _chain(certificate: x509.Certificate, issuers: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """The certificate and, by name, those that may stand above it; enough to look for marks and revocations."""
    chain = [certificate]
    for _ in range(8):
        above = [item for item in issuers if item.subject == chain[-1].issuer and item not in chain]
        if not above:
            break
        chain.append(above[0])
    return chain


def _listed_on(certificate: x509.Certificate, issuer: x509.Certificate, listed: crl.CertificateList) -> datetime | None:
    """When the issuer's own list says that it revoked the certificate."""
    if listed.issuer != certificate.issuer:
        return None
    try:
        whole = crypto.load_der_x509_crl(listed.dump())
        key = crypto.load_der_x509_certificate(issuer.dump()).public_key()
        # The types of keys that no authority signs with are refused with a TypeError.
        if not whole.is_signature_valid(key):  # type: ignore[arg-type]
            return None
        entry = whole.get_revoked_certificate_by_serial_number(certificate.serial_number)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return entry.revocation_date_utc if entry else None
