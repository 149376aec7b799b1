"""Whether anybody has written since: asked again and again by who waits for work, in place of the question itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

Mark = tuple[int, int]  # how often we had to open the file, and what SQLite counts up for us since


class Marks:
    """Of one file; of a database in memory or on a server nothing is told.

    SQLite counts the changes that others made, for each connection alone and without reading the file. This one writes
    nothing, so that everybody is another one to it. It is asked where it stands: a trip to a thread would cost more.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._looking: sqlite3.Connection | None = None
        self._opened = 0

    def now(self) -> Mark | None:
        """Another mark than before where anybody has written since; None where that cannot be told."""
        if self._path is None:
            return None
        try:
            with closing(self._open(self._path).execute("PRAGMA data_version")) as told:
                (count,) = told.fetchone()
        except sqlite3.Error:  # whoever asks the question itself hears what is wrong
            self.close()
            return None
        return self._opened, count

    def close(self) -> None:
        """Lets go of the file."""
        if self._looking is not None:
            self._looking.close()
            self._looking = None

    def _open(self, path: Path) -> sqlite3.Connection:
        if self._looking is None:
            where = f"{path.absolute().as_uri()}?mode=rw"  # it makes no file
            self._looking = sqlite3.connect(where, uri=True, timeout=0, isolation_level=None, check_same_thread=False)
            self._opened += 1
        return self._looking
