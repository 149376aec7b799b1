"""Draws a picture by its name. Imports matplotlib: only the process that draws may import this."""

from __future__ import annotations

from datetime import tzinfo

from monitor.digest import Digest, Theme
from monitor.pictures import ratings, response, search, tone, voice
from monitor.pictures.canvas import Canvas
from monitor.pictures.finding import finding
from monitor.pictures.palette import PALETTES
from monitor.texts import Texts

_DRAWN = {"tone": tone.draw, "voice": voice.draw, "response": response.draw, "ratings": ratings.draw}


def drawn(name: str, digest: Digest, *, texts: Texts, zone: tzinfo, theme: Theme) -> Canvas:
    """The picture of this name."""
    canvas = Canvas(PALETTES[theme])
    found = finding(name, digest, texts, zone)
    top = canvas.headed(found.title, found.subtitle)
    kind, _, place = name.partition("-")
    if kind == "search":
        search.draw(canvas, digest.first_pages[int(place)], digest, texts, top)
    else:
        _DRAWN[kind](canvas, digest, texts, top)
    return canvas
