"""Accounts are made and changed by administrators; the first one comes through a link that works once."""

from __future__ import annotations

import pytest

from services.audit import latest
from services.errors import ChangeRefused
from services.people.accounts import (
    NewAccount,
    change_account,
    create_account,
    delete_account,
    list_accounts,
    reset_password,
    set_disabled,
    set_roles,
)
from services.people.first import LASTS, LinkRefused, first_link, link_works, make_first_administrator
from services.people.model import NotAllowed, Role
from services.people.passwords import WeakPassword
from tests.services.people.conftest import DESK, GOOD, Office


def test_the_first_administrator_comes_through_the_link_which_then_is_used_up(store):
    token = first_link(store)
    assert link_works(store, token)
    person = make_first_administrator(store, token, "root", "王主任", GOOD, DESK)
    assert (person.administrator, person.must_change) == (True, False)
    assert first_link(store) is None
    assert not link_works(store, token)
    with pytest.raises(LinkRefused):
        make_first_administrator(store, token, "root2", "王主任", GOOD, DESK)


def test_a_link_that_is_old_replaced_or_made_up_makes_nobody(store, clock):
    replaced = first_link(store)
    token = first_link(store)
    assert [link_works(store, t) for t in (replaced, "made up", token)] == [False, False, True]
    clock.pass_by(seconds=LASTS.total_seconds())
    with pytest.raises(LinkRefused):
        make_first_administrator(store, token, "root", "王主任", GOOD, DESK)
    assert list_accounts(store) == []


def test_a_refused_password_does_not_use_up_the_link(store):
    token = first_link(store)
    with pytest.raises(WeakPassword):
        make_first_administrator(store, token, "root", "王主任", "root2025", DESK)
    assert make_first_administrator(store, token, "root", "王主任", GOOD, DESK).login == "root"


def test_there_is_no_account_before_somebody_made_one(store):
    assert list_accounts(store) == []


def test_an_account_is_listed_with_what_was_said_of_the_person(office, store):
    create_account(store, office.admin, NewAccount("lisi", " 李  四 ", "办公室", "lisi@example.cn"), DESK)
    (found,) = [a for a in list_accounts(store) if a.person.login == "lisi"]
    assert (found.person.name, found.person.unit, found.email) == ("李 四", "办公室", "lisi@example.cn")
    assert found.person.must_change


@pytest.mark.parametrize(
    ("login", "name", "email", "words"),
    [
        ("a", "李四", "", "登录名"),
        ("li si", "李四", "", "登录名"),
        ("<b>", "李四", "", "登录名"),
        ("lisi", "", "", "姓名"),
        ("lisi", "李" * 61, "", "姓名"),
        ("lisi", "李四", "nobody", "电子邮箱"),
        ("lisi", "李四", "a@b.cn\nBcc: c@d.cn", "电子邮箱"),
        ("ROOT", "李四", "", "已经有人用了"),
    ],
)
def test_what_cannot_be_an_account_is_refused(office, store, login, name, email, words):
    with pytest.raises(ChangeRefused, match=words):
        create_account(store, office.admin, NewAccount(login, name, "", email), DESK)
    assert len(list_accounts(store)) == 1


def test_nobody_but_an_administrator_makes_or_changes_accounts(office, store):
    clerk = office.sign_up("zhangsan").person
    attempts = [
        lambda: create_account(store, clerk, NewAccount("x1", "某人"), DESK),
        lambda: change_account(store, clerk, clerk.account_id, DESK, name="李四", unit="", email=""),
        lambda: set_roles(store, clerk, clerk.account_id, [], DESK, administrator=True),
        lambda: set_disabled(store, clerk, office.admin.account_id, True, DESK),
        lambda: delete_account(store, clerk, office.admin.account_id, DESK),
        lambda: reset_password(store, clerk, office.admin.account_id, DESK),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize("how", ["delete", "disable", "demote"])
def test_the_last_administrator_stays(office, store, how):
    own = office.admin.account_id
    attempts = {
        "delete": lambda: delete_account(store, office.admin, own, DESK),
        "disable": lambda: set_disabled(store, office.admin, own, True, DESK),
        "demote": lambda: set_roles(store, office.admin, own, [], DESK, administrator=False),
    }
    with pytest.raises(ChangeRefused, match="最后一个系统管理员"):
        attempts[how]()
    assert office.sign_in("root").person.administrator


def test_a_role_at_no_agency_is_refused(office, store):
    with pytest.raises(ChangeRefused, match="没有这个机关"):
        set_roles(store, office.admin, office.admin.account_id, [("none", Role.FILLER)], DESK, administrator=True)


def test_a_deleted_account_keeps_its_name_in_the_log_and_frees_its_login(office, store):
    gone = office.sign_up("zhangsan").person
    delete_account(store, office.admin, gone.account_id, DESK)
    entry = latest(store)[0]
    assert (entry.action, entry.before["name"], entry.subject) == (
        "account.delete",
        "张三",
        f"account:{gone.account_id}",
    )
    assert [a.person.login for a in list_accounts(store)] == ["root"]
    assert office.sign_up("zhangsan", "另一个张三").person.account_id != gone.account_id


def test_the_log_has_before_and_after_and_no_secret(store):
    office = Office(store)
    clerk = office.sign_up("zhangsan").person
    change_account(store, office.admin, clerk.account_id, DESK, name="张三丰", unit="", email="")
    change_account(store, office.admin, clerk.account_id, DESK, name="张三丰", unit="", email="")
    entry = latest(store)[0]
    assert (entry.action, entry.before["name"], entry.after["name"]) == ("account.change", "张三", "张三丰")
    assert "argon2" not in str(latest(store))
