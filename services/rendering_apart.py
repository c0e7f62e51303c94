"""One rendering in a process of its own, forked from a warm one: whatever a document does, it ends within its limits.

The child shares what the worker has loaded, answers through a pipe, and is killed when its time is over, when it takes
too much memory, when nobody wants the file any more, or when the worker dies. Memory is watched rather than denied,
since C libraries that get none may abort, or wait for ever; twice as much is denied all the same.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from report.errors import NianbaoError

MADE, REFUSED = b"+", b"-"
# How often a waiting worker looks at the child's memory, and asks whether the file is still wanted.
LOOK_SECONDS = 0.1
OUT_OF_MEMORY = 12
MEGABYTE = 1024 * 1024
# Address space, not memory, that a few threads of the C libraries take for themselves.
THREADS = 512 * MEGABYTE
PR_SET_PDEATHSIG = 1
# How C libraries end a process that gets no memory.
ABORTED = (signal.SIGABRT, signal.SIGTRAP, signal.SIGSEGV, signal.SIGBUS)


class RenderingFailedError(NianbaoError):
    """A file could not be made; `details` are further sentences for the person who asked for it."""

    def __init__(self, message: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.details = details


class RenderingKilledError(RenderingFailedError):
    """The process that made the file was killed from outside, which may go better another time."""


class NotWantedError(Exception):
    """Nobody wants the file any more."""


@dataclass(frozen=True)
class Limits:
    """Of one rendering: seconds on the clock, megabytes of memory above what the worker holds, politeness (nice)."""

    seconds: int
    memory_mb: int
    nice: int = 0


def die_with_parent(how: signal.Signals, parent: int) -> None:
    """Have the kernel send this process `how` when `parent`, which started it, is gone; at once if it is already."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(how))
    if os.getppid() != parent:
        os.kill(os.getpid(), how)


def made_apart(make: Callable[[], bytes], limits: Limits, wanted: Callable[[], bool] = lambda: True) -> bytes:
    """What `make()` gives in a forked process. Only for a process of one thread.

    RenderingFailedError with a sentence for people if it ends without; NotWantedError if `wanted()` turns false.
    """
    reading, writing = os.pipe()
    worker = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_child(make, limits, worker, writing)
    os.close(writing)
    try:
        answer = _answer(reading, child, limits, wanted)
    finally:
        os.close(reading)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return _read(answer, status, limits)


def _answer(pipe: int, child: int, limits: Limits, wanted: Callable[[], bool]) -> bytes:
    deadline = time.monotonic() + limits.seconds
    most = _held(os.getpid()) + limits.memory_mb * MEGABYTE
    pieces: list[bytes] = []
    poller = select.poll()
    poller.register(pipe, select.POLLIN)
    while True:
        if poller.poll(LOOK_SECONDS * 1000):
            piece = os.read(pipe, 1 << 20)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
        elif not wanted():
            raise NotWantedError
        if _held(child) > most:
            raise _memory_exceeded(limits)
        if time.monotonic() > deadline:
            raise RenderingFailedError(
                f"生成文件超过 {limits.seconds} 秒，已停止。内容可能过长，请删减后再试；"
                f"确需更长时间的，请管理员调整 nianbao.yaml 中的 work.seconds。"
            )


def _read(answer: bytes, status: int, limits: Limits) -> bytes:
    """The child's answer, or what its silence means."""
    kind, content = answer[:1], answer[1:]
    if kind == MADE:
        return content
    if kind == REFUSED:
        told = json.loads(content)
        raise RenderingFailedError(told["message"], tuple(told["details"]))
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if ended_by in ABORTED or os.waitstatus_to_exitcode(status) == OUT_OF_MEMORY:
        raise _memory_exceeded(limits)
    if ended_by:
        raise RenderingKilledError("生成文件的进程被系统终止（可能是内存不足），没有生成。请稍后再试。")
    raise RenderingFailedError("生成文件时程序出错，没有生成。详情在运行窗口的日志里，请告诉维护人员。")


def _memory_exceeded(limits: Limits) -> RenderingFailedError:
    return RenderingFailedError(
        f"生成文件需要的内存超过 {limits.memory_mb} MB，已停止。内容可能过长，请删减后再试；"
        f"确需更多内存的，请管理员调整 nianbao.yaml 中的 work.memory_mb。"
    )


def _held(process: int) -> int:
    """Bytes of its own that a process holds; 0 if it has ended."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return (int(pages[1]) - int(pages[2])) * resource.getpagesize()


def _be_child(make: Callable[[], bytes], limits: Limits, worker: int, pipe: int) -> None:
    """Make the file, answer and end; never returns, so that nothing of the worker is done twice."""
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        die_with_parent(signal.SIGKILL, worker)
        _limit(limits)
        try:
            answer = MADE + make()
        except NianbaoError as error:
            told = {"message": str(error), "details": list(getattr(error, "details", ()))}
            answer = REFUSED + json.dumps(told).encode()
        _write(pipe, answer)
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        if code == 1:
            traceback.print_exc()
            sys.stderr.flush()
        os._exit(code)


def _limit(limits: Limits) -> None:
    os.nice(limits.nice)
    mapped = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    most = mapped + 2 * limits.memory_mb * MEGABYTE + THREADS
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(pipe: int, answer: bytes) -> None:
    left = memoryview(answer)
    while left:
        left = left[os.write(pipe, left) :]
