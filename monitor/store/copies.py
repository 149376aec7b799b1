"""Which story a mention belongs to: copies of one text within a month are told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any

from sqlalchemy import BigInteger, Executable, Integer, Select, Text, bindparam, cast, delete, func, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.process.offload import offload_large
from monitor.store.connection.sql import GOES_ALONG, as_json, each, insert, listed_numbers, pairs, portions
from monitor.store.tables import BAND, MENTION
from monitor.stories import Wording, alike, two_voices, wording

MONTH = timedelta(days=30)
CROWD = 50  # stories that share a band; where there are more, the newest are looked at
COMPARED = 20  # texts that one text is compared with


@dataclass(frozen=True, slots=True)
class Said:
    """A text about a brand."""

    brand: str
    at: datetime
    wording: Wording
    bands: tuple[int, ...]
    rank: tuple[datetime, int]  # of the copies in one visit the lowest leads their story


@dataclass(frozen=True, slots=True)
class StoryOf:
    """Whose copy a text is: of a story that is stored, or else of the text at this place among those of the visit."""

    story: int
    first: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    at: datetime
    story: StoryOf
    wording: Callable[[], Wording]  # worked out when it is compared, which few are
    lead: Callable[[], Wording]  # of the text on its story's card, which speaks for all of them


ByBand = dict[tuple[str, int], list[_Candidate]]


@dataclass(frozen=True, slots=True)
class _Stored:
    """Of one brand: the newest text of every story that shares a band.

    A phrase that thousands use costs one comparison a story.
    """

    brand: str
    pairs: Sequence[tuple[int, int]]  # band and mention
    told: Mapping[int, _Text]  # these, and what leads their stories

    def candidates(self) -> Mapping[int, _Candidate]:
        """Thousands of them where many say the same: built in a thread as well."""
        found = {number: self.told[number] for _, number in self.pairs if number in self.told}
        return {
            number: _Candidate(one.at, StoryOf(one.story, 0), one, self.told.get(one.story, one))
            for number, one in found.items()
        }


async def stories_of(connection: AsyncConnection, texts: Sequence[Said]) -> list[StoryOf]:
    """For each text whose copy it is; a text that nobody said before is its own.

    Compared in a thread where there are many: thousands by one pattern would hold up all that goes on beside.
    """
    near = {brand: await _pairs(connection, brand, own) for brand, own in _by_brand(texts).items()}
    told = await _mentions(connection, {number for own in near.values() for _, number in own})
    stored = [_Stored(brand, own, told) for brand, own in near.items()]
    return await offload_large(len(texts) + sum(len(one.pairs) for one in stored), _stories_of, texts, stored)


async def remember(connection: AsyncConnection, number: int, bands: Sequence[int]) -> None:
    """From now on copies of this text are copies of this mention."""
    await connection.execute(delete(BAND).where(BAND.c.mention_id == number))
    await note(connection, {number: bands})


async def note(connection: AsyncConnection, bands: Mapping[int, Sequence[int]]) -> None:
    """The bands of these mentions, which are stored by now."""
    told = {str(number): list(dict.fromkeys(own)) for number, own in bands.items() if own}
    if told:
        await connection.execute(_noting(connection.dialect.name), {"bands": as_json(told)})


@lru_cache
def _noting(dialect: str) -> Executable:
    number, own = pairs(dialect, bindparam("bands", type_=Text()))
    band = each(dialect, own)
    told = select(MENTION.c.brand, cast(band, BigInteger), MENTION.c.id).where(MENTION.c.id == cast(number, Integer))
    told = told.select_from(own.table, band.table, MENTION)  # in this order: the bands are those of a pair
    adding = insert(dialect, BAND).from_select(["brand", "band", "mention_id"], told)
    return adding.execution_options(**GOES_ALONG)


def _stories_of(texts: Sequence[Said], stored: Iterable[_Stored]) -> list[StoryOf]:
    by_band = _by_band(stored)
    found: dict[int, StoryOf] = {}
    for place in sorted(range(len(texts)), key=lambda place: texts[place].rank):
        text = texts[place]
        copy = _copy(text, by_band)
        found[place] = copy.story if copy else StoryOf(story=0, first=place)
        own = partial(_heard, text)
        candidate = _Candidate(text.at, found[place], own, copy.lead if copy else own)
        for band in text.bands:
            by_band.setdefault((text.brand, band), []).append(candidate)
    return [found[place] for place in range(len(texts))]


def _heard(text: Said) -> Wording:
    return text.wording


def _copy(text: Said, by_band: ByBand) -> _Candidate | None:
    """The likeliest are compared: a copy shares most bands, and thousands written by one pattern share a few each.

    No voice is lost behind another one's card because an article repeats both.
    """
    near = [one for band in text.bands for one in by_band.get((text.brand, band), ())[-CROWD:]]
    shared = Counter(map(id, near))
    candidates = {id(one): one for one in near if abs(one.at - text.at) <= MONTH}
    likeliest = sorted(candidates, key=lambda one: -shared[one])[:COMPARED]
    return next((candidates[one] for one in likeliest if _tells(candidates[one], text.wording)), None)


def _tells(known: _Candidate, said: Wording) -> bool:
    return alike(known.wording(), said) and not two_voices(known.lead(), said)


def _by_band(stored: Iterable[_Stored]) -> ByBand:
    by_band: ByBand = {}
    for one in stored:
        candidates = one.candidates()
        for band, number in sorted(one.pairs, key=itemgetter(1)):
            by_band.setdefault((one.brand, band), []).append(candidates[number])
    return by_band


async def _pairs(connection: AsyncConnection, brand: str, texts: Sequence[Said]) -> list[tuple[int, int]]:
    first, last = min(text.at for text in texts) - MONTH, max(text.at for text in texts) + MONTH
    statement, same = _newest(connection.dialect.name), {"about": brand, "first": first, "last": last}
    found: list[tuple[int, int]] = []
    for part in portions(dict.fromkeys(band for text in texts for band in text.bands)):
        rows = await connection.execute(statement, same | {"bands": as_json(part)})
        found += [(band, number) for band, number in rows.all()]
    return found


@lru_cache
def _newest(dialect: str) -> Select[Any]:
    first, last = (bindparam(name, type_=MENTION.c.at.type) for name in ("first", "last"))
    return (
        select(BAND.c.band, func.max(MENTION.c.id))
        .join(MENTION, MENTION.c.id == BAND.c.mention_id)
        .where(
            BAND.c.brand == bindparam("about"),
            MENTION.c.at.between(first, last),
            BAND.c.band.in_(listed_numbers(dialect, "bands")),
        )
        .group_by(BAND.c.band, MENTION.c.story)
    )


async def _mentions(connection: AsyncConnection, wanted: Iterable[int]) -> dict[int, _Text]:
    """These, and those that lead their stories."""
    found: dict[int, _Text] = {}
    for part in portions(wanted):
        rows = await connection.execute(_with_leads(connection.dialect.name), {"mentions": as_json(part)})
        found |= {number: _Text(*told) for number, *told in rows.all()}
    return found


@lru_cache
def _with_leads(dialect: str) -> Select[Any]:
    these = listed_numbers(dialect, "mentions")
    leads = select(MENTION.c.story).where(MENTION.c.id.in_(these))
    columns = [MENTION.c[name] for name in ("id", "story", "at", "title", "text", "author", "rating")]
    return select(*columns).where(MENTION.c.id.in_(union(these, leads)))


def _by_brand(texts: Iterable[Said]) -> Mapping[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for text in texts:
        found.setdefault(text.brand, []).append(text)
    return found


@dataclass(slots=True)
class _Text:
    """One that is stored: its words are worked out when they are compared, and once."""

    story: int
    at: datetime
    title: str
    text: str
    author: str
    rating: float | None
    found: Wording | None = None

    def __call__(self) -> Wording:
        if self.found is None:
            self.found = wording(self.title, self.text, author=self.author, rated=self.rating is not None)
        return self.found
