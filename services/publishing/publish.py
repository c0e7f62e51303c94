"""Publishing an approved version, signed or deliberately not; in the single way of working by whoever is there."""

from __future__ import annotations

from services import audit
from services.actor import Actor
from services.errors import Refusal
from services.flowing import require_no_flow
from services.people.model import Person, Source
from services.publishing.approved import Registry, approved_version, require_still
from services.publishing.record import Publication, is_signed, note_publication, publications_within
from services.stored import row_to_change
from services.workflow.acting import act
from services.workflow.table import Action

NOT_SIGNED = "还没有签章，没有发布。请先签章或上传已签文件，或者选定不签章发布。"
MUST_SIGN = "本单位的设置要求签章后才能发布（publication.require_signature），没有发布。"
NO_REASON = "以前发布过别的版本，这次是更正，没有发布。请写明更正的原因。"
ALREADY = "这一版已经发布过，没有再次发布。"
LONG_REASON = "更正的原因不能超过 {most} 字，没有发布。"
MOST_REASON = 2_000


class PublicationRefused(Refusal):
    """Nothing was published."""


def publish_alone(
    registry: Registry, report_id: str, number: int, actor: Actor, *, unsigned: bool = False, reason: str = ""
) -> Publication:
    """Publish the approved version, of this number, of a report that has no way (单机方式).

    `reason` says why it differs from what was published before. NotApproved, PublicationRefused, ChangeRefused.
    """
    _require_allowed(registry, unsigned)
    said = reason.strip()
    if len(said) > MOST_REASON:
        raise PublicationRefused(LONG_REASON.format(most=MOST_REASON))
    with registry.store.write() as tx:
        row_to_change(tx, report_id)
        require_no_flow(tx, report_id)
        version = require_still(tx, report_id, number)
        if not unsigned and not is_signed(tx, report_id, number):
            raise PublicationRefused(NOT_SIGNED)
        earlier = publications_within(tx, report_id)
        if earlier and earlier[-1].version == number and (unsigned or earlier[-1].signed):
            raise PublicationRefused(ALREADY)
        if earlier and earlier[-1].version != number and not said:
            raise PublicationRefused(NO_REASON)
        now = registry.store.now()
        made = note_publication(tx, report_id, version, unsigned, said, actor.name, now)
        after = {"version": number, "file": made.sha256, "signed": made.signed, "code": made.code, "reason": said}
        audit.record(tx, "report.publish", f"report:{report_id}", now, after=after, actor=actor)
    return made


def publish_on_way(
    registry: Registry, person: Person, report_id: str, number: int, source: Source, *, unsigned: bool = False
) -> None:
    """Publish the approved version as a step of the report's way. NotAllowed, StepRefused, PublicationRefused."""
    _require_allowed(registry, unsigned)
    with registry.store.read() as tx:
        if approved_version(tx, report_id).number != number:
            raise PublicationRefused(ALREADY)
    act(registry.store, person, report_id, Action.PUBLISH, source, unsigned=unsigned)


def _require_allowed(registry: Registry, unsigned: bool) -> None:
    if unsigned and registry.publication.require_signature:
        raise PublicationRefused(MUST_SIGN)
