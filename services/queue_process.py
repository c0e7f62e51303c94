"""The process of the workers, kept by the pages' program: started beside it, again if it ends, ended with it."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Iterator, Sequence
from threading import Event, Thread

log = logging.getLogger("nianbao.work")
# Between two starts, so that a fault that stays does not take the whole machine.
WAITS = (1.0, 2.0, 5.0, 15.0, 60.0)
STOP_SECONDS = 10


class WorkerProcess:
    """Keeps `command` running in a process of its own, from `start` to `stop`; without a command there is none."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._stopping = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._run, name="workers", daemon=True)

    def start(self) -> None:
        """Start it; returns at once."""
        if self._command:
            self._thread.start()

    def stop(self) -> None:
        """Have it stop, and wait until it has; it is killed if it does not. Nothing to do if it was never started."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()

    @property
    def running(self) -> int:
        """The number of the process, 0 while there is none."""
        process = self._process
        return 0 if process is None else process.pid

    def _run(self) -> None:
        for wait in self._waits():
            # In a group of its own: Ctrl+C in the terminal is for the pages' program, which then stops this one.
            with subprocess.Popen(self._command, stdin=subprocess.DEVNULL, start_new_session=True) as process:
                self._process = process
                while process.poll() is None and not self._stopping.wait(0.2):
                    pass
                if self._stopping.is_set():
                    self._end(process)
                    return
            self._process = None
            log.warning("生成文件的进程意外结束（%s），%d 秒后重新启动。", process.returncode, wait)
            if self._stopping.wait(wait):
                return

    def _waits(self) -> Iterator[float]:
        yield from WAITS
        while True:
            yield WAITS[-1]

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
