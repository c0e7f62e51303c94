"""Charts as pictures, for files that hold no vector drawing: drawn by the PDF's engine in the document's faces."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import lru_cache

import pypdfium2
from lxml import etree
from PIL import Image

from exporters.charts import ChartFigures
from exporters.charts_svg import WIDTH, chart_svg
from exporters.fonts import use_document_fonts
from exporters.illustrations import Illustration
from exporters.markup import PAPER_FACES
from exporters.outline import Outline
from report.pictures import Picture

# Millimetres and dots to the inch on paper.
BREADTH, DENSITY = 130.0, 300
# Ink, two fills and the steps between them; more would only be noise in the file.
COLOURS = 32


@dataclass(frozen=True)
class ChartPicture(Illustration):
    """A chart where a figure of the text may stand, its values as alternative text; it has its title in itself."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height on paper in millimetres."""
        return BREADTH, round(BREADTH * self.picture.height / self.picture.width, 2)


def with_chart_pictures(contents: Outline) -> Outline:
    """The outline with each chart as a picture at the end of its section's text."""
    parts = (replace(p, after=(*p.after, *map(chart_picture, p.charts)), charts=()) for p in contents.parts)
    return replace(contents, parts=tuple(parts))


@lru_cache(maxsize=32)
def chart_picture(chart: ChartFigures) -> ChartPicture:
    """A chart as a picture; the same figures give the same bytes."""
    use_document_fonts()
    # WeasyPrint takes a second to load, which reports without charts should not pay.
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    svg = chart_svg(chart, PAPER_FACES)
    height = BREADTH * float(svg.get("viewBox", "").split()[3]) / WIDTH
    style = f"@page {{ size: {BREADTH}mm {height}mm; margin: 0 }} body {{ margin: 0 }} svg {{ display: block }}"
    markup = f"<!DOCTYPE html><style>{style}</style>{etree.tostring(svg, encoding='unicode')}"
    nothing = URLFetcher(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
    page = pypdfium2.PdfDocument(HTML(string=markup, url_fetcher=nothing).write_pdf())[0]
    drawn = page.render(scale=DENSITY / 72).to_pil().convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT)
    content = io.BytesIO()
    drawn.save(content, "PNG", optimize=True, dpi=(DENSITY, DENSITY))
    data = content.getvalue()
    picture = Picture("image/png", drawn.width, drawn.height, data)
    return ChartPicture("", f"chart-{chart.id}", chart.alternative, picture)
