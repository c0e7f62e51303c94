"""The worker processes: huey's consumer, forked from a process that has loaded and used all that documents need."""

from __future__ import annotations

import gc
import logging
import os
import signal

from exporters.document import Document
from report.errors import NianbaoError
from report.loading import load_formats
from report.report import Agency
from services.batch import list_batches, remove_old
from services.blank import blank_report
from services.exports import make
from services.queue import open_queue, workers_mark
from services.queue_tasks import Tasks, register
from services.rendering_apart import die_with_parent
from services.rendering_keys import fingerprint
from services.rendering_work import Installation, Workshop

log = logging.getLogger("nianbao.work")
# A worker without work looks into the queue so often: at first, and at last.
LOOK_SECONDS, IDLE_SECONDS = 0.02, 0.15
# So often the dead are replaced.
HEALTH_SECONDS = 1


def run_workers(installation: Installation) -> None:
    """Work until told to stop (SIGTERM, SIGINT); what is under way then is put back. QueueError if that fails."""
    queue = open_queue(installation.data_dir, installation.work)
    shop = Workshop(installation, queue)
    tasks = register(shop)
    with workers_mark(installation.data_dir):
        warm_up()
        go_on(shop, tasks)
        _end_together()
        consumer = queue.create_consumer(
            workers=installation.work.workers or os.cpu_count() or 1,
            worker_type="process",
            periodic=False,
            initial_delay=LOOK_SECONDS,
            max_delay=IDLE_SECONDS,
            health_check_interval=HEALTH_SECONDS,
            # Ctrl+C and a service manager mean the same: stop now, the work is not lost.
            shutdown_timeout=0,
        )
        consumer.run()


def warm_up() -> None:
    """Load every library and face by making each kind of file of an empty report once."""
    from exporters import EXPORTERS

    fingerprint()
    year = max(fmt.first_year for fmt in load_formats())
    report = blank_report(Agency("某市人民政府", "government"), year)
    for name in EXPORTERS:
        try:
            make(Document(report, draft=True), name)
        except NianbaoError as error:
            # The other kinds can be made; who asks for this one is told the same.
            log.warning("%s", error)
    # What is here now stays, so that forked processes share it instead of copying it at the first collection.
    gc.collect()
    gc.freeze()


def go_on(shop: Workshop, tasks: Tasks) -> None:
    """Take up the sets that a stop interrupted, and clear away old ones."""
    remove_old(shop.folder, shop.installation.work.keep_days)
    for batch in list_batches(shop.folder):
        if batch.state == "running":
            tasks.begin(batch.id)


def _end_together() -> None:
    """From here on every forked process is killed when the one that forked it is gone."""
    parents: list[int] = []
    os.register_at_fork(
        before=lambda: parents.append(os.getpid()),
        after_in_parent=parents.clear,
        after_in_child=lambda: die_with_parent(signal.SIGKILL, parents.pop()),
    )
