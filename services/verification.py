"""A stranger's PDF examined in a process of its own: its signatures, and whether it shows what its data say."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from importers.archives import BOMB
from importers.sandbox import OUT_OF_MEMORY, ask, limit
from report.errors import NianbaoError

# Seconds on the clock; a signed report of seven pages takes two, most of it to load the libraries.
TIMEOUT = 20.0
MOST_TOLD = 20
# What a file may print that is no part of its report.
_MARKS = "校验码：.*|草稿"

FIGURES = {
    "same": "纸面上的文字和数字与所附的年报数据一致。",
    "different": "纸面上有 {count} 处与所附的年报数据不一致。",
    "none": "文件里没有年报数据文件，纸面上的数字无从对照。",
    "unread": "纸面上的文字和数字读不出来，没有与所附的年报数据对照：{why}",
}


@dataclass(frozen=True)
class Examined:
    """`verification` is `signing.Verification.data()`; `figures` a name of `FIGURES` with its sentence.

    `differences` are sentences, at most `MOST_TOLD`.
    """

    verification: Mapping[str, Any]
    figures: str
    sentence: str
    differences: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """A name of `signing.verdicts.STATES`."""
        return str(self.verification["state"])

    @property
    def is_genuine(self) -> bool:
        """Whether somebody trusted signed it, nothing was changed, and paper and data agree as far as can be told."""
        return self.state == "genuine" and self.figures != "different"

    def data(self) -> dict[str, Any]:
        """As JSON."""
        figures = {"state": self.figures, "sentence": self.sentence, "differences": list(self.differences)}
        return {**self.verification, "figures": figures, "genuine": self.is_genuine}


def examine_safely(
    content: bytes, roots: Path | None, at: datetime | None = None, timeout: float = TIMEOUT
) -> Examined:
    """`examine` under limits on time (seconds) and memory, trusting the authorities in the folder `roots`, if any.

    NianbaoError says why the file cannot be examined, or what is wrong with the folder.
    """
    now = at or datetime.now(UTC)
    arguments = (str(roots.resolve()) if roots else "", now.isoformat())
    answer = ask("services.verification", arguments, content, timeout)
    return Examined(answer["verification"], answer["figures"], answer["sentence"], tuple(answer["differences"]))


def examine(content: bytes, roots: Path | None, at: datetime) -> Examined:
    """Signatures verified, and what the pages show held against the data that the file carries as signed."""
    from signing.trust import Trust, read_trust
    from signing.verification import verify

    verdict = verify(content, read_trust(roots) if roots else Trust(), at)
    state, sentence, told = _figures(content, verdict.record)
    return Examined(verdict.data(), state, sentence, told)


def _figures(content: bytes, record: bytes | None) -> tuple[str, str, tuple[str, ...]]:
    if record is None:
        return "none", FIGURES["none"], ()
    from importers.differing import differences
    from report.record import load_report

    try:
        found = list(differences(load_report(record), "pdf", content, _MARKS))
    except NianbaoError as error:
        return "unread", FIGURES["unread"].format(why=error), ()
    if not found:
        return "same", FIGURES["same"], ()
    told = tuple(item.told("纸面上") for item in found[:MOST_TOLD])
    return "different", FIGURES["different"].format(count=len(found)), told


def main(roots: str, at: str) -> int:
    """The child's work: file from standard input, answer as JSON to standard output."""
    limit()
    content = sys.stdin.buffer.read()
    try:
        found = examine(content, Path(roots) if roots else None, datetime.fromisoformat(at))
        answer: dict[str, Any] = {
            "verification": dict(found.verification),
            "figures": found.figures,
            "sentence": found.sentence,
            "differences": list(found.differences),
        }
    except MemoryError:
        return OUT_OF_MEMORY
    except RecursionError:
        answer = {"fault": BOMB}
    except NianbaoError as error:
        answer = {"fault": str(error)}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
