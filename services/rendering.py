"""Finished files for the pages: there at once if they were made, else asked for from the workers; nothing blocks."""

from __future__ import annotations

import time
from dataclasses import dataclass

from exporters.document import Document
from services.queue import no_queue, open_queue, queue_explained, workers_are_there
from services.queue_tasks import asked, register
from services.rendering_keys import key, pack
from services.rendering_work import Installation, Workshop
from storage import Store

# A restart of the workers takes some seconds; without any after that the person is told.
PATIENCE_SECONDS = 20
# Work that nobody has finished by then is asked for once more.
FORGOTTEN_SECONDS = 600
NO_WORKERS = "生成文件的进程没有运行，没有生成。请重新启动年报系统；单独运行的，请启动 cli.py work。"


@dataclass(frozen=True)
class Ready:
    """The file."""

    content: bytes


@dataclass(frozen=True)
class Waiting:
    """It is being made, or waits for its turn."""


@dataclass(frozen=True)
class Failed:
    """It could not be made; asking again tries again."""

    message: str
    details: tuple[str, ...] = ()


Answer = Ready | Waiting | Failed


class Rendering:
    """Finished files, made by worker processes; or, `here`, in this very process while it is asked."""

    def __init__(self, installation: Installation, store: Store, *, here: bool = False) -> None:
        self.installation = installation
        self.here = here
        queue = no_queue() if here else open_queue(installation.data_dir, installation.work)
        self.shop = Workshop(installation, queue, store)
        self.tasks = register(self.shop)

    def ask(self, document: Document, name: str) -> Answer:
        """The file if it is there; else it is asked for, once however often this is called, and then waited for.

        QueueError if the queue cannot be used.
        """
        named = key(document, name)
        if (content := self.shop.kept.get(named)) is not None:
            return Ready(content)
        queue, note = self.shop.queue, asked(named)
        with queue_explained():
            if queue.put_if_empty(note, {"at": time.time()}):
                self.tasks.render(named, name, pack(document))
            state = queue.get(note, peek=True)
            if state is None:
                # It was finished just now.
                content = self.shop.kept.get(named)
                return Waiting() if content is None else Ready(content)
            if "failed" in state:
                queue.delete(note)
                return Failed(state["failed"], tuple(state["details"]))
            waited = time.time() - state["at"]
            if waited > FORGOTTEN_SECONDS:
                queue.put(note, {"at": time.time()})
                self.tasks.render(named, name, pack(document))
        if waited > PATIENCE_SECONDS and not self.alive():
            return Failed(NO_WORKERS)
        return Waiting()

    def alive(self) -> bool:
        """Whether there is anybody to do the work."""
        return self.here or workers_are_there(self.installation.data_dir)
