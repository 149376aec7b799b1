"""One event, one line: what comes from outside cannot end it, colour it, or turn it round."""

from __future__ import annotations

import json
from collections.abc import Callable
from shutil import get_terminal_size
from textwrap import wrap

import structlog

from monitor.errors import MonitorError
from monitor.logs.redaction import Event
from monitor.texts import Texts

LONGEST = 20_000  # characters of one value; a page that stands in an error fills no disk
_FIRST = ("timestamp", "level", "event", "logger")
_MARGIN = "  | "  # no line of a log begins like that


def as_json(_logger: object, _name: str, event: Event) -> str:
    r"""An object in one line, whatever stands in it.

    >>> as_json(None, "", {"event": "a\nb\u202ec"})
    '{"event": "a\\nb\\u202ec"}'
    """
    first = {key: event[key] for key in _FIRST if key in event}
    line = json.dumps(_finite({**first, **event}), ensure_ascii=False)
    return line if line.isprintable() else "".join(map(_escaped, line))


class Said:
    """What went wrong as a sentence, in the language of the team."""

    def __init__(self, language: Callable[[], str]) -> None:
        self._language = language

    def __call__(self, _logger: object, _name: str, event: Event) -> Event:
        """As a step of structlog."""
        return {key: self._said(value) for key, value in event.items()}

    def _said(self, value: object) -> object:
        return Texts(self._language()).error(value) if isinstance(value, MonitorError) else value


class AsText:
    """For people: the same, with what hides or breaks a line written out; below, behind a margin, what went wrong."""

    def __init__(self, *, colours: bool) -> None:
        self._terminal = colours
        self._render = structlog.dev.ConsoleRenderer(
            colors=colours, repr_native_str=True, exception_formatter=structlog.dev.plain_traceback
        )

    def __call__(self, logger: object, name: str, event: Event) -> str:
        """Renders one event."""
        shown = {key: _quoted(value) if key in {"event", "logger"} else value for key, value in event.items()}
        below = [str(shown.pop(key)) for key in ("error", "exception", "stack") if shown.get(key)]
        line = str(self._render(logger, name, shown))
        rest = (_MARGIN + part for text in below for one in text.split("\n") for part in self._parts(_quoted(one)))
        return "\n".join((line, *rest))

    def _parts(self, line: str) -> list[str]:
        """On a terminal broken between words."""
        return (self._terminal and wrap(line, get_terminal_size().columns - len(_MARGIN))) or [line]


def shortened(_logger: object, _name: str, event: Event) -> Event:
    """No value longer than anybody reads."""
    return {key: _short(value) for key, value in event.items()}


def _short(value: object) -> object:
    return f"{value[:LONGEST]}…" if isinstance(value, str) and len(value) > LONGEST else value


def _quoted(value: object) -> str:
    text = str(value)
    return text if text.isprintable() else "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


def _finite(value: object) -> object:
    """JSON knows no `nan`."""
    match value:
        case dict():
            return {key: _finite(inner) for key, inner in value.items()}
        case list():
            return [_finite(inner) for inner in value]
        case float() if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124  # only nan is not itself
            return str(value)
    return value


def _escaped(character: str) -> str:
    """JSON leaves as they are marks of direction, controls above 127 and line ends that only some readers know."""
    return character if character.isprintable() else json.dumps(character)[1:-1]
