"""`serve`: the pages; on this machine only, unless the settings say by which names and through which proxy else."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from report.errors import NianbaoError
from report.reasons import reason
from services.configuration import load_configuration
from services.configuration.serving import Serving
from services.configuration.work import Work
from services.logs import start_log
from services.queue_process import WorkerProcess

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ("127.0.0.1", "localhost")
# A browser keeps six open for minutes. Past the limit the next one gets no answer until others have closed theirs; a
# process may usually have 1024 files open, and the database needs some.
MOST_CONNECTIONS = 800


def real_data_dir() -> Path:
    """Where the real data lies: NIANBAO_DATA, else `instance/`."""
    return Path(os.environ.get("NIANBAO_DATA") or ROOT / "instance").absolute()


def data_dir(demo: bool, chosen: Path | None) -> Path:
    """The folder to serve. NianbaoError if the demonstration would get the real one."""
    if not demo:
        return (chosen or real_data_dir()).absolute()
    folder = (chosen or ROOT / "instance-demo").absolute()
    if folder.resolve() == real_data_dir().resolve():
        raise NianbaoError(f"{folder} 是正式数据的文件夹，演示不能使用它。请另选文件夹，或去掉 --demo。")
    return folder


def serve(demo: bool, host: str, port: int, chosen: Path | None, accounts: bool = True) -> int:
    """Serve the pages until stopped. NianbaoError if the port is taken or the data cannot be opened.

    Without `accounts` nobody signs in, so that it is for this machine only.
    """
    start_log()
    folder = data_dir(demo, chosen)
    reached = load_configuration(folder).get(Serving)
    _require_reachable(host, reached, accounts, demo)
    database = None if demo else os.environ.get("NIANBAO_DATABASE_URL") or None
    with _listening(host, port) as listener:
        port = listener.getsockname()[1]
        # Only here: the pages take a second to import, and other commands do without.
        from waitress.server import create_server

        from app import Settings, create_app
        from services.demo import load_demo
        from services.demo_people import load_county
        from services.people.first import first_link

        application = create_app(
            Settings(data_dir=folder, database_url=database, demo=demo, port=port, queued=True, accounts=accounts)
        )
        for fault in application.extensions["nianbao_fonts"].refused:
            print(f"注意：{fault}", file=sys.stderr)
        store, ahead = application.extensions["nianbao"], application.extensions.get("nianbao_ahead")
        if demo:
            load_demo(store)
            if accounts:
                load_county(store)
        link = first_link(store) if accounts else None
        server = create_server(
            application,
            sockets=[listener],
            ident="nianbao",
            threads=8,
            connection_limit=MOST_CONNECTIONS,
            asyncore_use_poll=True,
            max_request_body_size=application.config["MAX_CONTENT_LENGTH"],
            **_behind(reached.proxy),
        )
        # That some requests wait for a moment is no news for the terminal.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        # A service manager stops it as Ctrl+C does: what is under way is answered first.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        # They load what documents need while the first pages are answered.
        workers = _workers(folder, demo, application.extensions["nianbao_rendering"].installation.work)
        with suppress(KeyboardInterrupt):
            print(f"年报系统已启动{'（演示）' if demo else ''}：http://{host}:{port}/")
            if link:
                print("还没有系统管理员。请在一小时内打开下面的链接建立（只能用一次）：")
                print(f"http://{host}:{port}/first/{link}")
            print(f"数据放在 {folder}。按 Ctrl+C 停止。", flush=True)
            workers.start()
            server.run()
        if ahead is not None:
            ahead.stop()
        workers.stop()
        store.close()
    print("已停止。")
    return 0


def _require_reachable(host: str, reached: Serving, accounts: bool, demo: bool) -> None:
    """NianbaoError if others could come in who must not, or their passwords would cross the network in the clear."""
    beyond = host not in LOCAL
    if (beyond or reached.names) and not accounts:
        raise NianbaoError(
            "单机使用（--alone）没有登录，只能在本机使用：请去掉 --host 和设置文件中的 serve，或去掉 --alone。"
        )
    if (beyond or reached.names) and demo:
        raise NianbaoError("演示的密码人人知道，只能在本机使用：请去掉 --host 和设置文件中的 serve。")
    if beyond and not reached.names:
        raise NianbaoError(
            f"没有设置其他电脑用什么名称访问，只能在本机使用：--host 只能是 {'、'.join(LOCAL)}，不能是“{host}”。"
            f"要供其他电脑使用，请先在 nianbao.yaml 中写 serve（见 docs/configuration.md）。"
        )


def _behind(proxy: str) -> dict[str, Any]:
    """Settings of the server for a proxy whose word about the caller counts; nobody else's does."""
    if not proxy:
        return {}
    headers = {"x-forwarded-for", "x-forwarded-proto"}
    return {"trusted_proxy": proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": headers}


def _workers(folder: Path, demo: bool, work: Work) -> WorkerProcess:
    """The process that makes documents, ended with this one; none if the settings say that somebody else starts it."""
    command = [sys.executable, str(ROOT / "cli.py"), "work", "--data", str(folder), "--parent", str(os.getpid())]
    return WorkerProcess([*command, *(["--demo"] if demo else [])] if work.with_serve else [])


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address, so that a taken port is told before anything is opened."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise NianbaoError(
            f"不能使用端口 {port}：{reason(error)}。可能已经启动了一份，请先在浏览器中查看；或用 --port 换一个端口。"
        ) from error
    return listener
