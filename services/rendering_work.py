"""What a worker does with one file: make it within its limits, unless it is there already, and keep it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from huey import Huey

from exporters.document import Document
from services.configuration.site import Site
from services.configuration.verification import Verification
from services.configuration.work import Work
from services.exports import make
from services.rendering_apart import Limits, RenderingFailedError, RenderingKilledError, made_apart
from services.rendering_cache import Kept
from services.rendering_keys import key
from storage import StorageSettings, Store, open_store

EXPORTS = "exports"
# A file that nobody waits for is made when the processor has nothing better to do.
POLITE = 10


@dataclass(frozen=True)
class Installation:
    """Where the data of an installation lies, how its documents are made, where they are published and verified."""

    data_dir: Path
    work: Work
    database_url: str | None = None
    site: Site = field(default_factory=Site)
    verification: Verification = field(default_factory=Verification)


class Workshop:
    """What workers share with the pages: queue and finished files; and the reports, opened when first needed."""

    def __init__(self, installation: Installation, queue: Huey, store: Store | None = None) -> None:
        self.installation = installation
        self.queue = queue
        self.folder = installation.data_dir / EXPORTS
        self._store = store
        self.kept = Kept(self.folder, installation.work.cache_mb * 1024 * 1024)

    @cached_property
    def store(self) -> Store:
        """The reports. For use in one process only: a connection must not be forked."""
        return self._store or open_store(StorageSettings(self.installation.data_dir, self.installation.database_url))


def file_of(
    shop: Workshop, document: Document, name: str, nice: int = 0, wanted: Callable[[], bool] = lambda: True
) -> bytes:
    """The document as a file of kind `name`, made if it is not kept; in a worker by a process of its own.

    A process killed from outside is given one more chance. RenderingFailedError with a sentence for people;
    NotWantedError if `wanted()` turns false; StorageError if the file cannot be kept.
    """
    named = key(document, name)
    work = shop.installation.work
    with shop.kept.making(named):
        content = shop.kept.get(named)
        if content is None:
            content = _made(shop, partial(make, document, name), Limits(work.seconds, work.memory_mb, nice), wanted)
            shop.kept.put(named, content)
    return content


def _made(shop: Workshop, making: Callable[[], bytes], limits: Limits, wanted: Callable[[], bool]) -> bytes:
    if shop.queue.immediate:
        # Without workers there is no process that could be forked safely.
        return making()
    try:
        return made_apart(making, limits, wanted)
    except RenderingKilledError:
        return made_apart(making, limits, wanted)


def check_program(document: Document, name: str, asked: str) -> None:
    """RenderingFailedError if whoever asked runs another program than this worker: they would never meet."""
    if key(document, name) != asked:
        raise RenderingFailedError("程序或字体在运行中更换过，没有生成。请重新启动年报系统后再试。")
