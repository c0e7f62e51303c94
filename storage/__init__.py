"""Where reports are kept: SQLAlchemy and Alembic, known to nothing else."""

from storage.faults import (
    DatabaseBusyError,
    DatabaseCorruptError,
    DatabaseFullError,
    DatabaseNewerError,
    StaleWriteError,
    StorageError,
)
from storage.files import secret_key
from storage.opening import StorageSettings, open_store
from storage.store import Store

__all__ = [
    "DatabaseBusyError",
    "DatabaseCorruptError",
    "DatabaseFullError",
    "DatabaseNewerError",
    "StaleWriteError",
    "StorageError",
    "StorageSettings",
    "Store",
    "open_store",
    "secret_key",
]
