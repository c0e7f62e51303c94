"""The kinds of work there are in the queue, and what becomes of work that was broken off."""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huey import signals

from report.errors import NianbaoError
from services import batch_work
from services.rendering_apart import NotWantedError
from services.rendering_documents import draft_document
from services.rendering_keys import key, pack, unpack
from services.rendering_work import POLITE, Workshop, check_program, file_of
from services.reports import open_draft

log = logging.getLogger("nianbao.work")

# Whoever clicks comes first, then sets, then what is made ahead.
CLICK, SET, AHEAD = 100, 50, 10
FLIGHT = "flight:"
BROKEN_OFF = "生成文件的进程反复中断，没有生成。请稍后再试；仍不行的，请告诉维护人员。"


@dataclass(frozen=True)
class Tasks:
    """Put work into the queue: each is called with what the function of that name below takes after `shop`."""

    render: Callable[..., Any]
    ahead: Callable[..., Any]
    begin: Callable[..., Any]
    item: Callable[..., Any]
    assemble: Callable[..., Any]


def asked(named: str) -> str:
    """Where the queue notes that somebody waits for a file: {"at": seconds}, or {"failed": why, "details": [...]}."""
    return f"file:{named}"


def newest(report_id: str) -> str:
    """Where the queue notes which work ahead for a report is not outdated."""
    return f"ahead:{report_id}"


def register(shop: Workshop) -> Tasks:
    """Make the kinds of work known to the queue of `shop`. Work that fails unexpectedly is tried once more."""
    queue = shop.queue

    def task(name: str, priority: int, work: Callable[..., None]) -> Callable[..., Any]:
        def run(*arguments: Any) -> None:
            work(shop, *arguments)

        made: Callable[..., Any] = queue.task(name=name, priority=priority, retries=1)(run)
        return made

    def ahead(shop: Workshop, report_id: str, generation: str) -> None:
        make_ahead(shop, report_id, generation, tasks)

    def begin(shop: Workshop, batch: str) -> None:
        batch_work.begin(shop, batch, tasks.item, tasks.assemble)

    def item(shop: Workshop, batch: str, number: int) -> None:
        if batch_work.make_item(shop, batch, number):
            tasks.assemble(batch)

    tasks = Tasks(
        render=task("render", CLICK, render),
        ahead=task("ahead", AHEAD, ahead),
        begin=task("begin", SET, begin),
        item=task("item", SET, item),
        assemble=task("assemble", SET, batch_work.assemble),
    )
    _watch(shop)
    return tasks


def render(shop: Workshop, named: str, name: str, packed: bytes, report_id: str = "", generation: str = "") -> None:
    """Make one file. With a `generation` it is made ahead, and given up when there is a newer one."""
    document = unpack(packed)

    def wanted() -> bool:
        return not generation or shop.queue.get(newest(report_id), peek=True) == generation

    try:
        if not wanted():
            return
        check_program(document, name, named)
        file_of(shop, document, name, POLITE if generation else 0, wanted)
    except NotWantedError:
        return
    except NianbaoError as error:
        if generation:
            # Whoever clicks will be told; until then it concerns nobody.
            log.info("not made ahead: %s", error)
            return
        details = list(getattr(error, "details", ()))
        shop.queue.put(asked(named), {"failed": str(error), "details": details})
        return
    if not generation:
        shop.queue.delete(asked(named))


def make_ahead(shop: Workshop, report_id: str, generation: str, tasks: Tasks) -> None:
    """Put every kind of file of a report that is not there into the queue."""
    from exporters import EXPORTERS

    try:
        document = draft_document(
            shop.store, open_draft(shop.store, report_id), shop.installation.site, shop.installation.verification
        )
    except NianbaoError as error:
        log.info("not made ahead: %s", error)
        return
    packed = pack(document)
    for name in EXPORTERS:
        named = key(document, name)
        if not shop.kept.has(named):
            tasks.render(named, name, packed, report_id, generation, priority=AHEAD)


def _watch(shop: Workshop) -> None:
    """Note what each process is at, so that the work of one that is killed is found and done by another."""
    queue = shop.queue

    def begun(_: str, task: Any) -> None:
        queue.put(_flight(), queue.serialize_task(task))

    def done(_: str, __: Any) -> None:
        queue.delete(_flight())

    def interrupted(_: str, task: Any) -> None:
        # Stopped with the program: whoever starts next goes on. It may have been within a transaction of the queue.
        queue.storage.close()
        queue.enqueue(task)
        queue.delete(_flight())

    def failed(_: str, task: Any, __: Exception) -> None:
        queue.delete(_flight())
        if not task.retries:
            _give_up(shop, task)

    queue.signal(signals.SIGNAL_EXECUTING)(begun)
    queue.signal(signals.SIGNAL_COMPLETE, signals.SIGNAL_CANCELED)(done)
    queue.signal(signals.SIGNAL_INTERRUPTED)(interrupted)
    queue.signal(signals.SIGNAL_ERROR)(failed)
    queue.on_startup("recover")(lambda: recover_broken_off(shop))


def recover_broken_off(shop: Workshop) -> None:
    """Put work of processes that were killed back into the queue, once; after that it is given up, and says so."""
    queue = shop.queue
    for noted in list(queue.storage.result_items()):
        name = noted.decode() if isinstance(noted, bytes) else noted
        if not name.startswith(FLIGHT) or _is_running(name):
            continue
        message = queue.get(name)
        if message is None:
            continue
        task = queue.deserialize_task(message)
        if task.retries:
            task.retries -= 1
            log.warning("work of a killed process begins anew: %s", task.name)
            queue.enqueue(task)
        else:
            _give_up(shop, task)


def _give_up(shop: Workshop, task: Any) -> None:
    match task.name, task.args:
        case "render", (named, _, _):
            shop.queue.put(asked(named), {"failed": BROKEN_OFF, "details": []})
        case "item", (batch, number):
            batch_work.fail_item(shop, batch, number, BROKEN_OFF)
        case "assemble" | "begin", (batch,):
            batch_work.fail(shop, batch, BROKEN_OFF)


def _flight() -> str:
    return FLIGHT + json.dumps([socket.gethostname(), os.getpid(), _started(os.getpid())])


def _is_running(name: str) -> bool:
    """Whether the process of a note lives. On another machine it is taken to."""
    host, process, started = json.loads(name.removeprefix(FLIGHT))
    return bool(host != socket.gethostname() or _started(process) == started)


def _started(process: int) -> int:
    """When a process began, in ticks since the machine did; 0 if there is none of that number."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19])
    except (FileNotFoundError, ProcessLookupError):
        return 0
