"""The commands for administrators, as they are run in a terminal."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest

from services.agencies.tree import list_agencies
from services.people.accounts import list_accounts
from services.people.model import CONSOLE, Source
from storage import StorageSettings, open_store
from tests.cli.helpers import cli


@pytest.fixture
def folder(tmp_path):
    """A data folder of an installation."""
    open_store(StorageSettings(tmp_path / "data")).close()
    return tmp_path / "data"


@pytest.fixture
def filled(tmp_path):
    """The template, filled in with an agency and a person."""
    assert cli("agencies", "template", "-o", tmp_path / "t.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    book["机关"].append(["示例市民政局", "部门"])
    book["人员"].append(["zhangsan", "张三", "示例市民政局", "填报"])
    book.save(tmp_path / "filled.xlsx")
    return tmp_path / "filled.xlsx"


def test_agencies_and_people_are_tried_first_and_then_taken_in(folder, filled, tmp_path):
    tried = cli("agencies", "import", filled, "--data", folder)
    assert (tried.code, tried.err) == (0, "")
    assert "新增人员 张三：zhangsan" in tried.out
    assert "还没有导入" in tried.out
    refused = cli("agencies", "import", filled, "--apply", "--data", folder)
    assert (refused.code, "--passwords" in refused.err) == (2, True)
    done = cli("agencies", "import", filled, "--apply", "--passwords", tmp_path / "p.csv", "--data", folder)
    assert (done.code, done.err) == (0, "")
    assert tried.out.splitlines()[:-1] == done.out.splitlines()[:-2]
    rows = list(csv.reader(io.StringIO((tmp_path / "p.csv").read_text("utf-8-sig"))))
    assert rows[1][:2] == ["zhangsan", "张三"]
    assert len(rows[1][2]) == 19
    assert (tmp_path / "p.csv").stat().st_mode & 0o777 == 0o600
    assert rows[1][2] not in done.out
    assert "没有要改动的" in cli("agencies", "import", filled, "--apply", "--data", folder).out


def test_a_bad_row_is_told_and_nothing_taken_in(folder, filled, tmp_path):
    book = openpyxl.load_workbook(filled)
    book["人员"].append(["lisi", "李四", "没有的局", "填报"])
    book.save(filled)
    ran = cli("agencies", "import", filled, "--apply", "--passwords", tmp_path / "p.csv", "--data", folder)
    assert (ran.code, ran.out) == (1, "")
    assert "“人员”第 3 行：没有名为“没有的局”的机关" in ran.err
    assert not (tmp_path / "p.csv").exists()
    store = open_store(StorageSettings(folder))
    assert (list_agencies(store), list_accounts(store)) == ([], [])


def test_passwords_are_never_written_over_a_file(folder, filled, tmp_path):
    (tmp_path / "p.csv").write_text("there")
    ran = cli("agencies", "import", filled, "--apply", "--passwords", tmp_path / "p.csv", "--data", folder)
    assert (ran.code, "没有导入" in ran.err) == (2, True)
    assert list_agencies(open_store(StorageSettings(folder))) == []


def test_one_agency_is_exported_by_its_name(folder, filled, tmp_path):
    cli("agencies", "import", filled, "--apply", "--passwords", tmp_path / "p.csv", "--data", folder)
    assert cli("agencies", "export", "没有的局", "-o", tmp_path / "a.zip", "--data", folder).code == 2
    ran = cli("agencies", "export", "示例市民政局", "-o", tmp_path / "a.zip", "--data", folder)
    assert (ran.code, ran.err) == (0, "")
    assert "people.json" in zipfile.ZipFile(tmp_path / "a.zip").namelist()


def test_the_log_is_verified_against_the_end_that_it_gave(folder, filled, tmp_path):
    cli("agencies", "import", filled, "--apply", "--passwords", tmp_path / "p.csv", "--data", folder)
    ran = cli("audit", "verify", "--data", folder)
    assert (ran.code, ran.err) == (0, "")
    head = ran.out.strip().partition("末尾记号：")[2]
    assert cli("audit", "verify", "--head", head, "--data", folder).code == 0
    number, _, digest = head.partition(":")
    ahead = cli("audit", "verify", "--head", f"{int(number) + 1}:{digest}", "--data", folder)
    assert (ahead.code, ahead.out) == (1, "")
    assert "末尾被截去或整段改写过" in ahead.err
    assert cli("audit", "verify", "--head", "x", "--data", folder).code == 2


def test_the_log_is_exported_as_csv_and_names_who_was_at_the_terminal(folder, filled, tmp_path):
    cli("agencies", "import", filled, "--apply", "--passwords", tmp_path / "p.csv", "--data", folder)
    ran = cli("audit", "export", "--csv", "-o", tmp_path / "log.csv", "--data", folder)
    assert (ran.code, ran.err) == (0, "")
    rows = list(csv.reader(io.StringIO((tmp_path / "log.csv").read_text("utf-8-sig"))))
    assert {row[8] for row in rows[1:]} == {"agency.make", "account.make", "account.change", "directory.import"}
    assert {row[6] for row in rows[1:]} == {"添加机关", "添加人员", "更正人员资料", "导入机关和人员"}
    assert {row[5] for row in rows[1:]} == {"cli"}
    assert all(row[2].startswith("命令行") for row in rows[1:])
    assert cli("audit", "export", "--csv", "-o", tmp_path / "log.csv", "--data", folder).code == 2


def test_a_backup_is_restored_to_a_new_folder(folder, filled, tmp_path):
    cli("agencies", "import", filled, "--apply", "--passwords", tmp_path / "p.csv", "--data", folder)
    ran = cli("backup", "-o", tmp_path / "b.zip", "--data", folder)
    assert (ran.code, ran.err) == (0, "")
    assert "审计日志末尾记号：" in ran.out
    done = cli("restore", tmp_path / "b.zip", "--data", tmp_path / "new")
    assert (done.code, done.err) == (0, "")
    assert "逐个核对无误" in done.out
    one, other = (list_agencies(open_store(StorageSettings(place))) for place in (folder, tmp_path / "new"))
    assert one == other != []
    assert cli("restore", tmp_path / "b.zip", "--data", tmp_path / "new").code == 2


def test_a_backup_is_not_of_another_database(folder, tmp_path):
    ran = cli("backup", "-o", tmp_path / "b.zip", "--data", folder, NIANBAO_DATABASE_URL="postgresql://x@127.0.0.1/y")
    assert (ran.code, "pg_dump" in ran.err) == (2, True)


@pytest.mark.parametrize("command", ["audit verify", "audit export --csv -o x.csv", "remind --list", "backup -o x.zip"])
def test_a_command_makes_no_installation_where_there_is_none(tmp_path, command):
    ran = cli(*command.split(), "--data", tmp_path / "none")
    assert (ran.code, "没有数据库" in ran.err) == (2, True)
    assert not (tmp_path / "none").exists()


def test_without_a_mail_server_nobody_is_reminded_but_the_list_is_shown(folder):
    listed, sent = cli("remind", "--list", "--data", folder), cli("remind", "--data", folder)
    assert (listed.code, listed.err) == (0, "")
    assert (sent.code, "没有设置邮件服务器" in sent.err) == (2, True)


def test_people_at_the_terminal_need_no_account():
    assert (CONSOLE.account_id, CONSOLE.administrator) == ("", True)
    assert CONSOLE.actor(Source(via="cli")).via == "cli"
