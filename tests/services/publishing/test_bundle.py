"""A publication as one ZIP: all its forms, their hashes, and what was corrected; the same bytes each time."""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import sha256

import pytest

from exporters.document import Document
from services import audit
from services.batch_names import stem
from services.exports import make
from services.publishing.bundle import bundle
from services.publishing.files import NoSuchFile, find_file
from services.publishing.publish import publish_alone
from services.publishing.record import list_publications
from services.publishing.signing import sign_version
from tests.services.publishing.conftest import WHO
from tests.services.publishing.test_publishing import correct, plain, publish, report


def packed(office, publication_id, render=lambda version, kind: make(Document(version.report), kind)):
    return bundle(office.registry, office.report_id, publication_id, render, WHO)


def contents(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def test_it_holds_the_signed_pdf_and_every_form_with_their_hashes(office):
    number = office.finish()
    kept = sign_version(office.registry, office.report_id, office.asked(), office.make("box"), WHO)
    made = publish_alone(office.registry, office.report_id, number, WHO)
    head = str(audit.head(office.store))
    name, archive = packed(office, made.id)
    files, title = contents(archive), stem(Document(report(office)))
    assert name == f"{title}_第{number}版.zip"
    ends = ("pdf", "html", "docx", "json", "csv", "xlsx")
    assert list(files) == [*(f"{title}.{end}" for end in ends), "发布信息.json", "SHA256SUMS"]
    assert files[f"{title}.pdf"] == find_file(office.registry, office.report_id, kept.id)[1]
    sums = dict(reversed(line.split("  ", 1)) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: sha256(files[name]).hexdigest() for name in files if name != "SHA256SUMS"}
    facts = json.loads(files["发布信息.json"])
    assert (facts["signer"], facts["check_code"], facts["audit_head"]) == ("示例市民政局", made.code, head)
    assert facts["corrects"] is None


def test_it_is_made_once_and_the_same_ever_after(office):
    number = office.finish()
    plain_file = plain(office)
    made = publish(office, number, unsigned=True)
    first = packed(office, made.id)
    assert first == packed(office, made.id, lambda *_: b"another program")
    assert plain_file in contents(first[1]).values()


def test_a_correction_comes_with_a_page_of_what_and_why(office):
    first = publish(office, office.finish(), unsigned=True)
    number = correct(office)
    second = publish(office, number, unsigned=True, reason="落款 <b>写错</b>")
    files = contents(packed(office, second.id)[1])
    page = files["更正说明.html"].decode()
    assert "更正后的落款" in page
    assert "落款 &lt;b&gt;写错&lt;/b&gt;" in page
    assert first.code in page
    assert second.code in page
    assert json.loads(files["发布信息.json"])["corrects"]["check_code"] == first.code
    assert "更正说明.html" not in contents(packed(office, first.id)[1])


def test_what_was_not_published_has_none(office):
    office.finish()
    assert list_publications(office.store, office.report_id) == []
    with pytest.raises(NoSuchFile):
        packed(office, 1)
