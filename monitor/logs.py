"""Logs for whoever runs the product: named fields on stderr, never a secret."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, Literal
from urllib.parse import quote, quote_plus

import structlog

_TOKEN = re.compile(r"(?<!\d)\d{6,}:[\w-]{20,}")  # a bot's token, also inside an address
_USERINFO = re.compile(r"(?<=://)[^/\s@]+@")
_HIDDEN = "***"
_SHORTEST = 4  # characters; hiding less would tear words apart
Event = MutableMapping[str, Any]


class Redaction:
    """Hides tokens, passwords and the values taken from the environment.

    >>> Redaction(["s3cret"]).text("https://u:p@host/?key=s3cret 123456789:AAE-test-token-0123456789abcdefghij")
    'https://***@host/?key=*** ***'
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: list[str] = []
        self.add(secrets)

    def add(self, secrets: Iterable[str]) -> None:
        """From now on these are hidden too, also as addresses write them, the longest first."""
        new = (secret for secret in secrets if len(secret) >= _SHORTEST)
        written = (
            form for secret in new for form in (secret, quote(secret), quote(secret, safe=""), quote_plus(secret))
        )
        known = {*self._secrets, *written}
        self._secrets = sorted(known, key=len, reverse=True)

    def text(self, text: str) -> str:
        """The text without its secrets."""
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _USERINFO.sub(f"{_HIDDEN}@", _TOKEN.sub(_HIDDEN, text))

    def __call__(self, _logger: object, _name: str, event: Event) -> Event:
        """As a step of structlog."""
        return {key: self.text(value) if isinstance(value, str) else value for key, value in event.items()}


def configure(level: str, style: Literal["text", "json"], redaction: Redaction) -> None:
    """Logs go to stderr from here on, in one line per event."""
    number = logging.getLevelNamesMapping()[level.upper()]
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if style == "text":
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    steps: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redaction,
    ]
    structlog.configure(
        processors=[*steps, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # wherever stderr is by then
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    formatter = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=steps, processors=[_bare, renderer])
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(number, logging.WARNING) if number > logging.DEBUG else number)


def _bare(_logger: object, _name: str, event: Event) -> Event:
    """Libraries' records without structlog's own marks; hidden once more, for exceptions are rendered by now."""
    return {key: value for key, value in event.items() if not key.startswith("_")}
