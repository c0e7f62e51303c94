"""Random tokens: handed out once, kept as their hash."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32
MOST_CHARACTERS = 200


def new_token() -> str:
    """256 random bits, fit for a cookie or an address."""
    return secrets.token_urlsafe(BYTES)


def token_hash(token: str) -> str:
    """What is stored of a token. It is random, so a fast hash without salt is enough; hexadecimal SHA-256."""
    return hashlib.sha256(token[:MOST_CHARACTERS].encode("utf-8", "replace")).hexdigest()
