"""One tab of the editor as a page by itself: the real table, the real scripts, and nothing of the application.

Serves the page with the application's own content security policy, so that what it forbids fails here too.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from checks.model import browser_model
from report.format import ReportFormat
from report.layout import Slot, grid
from report.loading import load_format
from report.numbers import Value, plain, shown
from report.record import load_report, read_value, write_value
from report.report import Report

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


# A page without a policy: where a test plays the other program that something is copied from.
FREE = "/elsewhere"


@dataclass(frozen=True)
class Figures:
    """What a page shows: a format, one of its sections, this year's contents and last year's, by name."""

    format: ReportFormat
    section: str
    values: Mapping[str, Value] = field(default_factory=dict)
    last: Mapping[str, Value] = field(default_factory=dict)
    script: str = "probe.mjs"


def contents(report: Report) -> dict[str, Value]:
    """A report's figures by name, facts under `facts.…`."""
    return dict(report.values) | {f"facts.{name}": value for name, value in report.facts.items()}


def sample(name: str) -> Report:
    """One of the sample reports."""
    return load_report((ROOT / "samples" / f"{name}.json").read_bytes())


def typed(fmt: ReportFormat, values: Mapping[str, Any]) -> dict[str, Value]:
    """Contents from values as the file of record writes them."""
    problems: list[str] = []
    figures = dict(fmt.cell_index) | dict(fmt.fact_index)
    found = {n: read_value(v, figures[n].kind, figures[n].unit, n, problems) for n, v in values.items()}
    assert not problems
    return {name: value for name, value in found.items() if not value.is_blank}


def _input(figures: Figures, name: str, label: str) -> Markup:
    last = None if name in figures.format.fact_index else figures.last.get(name)
    value = figures.values.get(name, Value())
    described = Markup(' aria-describedby="last-{}"').format(name) if last else ""
    html = Markup(
        '<input id="{0}" name="{0}" data-cell="{0}" type="text" inputmode="numeric" autocomplete="off"'
        ' value="{1}" aria-label="{2}"{3}>'
    ).format(name, shown(value), label, described)
    if last:
        html += Markup('<span class="last" id="last-{}"><span class="visually-hidden">上年</span>{}</span>').format(
            name, shown(last)
        )
    return html


def _script(element_id: str, data: Any) -> Markup:
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return Markup('<script type="application/json" id="{}">{}</script>').format(element_id, Markup(text))


def page(figures: Figures) -> str:
    """The page as HTML."""
    fmt = figures.format
    section = fmt.section(figures.section)
    templates = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True)
    table = templates.get_template("macros/table.html").module.table  # type: ignore[attr-defined]  # a Jinja macro

    def cell(slot: Slot) -> Markup:
        return _input(figures, slot.cell, fmt.cell(slot.cell).title)

    tables = Markup("").join(
        Markup(
            '<div id="table-tools" class="table-tools" role="toolbar" aria-label="填表工具"></div>'
            '<div class="grid-scroll" role="region" aria-label="{}" tabindex="0">{}</div>'
            '<div id="equation-strip" class="equation-strip"></div>'
        ).format(one.name, table(grid(one), cell, live=True))
        for one in section.tables
    )
    fact_box = Markup(
        '<div class="fact"><label for="{0}">{1}</label> <span class="fact-cell" data-cell="{0}">{2}</span></div>'
    )
    facts = Markup("").join(
        fact_box.format(fact.name, fact.label, _input(figures, fact.name, fact.label)) for fact in section.facts
    )
    tabs = Markup("").join(
        Markup('<a data-tab="{0}" href="/{0}"{2}>{1}<span class="count"></span></a>').format(
            s.id, s.short, Markup(' aria-current="page"') if s is section else ""
        )
        for s in fmt.sections
    )
    data = Markup("").join(
        (
            _script("format-model", browser_model(fmt)),
            _script("values", {name: write_value(value) for name, value in figures.values.items()}),
            _script("last-year", {n: plain(v.number) for n, v in figures.last.items() if v.number is not None}),
        )
    )
    return Markup(
        """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{heading}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/vendor/bootstrap.min.css"><link rel="stylesheet" href="/static/app.css">
<link rel="stylesheet" href="/static/table.css"></head><body>
<main id="main"><div class="report-head"><div class="page-width wide">
<h1>示例市民政局 2023 年政府信息公开工作年度报告</h1>
<nav class="tabs" aria-label="报告的各部分">{tabs}</nav></div></div>
<div class="page-width wide"><div class="editor"><div class="editor-main">
<section class="card-box section-box"><h2>{heading}</h2>{tables}{facts}</section></div>
<aside class="editor-side" aria-label="审核结果"><section class="card-box"><h2>定稿前须处理</h2>
<div id="finding-summary"></div></section></aside></div></div></main>
<div id="announcer" class="visually-hidden" aria-live="polite"></div>{data}
<script type="module" src="/{script}"></script></body></html>"""
    ).format(heading=section.heading, tabs=tabs, tables=tables, facts=facts, data=data, script=escape(figures.script))


class _Handler(SimpleHTTPRequestHandler):
    """Serves `/static/…` and `/bench/…` of the project, scripts of this folder, and the pages that it is given."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".mjs": "text/javascript"}

    def __init__(self, *args: Any, pages: dict[str, str], **kwargs: Any) -> None:
        self.pages = pages
        super().__init__(*args, directory=str(ROOT), **kwargs)

    def end_headers(self) -> None:
        if self.path != FREE:
            self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def translate_path(self, path: str) -> str:
        name = unquote(urlsplit(path).path).lstrip("/")
        return str(ROOT / name if name.startswith(("static/", "bench/")) else HERE / name)

    def do_GET(self) -> None:
        html = self.pages.get(urlsplit(self.path).path)
        if html is None:
            super().do_GET()
            return
        body = html.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Quiet: what a test asks for is no news."""


@contextmanager
def served() -> Iterator[tuple[str, dict[str, str]]]:
    """`(address, pages)` of a server on this machine; put HTML into `pages` by path, and it is there."""
    pages = {FREE: "<!doctype html><html lang='zh-CN'><title>elsewhere</title><link rel='icon' href='data:,'></html>"}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, pages=pages))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", pages
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def figures_2021(section: str = "applications", sample_name: str = "demo-2023") -> Figures:
    """A sample of the format in force, without last year's figures."""
    return Figures(load_format("2021"), section, contents(sample(sample_name)))
