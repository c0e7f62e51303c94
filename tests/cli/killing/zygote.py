"""`python zygote.py FOLDER PARENT`: for each line of input a server over the folder, until that server is killed.

The server is forked from a process that has loaded the program and done nothing else: a start takes a tenth of the time
of a new process, and opens, checks and serves the folder as any other.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from waitress.server import create_server

from app import Settings, create_app
from report.loading import load_formats
from services.rendering_apart import die_with_parent


def serve(folder: Path, parent: int) -> None:
    """Open the folder, tell process and port, and answer."""
    die_with_parent(signal.SIGKILL, parent)
    app = create_app(Settings(folder, accounts=True))
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    print(os.getpid(), server.effective_port, flush=True)
    server.run()


def main(folder: Path, parent: int) -> None:
    """One server after another."""
    die_with_parent(signal.SIGKILL, parent)
    load_formats()
    for _ in sys.stdin:
        own = os.getpid()
        child = os.fork()
        if child == 0:
            serve(folder, own)
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
