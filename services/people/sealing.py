"""Secrets that have to be read again, kept encrypted under a key that lies apart from the database."""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


class SealBroken(Exception):  # noqa: N818  told to people in other words by whoever asked
    """The key is another, or what was kept was changed, or is somebody else's."""


def seal(key: bytes, purpose: str, whose: str, secret: str) -> str:
    """A secret as it is stored: AES-256-GCM under a key derived for the purpose, bound to whose it is; base64."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.urlsafe_b64encode(
        nonce + _cipher(key, purpose).encrypt(nonce, secret.encode(), whose.encode())
    ).decode()


def unseal(key: bytes, purpose: str, whose: str, sealed: str) -> str:
    """The secret again. SealBroken if it cannot be had."""
    try:
        content = base64.urlsafe_b64decode(sealed)
        opened = _cipher(key, purpose).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], whose.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error
    return opened.decode()


def _cipher(key: bytes, purpose: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=f"nianbao {purpose}".encode()).derive(key))
