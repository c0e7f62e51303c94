"""`work`: the worker processes that make documents, beside the pages or apart from them."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

from commands.serving import data_dir
from services.configuration import load_configuration
from services.configuration.fonts import Fonts
from services.configuration.site import Site
from services.configuration.verification import Verification
from services.configuration.work import Work
from services.fonts import use_fonts
from services.logs import start_log
from services.rendering_apart import die_with_parent
from services.rendering_work import Installation


def work(demo: bool, chosen: Path | None, workers: int | None, parent: int | None) -> int:
    """Make documents until stopped. With `parent`, the process that started this one, it ends when that does.

    NianbaoError if the queue or the data cannot be opened.
    """
    if parent is not None:
        die_with_parent(signal.SIGTERM, parent)
    start_log()
    folder = data_dir(demo, chosen)
    configuration = load_configuration(folder)
    use_fonts(folder, configuration.get(Fonts))
    settings = configuration.get(Work)
    if workers is not None:
        settings = replace(settings, workers=workers)
    # Only here: it loads the typesetting.
    from services.queue_workers import run_workers

    if parent is None:
        print(f"生成文件的进程已启动，数据放在 {folder}。按 Ctrl+C 停止。", flush=True)
    database = None if demo else os.environ.get("NIANBAO_DATABASE_URL") or None
    run_workers(Installation(folder, settings, database, configuration.get(Site), configuration.get(Verification)))
    if parent is None:
        print("已停止。")
    return 0
