"""What a government site says of a page beside its text: meta tags, the table 信息公开目录, schema.org data.

Tags and their names are those of 《政府网站发展指引》（国办发〔2017〕47号）, 网页标签规范. `PubDate` has a time there,
so that a day alone is written with 00:00.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from markupsafe import Markup

from report.report import Report

# The column that 国办公开办函〔2019〕61号 gives to these reports on every agency's site.
COLUMN = "政府信息公开年报"


@dataclass(frozen=True)
class SiteMetadata:
    """The site and column where reports are published. What is empty is left out, or said by the report.

    `name`, `domain`, `id_code`: SiteName, SiteDomain, SiteIDCode; `column` and `column_type`: ColumnName, ColumnType.
    `source` (ContentSource), `author` (Author) and `publisher` (发布机构) are the report's agency if empty. `url` is
    the page's address with `{year}` for the report's year. `catalogue` prints the table 信息公开目录, in it `category`
    (主题分类).
    """

    name: str = ""
    domain: str = ""
    id_code: str = ""
    column: str = COLUMN
    column_type: str = COLUMN
    source: str = ""
    author: str = ""
    keywords: tuple[str, ...] = ()
    url: str = ""
    publisher: str = ""
    category: str = ""
    catalogue: bool = False


@dataclass(frozen=True)
class SitePage:
    """One report's page: `tags` are names and contents of meta elements, `catalogue` labels and values."""

    tags: tuple[tuple[str, str], ...]
    catalogue: tuple[tuple[str, str], ...]
    linked_data: Markup


def site_page(site: SiteMetadata, report: Report, title: str, agency: str) -> SitePage:
    """What the site says of a report; `title` and `agency` as they are printed."""
    rows = _catalogue(site, report, title, agency) if site.catalogue else ()
    return SitePage(
        tags=tuple(pair for pair in _tags(site, report, title, agency) if pair[1]),
        catalogue=tuple(row for row in rows if row[1]),
        linked_data=_linked_data(site, report, title, agency),
    )


def _published(report: Report) -> str:
    """When the page was published, as far as is known: the day said, else the day of the report."""
    return report.presentation.published or (report.date.isoformat() if report.date else "")


def _url(site: SiteMetadata, report: Report) -> str:
    return site.url.replace("{year}", str(report.year))


def _tags(site: SiteMetadata, report: Report, title: str, agency: str) -> tuple[tuple[str, str], ...]:
    published = _published(report)
    return (
        ("SiteName", site.name),
        ("SiteDomain", site.domain),
        ("SiteIDCode", site.id_code),
        ("ColumnName", site.column),
        ("ColumnType", site.column_type),
        ("ArticleTitle", title),
        ("PubDate", f"{published} 00:00" if len(published) == len("2024-01-31") else published),
        ("ContentSource", site.source or agency),
        ("Keywords", ",".join((*site.keywords, agency, f"{report.year}年", "政府信息公开", "年度报告"))),
        ("Author", site.author or agency),
        ("Description", f"{title}，内容包括{'、'.join(section.short for section in report.format.sections)}。"),
        ("Url", _url(site, report)),
    )


def _catalogue(site: SiteMetadata, report: Report, title: str, agency: str) -> tuple[tuple[str, str], ...]:
    return (
        ("索引号", report.presentation.index_number),
        ("主题分类", site.category),
        ("发布机构", site.publisher or agency),
        ("成文日期", report.date.isoformat() if report.date else ""),
        ("发布日期", report.presentation.published[:10]),
        ("名称", title),
    )


def _linked_data(site: SiteMetadata, report: Report, title: str, agency: str) -> Markup:
    """The report as a schema.org `Report` in JSON-LD, so escaped that nothing in it can end its element."""
    published = _published(report)
    data = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": title,
        "inLanguage": "zh-CN",
        "temporalCoverage": str(report.year),
        "about": "政府信息公开",
        "identifier": report.presentation.index_number,
        "dateCreated": report.date.isoformat() if report.date else "",
        "datePublished": f"{published[:10]}T{published[11:]}:00+08:00" if len(published) > 10 else published,
        "author": {"@type": "GovernmentOrganization", "name": agency},
        "publisher": {"@type": "GovernmentOrganization", "name": site.publisher or agency},
        "url": _url(site, report),
        "isPartOf": {"@type": "WebSite", "name": site.name} if site.name else "",
        "isAccessibleForFree": True,
    }
    text = json.dumps({name: value for name, value in data.items() if value != ""}, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)
