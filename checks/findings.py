"""What a check has to say (审核结果): one fault, one sentence, with its cells and both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from report.format import Severity
from report.numbers import plain


@dataclass(frozen=True)
class TermValue:
    """One summand as it stood: its cell, its name in the sentence, sign, and value (None: blank or unread)."""

    cell: str
    name: str
    sign: int
    value: Decimal | None


@dataclass(frozen=True)
class SideValue:
    """One side of a relation as it stood; `sum` is None while a term is blank."""

    name: str
    terms: tuple[TermValue, ...]
    sum: Decimal | None

    def data(self) -> dict[str, Any]:
        """As JSON: numbers are plain decimal strings."""
        return {
            "name": self.name,
            "sum": None if self.sum is None else plain(self.sum),
            "terms": [
                {
                    "cell": t.cell,
                    "name": t.name,
                    "sign": t.sign,
                    "value": None if t.value is None else plain(t.value),
                }
                for t in self.terms
            ],
        }


@dataclass(frozen=True)
class Finding:
    """One fault. `key` names it across checks; `covers` are the contents that a 说明 of it holds for."""

    code: str
    kind: str
    severity: Severity
    key: str
    section: str
    message: str
    suggestion: str = ""
    source: str = ""
    cells: tuple[str, ...] = ()
    left: SideValue | None = None
    right: SideValue | None = None
    gap: Decimal | None = None
    covers: Mapping[str, str] = field(default_factory=dict)
    explanation: str = ""

    @property
    def bars(self) -> bool:
        """Whether it stands in the way of 定稿: mandatory, or a warning without a 说明."""
        return self.severity is Severity.ERROR or (self.severity is Severity.WARNING and not self.explanation)

    def data(self) -> dict[str, Any]:
        """As JSON, for the command line and the pages."""
        return {
            "code": self.code,
            "kind": self.kind,
            "severity": self.severity.value,
            "key": self.key,
            "section": self.section,
            "cells": list(self.cells),
            "left": self.left.data() if self.left else None,
            "right": self.right.data() if self.right else None,
            "gap": None if self.gap is None else plain(self.gap),
            "message": self.message,
            "suggestion": self.suggestion,
            "source": self.source,
            "covers": dict(self.covers),
            "explanation": self.explanation,
        }
