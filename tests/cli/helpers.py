"""The command line as a process of its own, as people use it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"


@dataclass(frozen=True)
class Ran:
    """What a command left: exit code, standard output and standard error."""

    code: int
    out: str
    err: str


def cli(*arguments: object, **environment: str) -> Ran:
    """Run `cli.py` from another folder than the project's."""
    done = subprocess.run(
        [sys.executable, ROOT / "cli.py", *map(str, arguments)],
        cwd="/",
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def sample(name: str) -> Path:
    """The file of a sample by the beginning of its name."""
    (file,) = SAMPLES.glob(f"{name}*.json")
    return file
