"""How browsers reach the server (section `serve`): this machine alone unless names and https are given."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from report.errors import FormatError

# A name by RFC 1123, or an address: no scheme, no port, no wildcard.
_NAME = re.compile(
    r"(?=.{1,253}\Z)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)


@dataclass(frozen=True)
class Serving:
    """The `names` answered to besides this machine's own; `https` if a proxy in front speaks it; the proxy.

    FormatError if a name is none, or if passwords would cross the network in the clear.
    """

    names: tuple[str, ...] = ()
    https: bool = False
    proxy: str = ""

    def __post_init__(self) -> None:
        for name in self.names:
            if not _NAME.fullmatch(name):
                raise _fault("names", f"“{name}”不是网站的名称；只写名称或 IP 地址，不写 https:// 和端口")
        if self.proxy:
            try:
                ipaddress.ip_address(self.proxy)
            except ValueError:
                raise _fault("proxy", f"“{self.proxy}”不是 IP 地址；代理与本系统在同一台机器上时写 127.0.0.1") from None
        if self.names and not self.https:
            raise _fault("https", "写了 names 就须为 true，否则密码会在网络上明文传送；请在前面放一个提供 https 的代理")
        if self.https and not self.proxy:
            raise _fault("proxy", "https 为 true 时须写明提供 https 的代理的 IP 地址，同一台机器上写 127.0.0.1")


def _fault(key: str, message: str) -> FormatError:
    return FormatError(message, "nianbao.yaml", path=f"serve.{key}")
