"""The command line: every command with its options."""

# ruff: noqa: PLC0415  # each command is imported when asked for: `check` must not wait for the database

from __future__ import annotations

if __name__ == "__main__":  # in front of all that takes a second to load
    from monitor.start import stop_when_told

    stop_when_told()

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer
from typer.main import get_command

from monitor.commands import options
from monitor.commands.asked import Asked
from monitor.commands.check import check as checked
from monitor.commands.command import command
from monitor.commands.misuse import Answering
from monitor.commands.stopping import until_stopped
from monitor.config.scalars import read_duration
from monitor.config.settings import is_missing
from monitor.domain.sharing import Role
from monitor.errors import ConfigError
from monitor.logs import catch_all
from monitor.texts import Texts

app = typer.Typer(
    name="otklik",
    cls=Answering,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Watches what is said about a company in public and helps its team answer.",
)


@command(app, logs="info")
def run(
    asked: Asked,
    role: Annotated[Role, typer.Option("--role", help="Of several processes at one PostgreSQL.")] = Role.ALL,
) -> int:
    """Crawl on schedule, send alerts and serve the bot, until stopped."""
    from monitor.commands.run import run

    return asyncio.run(run(asked.written(), role))  # it knows itself how to stop


@command(app)
def crawl(
    asked: Asked,
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE_ID]...", help="Default: all.")] = None,
    as_json: options.AsJson = False,
    send: options.Send = False,
) -> int:
    """One pass over all (or the named) sources now, whatever their schedule."""
    from monitor.commands.crawl import crawl

    return until_stopped(crawl(asked.written(), sources or [], as_json=as_json, send=send))


@command(app, "try")
def try_source(
    asked: Asked,
    source: Annotated[str, typer.Argument(metavar="SOURCE_ID|URL")],
    kind: Annotated[str | None, typer.Option("--kind", help="What an address is: feed, reviews ...")] = None,
    as_json: options.AsJson = False,
) -> int:
    """Fetch one source and show what it would give; stores nothing, sends nothing."""
    from monitor.commands.try_source import try_source

    return until_stopped(try_source(asked.written(), source, kind=kind, as_json=as_json))


@command(app)
def check(
    asked: Asked,
    online: Annotated[bool, typer.Option("--online", help="Also reach sources, database and Telegram.")] = False,
) -> int:
    """Whether sources.yaml and the environment are right; all mistakes at once."""
    written = checked(asked, sys.stdout)
    if written is None:
        return 2
    if not online:
        return 0
    from monitor.commands.online import check_online

    return until_stopped(check_online(written, sys.stdout))


@command(app)
def mentions(
    asked: Asked,
    since: options.Since = None,
    brand: options.BrandId = None,
    label: options.LabelIs = None,
    source: options.SourceId = None,
    status: options.StatusIs = None,
    search: options.Search = None,
    limit: options.Limit = None,
    style: options.Listed = "table",
    output: options.Output = None,
) -> int:
    """List and export what is stored, newest first."""
    from monitor.commands.mentions import TABLE_LIMIT, mentions
    from monitor.store import Query

    query = Query(
        since=_before_now(since),
        brand=brand,
        label=label,
        source=source,
        status=status,
        search=search,
        limit=limit or (TABLE_LIMIT if style == "table" else None),
    )
    return until_stopped(mentions(asked.written(), query, style=style, output=output))


@command(app)
def history(
    asked: Asked,
    mention: Annotated[str, typer.Argument(metavar="ID", help="The number on the card, such as m-1042.")],
    style: Annotated[Literal["text", "html", "json"], typer.Option("--format")] = "text",
) -> int:
    """Everything that happened to one mention, and what it said before its edits."""
    from monitor.commands.history import history

    return until_stopped(history(asked.written(), mention, style=style))


@command(app)
def forget(
    asked: Asked,
    who: Annotated[str, typer.Argument(metavar="AUTHOR|URL", help="A name as it is written there, or an address.")],
    source: Annotated[str | None, typer.Option("--source", help="Only what this author said there.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be removed.")] = False,
) -> int:
    """Remove what is stored of an author or a page, everywhere, and keep it out from now on."""
    from monitor.commands.forget import forget

    return until_stopped(forget(asked.written(), who, source or "", only_look=dry_run))


@command(app)
def backup(
    asked: Asked,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes.")],
) -> int:
    """A consistent copy of the database while it runs."""
    from monitor.commands.backup import backup

    return until_stopped(backup(asked.written(), file))


@command(app)
def copy(
    asked: Asked,
    to: Annotated[str, typer.Option("--to", metavar="URL", help="An empty database, as DATABASE_URL would name it.")],
    as_json: options.AsJson = False,
) -> int:
    """Move everything to another database (SQLite to PostgreSQL or back) and compare both."""
    from monitor.commands.copy import copy

    return until_stopped(copy(asked.written(), to, as_json=as_json))


@command(app)
def digest(
    asked: Asked,
    week: Annotated[
        str | None, typer.Option("--week", help="Such as 2026-W47; default: the last complete one.")
    ] = None,
    brand: Annotated[str | None, typer.Option("--brand", help="One of your own brands; default: all.")] = None,
    style: Annotated[Literal["text", "html", "json"], typer.Option("--format")] = "text",
    output: options.Output = None,
    send: options.Send = False,
) -> int:
    """The weekly digest, for any week."""
    from monitor.commands.digest import digest

    return until_stopped(digest(asked.written(), week, brand=brand, style=style, output=output, send=send))


@command(app)
def analyze(asked: Asked) -> int:
    """JSON lines in, JSON lines out: language, brands, tone and why."""
    from monitor.commands.analyze import analyze

    plan = None if is_missing(asked.path) else asked.written().loaded.plan
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # stdin is a text file
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # so is stdout
    return analyze(plan, Texts(asked.language), sys.stdin, sys.stdout)


@command(app, "import")
def import_file(
    asked: Asked,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or JSON lines.")],
    source: Annotated[
        str | None, typer.Option("--source", help="Where they are stored: a source of the file, or a new name.")
    ] = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", metavar="COLUMN=FIELD", help="What a column is; - leaves it out.")
    ] = None,
    alert: Annotated[bool, typer.Option("--alert", help="Owe alerts as if they were just found.")] = False,
    as_json: options.AsJson = False,
) -> int:
    """Take over mentions from a file: review exports, history, what was exported here.

    Columns are known by their usual names, or by --map. A rating is read as it is written (2/5, 4 из 5); a bare number
    counts out of 5, or of 10 or 100 where its column needs it, and is a share where some of the column lie between 0
    and 1, or rating_text stands beside. Dates without a zone are in the timezone of sources.yaml.

    A table of queries and positions, with a --source of kind: search, becomes first pages of that search.
    """
    from monitor.commands import import_file as importing

    wanted = importing.Asked(file, source, mapping or (), alert=alert, as_json=as_json)
    return until_stopped(importing.import_file(asked.written(), wanted))


@command(app)
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
) -> int:
    """Ask a few questions and write a commented sources.yaml and .env; run again, it adds and never overwrites."""
    from monitor.commands.init import Options, init

    said = Options(
        *(language, brand, alias or (), site, place, competitor or (), source or (), leave_out or (), token or ""),
        yes=yes,
        untried=untried,
    )
    return until_stopped(init(asked.place, said, asked.redaction))


@command(app)
def demo(
    asked: Asked,
    language: options.Spoken = None,
    telegram: options.InTelegram = False,
    chat: options.ChatId = None,
) -> int:
    """The whole product in one minute, with no network and no token; or in a chat of yours."""
    spoken = language or asked.language
    if telegram or chat is not None:
        from monitor.commands.demo.chat import demo_in_chat

        return asyncio.run(demo_in_chat(spoken, asked.settings, chat))  # it knows itself how to stop
    from monitor.commands.demo.screen import demo

    return until_stopped(demo(spoken))


@command(app)
def status(
    asked: Asked,
    as_json: options.AsJson = False,
) -> int:
    """How each source is doing and what is owed; exit code 1 when something needs a person."""
    from monitor.commands.status import status

    return until_stopped(status(asked.written(), as_json=as_json))


@command(app)
def presets(
    asked: Asked,
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Only these; default: all.")] = None,
) -> int:
    """The catalogue of ready-made sources with their parameters."""
    from monitor.commands.presets import presets

    sys.stdout.write(presets(names or (), Texts(asked.language)))
    return 0


@command(app)
def forms(
    asked: Asked,
    brand: Annotated[str, typer.Argument(metavar="BRAND_ID")],
    as_json: options.AsJson = False,
) -> int:
    """Every spelling and case form that matches a brand, and what else could."""
    from monitor.commands.forms import told_forms

    sys.stdout.write(told_forms(asked.written().loaded.plan, brand, as_json=as_json))
    return 0


@command(app)
def schema(_: Asked) -> int:
    """The JSON Schema of sources.yaml."""
    from monitor.commands.schema import schema

    sys.stdout.write(schema())
    return 0


def main() -> None:
    """`otklik`, and `python -m monitor`."""
    catch_all()
    get_command(app)()  # `app()` would put a hook of its own before ours


def _before_now(since: str | None) -> datetime | None:
    if since is None:
        return None
    try:
        return datetime.now(UTC) - read_duration(since)
    except (ValueError, OverflowError):
        raise ConfigError("cli.bad_option", option="--since", value=since, example="7d") from None


if __name__ == "__main__":
    main()
