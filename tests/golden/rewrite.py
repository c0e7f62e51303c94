"""Rewrite what is expected of exported files: `python -m tests.golden.rewrite`. See README.md."""

from __future__ import annotations

from tests.golden.described import CASES, described, golden_file

if __name__ == "__main__":
    for name, kind in CASES:
        golden_file(name, kind).write_text(described(name, kind), encoding="utf-8")
        print(golden_file(name, kind).name)
