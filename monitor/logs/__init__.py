"""Logs for whoever runs the product: one line per event on stderr, with named fields, and never a secret."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any, Literal, TextIO

import structlog

from monitor.logs.levels import Levels, levels
from monitor.logs.lines import AsText, Said, as_json, shortened
from monitor.logs.redaction import Redaction

__all__ = ["Redaction", "Style", "configure", "levels"]

Style = Literal["text", "json"]

_PREPARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,  # without the values of variables: they hold anything
]


class _Stderr(logging.StreamHandler[TextIO]):
    """Wherever stderr is by then."""

    def __init__(self, wanted: Levels) -> None:
        logging.Handler.__init__(self)
        self.wanted = wanted

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # the library keeps what it was at first
        return sys.stderr

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # the library's name
        """A record that cannot be written is not repeated as it is: the library would print its arguments unhidden."""
        if isinstance(sys.exc_info()[1], OSError):  # nobody reads any more
            return
        line = logging.makeLogRecord(record.__dict__ | {"msg": "a record could not be written", "args": ()})
        line.exc_info = line.stack_info = None
        self.stream.write(self.format(line) + self.terminator)


def configure(wanted: Levels, style: Style | None, redaction: Redaction, language: Callable[[], str]) -> None:
    """Everything that is logged, by us or by a library, goes to stderr from here on; where no terminal is, as JSON.

    What went wrong is told in the `language` of the team, for somebody may have to act on it; the rest is English.
    """
    terminal = sys.stderr.isatty()
    render = AsText(colours=terminal) if (style or ("text" if terminal else "json")) == "text" else as_json
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_PREPARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for handler in root.handlers:
        if isinstance(handler, _Stderr):
            handler.wanted.unset()
    handler = _Stderr(wanted)
    bare = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_PREPARED,
            processors=[bare, Said(language), redaction, shortened, render],
            use_get_message=True,
        )
    )
    root.handlers[:] = [handler]
    wanted.set()
