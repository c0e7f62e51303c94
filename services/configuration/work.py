"""How documents are made in the background (section `work`): where the queue lies, how many work, and their limits."""

from __future__ import annotations

from dataclasses import dataclass

from report.errors import FormatError

BACKENDS = ("sqlite", "postgresql", "redis")
# The least and the most of each number, and what the number is.
RANGES = {
    "workers": (0, 64),
    "seconds": (1, 3600),
    "memory_mb": (64, 65536),
    "cache_mb": (10, 1_000_000),
    "settle_seconds": (0, 3600),
    "keep_days": (1, 3650),
}


@dataclass(frozen=True)
class Work:
    """`workers` 0 is one for each core; `seconds` and `memory_mb` limit one rendering, `cache_mb` all finished files.

    `address` is the database of the other backends. `with_serve` starts the workers with the pages. Documents are made
    ahead `settle_seconds` after the last save; finished sets (导出全部) stay for `keep_days`.
    FormatError if a value is out of its range.
    """

    backend: str = "sqlite"
    address: str = ""
    workers: int = 0
    with_serve: bool = True
    seconds: int = 60
    memory_mb: int = 1024
    cache_mb: int = 1000
    ahead: bool = True
    settle_seconds: int = 4
    keep_days: int = 7

    def __post_init__(self) -> None:
        if self.backend not in BACKENDS:
            raise FormatError(f"应为 {'、'.join(BACKENDS)} 之一", "nianbao.yaml", path="work.backend")
        if (self.backend == "sqlite") == bool(self.address):
            wanted = "不用填写，内置队列在数据文件夹中" if self.address else "应填写队列所在数据库的地址"
            raise FormatError(wanted, "nianbao.yaml", path="work.address")
        for name, (least, most) in RANGES.items():
            if not least <= getattr(self, name) <= most:
                raise FormatError(f"应在 {least} 和 {most} 之间", "nianbao.yaml", path=f"work.{name}")
