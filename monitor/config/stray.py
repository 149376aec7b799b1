"""Names in `.env` that nobody asks for, with the one that was meant, and names given two values: said by `check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from monitor.config.problems import nearest
from monitor.config.settings import RESERVED, from_environment, in_environment, written_names

_ALIKE = 0.8  # how near a name must be
_FILE = "_FILE"

Said = tuple[str, str, dict[str, str]]


def stray(folder: Path, environment: Mapping[str, str], file: str) -> Iterator[Said]:
    """Where each stands, which sentence under check. says so, and its blanks; `file` asks for names of its own."""
    seen: dict[str, str] = {}
    for at, name in written_names(folder):
        first = seen.setdefault(name, at)
        if name.removesuffix(_FILE) in RESERVED or f"${{{name}}}" in file:
            if first != at:
                yield at, "given_twice", {"name": name, "line": first.rpartition(":")[2]}
            continue
        meant = in_environment(name) or nearest(name.upper(), tuple(sorted(RESERVED)), _ALIKE)
        if meant and not from_environment(environment, meant):
            yield at, "stray", {"name": name, "near": meant}
