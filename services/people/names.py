"""Names that people and their accounts may have."""

from __future__ import annotations

import re
import unicodedata

from report.narrative import clean_text
from services.errors import ChangeRefused

_LOGIN = re.compile(r"[\w.@-]{2,40}")
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
MOST_NAME = 60


def login_key(login: str) -> str:
    """A login name as it is kept and compared: letters large or small, wide or narrow, are the same."""
    return unicodedata.normalize("NFKC", login).strip().casefold()[:200]


def read_login(login: str) -> str:
    """A login name for a new account. ChangeRefused if it cannot be one."""
    found = login_key(login)
    if not _LOGIN.fullmatch(found):
        raise ChangeRefused(f"登录名“{found[:40]}”不能用：应为 2 到 40 个字母、汉字、数字，可含 . _ - @，没有空格。")
    return found


def read_name(name: str, what: str = "姓名", most: int = MOST_NAME) -> str:
    """A name on one line. ChangeRefused if it is empty or too long."""
    found = " ".join(clean_text(name).split())
    if not found or len(found) > most:
        raise ChangeRefused(f"{what}应为 1 到 {most} 个字。")
    return found


def read_email(email: str) -> str:
    """A mail address, or nothing. ChangeRefused if it is none."""
    found = email.strip()
    if found and (len(found) > 254 or not _EMAIL.fullmatch(found)):
        raise ChangeRefused(f"“{found[:60]}”不是电子邮箱地址。")
    return found
