"""What a sentence says to people at a browser, and what only to whoever runs the machine."""

from __future__ import annotations

import logging

from flask import current_app

from web.access import has_accounts

log = logging.getLogger("nianbao")
FOLDER = "数据文件夹"


def without_place(message: str) -> str:
    """A sentence without where the data lie, which is nobody's business but that of who runs the machine; logged whole.

    Without accounts whoever reads it is the one who runs it, and needs the place.
    """
    folder = str(current_app.config["NIANBAO_SETTINGS"].data_dir)
    if not has_accounts() or folder not in message:
        return message
    log.error("%s", message)
    return message.replace(folder, FOLDER)
