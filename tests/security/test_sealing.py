"""A secret that was sealed is read by whom it was sealed for, and by nobody who has only the database."""

from __future__ import annotations

import base64

import pytest

from services.people.sealing import SealBroken, seal, unseal

KEY = b"k" * 32
SECRET = "JBSWY3DPEHPK3PXP"


def test_it_comes_back() -> None:
    assert unseal(KEY, "totp", "anna", seal(KEY, "totp", "anna", SECRET)) == SECRET


def test_it_is_never_the_same_twice_and_shows_nothing() -> None:
    first, second = seal(KEY, "totp", "anna", SECRET), seal(KEY, "totp", "anna", SECRET)
    assert first != second
    assert SECRET.encode() not in base64.urlsafe_b64decode(first)


@pytest.mark.parametrize(("key", "purpose", "whose"), [
    (b"x" * 32, "totp", "anna"), (KEY, "other", "anna"), (KEY, "totp", "berta"),
])  # fmt: skip
def test_nobody_else_reads_it(key: bytes, purpose: str, whose: str) -> None:
    """Moved to another account by somebody who can write the database, it is worth nothing there."""
    with pytest.raises(SealBroken):
        unseal(key, purpose, whose, seal(KEY, "totp", "anna", SECRET))


@pytest.mark.parametrize("change", ["", "x", "AAAA", "é", "=" * 40])
def test_what_was_not_sealed_is_told(change: str) -> None:
    with pytest.raises(SealBroken):
        unseal(KEY, "totp", "anna", change)


@pytest.mark.parametrize("place", [0, 11, 12, 20, -1])
def test_one_changed_bit_is_found(place: int) -> None:
    content = bytearray(base64.urlsafe_b64decode(seal(KEY, "totp", "anna", SECRET)))
    content[place] ^= 1
    with pytest.raises(SealBroken):
        unseal(KEY, "totp", "anna", base64.urlsafe_b64encode(bytes(content)).decode())
