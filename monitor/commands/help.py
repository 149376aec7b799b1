"""`--help` in the language of the file or the terminal: the commands in groups, whatever a command takes in words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import typer
from typer.core import TyperCommand

from monitor.commands.misuse import Answering
from monitor.config.spoken import spoken_for
from monitor.texts import Texts

Group = Literal["watch", "look", "keep", "set_up"]  # why somebody looks for a command
SHARED = ("config", "log_level", "log_format", "help")  # what every command takes

_KEY = "cli.help"
_WIDEST = 30  # columns of what is typed, beside what it means

# The library keeps the types of a context, a parameter and a formatter to itself.
Context = Any
Parameter = Any
Formatter = Any


class Command(TyperCommand):
    """One command."""

    def format_help(self, ctx: Context, formatter: Formatter) -> None:
        """What it does, how it is called, what it takes."""
        texts = _speak(self, ctx)
        _usage(self, ctx, formatter, texts)
        _paragraphs(formatter, [self.help, _said(texts, f"{self.name}.more")])
        shown: list[Parameter] = [*self.get_params(ctx)]
        arguments = [one for one in shown if one.param_type_name == "argument"]
        own = [one for one in shown if one not in arguments and one.name not in SHARED]
        shared = [one for one in shown if one.name in SHARED]
        for title, params in (("arguments", arguments), ("options", own), ("shared", shared)):
            _table(formatter, texts(f"{_KEY}.{title}"), (_row(one, ctx, texts) for one in params))

    def format_usage(self, ctx: Context, formatter: Formatter) -> None:
        """The same line stands above a mistake."""
        _usage(self, ctx, formatter, _texts(ctx))

    def shell_complete(self, ctx: Context, incomplete: str) -> list[Any]:
        """Options, with what they mean where the shell shows that."""
        _speak(self, ctx)
        return super().shell_complete(ctx, incomplete)


class Commands(Answering):
    """All of them, by what somebody wants to do."""

    def format_help(self, ctx: Context, formatter: Formatter) -> None:
        """A line for each command."""
        texts = _speak(self, ctx)
        for command in self.commands.values():
            _speak(command, ctx)
        _paragraphs(formatter, [self.help])
        formatter.write_paragraph()
        _usage(self, ctx, formatter, texts)
        for group in get_args(Group):
            rows = ((name, command.help or "") for name, command in self._of(group))
            _table(formatter, texts(f"{_KEY}.groups.{group}"), rows)
        options = (_row(one, ctx, texts) for one in self.get_params(ctx))
        _table(formatter, texts(f"{_KEY}.options"), options)
        _paragraphs(formatter, [texts(f"{_KEY}.more")])

    def format_usage(self, ctx: Context, formatter: Formatter) -> None:
        """The same line stands above a mistake."""
        _usage(self, ctx, formatter, _texts(ctx))

    def shell_complete(self, ctx: Context, incomplete: str) -> list[Any]:
        """Commands and options, with what they mean where the shell shows that."""
        for one in (self, *self.commands.values()):
            _speak(one, ctx)
        return super().shell_complete(ctx, incomplete)

    def _of(self, group: str) -> Iterator[tuple[str, Any]]:
        return ((name, one) for name, one in self.commands.items() if getattr(one, "rich_help_panel", "") == group)


def _texts(ctx: Context) -> Texts:
    named = ctx.params.get("config")
    return Texts(spoken_for(Path(named) if named else None))


def _speak(command: Any, ctx: Context) -> Texts:
    """Puts the words of the language to a command and to what it takes."""
    texts = _texts(ctx)
    command.help = command.short_help = texts(f"{_KEY}.{command.name}.about")
    for one in command.get_params(ctx):
        one.help = _said(texts, f"{command.name}.{one.name}") or _said(texts, f"any.{one.name}")
    return texts


def _said(texts: Texts, key: str) -> str:
    return texts(f"{_KEY}.{key}") if texts.has(f"{_KEY}.{key}") else ""


def _usage(command: Any, ctx: Context, formatter: Formatter, texts: Texts) -> None:
    taken = [one.metavar for one in command.params if one.param_type_name == "argument"]
    pieces = [texts(f"{_KEY}.command")] if isinstance(command, Commands) else taken
    prefix = _bold(texts(f"{_KEY}.usage")) + ": "
    formatter.write_usage(ctx.command_path, " ".join([*pieces, texts(f"{_KEY}.taken")]), prefix)


def _paragraphs(formatter: Formatter, texts: Sequence[str | None]) -> None:
    for text in filter(None, texts):
        formatter.write_paragraph()
        formatter.write_text(text)


def _table(formatter: Formatter, title: str, rows: Iterable[tuple[str, str]]) -> None:
    told = list(rows)
    if told:
        with formatter.section(_bold(title)):
            formatter.write_dl(told, col_max=_WIDEST)


def _row(param: Parameter, ctx: Context, texts: Texts) -> tuple[str, str]:
    """What is typed, and what it means; the values where there are few, and which of them it is where none is given."""
    if param.param_type_name == "argument":
        return param.metavar, param.help
    wanted = "" if param.is_flag else f" {param.metavar or param.display_type(ctx).strip('<>')}"
    default = _default(param)
    usual = " " + texts(f"{_KEY}.default", value=default) if default else ""
    return ", ".join(sorted(param.opts, key=len)) + wanted, param.help + usual


def _default(param: Parameter) -> str:
    return str(param.default) if param.default and not param.is_flag else ""


def _bold(text: str) -> str:
    """The library leaves that away where no terminal is, but not on one that can show nothing."""
    return text if os.environ.get("TERM") == "dumb" else typer.style(text, bold=True)
