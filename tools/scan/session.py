"""Somebody of the demonstration signed in at a running server: the cookies, for wapiti to go on with.

    python -m tools.scan.session http://127.0.0.1:8000/ tianbao > cookies.json

Prints them as wapiti keeps cookies in files; with `--still cookies.json` instead of a login it only asks whether
they still let somebody in. Exits with 1 if not.
"""

from __future__ import annotations

import json
import re
import sys
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

from services.demo_people import PASSWORD

TIMEOUT_SECONDS = 30
LOCAL = {"127.0.0.1", "localhost"}
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


def cookies(address: str, login: str) -> CookieJar:
    """Signs in at `address`, on this machine only. ValueError for another machine, or if the person is not let in."""
    if urlsplit(address).scheme != "http" or urlsplit(address).hostname not in LOCAL:
        raise ValueError(f"only a server on this machine is scanned, not {address}")
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    page = urljoin(address, "sign-in")

    def read(content: bytes | None = None, where: str = page) -> str:
        with browser.open(where, content, TIMEOUT_SECONDS) as answer:
            text: str = answer.read().decode()
            return text

    found = _TOKEN.search(read())
    if found is None:
        raise ValueError(f"{page} has no form")
    form = {"csrf_token": found[1], "login": login, "password": PASSWORD}
    if "退出登录" not in read(urlencode(form).encode()):
        raise ValueError(f"{login} was not let in")
    # The first page after signing in has the cookie hold what its forms are checked against.
    read(where=address)
    return jar


def written(jar: CookieJar) -> str:
    """{host: {path: {name: attributes}}} as JSON."""
    found: dict[str, dict[str, dict[str, dict[str, object]]]] = {}
    for cookie in jar:
        attributes: dict[str, object] = {"value": cookie.value, "expires": None, "secure": False}
        attributes |= {"port": None, "version": 0}
        found.setdefault(cookie.domain, {}).setdefault(cookie.path, {})[cookie.name] = attributes
    return json.dumps(found)


def still(address: str, file: Path) -> None:
    """ValueError if the cookies of a file let nobody in any more: a scan with them saw only the page for signing in."""
    [paths] = json.loads(file.read_text(encoding="utf-8")).values()
    cookie = "; ".join(f"{name}={attributes['value']}" for name, attributes in paths["/"].items())
    with urlopen(Request(urljoin(address, "session"), headers={"Cookie": cookie}), timeout=TIMEOUT_SECONDS) as answer:
        if json.load(answer)["person"] is None:
            raise ValueError("the session ended during the scan")


if __name__ == "__main__":
    try:
        if sys.argv[2] == "--still":
            still(sys.argv[1], Path(sys.argv[3]))
        else:
            print(written(cookies(sys.argv[1], sys.argv[2])))
    except (OSError, ValueError) as error:
        sys.exit(str(error))
