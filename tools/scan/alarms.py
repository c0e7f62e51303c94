"""What scanners said, as lines: those that `explained.yaml` does not explain.

    python -m tools.scan.alarms test-output/scan/wapiti-tianbao.json test-output/scan/bandit.json

Exits with 1 if there is an alarm.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

EXPLAINED = Path(__file__).parent / "explained.yaml"
MOST_SHOWN = 5


def wapiti_alarms(report: Mapping[str, Any], explained: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(kind, "method path parameter: what is said") of vulnerabilities and anomalies; additional facts are none."""
    for group in ("vulnerabilities", "anomalies"):
        for kind, items in report[group].items():
            for item in items if kind not in explained else ():
                yield kind, f"{item['method']} {item['path']} {item['parameter'] or ''}: {item['info']}"


def bandit_alarms(report: Mapping[str, Any], explained: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """(test, "file:line: what is said") of what nobody explained."""
    for item in report["results"]:
        known = explained.get(item["test_id"], {})
        if item["filename"] not in known and "*" not in known:
            yield item["test_id"], f"{item['filename']}:{item['line_number']}: {item['issue_text']}"


def left_over(report: Mapping[str, Any], explained: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Explanations of what bandit no longer says."""
    said = {(item["test_id"], item["filename"]) for item in report["results"]}
    tests = {test for test, _ in said}
    return [
        f"{test} {file}"
        for test, files in explained.items()
        for file in files
        if (test, file) not in said and not (file == "*" and test in tests)
    ]


def main(files: list[Path]) -> int:
    """Print them; the exit code."""
    explained = yaml.safe_load(EXPLAINED.read_text(encoding="utf-8"))
    of_wapiti = explained.pop("wapiti")
    alarms = 0
    for file in files:
        report = json.loads(file.read_text(encoding="utf-8"))
        if "infos" in report:
            print(f"{file.name}: {report['infos']['version']}, {report['infos']['crawled_pages_nbr']} addresses")
            found = list(wapiti_alarms(report, of_wapiti))
        else:
            print(f"{file.name}: {report['metrics']['_totals']['loc']} lines, {len(report['results'])} remarks")
            found = [*bandit_alarms(report, explained), *(("explained", line) for line in left_over(report, explained))]
        for kind in sorted({kind for kind, _ in found}):
            lines = [line for named, line in found if named == kind]
            print("\n".join([f"  {kind}: {len(lines)}", *(f"    {line}" for line in lines[:MOST_SHOWN])]))
        alarms += len(found)
    return 1 if alarms else 0


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
