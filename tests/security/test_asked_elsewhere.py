"""The one server that is asked by HTTP cannot send the program on to another."""

from __future__ import annotations

import asyncio

import pytest

from signing.errors import TimestampError
from signing.timestamps import BoundedTimeStamper, TimestampServer
from tests.signing.servers import serving, time_server


def test_a_redirect_is_not_followed() -> None:
    with time_server() as elsewhere:

        def send_on(handler: object, _: object) -> None:
            handler.send_response(307)  # type: ignore[attr-defined]  # a handler of the standard library
            handler.send_header("Location", elsewhere.url)  # type: ignore[attr-defined]
            handler.end_headers()  # type: ignore[attr-defined]

        with serving(send_on) as sending:
            stamper = BoundedTimeStamper(TimestampServer(sending.url, 5))
            with pytest.raises(TimestampError):
                asyncio.run(stamper.async_timestamp(b"\0" * 32, "sha256"))
            assert len(sending.requests) == 1
        assert elsewhere.requests == []
