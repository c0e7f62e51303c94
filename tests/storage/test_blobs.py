"""Published bytes are kept under their hash: whole, private, and never given out when they are not what they were."""

from __future__ import annotations

import pytest

from storage import StorageError
from storage.blobs import get_blob, put_blob


def place(folder, name):
    return folder / "published" / name[:2] / name


def test_what_is_kept_comes_back_and_is_kept_once(tmp_path):
    name = put_blob(tmp_path, b"bytes")
    assert put_blob(tmp_path, b"bytes") == name
    assert get_blob(tmp_path, name) == b"bytes"
    assert [file.name for file in (tmp_path / "published").rglob("*") if file.is_file()] == [name]


def test_only_the_owner_may_read_it(tmp_path):
    name = put_blob(tmp_path, b"bytes")
    assert place(tmp_path, name).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "published").stat().st_mode & 0o777 == 0o700


def test_bytes_that_were_changed_are_refused_and_mended_by_the_same_file(tmp_path):
    name = put_blob(tmp_path, b"bytes")
    place(tmp_path, name).write_bytes(b"other")
    with pytest.raises(StorageError, match="损坏或被改动"):
        get_blob(tmp_path, name)
    put_blob(tmp_path, b"bytes")
    assert get_blob(tmp_path, name) == b"bytes"


@pytest.mark.parametrize("name", ["", "../nianbao.db", "A" * 64, "0" * 63])
def test_what_is_no_hash_names_no_file(tmp_path, name):
    with pytest.raises(StorageError, match="不正确"):
        get_blob(tmp_path, name)


def test_a_file_that_is_gone_is_told(tmp_path):
    with pytest.raises(StorageError, match="备份"):
        get_blob(tmp_path, "0" * 64)
