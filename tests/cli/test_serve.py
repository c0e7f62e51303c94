"""`serve`: with accounts and on this machine only, unless asked otherwise; the demonstration apart from real data."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from app import Settings, create_app
from commands.serving import ROOT, data_dir
from report.errors import NianbaoError
from report.record import load_report
from services.reports import list_reports
from storage import StorageSettings, open_store
from tests.cli.helpers import cli


class Served:
    """A running server and what it has said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said = ""
        while "按 Ctrl+C 停止" not in self.said:
            self.said += process.stdout.readline() or pytest.fail(process.stderr.read())
        (self.address, *self.links) = re.findall(r"http://\S+/", self.said)

    def get(self, path: str = "", **headers: str) -> int:
        request = urllib.request.Request(self.address + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code

    def stop(self, how: int = signal.SIGTERM) -> str:
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=20)
        assert self.process.returncode == 0, err
        return str(out)


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    running = []

    def start(*arguments: object, **environment: str) -> Served:
        process = subprocess.Popen(
            [sys.executable, ROOT / "cli.py", "serve", "--port", "0", *map(str, arguments)],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return Served(process)

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_its_address_in_chinese_answers_there_and_stops(serve, tmp_path, how):
    served = serve("--data", tmp_path / "data")
    assert served.said.startswith("年报系统已启动：http://127.0.0.1:")
    assert f"数据放在 {tmp_path / 'data'}" in served.said
    assert served.get() == 200
    assert served.stop(how) == "已停止。\n"
    assert not (tmp_path / "data" / "nianbao.db-wal").exists()


def test_the_first_start_prints_a_link_that_makes_the_administrator_and_all_else_asks_to_sign_in(serve, tmp_path):
    served = serve("--data", tmp_path / "data")
    (link,) = re.findall(r"http://\S+/first/\S+", served.said)
    with urllib.request.urlopen(link, timeout=20) as page:
        assert "系统管理员" in page.read().decode()
    with urllib.request.urlopen(served.address, timeout=20) as page:
        assert page.url.startswith(f"{served.address}sign-in")


def test_alone_nobody_signs_in(serve, tmp_path):
    served = serve("--alone", "--data", tmp_path / "data")
    assert "/first/" not in served.said
    with urllib.request.urlopen(f"{served.address}reports/new", timeout=20) as page:
        assert page.url == f"{served.address}reports/new"


def test_it_answers_to_this_machines_names_only(serve, tmp_path):
    served = serve("--data", tmp_path / "data")
    port = served.address.rsplit(":", 1)[1].strip("/")
    assert served.get(Host=f"localhost:{port}") == 200
    assert served.get(Host="nianbao.example") == 400


def test_it_listens_on_this_machine_only(serve, tmp_path):
    served = serve("--data", tmp_path / "data")
    port = int(served.address.rsplit(":", 1)[1].strip("/"))
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.2", port), timeout=5):
        pass


def test_the_data_lies_where_the_environment_says(serve, tmp_path):
    serve(NIANBAO_DATA=str(tmp_path / "elsewhere")).stop()
    assert (tmp_path / "elsewhere" / "nianbao.db").exists()


def test_the_demonstration_holds_the_samples_and_leaves_the_real_data_alone(serve, tmp_path):
    real = tmp_path / "real"
    served = serve("--demo", "--data", tmp_path / "demo", NIANBAO_DATA=str(real), NIANBAO_DATABASE_URL="nosuch://x")
    assert "（演示）" in served.said
    assert served.get() == 200
    served.stop()
    assert not real.exists()
    shown = {report.agency_name for report in list_reports(open_store(StorageSettings(tmp_path / "demo")))}
    assert shown >= {load_report(file.read_bytes()).agency.name for file in (ROOT / "samples").glob("*.json")}


def test_two_servers_share_the_data(serve, tmp_path):
    first, second = serve("--data", tmp_path / "data"), serve("--data", tmp_path / "data")
    assert (first.get(), second.get()) == (200, 200)


def test_a_taken_port_is_told(serve, tmp_path):
    served = serve("--data", tmp_path / "data")
    port = served.address.rsplit(":", 1)[1].strip("/")
    ran = cli("serve", "--port", port, "--data", tmp_path / "other")
    assert (ran.code, ran.out) == (2, "")
    assert f"不能使用端口 {port}：端口已被占用" in ran.err
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "nianbao.example"])
def test_any_other_address_than_this_machines_is_refused(host, tmp_path):
    ran = cli("serve", "--host", host, "--port", "0", "--data", tmp_path / "data")
    assert (ran.code, ran.out) == (2, "")
    assert "只能在本机使用" in ran.err
    assert "nianbao.yaml" in ran.err


REACHED = "serve: {names: [nianbao.example], https: true, proxy: 127.0.0.1}"


@pytest.fixture
def reached(tmp_path):
    """A data folder whose settings let others in through a proxy."""
    folder = tmp_path / "reached"
    folder.mkdir()
    (folder / "nianbao.yaml").write_text(REACHED, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("option", "why"), [("--alone", "没有登录"), ("--demo", "密码人人知道")])
def test_nobody_else_reaches_what_has_no_accounts_or_known_passwords(option, why, reached):
    ran = cli("serve", option, "--port", "0", "--data", reached)
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err


def test_through_its_proxy_it_answers_to_its_name_with_cookies_for_https_alone(serve, reached):
    served = serve("--data", reached)
    forwarded = {"Host": "nianbao.example", "X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"{served.address}sign-in", headers=forwarded)
    with urllib.request.urlopen(request, timeout=20) as page:
        assert page.headers["Strict-Transport-Security"].startswith("max-age=")
        cookies = page.headers.get_all("Set-Cookie")
    assert cookies
    assert all(cookie.startswith("__Host-") and "Secure" in cookie and "Path=/" in cookie for cookie in cookies)


def test_whoever_comes_in_the_clear_from_another_machine_is_refused(serve, reached):
    served = serve("--data", reached)
    plain = {"Host": "nianbao.example", "X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "http"}
    assert served.get("sign-in", **plain) == 403
    assert served.get("sign-in") == 200


def test_without_a_proxy_nobodys_word_about_the_caller_counts(serve, tmp_path):
    application = create_app(Settings(tmp_path / "data", testing=True))
    assert application.config["SESSION_COOKIE_SECURE"] is False
    served = serve("--alone", "--data", tmp_path / "data")
    assert served.get(**{"X-Forwarded-Proto": "https", "X-Forwarded-Host": "nianbao.example"}) == 200
    assert served.get(Host="nianbao.example") == 400


def test_the_demonstration_is_refused_the_real_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path / "real"))
    (tmp_path / "real").mkdir()
    (tmp_path / "same").symlink_to(tmp_path / "real")
    for folder in ("real", "same"):
        with pytest.raises(NianbaoError, match="演示不能使用它"):
            data_dir(True, tmp_path / folder)
    assert data_dir(False, None) == tmp_path / "real"


def test_the_demonstration_has_a_folder_of_its_own(monkeypatch):
    monkeypatch.delenv("NIANBAO_DATA", raising=False)
    assert data_dir(True, None) == ROOT / "instance-demo"
    assert data_dir(False, None) == ROOT / "instance"


def test_a_damaged_database_is_told_and_nothing_is_served(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "nianbao.db").write_bytes(b"rubbish")
    ran = cli("serve", "--port", "0", "--data", tmp_path / "data")
    assert (ran.code, ran.out) == (2, "")
    assert "已损坏" in ran.err
    assert "Traceback" not in ran.err


def test_a_second_start_takes_less_than_three_seconds(serve, tmp_path):
    serve("--data", tmp_path / "data").stop()
    taken = []
    for _ in range(2):
        start = time.perf_counter()
        served = serve("--data", tmp_path / "data")
        assert served.get() == 200
        taken.append(time.perf_counter() - start)
        served.stop()
    assert min(taken) < 3
