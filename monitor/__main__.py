"""The command line: every command with its options; what each means is told by the texts (`cli.help`)."""

# ruff: noqa: PLC0415  # each command is imported when asked for: `check` must not wait for the database

from __future__ import annotations

if __name__ == "__main__":  # in front of all that takes a second to load
    from monitor.process.start import begin

    begin()

import sys
from collections.abc import Coroutine
from typing import Any

import typer
from typer.main import get_command

from monitor.commands import options
from monitor.commands.asked import Asked
from monitor.commands.command import command
from monitor.commands.help import Commands
from monitor.commands.uncaught import catch_all

PROGRAM = "otklik"  # also as `python -m monitor`: that is what its help and a shell's completion speak of

Work = Coroutine[Any, Any, int]

app = typer.Typer(
    name=PROGRAM,
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def otklik(version: options.Version = False) -> None:
    """What stands in front of a command."""


@command(app, "watch", logs="warning" if sys.stderr.isatty() else "info")  # who sits before it reads the sentences
def run(asked: Asked, role: options.Role = "all") -> int:
    """Crawl on schedule, send alerts and serve the bot, until stopped."""
    import asyncio

    from monitor.commands.run import run
    from monitor.domain.sharing import Role

    return asyncio.run(run(asked.written(), Role(role)))  # it knows itself how to stop


@command(app, "watch")
def crawl(
    asked: Asked, sources: options.SourceIds = None, as_json: options.AsJson = False, send: options.Send = False
) -> Work:
    """One pass over all (or the named) sources now, whatever their schedule."""
    from monitor.commands.crawl import crawl

    return crawl(asked.written(), sources or [], as_json=as_json, send=send)


@command(app, "watch")
def status(asked: Asked, every: options.All = False, as_json: options.AsJson = False) -> Work:
    """How each source is doing and what is owed; exit code 1 when something needs a person."""
    from monitor.commands.status import status

    return status(asked.written(), every=every, as_json=as_json)


@command(app, "look")
def mentions(
    asked: Asked,
    since: options.Since = None,
    brand: options.BrandId = None,
    label: options.LabelIs = None,
    source: options.SourceId = None,
    status: options.StatusIs = None,
    search: options.Search = None,
    limit: options.Limit = None,
    style: options.Listed = None,
    output: options.Output = None,
) -> Work:
    """List and export what is stored, newest first."""
    from monitor.commands.mentions import STYLES, TABLE_LIMIT, before_now, mentions
    from monitor.commands.output import style_of
    from monitor.domain import Label, Status, numbers_in
    from monitor.store import Query

    style, numbers = style or style_of(output, STYLES, "table"), numbers_in(search or "")
    query = Query(
        since=before_now(since),
        brand=brand,
        label=Label(label) if label else None,
        source=source,
        status=Status(status) if status else None,
        search=None if numbers else search,
        numbers=numbers,
        limit=limit or (TABLE_LIMIT if style == "table" else None),
    )
    return mentions(asked.written(), query, style=style, output=output)


@command(app, "look")
def history(asked: Asked, mention: options.MentionId, style: options.Style = "text") -> Work:
    """Everything that happened to one mention, and what it said before its edits."""
    from monitor.commands.history import history

    return history(asked.written(), mention, style=style)


@command(app, "look")
def digest(
    asked: Asked,
    week: options.Week = None,
    month: options.Month = None,
    quarter: options.Quarter = None,
    brand: options.BrandId = None,
    style: options.Told = None,
    output: options.Output = None,
    send: options.Send = False,
) -> Work:
    """The weekly digest, for any week; or for a month or a quarter."""
    from monitor.commands.digest import STYLES, digest
    from monitor.commands.output import style_of

    style = style or style_of(output, STYLES, "text")
    return digest(asked.written(), week, month, quarter, brand=brand, style=style, output=output, send=send)


@command(app, "look")
def analyze(asked: Asked) -> int:
    """JSON lines in, JSON lines out: language, brands, tone and why."""
    from monitor.commands.analyze import analyze
    from monitor.config.settings import is_missing
    from monitor.texts import Texts

    plan = None if is_missing(asked.path) else asked.written().loaded.plan
    sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # type: ignore[union-attr]  # stdin is a text file
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # so is stdout
    return analyze(plan, Texts(asked.language), sys.stdin, sys.stdout)


@command(app, "keep", "import")
def import_file(
    asked: Asked,
    file: options.File,
    source: options.SourceId = None,
    mapping: options.Map = None,
    alert: options.Alert = False,
    as_json: options.AsJson = False,
) -> Work:
    """Bring in mentions from a file: review exports, history, what was exported here."""
    from monitor.commands import import_file as importing

    wanted = importing.Options(file, source, mapping or (), alert=alert, as_json=as_json)
    return importing.import_file(asked.written(), wanted)


@command(app, "keep")
def backup(asked: Asked, file: options.File, as_json: options.AsJson = False) -> Work:
    """A consistent copy of the database while it runs."""
    from monitor.commands.backup import backup

    return backup(asked.written(), file, as_json=as_json)


@command(app, "keep")
def copy(asked: Asked, to: options.Url, as_json: options.AsJson = False) -> Work:
    """Move everything to another database (SQLite to PostgreSQL or back) and compare both."""
    from monitor.commands.copy import copy

    return copy(asked.written(), to, as_json=as_json)


@command(app, "keep")
def forget(
    asked: Asked, who: options.AuthorOrUrl, source: options.SourceId = None, dry_run: options.DryRun = False
) -> Work:
    """Remove what is stored of an author or a page, everywhere, and keep it out from now on."""
    from monitor.commands.forget import forget

    return forget(asked.written(), who, source or "", only_look=dry_run)


@command(app, "set_up")
def init(
    asked: Asked,
    brand: options.Name = "",
    alias: options.Aliases = None,
    site: options.Site = "",
    place: options.Place = "",
    competitor: options.Competitors = None,
    source: options.Pages = None,
    leave_out: options.LeftOut = None,
    language: options.Language = "",
    token: options.Token = None,
    yes: options.Yes = False,
    untried: options.Untried = False,
) -> Work:
    """Ask a few questions and write a commented sources.yaml and .env; run again, it adds and never overwrites."""
    from monitor.commands.init import Options, init

    said = Options(
        *(language, brand, alias or (), site, place, competitor or (), source or (), leave_out or (), token or ""),
        yes=yes,
        untried=untried,
    )
    return init(asked.place, said, asked.redaction, asked.speak)


@command(app, "set_up")
def check(asked: Asked, online: options.Online = False, as_json: options.AsJson = False) -> int | Work:
    """Whether sources.yaml and the environment are right; all mistakes at once."""
    from monitor.commands.check import look, tell

    found = look(asked)
    if online and found.written is not None:
        from monitor.commands.online import check_online

        return check_online(found, found.written, sys.stdout, as_json=as_json)
    return tell(found, sys.stdout, as_json=as_json)


@command(app, "set_up", "try")
def try_source(
    asked: Asked, source: options.SourceOrUrl, kind: options.Kind = None, as_json: options.AsJson = False
) -> Work:
    """Fetch one source and show what it would give; stores nothing, sends nothing."""
    from monitor.commands.try_source import try_source

    return try_source(asked.written(), source, kind=kind, as_json=as_json)


@command(app, "set_up")
def presets(asked: Asked, names: options.Presets = None, as_json: options.AsJson = False) -> int:
    """The catalogue of ready-made sources with their parameters."""
    from monitor.commands.presets import told_presets
    from monitor.texts import Texts

    asked.look()
    sys.stdout.write(told_presets(names or (), Texts(asked.language), as_json=as_json))
    return 0


@command(app, "set_up")
def forms(asked: Asked, brand: options.Brand, as_json: options.AsJson = False) -> int:
    """Every spelling and case form that matches a brand, and what else could."""
    from monitor.commands.forms import told_forms

    sys.stdout.write(told_forms(asked.written().loaded.plan, brand, as_json=as_json))
    return 0


@command(app, "set_up")
def demo(
    asked: Asked,
    language: options.Spoken = None,
    telegram: options.InTelegram = False,
    chat: options.ChatId = None,
) -> int | Work:
    """The whole product in one minute, with no network and no token; or in a chat of yours."""
    asked.look()
    asked.speak(spoken := language or asked.language)
    if telegram or chat is not None:
        import asyncio

        from monitor.commands.demo.chat import demo_in_chat

        return asyncio.run(demo_in_chat(spoken, asked.settings, chat))  # it knows itself how to stop
    from monitor.commands.demo.screen import demo

    return demo(spoken)


@command(app, "set_up")
def schema(asked: Asked, language: options.Explained = "en") -> int:
    """The JSON Schema of sources.yaml."""
    from monitor.commands.schema import schema

    asked.look()
    sys.stdout.write(schema(language))
    return 0


def main() -> None:
    """`otklik`, and `python -m monitor`."""
    catch_all()
    get_command(app)(prog_name=PROGRAM)  # `app()` would put a hook of its own before ours


if __name__ == "__main__":
    main()
