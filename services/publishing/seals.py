"""The picture of an agency's seal: kept in the data folder, for those who sign, and never in a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from PIL import Image

from services import audit
from services.actor import Actor
from services.publishing.approved import Registry
from services.stored import live_row
from signing.picture import USUAL_MM, check_seal, check_size
from storage import publishing as stored
from storage import queries
from storage import workflow as stored_workflow
from storage.blobs import get_blob, put_blob
from storage.store import Transaction

SHOWN_PIXELS = 300


@dataclass(frozen=True)
class SealPicture:
    """A seal: its picture (PNG or SVG), the diameter in millimetres, and who kept it when."""

    content: bytes
    media_type: str
    diameter: int
    sha256: str
    who: str
    at: datetime


def keep_seal(
    registry: Registry, report_id: str, content: bytes, actor: Actor, diameter: int = USUAL_MM
) -> tuple[str, ...]:  # fmt: skip
    """Keep the seal of the agency of a report in place of an earlier one; returns what a person should look at.

    PictureError if it cannot serve as a seal; then the earlier one stays.
    """
    seal = check_seal(content)
    check_size(diameter)
    with registry.store.write() as tx:
        owner, now = owner_of(tx, report_id), registry.store.now()
        digest = put_blob(registry.data_dir, seal.content)
        stored.drop_seal(tx, owner)
        queries.add(
            tx,
            stored.SealRow(
                owner=owner, sha256=digest, media_type=seal.media_type, diameter=diameter, who=actor.name, at=now
            ),
        )  # fmt: skip
        audit.record(tx, "seal.keep", f"report:{report_id}", now, after={"seal": digest, "mm": diameter}, actor=actor)
    return seal.advice


def drop_seal(registry: Registry, report_id: str, actor: Actor) -> None:
    """Use the seal no more. Its bytes stay with what was signed with it."""
    with registry.store.write() as tx:
        stored.drop_seal(tx, owner_of(tx, report_id))
        audit.record(tx, "seal.drop", f"report:{report_id}", registry.store.now(), actor=actor)


def find_seal(registry: Registry, report_id: str) -> SealPicture | None:
    """The seal of the agency of a report, None if there is none. StorageError if it is not what was kept."""
    with registry.store.read() as tx:
        row = stored.seal(tx, owner_of(tx, report_id))
        if row is None:
            return None
        content = get_blob(registry.data_dir, row.sha256)
        return SealPicture(content, row.media_type, row.diameter, row.sha256, row.who, row.at)


def small_picture(seal: SealPicture) -> tuple[bytes, str]:
    """The seal as a page may show it, and its media type: a PNG too small to be printed."""
    if seal.media_type != "image/png":
        return seal.content, seal.media_type
    with Image.open(BytesIO(seal.content)) as picture:
        picture.thumbnail((SHOWN_PIXELS, SHOWN_PIXELS))
        shown = BytesIO()
        picture.save(shown, "PNG")
    return shown.getvalue(), "image/png"


def owner_of(tx: Transaction, report_id: str) -> str:
    """Whose seal goes on a report. ReportNotFound."""
    row, flow = live_row(tx, report_id), stored_workflow.flow(tx, report_id)
    return flow.agency_id if flow is not None else f"name:{row.agency_name}"
