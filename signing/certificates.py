"""Certificates: what they say of themselves, and whether they are meant for signing documents."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from asn1crypto import x509

from signing.errors import KeyUnusableError

# Times are shown to people in the time of Beijing, wherever the computer is.
SHOWN_ZONE: tzinfo = ZoneInfo("Asia/Shanghai")

# Our own mark of a certificate made for trying out, under a random number of the UUID arc (X.667).
TEST_MARK = "2.25.184318364719023847561902834756190283475"

_SIGNING_USES = {"digital_signature", "non_repudiation"}
# A certificate for these and nothing else is none for documents.
_OTHER_PURPOSES = {"server_auth", "time_stamping", "ocsp_signing", "code_signing"}

_PARTS = {
    "common_name": "名称",
    "organization_name": "单位",
    "organizational_unit_name": "部门",
    "locality_name": "城市",
    "state_or_province_name": "省",
    "country_name": "国家",
    "serial_number": "编号",
    "email_address": "邮箱",
}


def shown_time(moment: datetime) -> str:
    """A moment as people read it: 2026年3月1日 09:30（北京时间）."""
    local = moment.astimezone(SHOWN_ZONE)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}（北京时间）"


def name_of(certificate: x509.Certificate) -> str:
    """Whose certificate it is: common name, else organisation, else all of the name."""
    parts = certificate.subject.native
    for key in ("common_name", "organization_name"):
        value = parts.get(key)
        if value:
            return str(value[0] if isinstance(value, list) else value)
    return str(certificate.subject.human_friendly)


def full_name(name: x509.Name) -> str:
    """All parts of a name in one line, labelled in Chinese where they are usual ones."""
    parts = [
        f"{_PARTS.get(key, key)}：{'、'.join(value) if isinstance(value, list) else value}"
        for key, value in name.native.items()
    ]
    return "，".join(parts)


def issuer_of(certificate: x509.Certificate) -> str:
    """Who issued it: common name, else organisation."""
    parts = certificate.issuer.native
    return str(parts.get("common_name") or parts.get("organization_name") or certificate.issuer.human_friendly)


def is_test(certificate: x509.Certificate) -> bool:
    """Whether the certificate carries the mark of those made for trying out."""
    return any(item["extn_id"].native == TEST_MARK for item in certificate["tbs_certificate"]["extensions"])


def is_self_issued(certificate: x509.Certificate) -> bool:
    """Whether it names itself as its issuer, as roots do."""
    return bool(certificate.subject == certificate.issuer)


def may_sign_documents(certificate: x509.Certificate) -> bool:
    """Whether its usages, where it states any, allow signing documents (RFC 5280, 4.2.1.3 and 4.2.1.12)."""
    usage = certificate.key_usage_value
    if usage is not None and not _SIGNING_USES & usage.native:
        return False
    purposes = certificate.extended_key_usage_value
    return purposes is None or not set(purposes.native) <= _OTHER_PURPOSES


def require_usable(certificate: x509.Certificate, at: datetime) -> None:
    """KeyUnusableError if the certificate has run out, is not valid yet, or is not meant for signing at `at`."""
    holder = name_of(certificate)
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    if at.astimezone(UTC) > ends:
        raise KeyUnusableError(f"“{holder}”的证书已于{shown_time(ends)}过期，不能用来签名。请向发证机构换发证书。")
    if at.astimezone(UTC) < begins:
        raise KeyUnusableError(
            f"“{holder}”的证书从{shown_time(begins)}起才生效，现在不能用来签名。请核对本机时间，或等证书生效后再签。"
        )
    if not may_sign_documents(certificate):
        raise KeyUnusableError(
            f"“{holder}”的证书没有签名用途（数字签名或不可否认），不能用来签文件。请换用签名证书，而不是加密证书或网站证书。"
        )
