"""`otklik digest`: the week, for any week; shown, written, or sent."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Final, Literal

from monitor.commands.asked import Written, now
from monitor.commands.database import opened_store
from monitor.commands.named import no_such_brand
from monitor.commands.output import spare, told_written, write
from monitor.commands.sending import send_week
from monitor.commands.waiting import waiting
from monitor.config.plan import Plan
from monitor.digest import Digest, Theme, named_week, to_json
from monitor.errors import ConfigError
from monitor.pictures import draw
from monitor.render.digest import digest_document
from monitor.render.document import Picture
from monitor.render.html import html, inline
from monitor.render.plain import plain
from monitor.render.screen import console
from monitor.render.terminal import page
from monitor.team.routes import Scope
from monitor.texts import Texts
from monitor.weekly import weekly

Style = Literal["text", "html", "json"]

STYLES: Final[Mapping[str, Style]] = {".html": "html", ".htm": "html", ".json": "json"}


async def digest(
    written: Written, week: str | None, *, brand: str | None, style: Style, output: Path | None, send: bool
) -> int:
    """Without a week the last complete one; of one brand and the competitors, or of all."""
    spare(written, output)
    plan = written.loaded.plan
    scope = _scope(plan, brand)
    week = named_week(week or "", now(), plan.zone)
    texts = Texts(plan.language)
    with waiting(texts("cli.waiting.digest")):
        async with opened_store(written) as store:
            figures = await weekly(store, plan, week, now=now(), scope=scope)
    if send and brand:
        raise ConfigError("cli.digest_of_brand_sent")
    if style == "text" and output is None:
        if send:
            return await send_week(written, figures.week, console())
        console().print(page(digest_document(figures, texts=texts, zone=plan.zone, now=now(), limit=None)))
        return 0
    with waiting(texts("cli.waiting.digest")):
        data = await _formatted(figures, style, texts, plan.zone)
    write(data, output)
    told_written(output, texts)
    return await send_week(written, figures.week, console(None if output else sys.stderr)) if send else 0


def _scope(plan: Plan, brand: str | None) -> Scope:
    if brand is None:
        return Scope()
    own, rivals = {one.id for one in plan.own}, {one.id for one in plan.brands if one not in plan.own}
    if brand not in own:
        raise no_such_brand(brand, sorted(own))
    return Scope(frozenset({brand, *rivals}))


async def page_of(figures: Digest, *, texts: Texts, zone: tzinfo) -> bytes:
    """The week as one file with its pictures, for light and dark screens; to be mailed, printed or kept."""
    light, dark = await pictures_of(figures, texts=texts, zone=zone)
    return page_with(figures, light, dark, texts=texts, zone=zone)


async def pictures_of(figures: Digest, *, texts: Texts, zone: tzinfo) -> Sequence[Sequence[Picture]]:
    """The pictures of a week for light screens, and for dark ones."""
    return [await draw(figures, texts=texts, zone=zone, theme=theme) for theme in (Theme.LIGHT, Theme.DARK)]


def page_with(
    figures: Digest, light: Sequence[Picture], dark: Sequence[Picture], *, texts: Texts, zone: tzinfo
) -> bytes:
    """The week as one file, with pictures that are drawn already."""
    document = digest_document(figures, texts=texts, zone=zone, now=now(), limit=None)
    shown = {"pictures": inline(light), "dark": inline(dark), "said": {one.name: one.said for one in light}}
    return html(document, title=f"{texts('word.product')} {figures.week}", language=texts.language, **shown).encode()


async def _formatted(figures: Digest, style: Style, texts: Texts, zone: tzinfo) -> bytes:
    if style == "json":
        return (json.dumps(to_json(figures), ensure_ascii=False) + "\n").encode()
    if style == "html":
        return await page_of(figures, texts=texts, zone=zone)
    return (plain(digest_document(figures, texts=texts, zone=zone, now=now(), limit=None)) + "\n").encode()
