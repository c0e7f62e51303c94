"""Signing as people ask for it: what an installation is set to, and what is seen in the place that was left."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from report.report import Report
from services.configuration.signing import SigningSettings
from services.exports import make, to_export
from signing.certificates import shown_time
from signing.errors import SigningError
from signing.pades import LEVELS, Drawing, Key, Options, nothing, place_for_signature, prepare, sign
from signing.picture import USUAL_MM, check_seal, check_size
from signing.timestamps import TimestampServer
from signing.trust import Trust, read_trust

NO_PLACE = "这个 PDF 没有给印章留位置，放不上印章图片。请导出时选择留印章的位置，或不用图片签名。"
NO_LEVEL = "设置中的 signing.level 是“{level}”，可用：{levels}。"
# A place this much wider than high is for words; one for a seal is square.
_WIDE = 1.5


def trusted(settings: SigningSettings, data_dir: Path) -> Trust:
    """Whom the installation trusts; nobody if it has no such folder. NianbaoError names a file that does not belong."""
    folder = settings.roots_folder(data_dir)
    return read_trust(folder) if folder else Trust()


def sign_report(
    pdf: bytes,
    key: Key,
    settings: SigningSettings,
    trust: Trust,
    *,
    picture: bytes | None = None,
    diameter: float = USUAL_MM,
    at: datetime | None = None,
) -> bytes:
    """The PDF signed as the installation is set, with the seal `picture` (PNG or SVG; millimetres) in its place.

    Without a picture a box left for words gets them, and a place for a seal stays blank. The passphrase of `key` is
    wiped. SigningError or UnreadablePdfError if nothing was signed.
    """
    secret = getattr(key, "passphrase", None) or getattr(key, "pin", None)
    try:
        if settings.level not in LEVELS:
            raise SigningError(NO_LEVEL.format(level=settings.level, levels="、".join(LEVELS)))
        server = TimestampServer(settings.timestamp_url, settings.timestamp_seconds) if settings.timestamp_url else None
        options = Options(settings.level, server, trust, _drawing(pdf, picture, diameter), at=at)
        return sign(pdf, key, options)
    finally:
        if secret is not None:
            secret.wipe()


def prepare_report(report: Report, place: str, previous: Report | None = None) -> bytes:
    """The final PDF of a report with a `place` for a signature, a name of `exporters.document.SIGNATURES`.

    ExportRefused while a finding bars it; NianbaoError for what the exporter or signing refuses.
    """
    document = to_export(report, False, previous, (previous,) if previous else ())
    return prepare(make(replace(document, signature=place), "pdf"))


def _drawing(pdf: bytes, picture: bytes | None, diameter: float) -> Drawing:
    # The typesetting takes a second to load, and a signature that is not seen does without.
    from exporters.appearance import draw_box, draw_seal

    place = place_for_signature(pdf)
    if picture is not None:
        seal = check_seal(picture)
        check_size(diameter)
        if place is None:
            raise SigningError(NO_PLACE)
        drawn = draw_seal(seal.content, seal.media_type, diameter)
        return lambda _signer, _at: drawn
    if place is None or place[0] < _WIDE * place[1]:
        return nothing
    return lambda signer, at: draw_box(("电子签名", f"签名人：{signer}", f"时间：{shown_time(at)}"))
