"""Pictures through the pages: sent by a person, shown to the pages of their own report."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image


def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (30, 20), "navy").save(file, "PNG")
    return file.getvalue()


def send(person, report_id, content=None, name="图.png", token=None):
    form = {"picture": (BytesIO(png() if content is None else content), name)}
    headers = {"X-CSRFToken": person.token() if token is None else token, "Accept": "application/json"}
    return person.client.post(f"/reports/{report_id}/pictures", data=form, headers=headers)


@pytest.fixture
def report_id(person):
    return person.new()


def test_a_picture_is_taken_and_shown(person, report_id):
    sent = send(person, report_id)
    assert sent.status_code == 201
    assert (sent.json["width"], sent.json["height"]) == (30, 20)
    shown = person.client.get(sent.json["address"])
    assert shown.mimetype == "image/png"
    assert Image.open(BytesIO(shown.data)).size == (30, 20)


def test_it_is_served_so_that_nothing_else_can_be_made_of_it(person, report_id):
    shown = person.client.get(send(person, report_id).json["address"])
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert shown.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert shown.cache_control.private
    assert not shown.cache_control.public
    again = person.client.get(shown.request.path, headers={"If-None-Match": shown.headers["ETag"]})
    assert again.status_code == 304


def test_another_report_does_not_show_it(person, report_id):
    address = send(person, report_id).json["address"]
    other = person.new("另一局")
    assert person.client.get(address.replace(report_id, other)).status_code == 404


@pytest.mark.parametrize("name", ["0" * 64, "..%2F..%2Fetc%2Fpasswd", "A" * 64, "x", "0" * 63 + "%0A"])
def test_an_id_that_there_is_not_is_no_page(person, report_id, name):
    assert person.client.get(f"/reports/{report_id}/pictures/{name}").status_code == 404


@pytest.mark.parametrize("name", ["../../x.png", "a.svg", "<img onerror=alert(1)>.html", "x" * 5000, "图\x00.png"])
def test_the_name_of_the_file_means_nothing(person, report_id, name):
    assert send(person, report_id, name=name).json["id"] == send(person, report_id).json["id"]


@pytest.mark.parametrize("content", [b"", b"<svg onload='alert(1)'/>", b"GIF89a<script>"])
def test_what_is_no_picture_is_refused_with_a_sentence(person, report_id, content):
    sent = send(person, report_id, content)
    assert sent.status_code == 422
    assert "图片" in sent.json["message"]
    assert sent.json["message"].endswith("。")


def test_a_request_without_the_page_s_token_or_without_a_file_does_nothing(person, report_id):
    assert send(person, report_id, token="").status_code == 400
    empty = person.client.post(
        f"/reports/{report_id}/pictures", headers={"X-CSRFToken": person.token(), "Accept": "application/json"}
    )
    assert empty.status_code == 422
    assert empty.json["message"] == "没有收到图片文件。请重新选择图片。"


def test_a_figure_whose_words_are_markup_is_only_text_on_every_page(person, report_id):
    made = send(person, report_id).json["id"]
    evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    figure = {"type": "figure", "picture": made, "alt": evil, "caption": evil}
    table = {"type": "table", "caption": evil, "head": 1, "rows": [[evil], [evil]]}
    assert person.save(report_id, "other", {"blocks": [figure, table]}).status_code == 200
    for page in ("edit/other", "document", "preview", "finish"):
        text = person.get(f"/reports/{report_id}/{page}")
        assert "<script>alert" not in text
        assert "<img src=x" not in text
