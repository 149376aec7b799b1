"""The command line: options, exit codes, the one place where errors become messages."""

# ruff: noqa: PLC0415  # each command is imported when asked for: `check` must not wait for the database

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from monitor.commands.asked import Asked
from monitor.commands.check import check as checked
from monitor.config.scalars import read_duration
from monitor.domain import Label, Status
from monitor.errors import AddressError, ConfigError, MonitorError
from monitor.texts import Texts

app = typer.Typer(
    name="otklik",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Watches what is said about a company in public and helps its team answer.",
)

Config = Annotated[
    Path | None, typer.Option("--config", help="The YAML file; default: OTKLIK_CONFIG, else sources.yaml.")
]
LogLevel = Annotated[Literal["debug", "info", "warning", "error"], typer.Option("--log-level", help="What is logged.")]
LogFormat = Annotated[Literal["text", "json"], typer.Option("--log-format", help="How it is logged, to stderr.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")]
Send = Annotated[bool, typer.Option("--send", help="Deliver what is owed at once.")]


@app.command()
def run(config: Config = None, log_level: LogLevel = "info", log_format: LogFormat = "text") -> None:
    """Crawl on schedule, send alerts and serve the bot, until stopped."""

    def work(asked: Asked) -> int:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # nothing has begun yet while the rest is loaded
        from monitor.commands.run import run

        return asyncio.run(run(asked.written()))

    _end(Asked(config, log_level, log_format), work)


@app.command()
def crawl(
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE_ID]...", help="Default: all.")] = None,
    as_json: AsJson = False,
    send: Send = False,
    config: Config = None,
    log_level: LogLevel = "error",
    log_format: LogFormat = "text",
) -> None:
    """One pass over all (or the named) sources now, whatever their schedule."""

    def work(asked: Asked) -> int:
        from monitor.commands.crawl import crawl

        return asyncio.run(crawl(asked.written(), sources or [], as_json=as_json, send=send))

    _end(Asked(config, log_level, log_format), work)


@app.command("try")
def try_source(
    source: Annotated[str, typer.Argument(metavar="SOURCE_ID|URL")],
    kind: Annotated[str | None, typer.Option("--kind", help="What an address is: feed, reviews ...")] = None,
    as_json: AsJson = False,
    config: Config = None,
    log_level: LogLevel = "error",
    log_format: LogFormat = "text",
) -> None:
    """Fetch one source and show what it would give; stores nothing, sends nothing."""

    def work(asked: Asked) -> int:
        from monitor.commands.try_source import try_source

        return asyncio.run(try_source(asked.written(), source, kind=kind, as_json=as_json))

    _end(Asked(config, log_level, log_format), work)


@app.command()
def check(
    online: Annotated[bool, typer.Option("--online", help="Also reach sources, database and Telegram.")] = False,
    config: Config = None,
    log_level: LogLevel = "error",
    log_format: LogFormat = "text",
) -> None:
    """Whether sources.yaml and the environment are right; all mistakes at once."""

    def work(asked: Asked) -> int:
        written = checked(asked, sys.stdout)
        if written is None:
            return 2
        if not online:
            return 0
        from monitor.commands.online import check_online

        return asyncio.run(check_online(written, sys.stdout))

    _end(Asked(config, log_level, log_format), work)


@app.command()
def mentions(
    since: Annotated[str | None, typer.Option("--since", help="How far back: 7d, 3650d.")] = None,
    brand: Annotated[str | None, typer.Option("--brand", help="One brand's id.")] = None,
    label: Annotated[Label | None, typer.Option("--label", help="negative, neutral or positive.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="One source's id.")] = None,
    status: Annotated[Status | None, typer.Option("--status", help="new, taken, answered or dismissed.")] = None,
    search: Annotated[str | None, typer.Option("--search", help="Words, in any of their forms.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many; 50 for a table.")] = None,
    style: Annotated[Literal["table", "jsonl", "csv", "xlsx"], typer.Option("--format")] = "table",
    output: Output = None,
    config: Config = None,
    log_level: LogLevel = "error",
    log_format: LogFormat = "text",
) -> None:
    """List and export what is stored, newest first."""

    def work(asked: Asked) -> int:
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
        return asyncio.run(mentions(asked.written(), query, style=style, output=output))

    _end(Asked(config, log_level, log_format), work)


@app.command()
def history(
    mention: Annotated[str, typer.Argument(metavar="ID", help="The number on the card, such as m-1042.")],
    style: Annotated[Literal["text", "html", "json"], typer.Option("--format")] = "text",
    config: Config = None,
    log_level: LogLevel = "error",
    log_format: LogFormat = "text",
) -> None:
    """Everything that happened to one mention, and what it said before its edits."""

    def work(asked: Asked) -> int:
        from monitor.commands.history import history

        return asyncio.run(history(asked.written(), mention, style=style))

    _end(Asked(config, log_level, log_format), work)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes.")],
    config: Config = None,
    log_level: LogLevel = "error",
    log_format: LogFormat = "text",
) -> None:
    """A consistent copy of the database while it runs."""

    def work(asked: Asked) -> int:
        from monitor.commands.backup import backup

        return asyncio.run(backup(asked.written(), file))

    _end(Asked(config, log_level, log_format), work)


@app.command()
def digest(
    week: Annotated[
        str | None, typer.Option("--week", help="Such as 2026-W47; default: the last complete one.")
    ] = None,
    style: Annotated[Literal["text", "html", "json"], typer.Option("--format")] = "text",
    output: Output = None,
    send: Send = False,
    config: Config = None,
    log_level: LogLevel = "error",
    log_format: LogFormat = "text",
) -> None:
    """The weekly digest, for any week."""

    def work(asked: Asked) -> int:
        from monitor.commands.digest import digest

        return asyncio.run(digest(asked.written(), week, style=style, output=output, send=send))

    _end(Asked(config, log_level, log_format), work)


@app.command()
def analyze(config: Config = None, log_level: LogLevel = "error", log_format: LogFormat = "text") -> None:
    """JSON lines in, JSON lines out: language, brands, tone and why."""

    def work(asked: Asked) -> int:
        from monitor.commands.analyze import analyze

        plan = asked.written().loaded.plan if asked.path.exists() else None
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # stdin is a text file
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # so is stdout
        return analyze(plan, Texts(asked.language), sys.stdin, sys.stdout)

    _end(Asked(config, log_level, log_format), work)


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or JSON lines.")],
    source: Annotated[
        str | None, typer.Option("--source", help="Where they are stored: a source of the file, or a new name.")
    ] = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", metavar="COLUMN=FIELD", help="What a column is; - leaves it out.")
    ] = None,
    alert: Annotated[bool, typer.Option("--alert", help="Owe alerts as if they were just found.")] = False,
    as_json: AsJson = False,
    config: Config = None,
    log_level: LogLevel = "error",
    log_format: LogFormat = "text",
) -> None:
    """Take over mentions from a file: review exports, history, what was exported here.

    Columns are known by their usual names, or by --map. A rating is read as it is written (2/5, 4 из 5); a bare number
    counts out of 5, or of 10 or 100 where its column needs it, and is a share where some of the column lie between 0
    and 1, or rating_text stands beside. Dates without a zone are in the timezone of sources.yaml.

    A table of queries and positions, with a --source of kind: search, becomes first pages of that search.
    """

    def work(asked: Asked) -> int:
        from monitor.commands import import_file as importing

        wanted = importing.Asked(file, source, mapping or (), alert=alert, as_json=as_json)
        return asyncio.run(importing.import_file(asked.written(), wanted))

    _end(Asked(config, log_level, log_format), work)


@app.command()
def demo(config: Config = None, log_level: LogLevel = "error", log_format: LogFormat = "text") -> None:
    """The whole product in one minute, with no network and no token."""

    def work(asked: Asked) -> int:
        from monitor.commands.demo import demo

        return asyncio.run(demo(asked.language))

    _end(Asked(config, log_level, log_format), work)


@app.command()
def status(
    as_json: AsJson = False, config: Config = None, log_level: LogLevel = "error", log_format: LogFormat = "text"
) -> None:
    """How each source is doing and what is owed; exit code 1 when something needs a person."""

    def work(asked: Asked) -> int:
        from monitor.commands.status import status

        return asyncio.run(status(asked.written(), as_json=as_json))

    _end(Asked(config, log_level, log_format), work)


@app.command()
def presets(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Only these; default: all.")] = None,
    config: Config = None,
    log_level: LogLevel = "error",
    log_format: LogFormat = "text",
) -> None:
    """The catalogue of ready-made sources with their parameters."""

    def work(asked: Asked) -> int:
        from monitor.commands.presets import presets

        sys.stdout.write(presets(names or (), Texts(asked.language)))
        return 0

    _end(Asked(config, log_level, log_format), work)


@app.command()
def forms(
    brand: Annotated[str, typer.Argument(metavar="BRAND_ID")],
    as_json: AsJson = False,
    config: Config = None,
    log_level: LogLevel = "error",
    log_format: LogFormat = "text",
) -> None:
    """Every spelling and case form that matches a brand, and what else could."""

    def work(asked: Asked) -> int:
        from monitor.commands.forms import told_forms

        sys.stdout.write(told_forms(asked.written().loaded.plan, brand, as_json=as_json))
        return 0

    _end(Asked(config, log_level, log_format), work)


@app.command()
def schema(config: Config = None, log_level: LogLevel = "error", log_format: LogFormat = "text") -> None:
    """The JSON Schema of sources.yaml."""

    def work(_asked: Asked) -> int:
        from monitor.commands.schema import schema

        sys.stdout.write(schema())
        return 0

    _end(Asked(config, log_level, log_format), work)


def main() -> None:
    """`otklik`, and `python -m monitor`."""
    app()


def _end(asked: Asked, work: Callable[[Asked], int]) -> NoReturn:
    """Does the work; a mistake becomes a sentence, never a traceback. 1 = it ran and failed, 2 = change something."""
    _say_what_the_terminal_can()
    try:
        code = work(asked)
    except (ConfigError, AddressError) as error:
        code = _told(error, asked, 2)
    except MonitorError as error:
        code = _told(error, asked, 1)
    except BrokenPipeError:
        code = 0  # whoever read our output has seen enough
    except KeyboardInterrupt:
        code = 130
    raise typer.Exit(code)


def _told(error: MonitorError, asked: Asked, code: int) -> int:
    print(asked.redaction.text(Texts(asked.language).error(error)), file=sys.stderr)
    return code


def _say_what_the_terminal_can() -> None:
    """A letter that its encoding does not have becomes a question mark, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _before_now(since: str | None) -> datetime | None:
    if since is None:
        return None
    try:
        return datetime.now(UTC) - read_duration(since)
    except (ValueError, OverflowError):
        raise ConfigError("cli.bad_option", option="--since", value=since, example="7d") from None


if __name__ == "__main__":
    main()
