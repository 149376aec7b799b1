"""Writes what `otklik init` makes: at once, so that nobody finds half a file, and only where it can be written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from monitor.errors import ConfigError, because
from monitor.setup import with_variable

ENVIRONMENT = ".env"
_PRIVATE, _OPEN = 0o600, 0o644


def writable(folder: Path) -> None:
    """Looks before anybody has answered a question; raises ConfigError where nothing could be written."""
    if not folder.is_dir():
        raise ConfigError("init.no_folder", path=str(folder))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigError("init.not_written", path=str(folder), reason=because(PermissionError(errno.EACCES, "")))
    _environment(folder)


def write(path: Path, text: str) -> None:
    """The file of sources; one that is there keeps its rights, also where it is another name for a file elsewhere."""
    place = path.resolve()
    _put(place, text, place.stat().st_mode & 0o777 if place.exists() else _OPEN)


def write_variable(folder: Path, name: str, value: str, remark: str) -> bool:
    """Also an empty one, as the place where it belongs; whether there was anything to write. For our eyes only."""
    before = _environment(folder)
    after = with_variable(before, name, value, remark)
    if after != before:
        _put((folder / ENVIRONMENT).resolve(), after, _PRIVATE)
    return after != before


def _environment(folder: Path) -> str:
    path = folder / ENVIRONMENT
    try:
        return path.read_bytes().decode() if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("init.not_read", path=str(path)) from error


def _put(path: Path, text: str, rights: int) -> None:
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.unlink(missing_ok=True)  # of a process that was killed
        fresh.touch(rights)
        fresh.chmod(rights)
        with fresh.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)  # noqa: PTH105  # at once, whatever stands there
    except OSError as error:
        raise ConfigError("init.not_written", path=str(path), reason=because(error)) from error
    finally:
        fresh.unlink(missing_ok=True)
