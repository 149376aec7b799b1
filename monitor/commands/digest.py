"""`otklik digest`: the week, for any week, or a month or a quarter; shown, written, or sent."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from monitor.commands.asked import Written, now
from monitor.commands.database import opened_store
from monitor.commands.named import no_such_brand
from monitor.commands.output import spare, told_written, write
from monitor.commands.sending import send_week
from monitor.commands.waiting import waiting
from monitor.config.plan import Plan
from monitor.digest import Digest, Theme, last_complete_week, named_period, span_of, to_json
from monitor.errors import ConfigError
from monitor.pictures import draw
from monitor.render.dates import Calendar
from monitor.render.digest import digest_document
from monitor.render.document import Picture
from monitor.render.html import html, inline
from monitor.render.plain import plain
from monitor.render.screen import console
from monitor.render.terminal import page
from monitor.team.routes import EVERYTHING, Scope
from monitor.weekly import weekly

Style = Literal["text", "html", "json"]

STYLES: Final[Mapping[str, Style]] = {".html": "html", ".htm": "html", ".json": "json"}


async def digest(
    written: Written,
    week: str | None,
    month: str | None,
    quarter: str | None,
    *,
    brand: str | None,
    style: Style,
    output: Path | None,
    send: bool,
) -> int:
    """Without any of the three the last complete one; of one brand and the competitors, or of all."""
    spare(written, output)
    plan = written.loaded.plan
    scope = _scope(plan, brand)
    period = _period(plan, week, month, quarter, send=send)
    calendar = written.calendar
    texts = calendar.texts
    with waiting(texts("cli.waiting.digest")):
        async with opened_store(written) as store:
            figures = await weekly(store, plan, period, now=now(), scope=scope)
    if send and brand:
        raise ConfigError("cli.digest_of_brand_sent")
    if style == "text" and output is None:
        if send:
            return await send_week(written, figures.week, console())
        console().print(page(digest_document(figures, calendar, limit=None)))
        return 0
    with waiting(texts("cli.waiting.digest")):
        data = await _formatted(figures, style, calendar)
    write(data, output)
    told_written(output, texts)
    return await send_week(written, figures.week, console(None if output else sys.stderr)) if send else 0


def _scope(plan: Plan, brand: str | None) -> Scope:
    if brand is None:
        return EVERYTHING
    own, rivals = {one.id for one in plan.own}, {one.id for one in plan.brands if one not in plan.own}
    if brand not in own:
        raise no_such_brand(brand, sorted(own))
    return Scope(frozenset({brand, *rivals}))


def _period(plan: Plan, week: str | None, month: str | None, quarter: str | None, *, send: bool) -> str:
    """What is summed up; only weeks are sent, for only of them it is known who got which."""
    if sum(one is not None for one in (week, month, quarter)) > 1:
        raise ConfigError("cli.digest_of_several")
    if send and (month or quarter):
        raise ConfigError("cli.digest_of_month_sent")
    for span, said in (("month", month), ("quarter", quarter), ("week", week)):
        if said is not None:
            return _named(span, said, plan)
    return last_complete_week(now(), plan.zone)


def _named(span: str, said: str, plan: Plan) -> str:
    """A month for a month, a week for a week."""
    try:
        period = named_period(said, now(), plan.zone)
    except ConfigError as error:
        raise ConfigError(f"digest.{span}", typed=said) from error
    if span_of(period) != span:
        raise ConfigError(f"digest.{span}", typed=said)
    return period


async def pictures_of(figures: Digest, calendar: Calendar) -> Sequence[Sequence[Picture]]:
    """The pictures of a week for light screens, and for dark ones."""
    themes = Theme.LIGHT, Theme.DARK
    return [await draw(figures, texts=calendar.texts, zone=calendar.zone, theme=one) for one in themes]


def page_with(figures: Digest, light: Sequence[Picture], dark: Sequence[Picture], calendar: Calendar) -> bytes:
    """The week as one file with its pictures, for light and dark screens; to be mailed, printed or kept."""
    texts, document = calendar.texts, digest_document(figures, calendar, limit=None)
    shown = {"pictures": inline(light), "dark": inline(dark), "said": {one.name: one.said for one in light}}
    period = replace(calendar, now=figures.end).named(figures.start, figures.end)
    return html(document, title=f"{texts('word.product')}, {period}", language=texts.language, **shown).encode()


async def _formatted(figures: Digest, style: Style, calendar: Calendar) -> bytes:
    if style == "json":
        return (json.dumps(to_json(figures), ensure_ascii=False) + "\n").encode()
    if style == "html":
        light, dark = await pictures_of(figures, calendar)
        return page_with(figures, light, dark, calendar)
    return (plain(digest_document(figures, calendar, limit=None)) + "\n").encode()
