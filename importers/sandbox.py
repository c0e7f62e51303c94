"""Import in a process of its own, with limits on memory and time, so that no file can harm the program.

The child is started anew (no fork: it shares no memory, locks or threads), gets the file on its standard input, and
answers in JSON on its standard output; nothing it says is unpickled or run.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from importers.archives import BOMB
from importers.errors import UnreadableError
from importers.model import Imported
from importers.transfer import from_plain, to_plain

TIMEOUT = 9.0
MOST_ENDING = 10
CPU_SECONDS = 10
# Of address space; a usual report takes 90 MB.
MAX_MEMORY = 450 * 1024 * 1024
TOO_LONG = "读取这个文件用时过长，已停止。请确认它是年度报告，或换一种格式（如 DOCX、文字版 PDF）再试。"
TOO_BIG = "读取这个文件需要的内存过多，已停止。请确认它是年度报告，或换一种格式再试。"
FAILED = "这个文件的内容不正常，读取时出错，无法导入。"
ROOT = Path(__file__).resolve().parent.parent
_KILLED = {-9: TOO_LONG, -24: TOO_LONG}
OUT_OF_MEMORY = 12


def _plain_name(name: str) -> str:
    """A name that any command line takes, with the ending that tells the type."""
    ending = PurePosixPath(name.replace("\0", "")).suffix.lower()
    return f"file{ending}" if ending.isascii() and len(ending) <= MOST_ENDING else "file"


def import_safely(name: str, content: bytes, format_id: str = "auto", timeout: float = TIMEOUT) -> Imported:
    """`importers.read_file` under limits. UnreadableError says what is wrong, also when time or memory ran out.

    `timeout` is in seconds of wall time; the child is killed after it.
    """
    return from_plain(ask("importers.sandbox", (_plain_name(name), format_id), content, timeout))


def ask(module: str, arguments: Sequence[str], content: bytes, timeout: float = TIMEOUT) -> dict[str, Any]:
    """What the module, run as a process of its own under `limit()`, answers about `content` in JSON.

    An answer `{"fault": …}` becomes UnreadableError, as does running out of time (seconds) or memory.
    """
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "MALLOC_ARENA_MAX": "2"}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=timeout, check=False, env=environment, cwd=ROOT
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(TOO_LONG) from error
    if done.returncode == OUT_OF_MEMORY:
        raise UnreadableError(TOO_BIG)
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise UnreadableError(_KILLED.get(done.returncode, FAILED)) from error
    if "fault" in answer:
        raise UnreadableError(str(answer["fault"]))
    return answer


def limit() -> None:
    """Hold this process to the memory, time and files that reading one report may take."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # It writes no files.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main(name: str, format_id: str) -> int:
    """The child's work: file from standard input, answer as JSON to standard output."""
    limit()
    from importers import read_file

    content = sys.stdin.buffer.read()
    try:
        answer = to_plain(read_file(name, content, format_id))
    except UnreadableError as error:
        answer = {"fault": str(error)}
    except MemoryError:
        return OUT_OF_MEMORY
    except RecursionError:
        answer = {"fault": BOMB}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
