"""Without the faces of official papers no PDF is made, and the clerk is told why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from exporters import fonts

ROOT = Path(__file__).parents[2]


def test_missing_faces_are_reported_in_chinese(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FONTS", tmp_path)
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    with pytest.raises(fonts.FontsMissingError, match="无法生成 PDF。请先运行 bash bin/run 安装字体"):
        fonts.use_document_fonts.__wrapped__()


def test_a_configuration_that_is_set_already_is_left_alone(monkeypatch, tmp_path):
    own = tmp_path / "own.conf"
    own.write_text("<fontconfig/>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(own))
    fonts.use_document_fonts.__wrapped__()
    assert os.environ["FONTCONFIG_FILE"] == str(own)


def test_a_process_that_sets_nothing_uses_the_documents_faces():
    script = (
        "from exporters.pdf import render_pdf; from tests.exporters.documents import final; import os;"
        "render_pdf(final('demo-2023')); print(os.environ['FONTCONFIG_FILE'])"
    )
    bare = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=bare, capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == str(ROOT / ".fonts" / "fonts.conf")
