"""The week as people read it: on the first screen what matters, then the rest, as long as there is room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from monitor.digest import Digest, span_of
from monitor.render.dates import Calendar
from monitor.render.digest.actions import to_do
from monitor.render.digest.brands import brands, buyers, competitors, days, figures, weeks
from monitor.render.digest.frame import Frame
from monitor.render.digest.quality import quality, sources
from monitor.render.digest.screen import SCREEN, first_screen, quiet
from monitor.render.digest.search import search
from monitor.render.digest.stories import complaints, praise, small_week, unshown
from monitor.render.digest.work import places, ratings, work
from monitor.render.document import Document, Kind, Line, document, line
from monitor.texts import Texts

__all__ = ["MESSAGE", "SCREEN", "digest_document"]

MESSAGE: Final = 4000  # characters: a classic Telegram message takes 4096

Section = Callable[[Frame], Iterator[Line]]

# As important as they stand here: where room is short, the first that fit are kept.
_SECTIONS: Final[tuple[Section, ...]] = (
    first_screen,
    figures,
    to_do,
    small_week,
    complaints,
    work,
    ratings,
    places,
    praise,
    competitors,
    buyers,
    search,
    brands,
    unshown,
    quality,
    sources,
    days,
    weeks,
)
_QUIET: Final[tuple[Section, ...]] = (quiet, search)  # people look for us also when nobody speaks of us


def digest_document(digest: Digest, calendar: Calendar, limit: int | None = MESSAGE) -> Document:
    """The whole digest; what a limit has no room for is left out in whole sections, and it says how many."""
    calendar = replace(calendar, texts=calendar.texts.of_span(span_of(digest.week)))
    frame = Frame(digest, calendar)
    told = [tuple(section(frame)) for section in (_QUIET if digest.quiet else _SECTIONS)]
    return _fitted([section for section in told if section], calendar.texts, limit)


def _fitted(told: Sequence[Sequence[Line]], texts: Texts, limit: int | None) -> Document:
    """The first section whatever the limit, then each for which there is still room."""
    kept = [*told[:1]]
    for section in told[1:]:
        if limit is None or _whole([*kept, section], len(told), texts).size <= limit:
            kept.append(section)
    return _whole(kept, len(told), texts)


def _whole(kept: Sequence[Sequence[Line]], all_of_them: int, texts: Texts) -> Document:
    left_out = all_of_them - len(kept)
    more = [Line(), line(texts("digest.more_sections", n=left_out), kind=Kind.SMALL)] if left_out else []
    return document([*(one for section in kept for one in (Line(), *section)), *more])
