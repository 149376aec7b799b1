"""Alembic's entry: runs the steps on the connection that the store opened."""

from __future__ import annotations

from alembic import context

from monitor.store.migrations import VERSION_TABLE
from monitor.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    version_table=VERSION_TABLE,
)
context.run_migrations()
