"""All rows of a table that belong to something, as plain data: for handing over everything that is kept of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import LargeBinary, inspect, select

from storage.models import Base
from storage.store import Transaction


def rows_as_data(
    tx: Transaction, table: type[Base], column: str, values: Collection[str], *, without: Collection[str] = ()
) -> list[dict[str, Any]]:
    """{column: value} of every row of a table whose `column` is one of the values, in the order of the primary key.

    Bytes are left out, and the columns named in `without`.
    """
    mapper = inspect(table)
    shown = [c for c in mapper.columns if not isinstance(c.type, LargeBinary) and c.key not in without]
    found = select(*shown).where(mapper.columns[column].in_(values)).order_by(*mapper.primary_key)
    return [dict(row) for row in tx.execute(found).mappings()]
