"""Options that more than one command takes, and those of commands that take many.

What each means is told by the texts (`cli.help`); metavars are the same in every language.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from monitor.commands import completing
from monitor.process.start import tell_version

Version = Annotated[
    bool, typer.Option("--version", is_eager=True, callback=lambda asked: tell_version(asked=bool(asked)))
]

_STDOUT = Path("-")  # as in any other program

AsJson = Annotated[bool, typer.Option("--json")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", callback=lambda named: named if named != _STDOUT else None),
]
Send = Annotated[bool, typer.Option("--send")]
Style = Annotated[Literal["text", "html", "json"], typer.Option("--format")]
Told = Annotated[Literal["text", "html", "json"] | None, typer.Option("--format")]  # else as the file is called
BrandId = Annotated[str | None, typer.Option("--brand", metavar="BRAND_ID", autocompletion=completing.brands)]
SourceId = Annotated[str | None, typer.Option("--source", metavar="SOURCE_ID", autocompletion=completing.sources)]

# of `run`, `crawl`, `try`, `forms`, `presets`
Role = Annotated[Literal["all", "bot", "scheduler", "worker"], typer.Option("--role")]
SourceIds = Annotated[list[str] | None, typer.Argument(metavar="[SOURCE_ID ...]", autocompletion=completing.sources)]
SourceOrUrl = Annotated[str, typer.Argument(metavar="SOURCE_ID|URL", autocompletion=completing.sources)]
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", autocompletion=completing.kinds)]
Brand = Annotated[str, typer.Argument(metavar="BRAND_ID", autocompletion=completing.brands)]
Presets = Annotated[list[str] | None, typer.Argument(metavar="[NAME ...]", autocompletion=completing.presets)]

MOST = 1_000_000_000  # mentions: more than any database counts to

# of `mentions` and `history`
Since = Annotated[str | None, typer.Option("--since", metavar="DURATION")]
LabelIs = Annotated[Literal["negative", "neutral", "positive"] | None, typer.Option("--label")]
StatusIs = Annotated[Literal["new", "taken", "answered", "dismissed"] | None, typer.Option("--status")]
Search = Annotated[str | None, typer.Option("--search", metavar="WORDS")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, max=MOST, metavar="N")]
Listed = Annotated[Literal["table", "jsonl", "csv", "xlsx"] | None, typer.Option("--format")]  # likewise
MentionId = Annotated[str, typer.Argument(metavar="ID")]
Month = Annotated[str | None, typer.Option("--month", metavar="MONTH")]
Quarter = Annotated[str | None, typer.Option("--quarter", metavar="QUARTER")]
Week = Annotated[str | None, typer.Option("--week", metavar="WEEK")]

# of what is kept
File = Annotated[Path, typer.Argument(metavar="FILE")]
AuthorOrUrl = Annotated[str, typer.Argument(metavar="AUTHOR|URL")]
Url = Annotated[str, typer.Option("--to", metavar="URL")]
Map = Annotated[list[str] | None, typer.Option("--map", metavar="COLUMN=FIELD")]
Alert = Annotated[bool, typer.Option("--alert")]
DryRun = Annotated[bool, typer.Option("--dry-run")]
Online = Annotated[bool, typer.Option("--online")]
All = Annotated[bool, typer.Option("--all")]

# of `init`
Name = Annotated[str, typer.Option("--brand", metavar="NAME")]
Aliases = Annotated[list[str] | None, typer.Option("--alias", metavar="NAME")]
Site = Annotated[str, typer.Option("--site", metavar="URL")]
Place = Annotated[str, typer.Option("--place", metavar="PLACE")]
Competitors = Annotated[list[str] | None, typer.Option("--competitor", metavar="NAME")]
Pages = Annotated[list[str] | None, typer.Option("--source", metavar="URL")]
LeftOut = Annotated[list[str] | None, typer.Option("--leave-out", metavar="NAME")]
Language = Annotated[str, typer.Option("--language", metavar="ru|en", autocompletion=completing.languages)]
Explained = Annotated[Literal["en", "ru"], typer.Option("--language")]
Token = Annotated[str | None, typer.Option("--token", metavar="TOKEN")]
Yes = Annotated[bool, typer.Option("--yes")]
Untried = Annotated[bool, typer.Option("--no-try")]

# of `demo`
Spoken = Annotated[Literal["ru", "en"] | None, typer.Option("--language")]
InTelegram = Annotated[bool, typer.Option("--telegram")]
ChatId = Annotated[int | None, typer.Option("--chat", metavar="ID")]

# of every command
Config = Annotated[Path | None, typer.Option("--config", metavar="FILE")]
Levels = Annotated[str, typer.Option("--log-level", metavar="LEVEL[,MODULE=LEVEL]...")]
LogFormat = Annotated[Literal["text", "json"] | None, typer.Option("--log-format")]
