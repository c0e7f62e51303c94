"""The application as `serve` has it, but the workers work when the test says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import Settings, create_app
from services.rendering import Rendering


@pytest.fixture
def configuration() -> str:
    """What `nianbao.yaml` says; nothing, and there is none."""
    return ""


@pytest.fixture
def app(tmp_path: Path, configuration: str) -> Iterator[Flask]:
    folder = tmp_path / "data"
    folder.mkdir()
    if configuration:
        (folder / "nianbao.yaml").write_text(configuration, encoding="utf-8")
    made = create_app(Settings(folder, testing=True, queued=True))
    yield made
    made.extensions["nianbao_ahead"].stop()


@pytest.fixture
def rendering(app: Flask) -> Rendering:
    return app.extensions["nianbao_rendering"]


def work_off(rendering: Rendering, pieces: int = 100) -> int:
    """Do what waits in the queue, `pieces` at the most; returns how many were done."""
    for done in range(pieces):
        task = rendering.shop.queue.dequeue()
        if task is None:
            return done
        rendering.shop.queue.execute(task)
    return pieces
