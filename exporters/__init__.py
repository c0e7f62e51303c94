"""Report in, files out (导出). Rendering is a function of the document: no request, no database, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exporters.csv import render_csv
from exporters.document import Document
from exporters.docx import render_docx
from exporters.fragment import render_fragment
from exporters.html import render_html
from exporters.json import render_json
from exporters.pdf import render_pdf
from exporters.xlsx import render_xlsx


@dataclass(frozen=True)
class Exporter:
    """One kind of file: its name in commands and addresses, its label for people, and how it is made."""

    name: str
    label: str
    media_type: str
    extension: str
    render: Callable[[Document], bytes]


EXPORTERS = {
    exporter.name: exporter
    for exporter in (
        Exporter("html", "网页", "text/html; charset=utf-8", "html", render_html),
        Exporter("pdf", "PDF", "application/pdf", "pdf", render_pdf),
        Exporter(
            "docx",
            "Word",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
            render_docx,
        ),
        Exporter(
            "xlsx",
            "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            render_xlsx,
        ),
        Exporter("csv", "表格数据 CSV", "text/csv; charset=utf-8", "csv", render_csv),
        Exporter("json", "数据文件", "application/json", "json", render_json),
        Exporter("fragment", "粘贴用代码片段", "text/html; charset=utf-8", "fragment.html", render_fragment),
    )
}
