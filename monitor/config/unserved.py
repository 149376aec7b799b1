"""What a file uses and cannot have, for a key of the environment is missing: said by `check` and `run`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.config.agreement import entries
from monitor.config.marked_yaml import Path, Value

_MAILS = (("digest", "email"), ("alerts", "fallback", "email"))
_SMTP: tuple[str, ...] = ("SMTP_URL",)
_YANDEX: tuple[str, ...] = ("YANDEX_SEARCH_KEY", "YANDEX_SEARCH_FOLDER")
_FILE = "_FILE"


def unserved(value: Value, environment: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """Where a service is used whose key is not set, and the names to set: it stays off until then."""
    searches = [path for path, entry in entries(value, "sources") if entry.get("engine") == "yandex"]
    mails = [path for pattern in _MAILS for path in _matching(value, pattern)]
    for path, names in (*((one, _YANDEX) for one in searches), *((one, _SMTP) for one in mails)):
        missing = [name for name in names if not (environment.get(name) or environment.get(name + _FILE))]
        if missing:
            yield path, ", ".join(missing)


def _matching(value: Value, pattern: Path, before: Path = ()) -> Iterator[Path]:
    """Where this stands, if it does; nobody at all needs no key."""
    if not pattern:
        yield from (before,) if value else ()
    elif isinstance(value, dict) and pattern[0] in value:
        yield from _matching(value[str(pattern[0])], pattern[1:], (*before, pattern[0]))
