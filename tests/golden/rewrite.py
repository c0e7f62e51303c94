"""Rewrite what is expected of exported files: `python -m tests.golden.rewrite`. See README.md."""

from __future__ import annotations

from tests.exporters.documents import NAMES
from tests.golden.described import CASES, FOLDER, described, golden_file, golden_pages, rendered
from tests.golden.pictures import pages, png

if __name__ == "__main__":
    for name, kind in CASES:
        golden_file(name, kind).write_text(described(name, kind), encoding="utf-8")
        print(golden_file(name, kind).name)
    (FOLDER / "pages").mkdir(exist_ok=True)
    for name in NAMES:
        for old in golden_pages(name):
            old.unlink()
        for number, page in enumerate(pages(rendered(name, "pdf")), 1):
            (FOLDER / "pages" / f"{name}-{number:02}.png").write_bytes(png(page))
        print(f"{name}: {len(golden_pages(name))} pages")
