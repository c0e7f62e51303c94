"""A rendering in a process of its own ends within its limits, whatever it does, and says why in Chinese."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from report.errors import NianbaoError
from services.rendering_apart import (
    Limits,
    NotWantedError,
    RenderingFailedError,
    RenderingKilledError,
    made_apart,
)

WIDE = Limits(seconds=60, memory_mb=1024)


def hog() -> bytes:
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def children() -> set[str]:
    """The processes that this one has begun and not seen the end of."""
    tasks = Path(f"/proc/{os.getpid()}/task").iterdir()
    return {child for task in tasks for child in (task / "children").read_text().split()}


# Other tests in this process may have a browser or a server running.
OTHERS: set[str] = set()


@pytest.fixture(autouse=True)
def others() -> None:
    OTHERS.clear()
    OTHERS.update(children())


def no_children() -> bool:
    assert children() <= OTHERS
    return True


def test_it_gives_what_was_made_however_long() -> None:
    assert made_apart(lambda: b"x" * 3_000_000, WIDE) == b"x" * 3_000_000
    assert no_children()


def test_it_leaves_nothing_in_the_process_that_asked() -> None:
    changed: list[int] = []
    assert made_apart(lambda: changed.append(1) or b"done", WIDE) == b"done"
    assert changed == []


def test_a_refusal_arrives_in_its_own_words() -> None:
    def refuse() -> bytes:
        raise RenderingFailedError("字体没有这个字。", ("㙍",))

    with pytest.raises(RenderingFailedError, match="字体没有这个字。") as refused:
        made_apart(refuse, WIDE)
    assert refused.value.details == ("㙍",)


def test_whatever_takes_too_long_is_stopped() -> None:
    start = time.monotonic()
    with pytest.raises(RenderingFailedError, match="超过 1 秒，已停止"):
        made_apart(lambda: time.sleep(60) or b"", Limits(1, 1024))
    assert time.monotonic() - start < 10
    assert no_children()


def test_whatever_takes_too_much_memory_is_stopped() -> None:
    with pytest.raises(RenderingFailedError, match="内存超过 200 MB，已停止"):
        made_apart(hog, Limits(60, 200))
    assert no_children()


def test_a_fault_of_the_program_is_told_and_shown_in_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    def fault() -> bytes:
        raise ValueError("the reason")

    with pytest.raises(RenderingFailedError, match="程序出错"):
        made_apart(fault, WIDE)
    assert "ValueError: the reason" in capfd.readouterr().err


def test_a_killed_process_is_told_apart_from_a_refusal() -> None:
    with pytest.raises(RenderingKilledError, match="被系统终止"):
        made_apart(lambda: os.kill(os.getpid(), signal.SIGKILL) or b"", WIDE)


def test_what_nobody_wants_any_more_is_stopped() -> None:
    start = time.monotonic()
    with pytest.raises(NotWantedError):
        made_apart(lambda: time.sleep(60) or b"", WIDE, wanted=lambda: time.monotonic() - start < 0.5)
    assert time.monotonic() - start < 10


def test_every_error_is_one_that_people_can_be_told() -> None:
    assert issubclass(RenderingFailedError, NianbaoError)
