"""What counts as one place on the network."""

from __future__ import annotations

import ipaddress

IPV6_NETWORK = 64
LONGEST_NAME = 64


def network(address: str) -> str:
    """An IPv4 address itself, the network of 64 bits of an IPv6 one (one household or office), else the text cut."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:LONGEST_NAME]
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((int(found), IPV6_NETWORK), strict=False))
