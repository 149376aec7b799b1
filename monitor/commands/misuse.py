"""A command line that cannot be understood is answered like every other mistake: what is wrong, what to do."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from typer import BadParameter
from typer.core import TyperGroup

from monitor.commands.broken_output import broken_output
from monitor.config.look_alikes import typed
from monitor.config.spoken import spoken_for
from monitor.errors import ConfigError
from monitor.texts import Texts

if TYPE_CHECKING:
    from pydantic import ValidationError

UsageError = cast("type[Exception]", BadParameter.__base__)  # the library shows no more than this one of its family

_TOO_MUCH = re.compile(r"\((?!s\))(.+)\)$")  # the library says it in a sentence only: argument(s) (one two)
_DASHED = re.compile(r"[–—−]+[a-z]")  # what a phone or Word makes of two hyphens
_CONFIG = "--config"
_VALUES = {"int_parsing": "expected_number", "int_parsing_size": "expected_number"}
_ANY_NUMBER = 5
_BOUNDS = {"greater_than_equal": "ge", "less_than_equal": "le"}


class Answering(TyperGroup):
    """All commands; a mistake in the line is told in the language of the file or the terminal, and the code is 2."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Runs the line and ends with its exit code."""
        words = sys.argv[1:] if args is None else list(args)
        try:
            code = super().main(args, *rest, **{**extra, "standalone_mode": False})
        except UsageError as error:
            code = 2
            with suppress(OSError):  # the exit code tells it, too
                self._tell(error, words)
        except OSError as error:  # of the help, or the version
            code = broken_output(error, Texts(spoken_for(_named(words))))
        except SystemExit as end:
            if not isinstance(end.__context__, BrokenPipeError):
                raise
            code = broken_output(end.__context__, Texts(spoken_for(_named(words))))
        sys.exit(code)

    def _tell(self, error: Any, words: Sequence[str]) -> None:
        if not words:  # nothing was asked for: everything that can be
            error.show()
            return
        from monitor.render.screen import say  # noqa: PLC0415  # who makes no mistake waits for no colours

        say(Texts(spoken_for(_named(words))).error(self._mistake(error, words)), sys.stderr)

    def _mistake(self, error: Any, words: Sequence[str]) -> ConfigError:
        name = next((word for word in words if not word.startswith("-")), "")
        command = self.commands.get(name)
        kind = type(error).__name__
        if command is None and kind == "UsageError":
            return _near("cli.no_command", name, list(self.commands))
        called = f"{self.name} {name}" if command else str(self.name)
        odd = error.option_name if kind == "NoSuchOption" else next(filter(_DASHED.match, words), "")
        known = [option for param in (command or self).params for option in param.opts]
        if odd and (meant := get_close_matches(typed(odd), known, 1)):
            return ConfigError("cli.no_option_near", typed=odd, near=meant[0], called=called)
        if kind == "NoSuchOption":
            return _near("cli.no_option", error.option_name, error.possibilities or (), called=called)
        if kind == "BadOptionUsage":
            return _half_said(error.option_name, command, called)
        if kind == "MissingParameter":
            return ConfigError("cli.missing", what=_shown(error.param), called=called)
        if type(error.__cause__).__name__ == "ValidationError":  # of pydantic, which `--help` need not load
            return _value(error.param, error.__cause__, error.ctx)
        extra = _TOO_MUCH.search(error.message)
        return ConfigError("cli.too_much", extra=extra[1] if extra else " ".join(words), called=called)


def _near(key: str, said: str, known: Sequence[str], **blanks: object) -> ConfigError:
    near = get_close_matches(said, known, 1)
    if near:
        return ConfigError(f"{key}_near", typed=said, near=near[0], **blanks)
    return ConfigError(key, typed=said, **blanks)


def _half_said(option: str, command: Any, called: str) -> ConfigError:
    """An option without its value, or with one that it does not take."""
    alone = any(option in one.opts and getattr(one, "is_flag", False) for one in command.params)
    return ConfigError("cli.no_value_taken" if alone else "cli.no_value", option=option, called=called)


def _value(param: Any, refused: ValidationError, ctx: Any) -> ConfigError:
    """A value of an option, in the words for one of the file."""
    first = refused.errors()[0]
    kind, told = first["type"], {"key": _shown(param), "value": first["input"], "number": _ANY_NUMBER}
    if kind in _VALUES:
        return ConfigError(f"config.{_VALUES[kind]}", **told)
    if kind in _BOUNDS:
        return ConfigError(f"config.{kind}", **told, **{_BOUNDS[kind]: first["ctx"][_BOUNDS[kind]]})
    expected = str(param.display_type(ctx)).strip("<>").replace("|", ", ")
    return ConfigError("config.choice", **told, expected=expected)


def _shown(param: Any) -> str:
    """How an option or argument is named in the help."""
    return str(param.metavar or param.opts[0]) if param.param_type_name == "argument" else str(max(param.opts, key=len))


def _named(words: Sequence[str]) -> Path | None:
    """The file that this line names, for its language; nothing else of the line is understood yet.

    >>> _named(["check", "--config", "ours.yaml", "--onlnie"]), _named(["check", "--config=ours.yaml"]), _named(["x"])
    (PosixPath('ours.yaml'), PosixPath('ours.yaml'), None)
    """
    for word, following in zip(words, [*words[1:], ""], strict=True):
        option, _, value = word.partition("=")
        if option == _CONFIG and (value or following):
            return Path(value or following)
    return None
