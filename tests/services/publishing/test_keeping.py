"""What was signed and published is part of a backup, and as good after restoring."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from services.backup import make_backup
from services.publishing.files import find_file, list_files
from services.publishing.seals import find_seal, keep_seal
from services.restoring import restore_backup
from storage import StorageError, StorageSettings, open_store
from tests.services.publishing.conftest import WHO
from tests.services.publishing.test_publishing import plain, publish
from tests.signing.files import SEAL

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("NIANBAO_TEST_DATABASE_URL")), reason="backups are of the embedded database"
)


def test_files_and_seals_come_back_from_a_backup(office, tmp_path):
    keep_seal(office.registry, office.report_id, SEAL, WHO)
    number = office.finish()
    content = plain(office)
    publish(office, number, unsigned=True)
    make_backup(office.registry.data_dir, tmp_path / "backup.zip", WHO)
    restore_backup(tmp_path / "backup.zip", tmp_path / "other")
    store = open_store(StorageSettings(tmp_path / "other"))
    registry = replace(office.registry, store=store, data_dir=tmp_path / "other")
    (file,) = list_files(registry, office.report_id)
    assert find_file(registry, office.report_id, file.id)[1] == content
    assert find_seal(registry, office.report_id).content == find_seal(office.registry, office.report_id).content
    store.close()


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(office):
    office.finish()
    plain(office)
    (file,) = list_files(office.registry, office.report_id)
    (office.registry.data_dir / "published" / file.sha256[:2] / file.sha256).write_bytes(b"%PDF-1.7 other")
    with pytest.raises(StorageError, match="损坏或被改动"):
        find_file(office.registry, office.report_id, file.id)
