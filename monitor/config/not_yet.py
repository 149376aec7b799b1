"""What a file uses and this version does not do yet: said by `check` and `run`, never silently ignored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.config.agreement import entries
from monitor.config.marked_yaml import Path, Value

# Where a key may stand in the file (* for any part), and the sentence under check.not_yet. of the texts.
_KEYS = (
    (("retention",), "retention"),
    (("authors_for",), "authors_for"),
)
_MAILS = (("digest", "email"), ("alerts", "fallback", "email"))
_SMTP: tuple[str, ...] = ("SMTP_URL",)
_YANDEX: tuple[str, ...] = ("YANDEX_SEARCH_KEY", "YANDEX_SEARCH_FOLDER")
_FILE = "_FILE"


def not_yet(value: Value) -> Iterator[tuple[Path, str]]:
    """Where something stands that has no effect yet, and the sentence that says so."""
    for pattern, sentence in _KEYS:
        for path in _matching(value, pattern, ()):
            yield path, sentence


def unserved(value: Value, environment: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """Where a service is used whose key is not set, and the names to set: it stays off until then."""
    searches = [path for path, entry in entries(value, "sources") if entry.get("engine") == "yandex"]
    mails = [path for pattern in _MAILS for path in _matching(value, pattern, ())]
    for path, names in (*((one, _YANDEX) for one in searches), *((one, _SMTP) for one in mails)):
        missing = [name for name in names if not (environment.get(name) or environment.get(name + _FILE))]
        if missing:
            yield path, ", ".join(missing)


def _matching(value: Value, pattern: Path, before: Path) -> Iterator[Path]:
    if not pattern:
        yield before
        return
    part, *rest = pattern
    if part == "*" and isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _matching(inner, tuple(rest), (*before, number))
    elif isinstance(value, dict) and part in value:
        yield from _matching(value[str(part)], tuple(rest), (*before, part))
