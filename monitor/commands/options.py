"""Options that more than one command takes, and those of commands that take many."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from monitor.domain import Label, Status

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")]
Send = Annotated[bool, typer.Option("--send", help="Deliver what is owed at once.")]

MOST = 1_000_000_000  # mentions: more than any database counts to

# of `mentions`
Since = Annotated[str | None, typer.Option("--since", help="How far back: 7d, 3650d.")]
BrandId = Annotated[str | None, typer.Option("--brand", help="One brand's id.")]
LabelIs = Annotated[Label | None, typer.Option("--label", help="negative, neutral or positive.")]
SourceId = Annotated[str | None, typer.Option("--source", help="One source's id.")]
StatusIs = Annotated[Status | None, typer.Option("--status", help="new, taken, answered or dismissed.")]
Search = Annotated[str | None, typer.Option("--search", help="Words, in any of their forms.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, max=MOST, help="At most so many; 50 for a table.")]
Listed = Annotated[Literal["table", "jsonl", "csv", "xlsx"], typer.Option("--format")]

# of `init`
Name = Annotated[str, typer.Option("--brand", help="Name of your company or product.")]
Aliases = Annotated[list[str] | None, typer.Option("--alias", help="Another spelling; may be repeated.")]
Site = Annotated[str, typer.Option("--site", help="Your own site.")]
Place = Annotated[str, typer.Option("--place", help="City, country or time zone of the team.")]
Competitors = Annotated[list[str] | None, typer.Option("--competitor", help="A competitor; may be repeated.")]
Pages = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="URL", help="A page where people write about you; may be repeated."),
]
LeftOut = Annotated[
    list[str] | None,
    typer.Option("--leave-out", metavar="NAME", help="A proposed source you do not want, or all; may be repeated."),
]
Language = Annotated[str, typer.Option("--language", help="ru or en; default: that of the terminal.")]
Token = Annotated[str | None, typer.Option("--token", help="Of the bot; rather answer the question, or edit .env.")]
Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing; needs --brand.")]
Untried = Annotated[bool, typer.Option("--no-try", help="Do not read the sources now.")]

# of `demo`
Spoken = Annotated[Literal["ru", "en"] | None, typer.Option("--language", help="Default: that of the terminal.")]
InTelegram = Annotated[bool, typer.Option("--telegram", help="In a chat of yours; needs TELEGRAM_BOT_TOKEN.")]
ChatId = Annotated[int | None, typer.Option("--chat", metavar="ID", help="In this chat, without pairing.")]
