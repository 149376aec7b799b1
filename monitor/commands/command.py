"""What every command shares: the options after its name, its exit code, the one place where errors become messages."""

from __future__ import annotations

import errno
import inspect
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, NoReturn, get_type_hints

import typer

from monitor.commands.asked import Asked
from monitor.commands.stopping import INTERRUPTED, stoppable
from monitor.errors import AddressError, ConfigError, MonitorError, TakenError, because
from monitor.logs import Style
from monitor.render.display import sentences
from monitor.texts import Texts

Work = Callable[..., int]

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})  # for what we print

_OPTIONS = {
    "config": Annotated[
        Path | None, typer.Option("--config", help="The YAML file; default: OTKLIK_CONFIG, else sources.yaml.")
    ],
    "log_level": Annotated[
        str,
        typer.Option(
            "--log-level", metavar="LEVEL[,MODULE=LEVEL]...", help="debug, info, warning, error; info,fetch=debug"
        ),
    ],
    "log_format": Annotated[
        Style | None,
        typer.Option("--log-format", help="How it is logged, to stderr; default: text on a terminal, else json."),
    ],
}


def command(app: typer.Typer, name: str | None = None, *, logs: str = "error") -> Callable[[Work], Work]:
    """A command of the program: `work` gets what was asked for and its own options, and answers with the exit code."""
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
        app.command(name)(run)
        return work

    return register


def _end(asked: Asked, work: Callable[[Asked], int]) -> NoReturn:
    """Does the work; a mistake becomes a sentence, never a traceback. 1 = it ran and failed, 2 = change something."""
    _say_what_the_terminal_can()
    try:
        asked.listen()
        with stoppable():
            code = work(asked)
        sys.stdout.flush()
    except (ConfigError, AddressError, TakenError) as error:
        code = _told(error, asked, 2)
    except MonitorError as error:
        code = _told(error, asked, 1)
    except BrokenPipeError:
        _stop_writing()
        code = 0  # whoever read our output has seen enough
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        _stop_writing()
        code = _told(ConfigError("cli.no_room", reason=because(error)), asked, 1)
    raise typer.Exit(code)


def _stop_writing() -> None:
    """Python writes the rest of the output when it ends; nobody can take it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told(error: MonitorError, asked: Asked, code: int) -> int:
    told = asked.redaction.line(Texts(asked.language).error(error))
    print(sentences(told), file=sys.stderr)
    return code


def _say_what_the_terminal_can() -> None:
    """A letter that its encoding does not have becomes a question mark, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
