"""The section `site` is read strictly: what would be published under an agency's name must be what it looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters.site import COLUMN
from report.errors import FormatError
from services.configuration import FILE_NAME, load_configuration
from services.configuration.site import Site


def site(folder: Path, text: str) -> Site:
    (folder / FILE_NAME).write_text(f"site:\n{text}", "utf-8")
    return load_configuration(folder).get(Site)


def test_without_a_word_only_the_column_is_known(tmp_path: Path) -> None:
    assert load_configuration(tmp_path).get(Site) == Site()
    assert (Site().column, Site().name, Site().catalogue) == (COLUMN, "", False)


def test_what_is_written_is_what_is_published(tmp_path: Path) -> None:
    read = site(
        tmp_path,
        '  name: 示例市人民政府\n  domain: www.example.gov.cn\n  id_code: "3200000001"\n'
        "  url: https://www.example.gov.cn/nb/{year}.html\n  keywords: [民政, 年报]\n  catalogue: true\n",
    )
    assert (read.name, read.domain, read.id_code) == ("示例市人民政府", "www.example.gov.cn", "3200000001")
    assert (read.url, read.keywords) == ("https://www.example.gov.cn/nb/{year}.html", ("民政", "年报"))
    assert read.catalogue


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("domain: https://www.example.gov.cn/", "site.domain）：应为网站的域名"),
        ('id_code: "320000"', "site.id_code）：应为十位的政府网站标识码"),
        ("url: javascript:alert(1)", "site.url）：应为网页的地址"),
        ("url: https://www.example.gov.cn/{month}.html", "site.url）：应为网页的地址"),
        ("name: |\n    两行\n    名称", "site.name）：应为不超过 200 字的一行文字"),
        (f"name: {'长' * 201}", "site.name）：应为不超过 200 字的一行文字"),
        ('keywords: ["一 \\t 二"]', "site.keywords）：应为不超过 200 字的一行文字"),
    ],
)
def test_what_is_none_is_refused_with_the_key(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(FormatError) as refusal:
        site(tmp_path, f"  {line}\n")
    assert message in str(refusal.value)
