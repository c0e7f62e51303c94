"""Passwords that people here would choose are refused when others would guess them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.people.passwords import (
    WeakPassword,
    hash_password,
    initial_password,
    needs_rehash,
    password_fits,
    require_strong,
)

KNOWN = ["wangfang", "王芳", "办公室", "示例县民政局"]


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short-1", "至少要 10 位"),
        ("x" * 129, "最多 128 位"),
        ("wangfang2025", "“wangfang”"),
        ("WangFang@2025", "“wangfang”"),
        ("minzhengju@2025", "minzhengju"),
        ("slxmzj@2025!", "“slxmzj”"),
        ("mzj@2025mzj@2024", "“mzj”"),
        ("示例县民政局2025!", "示例县民政局"),
        ("民政局wangfang@123", "wangfang"),
        ("nianbao@2025#a", "nianbao"),
        ("password1234", "password"),
        ("1qaz2wsx3edc", "容易被猜到"),
        ("qwertyuiop123", "容易被猜到"),
        ("19900101199001", "去掉"),
        ("aaaaaaaaaaaaaa", "容易被猜到"),
        ("woaini1314520", "“1314520”“woaini”"),
        ("iloveyou888888", "容易被猜到"),
    ],
)
def test_a_password_that_others_would_guess_is_refused_with_what_is_wrong(password, words):
    with pytest.raises(WeakPassword) as refused:
        require_strong(password, KNOWN)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "password", ["紫色-大象-跑步-7", "correct horse battery staple", "gT7#mQ2x!vRz", "mzj-绿茶配油条-2025-下雨"]
)
def test_a_password_that_nobody_guesses_is_taken_whatever_else_is_in_it(password):
    require_strong(password, KNOWN)


def test_an_initial_password_is_strong_and_never_the_same():
    made = {initial_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        require_strong(password, KNOWN)


def test_a_password_fits_only_its_own_hash():
    stored = hash_password("紫色-大象-跑步-7")
    assert password_fits(stored, "紫色-大象-跑步-7")
    assert not password_fits(stored, "紫色-大象-跑步-8")
    assert not password_fits("", "紫色-大象-跑步-7")
    assert not password_fits("no hash", "紫色-大象-跑步-7")
    assert not needs_rehash(stored)


def test_a_wide_letter_typed_by_another_keyboard_is_the_same():
    assert password_fits(hash_password("gT7#mQ2x!vRz"), "ｇT7＃mQ2x！vRz")


@given(st.text(max_size=60))
def test_anything_typed_fits_itself_and_is_judged_without_a_fault(password):
    assert password_fits(hash_password(password), password)
    with contextlib.suppress(WeakPassword):
        require_strong(password, KNOWN)
