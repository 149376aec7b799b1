"""What every command shares: the options after its name, its exit code, the one place where errors become messages."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import wraps
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, get_type_hints

import typer

from monitor.commands import options
from monitor.commands.asked import Asked
from monitor.commands.broken_output import broken_output
from monitor.commands.help import Command, Group
from monitor.errors import AddressError, ConfigError, MonitorError, TakenError
from monitor.process.start import INTERRUPTED
from monitor.texts import Texts

if TYPE_CHECKING:
    from monitor.logs import Style

Work = Callable[..., int | Coroutine[Any, Any, int]]

_OPTIONS = {"config": options.Config, "log_level": options.Levels, "log_format": options.LogFormat}


def command(app: typer.Typer, group: Group, name: str | None = None, *, logs: str = "error") -> Callable[[Work], Work]:
    """A command of the program: `work` gets what was asked for and its own options.

    It answers with the exit code, or with what has to be waited for.
    """
    usual = {"config": None, "log_level": logs, "log_format": None}

    def register(work: Work) -> Work:
        @wraps(work)
        def run(*, config: Path | None, log_level: str, log_format: Style | None, **own: Any) -> NoReturn:
            _end(Asked(config, log_level, log_format, logs), lambda asked: work(asked, **own))

        hints = get_type_hints(work, include_extras=True)
        _, *own = inspect.signature(work).parameters.values()
        shared = [
            inspect.Parameter(option, inspect.Parameter.KEYWORD_ONLY, default=usual[option], annotation=kind)
            for option, kind in _OPTIONS.items()
        ]
        told = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[one.name]) for one in own]
        run.__signature__ = inspect.Signature([*told, *shared])  # type: ignore[attr-defined]  # typer reads it
        run.__annotations__ = {one.name: one.annotation for one in (*told, *shared)}
        del run.__wrapped__  # there typer would find the signature of `work`
        app.command(name, cls=Command, rich_help_panel=group)(run)
        return work

    return register


def _end(asked: Asked, work: Callable[[Asked], int | Coroutine[Any, Any, int]]) -> NoReturn:
    """Does the work; a mistake becomes a sentence, never a traceback. 1 = it ran and failed, 2 = change something."""
    from monitor.commands.stopping import stoppable, until_stopped  # noqa: PLC0415  # `--help` needs no event loop

    _say_what_the_terminal_can()
    try:
        asked.listen()
        with stoppable():
            code = work(asked)
            code = code if isinstance(code, int) else until_stopped(code, lambda: _broken_off(asked))
        sys.stdout.flush()
    except (ConfigError, AddressError, TakenError) as error:
        code = _told(error, asked, 2)
    except MonitorError as error:
        code = _told(error, asked, 1)
    except KeyboardInterrupt:
        code = _broken_off(asked)
    except OSError as error:
        code = broken_output(error, Texts(asked.language))
    raise typer.Exit(code)


def _broken_off(asked: Asked) -> int:
    with suppress(OSError):
        after = "\n" if sys.stderr.isatty() else ""  # there stands ^C
        print(f"{after}{Texts(asked.language)('cli.interrupted')}", file=sys.stderr)
    return INTERRUPTED


def _told(error: MonitorError, asked: Asked, code: int) -> int:
    from monitor.render.screen import say  # noqa: PLC0415  # nor colours

    told = asked.redaction.line(Texts(asked.language).error(error))
    with suppress(OSError):  # the exit code tells it, too
        say(told, sys.stderr)
    return code


def _say_what_the_terminal_can() -> None:
    """A letter that its encoding does not have becomes a question mark, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
