"""Alembic's entry: runs the migrations on the connection that `storage.migrating` hands in."""

from __future__ import annotations

from alembic import context

from storage.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite cannot alter most things in place: rebuild the table instead.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
