"""`serve` and `work` with worker processes: started, replaced when they die, and never left behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from services.queue import workers_are_there
from tests.cli.helpers import ROOT, cli

PATIENCE = 90


def until(happened: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.1)


def descendants(process: int) -> list[int]:
    done = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False)
    found = [int(line) for line in done.stdout.split()]
    return found + [other for child in found for other in descendants(child)]


def lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Running:
    """A command of the program that goes on, and what it said at first."""

    def __init__(self, *arguments: object) -> None:
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "cli.py", *map(str, arguments)], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()

    def family(self) -> list[int]:
        return descendants(self.process.pid)


@pytest.fixture
def run() -> Iterator[Callable[..., Running]]:
    running: list[Running] = []

    def start(*arguments: object) -> Running:
        running.append(Running(*arguments))
        return running[-1]

    yield start
    for one in running:
        family = one.family()
        one.process.kill()
        one.process.communicate()
        until(lambda family=family: not any(map(lives, family)), "nothing is left running")


@pytest.fixture
def two_workers(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "nianbao.yaml").write_text("work: {workers: 2}", encoding="utf-8")
    return folder


def working(served: Running) -> list[int]:
    """The program, the consumer, its scheduler and two workers; all but the program itself."""
    until(lambda: len(served.family()) == 4 or served.process.poll() is not None, "the workers run")
    assert served.process.poll() is None
    return served.family()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_when_serve_stops_nothing_is_left_running(run, two_workers, how):
    served = run("serve", "--port", "0", "--data", two_workers)
    family = working(served)
    assert workers_are_there(two_workers)
    served.process.send_signal(how)
    assert served.process.wait(30) == 0
    assert not any(map(lives, family))
    assert not workers_are_there(two_workers)


def test_when_serve_is_killed_nothing_is_left_running(run, two_workers):
    served = run("serve", "--port", "0", "--data", two_workers)
    family = working(served)
    served.process.kill()
    until(lambda: not any(map(lives, family)), "the workers ended")


def test_stopped_while_workers_warm_up_nothing_is_left_running(run, two_workers):
    served = run("serve", "--port", "0", "--data", two_workers)
    until(served.family, "the workers' process is there")
    family = served.family()
    served.process.terminate()
    assert served.process.wait(30) == 0
    assert not any(map(lives, family))


def test_a_process_of_workers_that_dies_is_started_again(run, two_workers):
    served = run("serve", "--port", "0", "--data", two_workers)
    consumer = working(served)[0]
    os.kill(consumer, signal.SIGKILL)

    def others_run():
        family = served.family()
        return len(family) == 4 and family[0] != consumer

    until(others_run, "others run")


def asked_for_pdf(served: Running) -> str:
    """The address of a file that was not there when it was asked for: the page said at once that it is being made."""
    (address,) = re.findall(r"http://\S+/", served.said)
    with urllib.request.urlopen(address, timeout=30) as response:
        report_id = re.findall(r"/reports/([0-9a-f]{32})/", response.read().decode())[0]
    file = f"{address}reports/{report_id}/export/pdf"
    with urllib.request.urlopen(file, timeout=30) as response:
        assert response.status == 202
    return file


def fetched(file: str) -> bytes:
    """The file, once it is made."""
    content = b""

    def made() -> bool:
        nonlocal content
        with urllib.request.urlopen(file, timeout=30) as response:
            content = response.read() if response.status == 200 else b""
        return bool(content)

    until(made, "the file is made")
    return content


def test_a_click_on_a_new_file_is_answered_at_once_and_then_gets_the_file(run, two_workers):
    served = run("serve", "--demo", "--alone", "--port", "0", "--data", two_workers)
    assert fetched(asked_for_pdf(served)).startswith(b"%PDF-")


@pytest.mark.slow
def test_a_file_is_made_after_all_when_every_process_that_makes_files_is_killed_at_it(run, two_workers):
    served = run("serve", "--demo", "--alone", "--port", "0", "--data", two_workers)
    consumer, *others = working(served)
    file = asked_for_pdf(served)
    until(lambda: len(served.family()) > 1 + len(others), "the rendering has begun")
    at_work = served.family()
    os.kill(consumer, signal.SIGKILL)
    until(lambda: not any(map(lives, at_work)), "all of them ended")
    assert fetched(file).startswith(b"%PDF-")
    made = [file for file in two_workers.glob("exports/[0-9a-f][0-9a-f]/*") if not file.name.startswith(".")]
    for whole in made:
        head, _, content = whole.read_bytes().partition(b"\n")
        assert head.split()[-1] == sha256(content).hexdigest().encode()


def test_serve_leaves_the_workers_to_others_where_the_settings_say_so(run, two_workers):
    (two_workers / "nianbao.yaml").write_text("work: {with_serve: false, workers: 1}", encoding="utf-8")
    served = run("serve", "--port", "0", "--data", two_workers)
    apart = run("work", "--data", two_workers, "--workers", "2")
    assert apart.said.startswith("生成文件的进程已启动")
    until(lambda: len(apart.family()) == 3, "the workers run apart")
    assert served.family() == []
    apart.process.terminate()
    assert apart.process.communicate(timeout=30)[0] == "已停止。\n"
    assert apart.process.returncode == 0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("work: {backend: mysql}", "work.backend"),
        ("work: {backend: redis}", "work.address"),
        ("work: {address: x}", "work.address"),
        ("work: {seconds: 0}", "work.seconds"),
        ("work: {memory_mb: 1}", "work.memory_mb"),
        ("work: {threads: 3}", "不认识的键"),
    ],
)
def test_a_setting_that_cannot_be_is_told(two_workers, settings, words):
    (two_workers / "nianbao.yaml").write_text(settings, encoding="utf-8")
    ran = cli("work", "--data", two_workers)
    assert ran.code == 2
    assert words in ran.err
    assert "nianbao.yaml" in ran.err
    assert "Traceback" not in ran.err


def test_a_damaged_queue_is_told_with_the_way_out(two_workers):
    (two_workers / "queue.db").write_bytes(b"no database" * 100)
    ran = cli("work", "--data", two_workers)
    assert ran.code == 2
    assert "queue.db" in ran.err
    assert "停止程序后删除它" in ran.err
