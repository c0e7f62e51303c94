"""An outline as HTML, for the file itself and for the pages of the PDF; the templates' one environment."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from exporters.charts import ChartFigures
from exporters.outline import Outline
from exporters.site import SitePage

TEMPLATES = Path(__file__).parent.parent / "templates"

ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    auto_reload=False,
    undefined=StrictUndefined,
    trim_blocks=True,
    keep_trailing_newline=True,
)
# The faces of paper, for drawings, which the style sheet does not reach there.
PAPER_FACES = "Liberation Serif, FandolFang, cwTeXFangSong, LXGW WenKai, Noto Serif CJK SC"
# A number and what it counts, which a line must not tear apart.
_QUANTITY = re.compile(r"[0-9][0-9.,]*(?:[%％‰]|[万亿]元|[年月日号元万亿件条項项次个個人名份篇期家場场部起例宗])")


def unbroken(text: str) -> Markup:
    """Text with each number kept on a line with its unit; escaped."""
    return Markup(_QUANTITY.sub(r'<span class="quantity">\g<0></span>', str(escape(text))))


def drawing(chart: ChartFigures, purpose: str) -> Markup:
    """A chart as SVG with all that it says as alternative text: a `title` where a PDF takes it from, else a label."""
    # Only here: reports without charts, which most are, need not wait for the library that draws them.
    from lxml import etree

    from exporters.charts_svg import NAMESPACE, chart_svg

    svg = chart_svg(chart, PAPER_FACES if purpose == "paper" else "")
    if purpose == "paper":
        title = etree.Element(f"{{{NAMESPACE}}}title")
        title.text = chart.alternative
        svg.insert(0, title)
    else:
        svg.set("role", "img")
        svg.set("aria-label", chart.alternative)
        # Browsers would read the texts inside once more.
        hidden = etree.Element(f"{{{NAMESPACE}}}g", {"aria-hidden": "true"})
        hidden.extend(list(svg))
        svg.append(hidden)
    return Markup(etree.tostring(svg, encoding="unicode"))


def qr_code(address: str, purpose: str) -> Markup:
    """An address as a QR code in SVG, told of as charts are."""
    # Only here: only what is published has one.
    import segno

    told = f"二维码：扫码核验本报告（{address}）"
    drawn = BytesIO()
    paper = {"title": told} if purpose == "paper" else {}
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=2, xmldecl=False, nl=False, omitsize=True, svgclass=None, lineclass=None, **paper
    )
    svg = drawn.getvalue().decode()
    if purpose == "paper":
        return Markup(svg)
    return Markup(svg.replace("<svg ", str(Markup('<svg role="img" aria-label="{}" ').format(told)), 1))


ENVIRONMENT.filters["qr_code"] = qr_code
ENVIRONMENT.filters["unbroken"] = unbroken
ENVIRONMENT.filters["drawing"] = drawing


def style(contents: Outline, purpose: str) -> str:
    """The style sheet of a document: the purpose's own ("web" or "paper"), then what depends on the report.

    Nothing from the report but numbers and the format's own table ids reaches it.
    """
    return "".join(
        ENVIRONMENT.get_template(f"export/{name}.css").render(outline=contents, purpose=purpose)
        for name in (purpose, "measures")
    )


def source_hash(text: str) -> str:
    """A Content-Security-Policy source that admits just this text between its tags: `sha256-…`."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def page(contents: Outline, purpose: str, site: SitePage | None = None) -> str:
    """The document as one page of HTML, escaped, that fetches nothing; with what its website says of it, if given."""
    sheet = style(contents, purpose)
    policy = f"default-src 'none'; style-src '{source_hash(sheet)}'; base-uri 'none'; form-action 'none'"
    if contents.illustrations:
        policy += "; img-src data:"
    return ENVIRONMENT.get_template("export/report.html").render(
        outline=contents,
        style=Markup(sheet),
        policy=policy if purpose == "web" else "",
        purpose=purpose,
        site=site,
    )
