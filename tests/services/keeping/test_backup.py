"""A backup taken while the tool runs is restored whole, and nothing but a whole one is."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
import zipfile
from contextlib import closing

import pytest

from report.errors import NianbaoError
from report.report import Agency
from services import audit
from services.actor import Actor
from services.backup import FOLDER, MANIFEST, make_backup
from services.drafts import save_section
from services.reports import create_report, list_reports, open_draft
from services.restoring import BackupDamaged, read_manifest, restore_backup
from services.versions import list_versions
from storage import StorageSettings, open_store, secret_key
from tests.services.helpers import NEW

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("NIANBAO_TEST_DATABASE_URL")), reason="backups are of the embedded database"
)
WHO = Actor("", "命令行（root）", "", "cli")


@pytest.fixture
def folder(tmp_path, store):
    """A data folder in use, with files of every sort in it."""
    data = tmp_path / "data"
    secret_key(data)
    create_report(store, agency=Agency("示例局"), year=2023, who="张三")
    for place, content in {
        "nianbao.yaml": "sign_in:\n  idle_minutes: 30\n",
        "seals/公章.png": "png",
        "published/2023/a.html": "<p>",
        "fonts/a.otf": "font",
        "backups/nianbao-0001.db": "old",
        "exports/x/y.zip": "made again",
        "imports/z/upload": "passing",
        "queue.db": "passing",
        "queue.db-wal": "passing",
        ".workers": "",
    }.items():
        file = data / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    return data


def dump(file):
    """All of a database as SQL."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return list(connection.iterdump())


def changed(backup, target, change):
    """A copy of a backup with its members changed: `change` takes and gives {name: bytes}."""
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in change(members).items():
            archive.writestr(name, content)
    return target


def with_manifest(members, **more):
    return members | {MANIFEST: json.dumps(json.loads(members[MANIFEST]) | more).encode()}


def test_everything_that_matters_is_in_it_and_nothing_that_passes(folder, tmp_path):
    manifest = make_backup(folder, tmp_path / "b.zip", WHO)
    assert [kept.path for kept in manifest.files] == [
        "nianbao.db", "fonts/a.otf", "nianbao.yaml", "published/2023/a.html", "seals/公章.png", "secret.key",
    ]  # fmt: skip
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600


def test_what_is_restored_is_what_was_there(folder, store, tmp_path):
    make_backup(folder, tmp_path / "b.zip", WHO)
    before = dump(folder / "nianbao.db")
    restored = tmp_path / "new" / "data"
    restore_backup(tmp_path / "b.zip", restored)
    assert dump(restored / "nianbao.db") == before
    for place in ("nianbao.yaml", "seals/公章.png", "published/2023/a.html", "fonts/a.otf", "secret.key"):
        assert (restored / place).read_bytes() == (folder / place).read_bytes()
    assert restored.stat().st_mode & 0o777 == 0o700
    assert (restored / "secret.key").stat().st_mode & 0o777 == 0o600
    again = open_store(StorageSettings(restored))
    assert list_reports(again) == list_reports(store)
    assert audit.verify(again, audit.head(store)) == []


def test_the_backup_names_the_end_of_the_log_which_tells_of_it(folder, store, tmp_path):
    manifest = make_backup(folder, tmp_path / "b.zip", WHO)
    entry = audit.latest(store)[0]
    assert (entry.action, entry.name, entry.number) == ("backup.make", "命令行（root）", manifest.head.number)
    assert read_manifest(tmp_path / "b.zip") == manifest
    assert audit.verify(store, manifest.head) == []


def test_it_is_whole_while_others_save(folder, store, tmp_path):
    (report_id,) = [line.id for line in list_reports(store)]
    stop, saved = threading.Event(), []

    def save():
        other = open_store(StorageSettings(folder))
        while not stop.is_set():
            revision = open_draft(other, report_id).revisions["applications"]
            save_section(other, report_id, "applications", revision, {NEW: str(len(saved) + 1)}, "李四")
            saved.append(revision)
        other.close()

    thread = threading.Thread(target=save)
    thread.start()
    try:
        for n in range(4):
            least = len(saved)
            make_backup(folder, tmp_path / f"{n}.zip", WHO)
            restore_backup(tmp_path / f"{n}.zip", tmp_path / f"data{n}")
            again = open_store(StorageSettings(tmp_path / f"data{n}"))
            found = open_draft(again, report_id).report.value(NEW.removeprefix("values.")).number
            assert least <= int(found or 0) <= len(saved) + 1
            again.close()
    finally:
        stop.set()
        thread.join()
    assert len(saved) > 4


def test_a_link_is_not_followed_but_told(folder, tmp_path):
    (folder / "outside").symlink_to("/etc/passwd")
    (folder / "seals" / "deep").symlink_to("/etc")
    manifest = make_backup(folder, tmp_path / "b.zip", WHO)
    assert manifest.left_out == ("outside", "seals/deep")
    assert not any("passwd" in name or "deep" in name for name in zipfile.ZipFile(tmp_path / "b.zip").namelist())


def test_nothing_is_written_over_or_into_the_data_folder(folder, tmp_path):
    (tmp_path / "b.zip").write_text("there")
    with pytest.raises(NianbaoError, match="已经有了"):
        make_backup(folder, tmp_path / "b.zip", WHO)
    with pytest.raises(NianbaoError, match="应放在别处"):
        make_backup(folder, folder / "b.zip", WHO)
    assert (tmp_path / "b.zip").read_text() == "there"


def test_a_folder_without_a_database_is_not_backed_up(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(NianbaoError, match="没有数据库"):
        make_backup(tmp_path / "empty", tmp_path / "b.zip", WHO)
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_backup_that_fails_leaves_nothing(folder, tmp_path):
    with pytest.raises(NianbaoError, match="无法写入备份"):
        make_backup(folder, tmp_path / "no folder" / "b.zip", WHO)
    (folder / "seals" / "locked").write_text("x")
    (folder / "nianbao.db").write_bytes(b"broken" * 1000)
    with pytest.raises(NianbaoError):
        make_backup(folder, tmp_path / "b.zip", WHO)
    assert [file.name for file in tmp_path.iterdir()] == ["data"]


def test_only_an_empty_folder_is_restored_to(folder, tmp_path):
    make_backup(folder, tmp_path / "b.zip", WHO)
    (tmp_path / "file").write_text("x")
    for target in (folder, tmp_path / "file"):
        with pytest.raises(NianbaoError, match="不是空文件夹"):
            restore_backup(tmp_path / "b.zip", target)
    (tmp_path / "empty").mkdir()
    restore_backup(tmp_path / "b.zip", tmp_path / "empty")
    assert (tmp_path / "empty" / "nianbao.db").exists()


def evil(path):
    """Members with one more file, under a path that leads out of the folder."""

    def change(members):
        entry = {"path": path, "size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
        files = [*json.loads(members[MANIFEST])["files"], entry]
        return with_manifest(members, files=files) | {FOLDER + path: b"x"}

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: m | {FOLDER + "seals/公章.png": b"pnG"}, "seals/公章.png 与清单不符"),
        (lambda m: m | {FOLDER + "seals/公章.png": b"longer than it was"}, "seals/公章.png 与清单不符"),
        (lambda m: {name: content for name, content in m.items() if "key" not in name}, "缺少、多出或重复"),
        (lambda m: m | {FOLDER + "more": b""}, "缺少、多出或重复"),
        (lambda m: {name: content for name, content in m.items() if name != MANIFEST}, "没有备份清单"),
        (lambda m: m | {MANIFEST: b"{}"}, "清单不完整"),
        (lambda m: m | {MANIFEST: b"no json"}, "已损坏或不是备份"),
        (lambda m: with_manifest(m, nianbao_backup=2), "更新版本的程序"),
        (lambda m: with_manifest(m, audit_head=f"1:{'0' * 64}"), "数据库与清单不符"),
        (lambda m: with_manifest(m, schema="0001"), "数据库与清单不符"),
        (evil("../out"), "路径“../out”不正确"),
        (evil("/abs"), "路径“/abs”不正确"),
        (evil("a/../../out"), "不正确"),
        (evil("a\\..\\out"), "不正确"),
        (evil("a//b"), "不正确"),
    ],
)
def test_a_backup_that_was_changed_is_refused_whole(folder, tmp_path, change, words):
    make_backup(folder, tmp_path / "b.zip", WHO)
    other = changed(tmp_path / "b.zip", tmp_path / "c.zip", change)
    with pytest.raises(BackupDamaged, match=words):
        restore_backup(other, tmp_path / "new")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["b.zip", "c.zip", "data"]


def test_a_file_cut_short_or_with_a_bit_turned_is_refused(folder, tmp_path):
    make_backup(folder, tmp_path / "b.zip", WHO)
    whole = (tmp_path / "b.zip").read_bytes()
    for place in range(50, len(whole), len(whole) // 8):
        turned = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        for name, content in (("cut", whole[:place]), ("turned", turned)):
            (tmp_path / name).write_bytes(content)
            try:
                restore_backup(tmp_path / name, tmp_path / "new")
            except NianbaoError:
                assert not (tmp_path / "new").exists()
            else:
                # The bit was one that says nothing, such as the time of a member.
                assert dump(tmp_path / "new" / "nianbao.db") == dump(folder / "nianbao.db")
                for file in sorted((tmp_path / "new").rglob("*"), reverse=True):
                    file.rmdir() if file.is_dir() else file.unlink()
                (tmp_path / "new").rmdir()


def test_a_log_that_was_tampered_with_is_not_restored_as_if_it_held(folder, store, tmp_path):
    with closing(sqlite3.connect(folder / "nianbao.db")) as connection:
        connection.execute("DROP TRIGGER audit_log_no_update")
        with store.write() as tx:
            audit.record(tx, "one", "installation", store.now())
        connection.execute("UPDATE audit_log SET entry = replace(entry, 'one', 'two')")
        connection.commit()
    make_backup(folder, tmp_path / "b.zip", WHO)
    with pytest.raises(BackupDamaged, match="审计日志有问题"):
        restore_backup(tmp_path / "b.zip", tmp_path / "new")


def test_a_report_and_its_versions_are_the_same_afterwards(folder, store, tmp_path):
    (report_id,) = [line.id for line in list_reports(store)]
    make_backup(folder, tmp_path / "b.zip", WHO)
    restore_backup(tmp_path / "b.zip", tmp_path / "new")
    again = open_store(StorageSettings(tmp_path / "new"))
    assert open_draft(again, report_id) == open_draft(store, report_id)
    assert list_versions(again, report_id) == list_versions(store, report_id)
