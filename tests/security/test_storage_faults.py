"""What is wrong with the disk is told to whoever sits before it, but not where the data lie."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from storage.faults import StorageError
from tests.services.workflow.conftest import County


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_page_does_not_tell_where_the_data_lie(app: Flask, county: County, desk: Any, accept: str) -> None:
    folder: Path = app.config["NIANBAO_SETTINGS"].data_dir

    def fault() -> str:
        raise StorageError(f"无法写入 {folder / 'blobs' / 'ab'}：磁盘已满。")

    person = desk("filler")
    app.view_functions["tasks.index"] = fault
    answer = person.client.get("/tasks", headers={"Accept": accept})
    assert answer.status_code == 503
    assert "磁盘已满" in answer.text
    assert str(folder) not in answer.text
