"""The website's page says of itself what government sites ask for, and nothing that is not known."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from lxml import html

from exporters.document import Document
from exporters.html import render_html
from exporters.markup import page
from exporters.outline import outline
from exporters.site import SiteMetadata
from report.presentation import Presentation
from tests.exporters.documents import RECENT, final, sample

SITE = SiteMetadata(
    name="示例市人民政府",
    domain="www.example.gov.cn",
    id_code="3200000001",
    keywords=("民政",),
    url="https://www.example.gov.cn/nb/{year}.html",
    category="综合政务",
    catalogue=True,
)
PUBLISHED = Presentation(index_number="014314799/2024-00012", published="2024-01-20 09:30")


def page_of(document: Document) -> html.HtmlElement:
    return html.document_fromstring(render_html(document).decode())


def tags(document: Document) -> dict[str, str]:
    return {tag.get("name"): tag.get("content") for tag in page_of(document).xpath("//meta[@name]")}


def published(site: SiteMetadata = SITE, presentation: Presentation = PUBLISHED) -> Document:
    return Document(replace(sample(RECENT), presentation=presentation), site=site)


def test_every_tag_of_site_column_and_article_is_there() -> None:
    said = tags(published())
    assert {name: said[name] for name in said if name[0].isupper()} == {
        "SiteName": "示例市人民政府",
        "SiteDomain": "www.example.gov.cn",
        "SiteIDCode": "3200000001",
        "ColumnName": "政府信息公开年报",
        "ColumnType": "政府信息公开年报",
        "ArticleTitle": "示例市民政局2023年政府信息公开工作年度报告",
        "PubDate": "2024-01-20 09:30",
        "ContentSource": "示例市民政局",
        "Keywords": "民政,示例市民政局,2023年,政府信息公开,年度报告",
        "Author": "示例市民政局",
        "Description": (
            "示例市民政局2023年政府信息公开工作年度报告，内容包括总体情况、主动公开、收到和处理申请、"
            "行政复议、行政诉讼、问题及改进、其他事项。"
        ),
        "Url": "https://www.example.gov.cn/nb/2023.html",
    }


def test_what_is_not_known_has_no_tag() -> None:
    said = tags(Document(replace(sample(RECENT), date=None)))
    assert not {"SiteName", "SiteDomain", "SiteIDCode", "PubDate", "Url"} & set(said)


@pytest.mark.parametrize(
    ("presentation", "written"),
    [(Presentation(), "2024-01-18 00:00"), (Presentation(published="2024-01-20"), "2024-01-20 00:00"),
     (PUBLISHED, "2024-01-20 09:30")],
)  # fmt: skip
def test_the_day_of_publishing_is_that_of_the_report_unless_another_is_said(
    presentation: Presentation, written: str
) -> None:
    assert tags(published(presentation=presentation))["PubDate"] == written


def test_the_table_of_the_catalogue_stands_above_the_title_where_the_site_wants_it() -> None:
    page = page_of(published())
    (table,) = page.xpath("//table[@class='catalogue']")
    assert [(row.findtext("th"), row.findtext("td")) for row in table.iter("tr")] == [
        ("索引号", "014314799/2024-00012"),
        ("主题分类", "综合政务"),
        ("发布机构", "示例市民政局"),
        ("成文日期", "2024-01-18"),
        ("发布日期", "2024-01-20"),
        ("名称", "示例市民政局2023年政府信息公开工作年度报告"),
    ]
    assert table.getnext().tag == "h1"
    assert not page_of(published(replace(SITE, catalogue=False))).xpath("//table[@class='catalogue']")


def test_a_line_of_the_catalogue_that_nobody_knows_is_left_out() -> None:
    rows = page_of(published(replace(SITE, category=""), Presentation())).xpath("//table[@class='catalogue']//th")
    assert [row.text for row in rows] == ["发布机构", "成文日期", "名称"]


def test_search_engines_are_told_in_words_of_schema_org() -> None:
    data = json.loads(page_of(published()).findtext("head/script"))
    assert data == {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": "示例市民政局2023年政府信息公开工作年度报告",
        "inLanguage": "zh-CN",
        "temporalCoverage": "2023",
        "about": "政府信息公开",
        "identifier": "014314799/2024-00012",
        "dateCreated": "2024-01-18",
        "datePublished": "2024-01-20T09:30:00+08:00",
        "author": {"@type": "GovernmentOrganization", "name": "示例市民政局"},
        "publisher": {"@type": "GovernmentOrganization", "name": "示例市民政局"},
        "url": "https://www.example.gov.cn/nb/2023.html",
        "isPartOf": {"@type": "WebSite", "name": "示例市人民政府"},
        "isAccessibleForFree": True,
    }


@pytest.mark.parametrize("name", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&amp;\u2028"])
def test_nothing_in_a_name_ends_the_data_block(name: str) -> None:
    raw = render_html(published(replace(SITE, name=name, publisher=name))).decode()
    block = raw[raw.index('ld+json">') + 9 : raw.index("</script>")]
    assert not set("<>&\u2028") & set(block)
    assert json.loads(block)["publisher"]["name"] == name
    assert raw.count("<script") == 1


def test_the_policy_of_the_page_admits_no_script() -> None:
    policy = page_of(published()).xpath("//meta[@http-equiv]/@content")[0]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_paper_says_none_of_it() -> None:
    assert "SiteName" not in page(outline(final(RECENT)), "paper")
    assert "ld+json" not in page(outline(final(RECENT)), "paper")
