"""Passwords: hashed with argon2id, and refused if they can be guessed.

What people here choose when a password is asked of them is the unit's name in pinyin or its initials, the login name,
and the year (`mzj@2025`): these count for nothing, and what is left has to carry the password.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from zxcvbn import zxcvbn

from services.errors import Refusal

SHORTEST, LONGEST = 10, 128
LEFT_OVER = 6
ENOUGH = 3
# What the library reads of a password; guessing gets no easier past it.
WEIGHED = 72
INITIAL_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
HASHER = PasswordHasher()
CONTEXT = (
    "nianbao",
    "niandubaogao",
    "zhengfu",
    "xinxigongkai",
    "gongkai",
    "guanliyuan",
    "admin",
    "password",
    "mima",
    "woaini",
    "5201314",
    "1314520",
    "年报",
    "政府",
    "信息公开",
    "密码",
)
_YEAR = re.compile(r"(?:19|20)\d{2}(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))?")
_HAN = re.compile(r"[\u3400-\u9fff]+")
SHORTEST_INITIALS = 3
MOST_NAME = 60


class WeakPassword(Refusal):
    """A password that is too short, too long or can be guessed; the message says which, and what to do."""


def normal(password: str) -> str:
    """A password as it is hashed: the same whichever way a keyboard composes its characters (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """The hash to store, with salt and parameters in it."""
    return HASHER.hash(normal(password)[: LONGEST * 4])


def password_fits(stored: str, password: str) -> bool:
    """Whether a password is the one of a hash; a hash that nothing fits ("") is refused in the same time."""
    try:
        HASHER.verify(stored or _nobodys(), normal(password)[: LONGEST * 4])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(stored)


def needs_rehash(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


_nobodys_hashes: dict[PasswordHasher, str] = {}


def _nobodys() -> str:
    """A hash of a random password, made once with today's parameters."""
    if HASHER not in _nobodys_hashes:
        _nobodys_hashes[HASHER] = HASHER.hash(secrets.token_urlsafe())
    return _nobodys_hashes[HASHER]


def initial_password() -> str:
    """A random password to be handed over once and changed: 16 characters that nobody mistakes for others."""
    groups = ("".join(secrets.choice(INITIAL_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def require_strong(password: str, known: Iterable[str]) -> None:
    """WeakPassword if the password can be guessed; `known` is the login, the person's, unit's and agencies' names."""
    chosen = normal(password)
    if len(chosen) < SHORTEST:
        raise WeakPassword(f"密码至少要 {SHORTEST} 位，可以用几个不相干的词连成一句。")
    if len(chosen) > LONGEST:
        raise WeakPassword(f"密码最多 {LONGEST} 位。")
    found, left = _without(chosen.lower(), [*known, *CONTEXT])
    if len(left) < LEFT_OVER:
        known_parts = "”“".join(found)
        raise WeakPassword(f"密码去掉“{known_parts}”后只剩 {len(left)} 位：单位、姓名、登录名和年份别人都猜得到。")
    if zxcvbn(chosen[:WEIGHED], user_inputs=found)["score"] < ENOUGH:
        raise WeakPassword("这个密码太容易被猜到：不要用常见的词、连续的字符和日期，可以用几个不相干的词连成一句。")


def _without(password: str, known: Iterable[str]) -> tuple[list[str], str]:
    """What of a password anybody knows, longest first, and what is left of it without."""
    pieces = {piece for name in known for piece in _pieces(normal(name).lower()) if piece in password}
    found: list[str] = []
    for piece in sorted(pieces, key=len, reverse=True):
        if piece in password:
            found.append(piece)
            password = password.replace(piece, "\n")
    found += _YEAR.findall(password)
    return found, _YEAR.sub("", password).replace("\n", "")


def _pieces(name: str) -> Iterator[str]:
    """A name, and any neighbouring characters of its Chinese parts: as written, in pinyin, as initials."""
    # Its dictionary takes a quarter of a second to load, which no start should wait for.
    from pypinyin import Style, lazy_pinyin

    compact = "".join(name.split())[:MOST_NAME]
    if len(compact) >= SHORTEST_INITIALS or _HAN.search(compact):
        yield compact
    for part in _HAN.findall(compact):
        syllables = lazy_pinyin(part)
        initials = lazy_pinyin(part, style=Style.FIRST_LETTER)
        for start in range(len(part)):
            for end in range(start + 2, len(part) + 1):
                yield part[start:end]
                yield "".join(syllables[start:end])
                if end - start >= SHORTEST_INITIALS:
                    yield "".join(initials[start:end])
