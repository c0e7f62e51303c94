"""The section `site`: the website where this installation's reports are published."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exporters.site import SiteMetadata
from report.errors import FormatError
from report.narrative import clean_text

LONGEST = 200
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")
_ID_CODE = re.compile(r"[0-9A-Za-z]{10}")
_URL = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/(?:[A-Za-z0-9._~%/?=&#-]|\{year\})*)?")
# Each key with what its value must look like and how people are told.
_SHAPES = (
    ("domain", _DOMAIN, "应为网站的域名，如 www.example.gov.cn"),
    ("id_code", _ID_CODE, "应为十位的政府网站标识码"),
    ("url", _URL, "应为网页的地址，如 https://www.example.gov.cn/xxgk/nb/{year}.html"),
)


@dataclass(frozen=True)
class Site(SiteMetadata):
    """The keys are those of `SiteMetadata`. FormatError if a value is none, or not a line."""

    def __post_init__(self) -> None:
        for key, value in vars(self).items():
            for text in value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ():
                if len(text) > LONGEST or text != " ".join(clean_text(text).split()):
                    raise _fault(key, f"应为不超过 {LONGEST} 字的一行文字")
        for key, shape, expected in _SHAPES:
            value = getattr(self, key)
            if value and not shape.fullmatch(value):
                raise _fault(key, f"{expected}，不能是“{value}”")


def _fault(key: str, message: str) -> FormatError:
    return FormatError(message, "nianbao.yaml", path=f"site.{key}")
