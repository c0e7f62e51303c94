"""Keys on a token (USB Key, 密码设备) that PKCS#11 leads to: the key never leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pkcs11
from asn1crypto import x509
from pkcs11 import exceptions as faults
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers.pdf_cms import Signer

from signing.certificates import name_of, require_usable
from signing.errors import KeyUnusableError
from signing.secret import Secret

NO_LIBRARY = "没有找到 PKCS#11 程序库 {library}。请按密码设备的说明安装驱动，并核对设置中的 pkcs11_library。"
BAD_LIBRARY = "PKCS#11 程序库 {library} 不能使用。请核对设置中的 pkcs11_library，或重新安装密码设备的驱动。"
NO_TOKEN = "没有找到密码设备{label}。请插好 USB Key，核对设备名称后重试。"
SEVERAL_TOKENS = "接着几个密码设备，请写明用哪一个（设备名称）。"
WRONG_PIN = "密码设备的口令（PIN）不对。请核对后重试，多次输错会锁住设备；没有签名，什么也没有改动。"
LOCKED_PIN = "密码设备的口令（PIN）已锁住或已过期，请到发证机构解锁。"
NO_CERTIFICATE = "密码设备里没有能签名的证书{label}。请核对证书名称，或到发证机构办理。"
SEVERAL_CERTIFICATES = "密码设备里有几张签名证书，请写明用哪一张：{names}。"
NO_KEY = "密码设备里没有与证书“{name}”配套的私钥，不能签名。"
BROKEN = "密码设备没有完成操作（{fault}），没有签名。请重新插好设备后再试。"


@dataclass(frozen=True)
class Token:
    """A token behind the PKCS#11 library at `library`, opened with `pin`.

    `label` names the token and `certificate` the certificate on it (CKA_LABEL); either may be empty if there is one.
    """

    library: str
    pin: Secret
    label: str = ""
    certificate: str = ""


@contextmanager
def opened_token(token: Token, at: datetime) -> Iterator[Signer]:
    """The signer of a token while it is open; the PIN is wiped. KeyUnusableError says what is wrong."""
    with token.pin as pin:
        session = _session(token, bytes(pin.value).decode())
    with session:
        try:
            yield _signer(session, token.certificate, at)
        except faults.PKCS11Error as error:
            raise KeyUnusableError(BROKEN.format(fault=type(error).__name__)) from error


def _session(token: Token, pin: str) -> pkcs11.Session:
    if not Path(token.library).is_file():
        raise KeyUnusableError(NO_LIBRARY.format(library=token.library))
    try:
        library = pkcs11.lib(token.library)
    except (faults.PKCS11Error, OSError) as error:
        raise KeyUnusableError(BAD_LIBRARY.format(library=token.library)) from error
    try:
        found = library.get_token(**({"token_label": token.label} if token.label else {}))
        return found.open(user_pin=pin)
    except faults.NoSuchToken as error:
        raise KeyUnusableError(NO_TOKEN.format(label=f"“{token.label}”" if token.label else "")) from error
    except faults.MultipleTokensReturned as error:
        raise KeyUnusableError(SEVERAL_TOKENS) from error
    except (faults.PinIncorrect, faults.PinInvalid, faults.PinLenRange) as error:
        raise KeyUnusableError(WRONG_PIN) from error
    except (faults.PinLocked, faults.PinExpired) as error:
        raise KeyUnusableError(LOCKED_PIN) from error
    except faults.PKCS11Error as error:
        raise KeyUnusableError(BROKEN.format(fault=type(error).__name__)) from error


def _signer(session: pkcs11.Session, label: str, at: datetime) -> Signer:
    certificates = _certificates(session)
    private = session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY})
    keys = {key[pkcs11.Attribute.ID] for key in private}
    named = [item for item in certificates if not label or item[0] == label]
    able = [item for item in named if item[1] in keys]
    if not named:
        raise KeyUnusableError(NO_CERTIFICATE.format(label=f"“{label}”" if label else ""))
    if not able:
        raise KeyUnusableError(NO_KEY.format(name=name_of(named[0][2])))
    if len(able) > 1:
        raise KeyUnusableError(SEVERAL_CERTIFICATES.format(names="、".join(item[0] for item in able)))
    _, key_id, certificate = able[0]
    require_usable(certificate, at)
    others = [item[2] for item in certificates if item[2] != certificate]
    # Few tokens hash by themselves for ECDSA.
    raw = certificate.public_key.algorithm == "ec"
    return PKCS11Signer(session, signing_cert=certificate, key_id=key_id, ca_chain=others, use_raw_mechanism=raw)


def _certificates(session: pkcs11.Session) -> list[tuple[str, bytes, x509.Certificate]]:
    """Label, ID and content of every certificate on the token."""
    return [
        (
            item[pkcs11.Attribute.LABEL],
            item[pkcs11.Attribute.ID],
            x509.Certificate.load(item[pkcs11.Attribute.VALUE]),
        )
        for item in session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE})
    ]
