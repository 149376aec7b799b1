"""What every command shares: the options after its name, its exit code, the one place where errors become messages."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from functools import wraps
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, get_type_hints

import typer

from monitor.commands.asked import Asked
from monitor.commands.stopping import INTERRUPTED, stoppable
from monitor.errors import AddressError, ConfigError, MonitorError
from monitor.texts import Texts

Level = Literal["debug", "info", "warning", "error"]
Work = Callable[..., int]

_OPTIONS = {
    "config": Annotated[
        Path | None, typer.Option("--config", help="The YAML file; default: OTKLIK_CONFIG, else sources.yaml.")
    ],
    "log_level": Annotated[Level, typer.Option("--log-level", help="What is logged.")],
    "log_format": Annotated[Literal["text", "json"], typer.Option("--log-format", help="How it is logged, to stderr.")],
}


def command(app: typer.Typer, name: str | None = None, *, logs: Level = "error") -> Callable[[Work], Work]:
    """A command of the program: `work` gets what was asked for and its own options, and answers with the exit code."""
    usual = {"config": None, "log_level": logs, "log_format": "text"}

    def register(work: Work) -> Work:
        @wraps(work)
        def run(*, config: Path | None, log_level: Level, log_format: Literal["text", "json"], **own: Any) -> NoReturn:
            _end(Asked(config, log_level, log_format), lambda asked: work(asked, **own))

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
        app.command(name)(run)
        return work

    return register


def _end(asked: Asked, work: Callable[[Asked], int]) -> NoReturn:
    """Does the work; a mistake becomes a sentence, never a traceback. 1 = it ran and failed, 2 = change something."""
    _say_what_the_terminal_can()
    try:
        with stoppable():
            code = work(asked)
    except (ConfigError, AddressError) as error:
        code = _told(error, asked, 2)
    except MonitorError as error:
        code = _told(error, asked, 1)
    except BrokenPipeError:
        code = 0  # whoever read our output has seen enough
    except KeyboardInterrupt:
        code = INTERRUPTED
    raise typer.Exit(code)


def _told(error: MonitorError, asked: Asked, code: int) -> int:
    print(asked.redaction.text(Texts(asked.language).error(error)), file=sys.stderr)
    return code


def _say_what_the_terminal_can() -> None:
    """A letter that its encoding does not have becomes a question mark, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
