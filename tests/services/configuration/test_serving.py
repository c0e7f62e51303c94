"""Others reach the server by a name through a proxy with https, or not at all."""

from __future__ import annotations

import pytest

from report.errors import FormatError
from services.configuration.serving import Serving

PROXY = "127.0.0.1"


@pytest.mark.parametrize("name", ["nianbao.example.gov.cn", "nianbao", "10.0.0.8", "a-b.c"])
def test_a_name_or_an_address_is_taken(name: str) -> None:
    assert Serving((name,), https=True, proxy=PROXY).names == (name,)


@pytest.mark.parametrize(
    "name",
    ["https://nianbao.example", "nianbao.example:443", ".example", "*.example", "", "a b", "-a", "a\n", "a" * 300],
)
def test_anything_else_is_no_name(name: str) -> None:
    with pytest.raises(FormatError, match=r"serve\.names"):
        Serving((name,), https=True, proxy=PROXY)


def test_names_without_https_are_refused_for_the_passwords_sake() -> None:
    with pytest.raises(FormatError, match="明文"):
        Serving(("nianbao.example",), https=False, proxy=PROXY)


@pytest.mark.parametrize("proxy", ["", "localhost", "nianbao.example", "127.0.0.1:443"])
def test_https_needs_the_address_of_the_proxy_that_speaks_it(proxy: str) -> None:
    with pytest.raises(FormatError, match=r"serve\.proxy"):
        Serving(("nianbao.example",), https=True, proxy=proxy)
