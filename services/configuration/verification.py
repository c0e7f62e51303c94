"""Where anybody verifies what was published (section `verification`): printed as check code and QR code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from report.errors import FormatError

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[A-Za-z0-9._~%/-]*)?")
LONGEST = 150


@dataclass(frozen=True)
class Verification:
    """`address` is that of the verification page; without it neither code nor QR code is printed.

    FormatError if it is no address, or too long to be scanned from paper.
    """

    address: str = ""
    qr: bool = True
    code: bool = True

    def __post_init__(self) -> None:
        if self.address and (len(self.address) > LONGEST or not _ADDRESS.fullmatch(self.address)):
            message = f"应为核验页面的网址，如 https://nianbao.example.gov.cn/verify，不超过 {LONGEST} 字"
            raise FormatError(message, "nianbao.yaml", path="verification.address")
