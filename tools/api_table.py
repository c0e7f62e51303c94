"""The tables of `docs/api.md`, made from the addresses of the API, the scopes of tokens and the kinds of problems.

`python -m tools.api_table` prints them; with `--write` they replace those in the page.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from app import Settings, create_app
from services.people.programs import Scope
from tools.pages import DOCS, between
from web.api.openapi import describe
from web.api.problems import KINDS

PAGE = DOCS / "api.md"
BEGIN, END = "<!-- {name}: made by tools.api_table -->", "<!-- end of {name} -->"


def scopes() -> str:
    """What each scope lets a program do."""
    return "\n".join(["| scope | | |", "|---|---|---|", *(f"| `{s}` | {s.label} | {s.meaning} |" for s in Scope)])


def addresses() -> str:
    """Every address with the scope that it takes."""
    with TemporaryDirectory() as folder:
        app = create_app(Settings(Path(folder), accounts=True))
        paths = describe(app)["paths"]
        app.extensions["nianbao"].close()
    lines = ["| | address | scope | |", "|---|---|---|---|"]
    for path, methods in paths.items():
        for method, told in methods.items():
            needed = "none" if not told["security"] else told["security"][0]["token"]
            scope = needed if isinstance(needed, str) else f"`{needed[0]}`" if needed else "any"
            shown = path.removeprefix("/api/v1")
            lines.append(f"| {method.upper()} | `{shown}` | {scope} | {told['summary']} |")
    return "\n".join(lines)


def problems() -> str:
    """Every kind of problem."""
    lines = ["| | kind | has besides | |", "|---|---|---|---|"]
    for name, kind in KINDS.items():
        members = "、".join(f"`{member}`" for member in kind.members)
        lines.append(f"| {kind.status} | `{name}` | {members} | {kind.title}。{kind.meaning} |")
    return "\n".join(lines)


TABLES = {"scopes": scopes, "addresses": addresses, "problems": problems}


def replaced(page: str) -> str:
    """The page with its tables made anew. ValueError if it has not the marks."""
    for name, table in TABLES.items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        page = between(page, begin, end, f"{begin}\n\n{table()}\n\n{end}")
    return page


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(replaced(PAGE.read_text("utf-8")), "utf-8")
    else:
        print("\n\n".join(table() for table in TABLES.values()))
