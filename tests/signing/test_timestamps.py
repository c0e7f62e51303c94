"""Time stamps: what a server may do wrong, and that nothing is signed then."""

from __future__ import annotations

import time
from contextlib import nullcontext

import pytest
from asn1crypto import algos, cms, tsp

from signing.errors import TimestampError
from signing.pades import Options, sign
from signing.timestamps import MOST_BYTES, Answer, TimestampServer
from tests.signing.authority import NOW, key_file, stamping
from tests.signing.files import prepared
from tests.signing.servers import REPLY, hanging_server, reply, serving, time_server


def signed_with(url: str, seconds: float = 5.0) -> bytes:
    return sign(prepared(), key_file(), Options("B-T", TimestampServer(url, seconds), at=NOW))


def test_one_request_is_enough_for_a_signature():
    with time_server() as server:
        signed_with(server.url)
        assert len(server.requests) == 1


def test_the_server_sees_only_a_digest():
    with time_server() as server:
        signed_with(server.url)
        (request,) = server.requests
        assert len(request["message_imprint"]["hashed_message"].native) == 32
        assert len(request.dump()) < 100


def test_a_server_that_hangs_is_given_up():
    with hanging_server() as server:
        start = time.monotonic()
        with pytest.raises(TimestampError, match=r"127\.0\.0\.1 在 0.4 秒内没有答复，没有签名"):
            signed_with(server.url, 0.4)
        assert time.monotonic() - start < 5


def test_a_server_that_drips_is_given_up():
    def drip(handler, _):
        handler.send_response(200)
        handler.send_header("Content-Type", REPLY)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"\x30")
            handler.wfile.flush()
            time.sleep(0.1)

    with serving(drip) as server, pytest.raises(TimestampError, match="没有答复"):
        signed_with(server.url, 0.6)


def answering(content: bytes, kind: str = REPLY, status: int = 200):
    return serving(lambda handler, _: reply(handler, content, kind, status))


def altered(change):
    """A server whose answers are changed before they are sent."""

    def answer(handler, request):
        reply(handler, change(stamping().request_tsa_response(request)).dump())

    return serving(answer)


def other_request(**changes):
    """A server that stamps something other than what it was asked."""

    def answer(handler, request):
        fields = {name: request[name] for name in ("version", "message_imprint", "nonce", "cert_req")}
        reply(handler, stamping().request_tsa_response(tsp.TimeStampReq({**fields, **changes})).dump())

    return serving(answer)


def broken_signature(response: tsp.TimeStampResp) -> tsp.TimeStampResp:
    signer = response["time_stamp_token"]["content"]["signer_infos"][0]
    signer["signature"] = bytes(reversed(signer["signature"].native))
    return tsp.TimeStampResp.load(response.dump())


OTHER_IMPRINT = tsp.MessageImprint(
    {"hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}), "hashed_message": bytes(32)}
)


@pytest.mark.parametrize(
    ("server", "words"),
    [
        (lambda: answering(b"<html>", "text/html"), "类型是 text/html"),
        (lambda: answering(b"<html>"), "格式不对"),
        (lambda: answering(b""), "格式不对"),
        (lambda: answering(b"", status=500), "HTTP 500"),
        (lambda: answering(b"", status=302), "HTTP 302"),
        (lambda: answering(bytes(MOST_BYTES + 1)), "太长"),
        (lambda: altered(broken_signature), "签名不对"),
        (lambda: other_request(nonce=cms.Integer(5)), "不是对这次请求的答复"),
        (lambda: other_request(message_imprint=OTHER_IMPRINT), "不是给这份文件的"),
        (
            lambda: answering(Answer({"status": {"status": "rejection", "status_string": ["no account"]}}).dump()),
            "拒绝了请求（no account）",
        ),
    ],
    ids=["page", "rubbish", "nothing", "fault", "redirect", "endless", "forged", "replayed", "other file", "refusal"],
)
def test_an_answer_that_is_no_time_stamp_is_refused(server, words):
    with server() as running, pytest.raises(TimestampError) as refused:
        signed_with(running.url)
    assert words in str(refused.value)
    assert "没有签名" in str(refused.value)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:9/", "连不上时间戳服务器 127.0.0.1"),
        ("ftp://127.0.0.1/", "http:// 或 https://"),
        ("tsa", "http:// 或 https://"),
        ("http://", "http:// 或 https://"),
    ],
)
def test_a_server_that_cannot_be_reached_is_told(url, words):
    with nullcontext(), pytest.raises(TimestampError, match=words):
        signed_with(url)


def test_a_password_in_the_address_is_not_told():
    with pytest.raises(TimestampError) as refused:
        signed_with("http://agency:geheim@127.0.0.1:9/")
    assert "geheim" not in str(refused.value)
