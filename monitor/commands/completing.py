"""What a shell completes: names from the file in this folder, without finding it right first, and from the product.

A completion that cannot be given is none: nobody wants to read of a mistake while typing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import typer

from monitor.config.marked_yaml import Value, read
from monitor.config.presets import names, numbered
from monitor.config.settings import config_path
from monitor.errors import ConfigError
from monitor.texts import LANGUAGES

KINDS = ("feed", "reviews", "articles", "sitemap", "telegram", "json", "mail", "search")


def sources(ctx: typer.Context) -> list[str]:
    """The ids of the file; a preset without one gets its own name, as when the file is loaded."""
    entries = list(_entries(ctx, "sources"))
    used = {str(entry["id"]): 1 for entry in entries if "id" in entry}
    return [str(entry["id"]) if "id" in entry else numbered(str(entry.get("preset", "")), used) for entry in entries]


def brands(ctx: typer.Context) -> list[str]:
    """The ids of the file."""
    return [str(entry["id"]) for entry in _entries(ctx, "brands") if "id" in entry]


def presets() -> list[str]:
    """All there are."""
    return sorted(names())


def kinds() -> tuple[str, ...]:
    """What a source can be."""
    return KINDS


def languages() -> tuple[str, ...]:
    """Those of the texts."""
    return LANGUAGES


def _entries(ctx: typer.Context, key: str) -> Iterator[dict[str, Value]]:
    named = ctx.params.get("config")
    with suppress(ConfigError, OSError, UnicodeDecodeError):
        found = read(config_path(Path(named) if named else None).read_text(encoding="utf-8-sig")).value
        entries = found.get(key) if isinstance(found, dict) else None
        yield from (one for one in entries or () if isinstance(one, dict)) if isinstance(entries, list) else ()
