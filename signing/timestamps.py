"""Time stamps (RFC 3161) over HTTP, with an end to waiting, to what is read, and to what is believed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from asn1crypto import cms, core, tsp
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from signing.errors import TimestampError

TYPE = "application/timestamp-reply"
MOST_BYTES = 256 * 1024
GRANTED = {"granted", "granted_with_mods"}

BAD_ADDRESS = "时间戳服务器的地址“{url}”不对，应以 http:// 或 https:// 开头。请核对设置中的 timestamp_url。"
TOO_LATE = "时间戳服务器 {host} 在 {seconds} 秒内没有答复，没有签名。请稍后再试，或先不加时间戳（级别 B-B）。"
UNREACHABLE = "连不上时间戳服务器 {host}，没有签名。请检查网络和设置中的 timestamp_url，或先不加时间戳（级别 B-B）。"
REFUSED = "时间戳服务器 {host} 拒绝了请求（{reason}），没有签名。请向时间戳服务机构查询。"
RUBBISH = "时间戳服务器 {host} 的答复不是有效的时间戳（{reason}），没有签名。请核对设置中的 timestamp_url。"


@dataclass(frozen=True)
class TimestampServer:
    """Where time stamps come from; `seconds` is the longest that one may take, from first to last byte."""

    url: str
    seconds: float = 10.0


class Answer(core.Sequence):  # type: ignore[misc]  # the library has no types
    """A TimeStampResp (RFC 3161, 2.4.2), whose token is left out by a server that refuses; asn1crypto wants one."""

    _fields = [  # noqa: RUF012  as the library reads them
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class BoundedTimeStamper(TimeStamper):
    """pyHanko's client, that gives up after the server's seconds and checks each answer before it is used."""

    def __init__(self, server: TimestampServer) -> None:
        super().__init__()
        parts = urlsplit(server.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise TimestampError(BAD_ADDRESS.format(url=server.url))
        self._server = server
        # The address itself may hold a user's name and password.
        self._host = parts.hostname

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A time stamp for a digest. TimestampError if there is none, or it is for something else."""
        nonce, request = self.request_cms(message_digest, md_algorithm)
        content = await self._answer(request.dump())
        try:
            return await self._checked(Answer.load(content, strict=True), nonce, message_digest)
        except (ValueError, TypeError, KeyError, AttributeError, SignatureValidationError) as error:
            # asn1crypto reads lazily: what is malformed shows itself anywhere.
            raise self._rubbish("格式不对") from error

    async def _answer(self, request: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query", "Accept": TYPE}
        limit = aiohttp.ClientTimeout(total=self._server.seconds)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.post(self._server.url, data=request, headers=headers, allow_redirects=False) as response,
            ):
                if response.status != 200:
                    raise self._rubbish(f"HTTP {response.status}")
                if response.content_type != TYPE:
                    raise self._rubbish(f"类型是 {response.content_type[:60]}")
                content = b""
                async for piece in response.content.iter_any():
                    content += piece
                    if len(content) > MOST_BYTES:
                        raise self._rubbish("太长")
                return content
        except TimeoutError as error:
            raise TimestampError(TOO_LATE.format(host=self._host, seconds=f"{self._server.seconds:g}")) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise TimestampError(UNREACHABLE.format(host=self._host)) from error

    async def _checked(self, answer: Answer, nonce: int, digest: bytes) -> cms.ContentInfo:
        status = answer["status"]
        if status["status"].native not in GRANTED:
            given = status["status_string"].native or sorted(status["fail_info"].native or [])
            words = given or [status["status"].native]
            raise TimestampError(REFUSED.format(host=self._host, reason="；".join(words)[:200]))
        token: cms.ContentInfo = answer["time_stamp_token"]
        signed = token["content"]
        info = signed["encap_content_info"]["content"].parsed
        if info["nonce"].native != nonce:
            raise self._rubbish("不是对这次请求的答复")
        if info["message_imprint"]["hashed_message"].native != digest:
            raise self._rubbish("不是给这份文件的")
        checked = await validate_tst_signed_data(signed, ValidationContext(trust_roots=[]), lambda _: digest)
        if not (checked["valid"] and checked["intact"]):
            raise self._rubbish("签名不对")
        return token

    def _rubbish(self, reason: str) -> TimestampError:
        return TimestampError(RUBBISH.format(host=self._host, reason=reason))
