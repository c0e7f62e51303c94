"""Where reports are kept: SQLAlchemy and Alembic, known to nothing else."""

# Loaded so that every table is known to whoever makes or compares them.
from storage import agencies, audit, people, pictures, publishing, workflow
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
    "agencies",
    "audit",
    "open_store",
    "people",
    "pictures",
    "publishing",
    "secret_key",
    "workflow",
]
