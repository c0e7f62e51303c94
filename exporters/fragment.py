"""The report as a fragment of HTML to paste into a site's CMS (粘贴用代码片段): styles at each element, nothing else.

Editors of sites drop style sheets, classes and drawings, so there are none: charts are pictures with their values as
alternative text, tables have `scope` beside `headers`.
"""

from __future__ import annotations

from exporters.document import Document
from exporters.markup import ENVIRONMENT
from exporters.outline import outline


def render_fragment(document: Document) -> bytes:
    """The document as UTF-8 HTML without a page around it; the same document gives the same bytes."""
    contents = outline(document)
    if any(part.charts for part in contents.parts):
        # Only here: drawing pictures needs the PDF's engine, which takes a second to load.
        from exporters.charts_png import with_chart_pictures

        contents = with_chart_pictures(contents)
    template = ENVIRONMENT.get_template("export/fragment.html")
    return template.render(outline=contents, prefix=f"nianbao-{document.report.year}-").encode()
