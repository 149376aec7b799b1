"""A lock on a file that the system takes back when its process dies, however it dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Self

from monitor.errors import StoreError, because
from monitor.store.connection.trouble import told

_READABLE = 0o644  # whoever asks for `status` need not be who runs the product
_WORDS = 200  # bytes that say who has it


class FileLock:
    """Held for as long as it is open. Processes that we start do not inherit it."""

    def __init__(self, file: int) -> None:
        self._file = file

    @classmethod
    def take(cls, path: Path, *, shared: bool = False, words: str = "") -> Self | None:
        """None where somebody else has it; `words` tell them who has it now."""
        with told(str(path)):
            file = os.open(path, os.O_RDWR | os.O_CREAT, _READABLE)
            try:
                if not _locked(file, shared=shared):
                    os.close(file)
                    return None
            except OSError as error:
                os.close(file)
                raise StoreError("store.no_locks", place=str(path), reason=because(error)) from error
        lock = cls(file)
        if words:
            lock._say(words)
        return lock

    @staticmethod
    def held(path: Path) -> bool | None:
        """Whether somebody has it; None where nobody can know."""
        try:
            file = os.open(path, os.O_RDONLY)
        except OSError:
            return None
        try:
            return not _locked(file, shared=True)
        except OSError:
            return None
        finally:
            os.close(file)

    @staticmethod
    def words(path: Path) -> str:
        """What whoever has it says of itself."""
        try:
            return path.read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return ""

    def release(self) -> None:
        """Gives it back; the file stays, for whoever waits may have it open already."""
        os.close(self._file)

    def _say(self, words: str) -> None:
        """A comfort: on a full disk the lock holds without a word."""
        try:
            os.ftruncate(self._file, 0)
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, words.encode()[:_WORDS])
        except OSError:
            return


if sys.platform == "win32":
    import msvcrt

    # Bytes that stand for those who share, far behind the words: a locked byte is not read.
    _PLACES, _BEYOND = 64, 2**30

    def _locked(file: int, *, shared: bool) -> bool:
        """Windows lets us lock bytes, and none of them twice: who shares takes one, who is alone takes all."""
        places = [(_BEYOND + place, 1) for place in range(_PLACES)] if shared else [(_BEYOND, _PLACES)]
        for start, length in places:
            os.lseek(file, start, os.SEEK_SET)
            try:
                msvcrt.locking(file, msvcrt.LK_NBLCK, length)
            except PermissionError:
                continue
            return True
        return False

else:
    import fcntl

    def _locked(file: int, *, shared: bool) -> bool:
        """`flock`, not `lockf`: that one is lost as soon as anything in our process closes the file."""
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
