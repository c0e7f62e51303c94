"""An installation with one report in 定稿, and keys of people who may be trusted or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.actor import Actor
from services.configuration.site import Site
from services.exports import make
from services.finish import finish
from services.publishing.approved import Registry
from services.publishing.signing import Asked
from services.rendering_documents import stored_document
from services.reports import import_report
from tests.services.helpers import sample
from tests.signing.authority import DAY, PASSPHRASE, issue, packed, private_key, root

WHO = Actor(name="张三", via="web")


def key(**more) -> bytes:
    """A key that is good today: signing goes by the clock."""
    today = datetime.now(UTC)
    told = {"begins": today - DAY, "ends": today + DAY} | more
    return packed(issue("示例市民政局", private_key("ec", "signer"), root(), **told), root())


class Office:
    """What somebody at the page does, in one line each."""

    def __init__(self, registry: Registry) -> None:
        self.registry, self.store = registry, registry.store
        self.report_id = import_report(self.store, sample("demo"), "张三")

    def finish(self) -> int:
        return finish(self.store, self.report_id, "张三").number

    def make(self, place: str):
        """The final PDF, made at once."""

        def made(version):
            document = stored_document(self.store, self.report_id, version.report, False, Site())
            return make(replace(document, signature=place), "pdf")

        return made

    def asked(self, **more) -> Asked:
        return Asked(**({"secret": bytearray(PASSPHRASE.encode()), "key": key(), "with_seal": False} | more))

    def trust(self) -> None:
        """Trust the authority of the tests."""
        folder = self.registry.data_dir / "roots"
        folder.mkdir(exist_ok=True)
        (folder / "root.pem").write_bytes(root().pem)


@pytest.fixture
def registry(store, tmp_path: Path) -> Registry:
    return Registry(store, tmp_path / "data")


@pytest.fixture
def office(registry: Registry) -> Office:
    return Office(registry)
