"""All doors by name. None is made before it is wanted: some start a server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from hostile.built import built_for
from hostile.door import Door
from hostile.files import file_doors
from hostile.pages import page_doors
from hostile.words import word_doors

SEEDS = Path(__file__).with_name("seeds")
_GOLDEN = Path(__file__).parents[1] / "sources"
_PAGES = {  # doors that take pages which the tests of sources have already
    "feed": "feed",
    "feed-full": "feed",
    "json-ld": "reviews",
    "select": "reviews",
    "articles": "articles",
    "article": "articles",
    "json": "json",
    "sitemap": "sitemap",
    "telegram": "telegram",
    "mail": "mail",
    "yandex": "search",
    "searxng": "search",
    "linked": "articles",
    "shown-page": "reviews",
}


WITH_A_DATABASE = ("search-sqlite", "search-postgresql", "keep-sqlite", "keep-postgresql")
IN_THE_CHAT = ("press", "message", "reply", "forwarded")


def doors() -> Mapping[str, Callable[[], Door]]:
    """Every door there is."""
    from hostile.chat import chat_doors  # noqa: PLC0415  # the bot takes seconds to load
    from hostile.shelf import shelf_doors  # noqa: PLC0415  # so does the database

    return {**page_doors(), **file_doors(), **word_doors(), **shelf_doors(), **chat_doors()}


def light_doors() -> Mapping[str, Callable[[], Door]]:
    """Those that need neither a database nor the bot."""
    return {**page_doors(), **file_doors(), **word_doors()}


def written_seeds(name: str) -> dict[str, bytes]:
    """What we wrote for a door, by the name of the file; doors of one kind share theirs."""
    folders = {
        "feed-full": "feed",
        "linked": "article",
        "shown-page": "json-ld",
        "yaml": "sources-yaml",
        "plan-by-chat": "sources-yaml",
    }
    folders |= {
        "search-postgresql": "search-sqlite",
        "keep-sqlite": "mention",
        "keep-postgresql": "mention",
        "stories": "mention",
    }
    folder = SEEDS / folders.get(name, name)
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))}


def seeds(name: str, *, large: bool = True) -> dict[str, bytes]:
    """The same, with the golden pages of the kind, and what is built because it is large."""
    golden = sorted((_GOLDEN / _PAGES[name]).glob("*")) if name in _PAGES else ()
    pages = {path.name: path.read_bytes() for path in golden if path.suffix != ".json"}
    return {**written_seeds(name), **pages, **(built_for(name) if large else {})}
