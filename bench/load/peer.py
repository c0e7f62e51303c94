"""A page that does nothing, on the same web server: what the machine, the client and HTTP alone take."""

from __future__ import annotations

import socket

from flask import Flask, request
from waitress.server import create_server

from commands.serving import MOST_CONNECTIONS

app = Flask(__name__, static_folder=None)


@app.route("/", defaults={"path": ""}, methods=["GET", "POST"])
@app.route("/<path:path>", methods=["GET", "POST"])
def answer(path: str) -> str:
    """Read what was sent and say that all is well."""
    request.get_data()
    return f"{len(path)}"


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0))
    server = create_server(app, sockets=[listener], threads=8, connection_limit=MOST_CONNECTIONS)
    print(f"http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
    server.run()
