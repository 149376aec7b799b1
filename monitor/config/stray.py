"""Names in `.env` that nobody asks for, and the one that was meant: said by `check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from monitor.config.problems import nearest
from monitor.config.settings import RESERVED, from_environment, in_environment, written_names

_ALIKE = 0.8  # how near a name must be
_FILE = "_FILE"


def stray(folder: Path, environment: Mapping[str, str], file: str) -> Iterator[tuple[str, str, str]]:
    """Where each stands, what it is, and which name that is not set was meant; `file` asks for names of its own."""
    for at, name in written_names(folder):
        if name.removesuffix(_FILE) in RESERVED or f"${{{name}}}" in file:
            continue
        meant = in_environment(name) or nearest(name.upper(), tuple(sorted(RESERVED)), _ALIKE)
        if meant and not from_environment(environment, meant):
            yield at, name, meant
