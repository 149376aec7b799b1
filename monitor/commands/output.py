"""Where results go: stdout, or the file that was named."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from monitor.commands.asked import Written
from monitor.config.settings import DOTENV
from monitor.errors import ConfigError, because
from monitor.render.screen import say
from monitor.store.connection.address import address_of
from monitor.texts import Texts

_Style = TypeVar("_Style", bound=str)
_OF_PROGRAMS: Final = frozenset(  # which open nothing else under such a name
    {".csv", ".doc", ".docx", ".htm", ".html", ".json", ".jsonl", ".ods", ".odt", ".pdf", ".png", ".xls", ".xlsx"}
)


def style_of(output: Path | None, styles: Mapping[str, _Style], plainly: _Style) -> _Style:
    """What whoever names a file and no format means; a file that its program could not open is not written.

    >>> style_of(Path("week.HTML"), {".html": "html"}, "text"), style_of(Path("week"), {".html": "html"}, "text")
    ('html', 'text')
    """
    ending = output.suffix.lower() if output else ""
    if ending in _OF_PROGRAMS and ending not in styles:
        raise ConfigError("cli.no_such_file", path=str(output), endings=", ".join([*styles, ".txt"]))
    return styles.get(ending, plainly)


def spare(written: Written, output: Path | None) -> None:
    """Refuses a file that Otklik lives by: what is written to it would take its place."""
    if output is None:
        return
    read = (written.path, written.path.parent / DOTENV, *written.loaded.beside)
    if output.resolve() in {*(file.resolve() for file in read), *address_of(written.settings.database_url).files}:
        raise ConfigError("cli.lived_by", path=str(output))


def write(data: bytes, output: Path | None) -> None:
    """Results as they are: no terminal's encoding, no colours."""
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    with whole(output) as file:
        file.write(data)


def write_json(told: object) -> None:
    """One value for a program, in one line."""
    write((json.dumps(told, ensure_ascii=False) + "\n").encode(), None)


def told_written(output: Path | None, texts: Texts) -> None:
    """Says so to whoever sits there; a program knows it by the exit code."""
    if output is not None and sys.stderr.isatty():
        say(texts("cli.written", file=output), sys.stderr)


@contextmanager
def whole(output: Path) -> Iterator[BinaryIO]:
    """A file that is there only when it is whole; a device or a pipe that somebody names is not replaced by a file."""
    try:
        if output.exists() and not output.is_file():
            with output.open("wb") as file:
                yield file
            return
        unfinished = output.with_name(f"{output.name}.part")
        try:
            with unfinished.open("wb") as file:
                yield file
            unfinished.replace(output)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:  # a disk that only reads complains of tidying up as well
        raise ConfigError("cli.cannot_write", path=str(output), reason=because(error)) from error
