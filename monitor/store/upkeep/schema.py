"""Brings the tables up to date by itself: nobody in a marketing team runs migrations."""

from __future__ import annotations

import asyncio
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection, inspect, text

from monitor.errors import AddressError
from monitor.store.connection.engine import Database
from monitor.store.connection.trouble import told
from monitor.store.migrations import REVISIONS, VERSION_TABLE
from monitor.store.tables import METADATA
from monitor.store.upkeep.backup import copy, unfinished

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = REVISIONS[-1]

log = structlog.get_logger(__name__)

_STEPS = Path(__file__).parent.parent / "migrations"


async def bring_up_to_date(database: Database) -> None:
    """Nothing to do in nearly every case; then Alembic, which takes a second to load, is left alone."""
    if await revision_of(database) == HEAD:
        return
    async with database.migrating() as connection:
        revision = await connection.run_sync(_revision, database.address.place)
        if revision == HEAD:  # another process was quicker, and the copy of before is its copy
            return
        if revision is not None:
            log.info("bringing the database up to date; where it is large this takes minutes", was=revision, new=HEAD)
        if revision is not None and database.address.path is not None:
            await asyncio.to_thread(_copy, database.address.path, HEAD)
        await connection.run_sync(upgrade)


async def revision_of(database: Database) -> str | None:
    """The step a database stands at; None where nothing of ours was ever there."""
    async with database.reading() as connection:
        return await connection.run_sync(_revision, database.address.place)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Runs the steps that are missing."""
    from alembic import command  # noqa: PLC0415  # a second of start-up, for nothing in nearly every start

    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str = "base") -> None:
    """Takes steps back."""
    from alembic import command  # noqa: PLC0415  # a second of start-up, for nothing in nearly every start

    command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    from alembic.config import Config  # noqa: PLC0415  # a second of start-up, for nothing in nearly every start

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    return config


def _revision(connection: Connection, place: str) -> str | None:
    """The step a database stands at, empty before the first; None where nothing of ours was ever there."""
    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in tables:
        foreign = tables if connection.dialect.name == "sqlite" else tables & set(METADATA.tables)
        if foreign:
            raise AddressError("store.foreign", place=place)
        return None
    revision = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # nosec B608  # noqa: S608  # our name
    if revision is not None and revision not in REVISIONS:
        raise AddressError("store.newer", place=place)
    return str(revision or "")


def _copy(path: Path, revision: str) -> None:
    """Beside the file, so that there is a way back; there only when it is whole, and no more open than the file is."""
    beside = path.with_name(f"{path.name}.before-{revision}")
    with told(str(beside)), unfinished(beside, S_IMODE(path.stat().st_mode)) as made:
        copy(path, made)
