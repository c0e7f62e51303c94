"""Fills in a report of 2031 through the pages, in a tree that has the third format, and prints what came of it.

Run as a program of its own, because a process reads its formats once.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from app import Settings, create_app
from report.loading import format_for_year
from tests.web.conftest import Person

YEAR = 2031
VALUES = {"opening": "5", "added": "3", "removed": "1", "closing": "8"}


def main(data_dir: Path) -> None:
    """One JSON object on standard output."""
    fmt = format_for_year(YEAR)
    with create_app(Settings(data_dir, testing=True)).test_client() as client:
        person = Person(client)
        report_id = person.new(year=YEAR)
        pages = {section.id: person.get(f"/reports/{report_id}/edit/{section.id}") for section in fmt.sections}
        changes = {f"values.data_opening.open.sets.{column}": figure for column, figure in VALUES.items()}
        saved = person.save(report_id, "data_opening", changes)
        reviewed = person.get(f"/reports/{report_id}/finish")
        record = json.loads(client.get(f"/reports/{report_id}/export/json").data)
        printed = client.get(f"/reports/{report_id}/document").text
    print(
        json.dumps(
            {
                "inputs": {
                    name: re.findall(r'<input[^>]* name="([a-z_]+\.[a-z_.]+)"', page) for name, page in pages.items()
                },
                "saved": saved.status_code,
                "reviewed": "无条件开放·数据集：年末 8，年初 5 + 新增 3" in reviewed,
                "recorded": {k: v for k, v in record["values"].items() if v is not None},
                "headings": [section.heading in printed for section in fmt.sections],
                "labels": [
                    label in printed for label in ("新闻媒体", "第二十条第（十）项", "（2）个人隐私", "依申请开放")
                ],
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
