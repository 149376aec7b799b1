"""What is made of the items that a visit, or a person, brings: which are mentions, and which of these are history."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain import Change, ChangeKind, Handed, Item, Mention, SourceState
from monitor.sources import AnySource
from monitor.sources.base import SourceBase
from monitor.understanding import Understanding
from monitor.understanding.taken_down import is_taken_down
from monitor.understanding.triage import is_current

Judged = tuple[Change, tuple[Mention, ...]]

PORTION = 40_000  # letters: about a second on a slow core, and more than most pages hold


@dataclass(frozen=True, slots=True)
class Call:
    """One visit: of which source, when, and what is remembered of it."""

    source: AnySource
    state: SourceState
    now: datetime
    rewritten: bool  # its own entry is another than at its last good visit
    renamed: bool  # the brands are


@dataclass(frozen=True, slots=True)
class Foresight:
    """What is made of what a list says of a page, before the page is asked for."""

    understanding: Understanding
    source: AnySource

    def named(self, item: Item) -> bool:
        """Whether it names one of the brands already."""
        return bool(self.understanding.about(item, self.source))


def portions(changes: Sequence[Change], most: int = PORTION) -> Iterator[Sequence[Change]]:
    """Changes, a few at a time: to judge ten megabytes about us takes minutes, and others must get their turn."""
    begun = letters = 0
    for number, change in enumerate(changes):
        item = change.found.item
        length = len(item.title) + len(item.text)
        if letters and letters + length > most:
            yield changes[begun:number]
            begun, letters = number, 0
        letters += length
    yield changes[begun:]


def judge(
    understanding: Understanding, changes: Sequence[Change], call: Call, watched: Container[Item]
) -> list[Judged]:
    """Each change with its mentions; an item that is known and has all its rows gets none.

    What stands on a page that is read for the first time is history, also where the source's other pages are not.
    What was quiet in another source, such as one of news, may be a complaint here. Where something was taken down
    before we saw it, nobody says anything.
    """
    judged = []
    for change in changes:
        item = change.found.item
        about = understanding.about(item, call.source)
        if about and not change.mentions and is_taken_down(item):
            about = {}
        mentions = tuple(
            understanding.mention(
                item, call.source, brand, about, now=call.now, history=_is_history(change, call, watched)
            )
            for brand in (*_wanted(about, change), *_quiet(about, change))
        )
        judged.append((change, mentions))
    return judged


def judge_handed(
    understanding: Understanding,
    changes: Sequence[Change],
    handed: Sequence[Handed],
    source: SourceBase,
    now: datetime,
    *,
    history: bool,
) -> list[Judged]:
    """Whoever brings something may say whom it is about; what is too old to alert is history."""
    judged = []
    for change, one in zip(changes, handed, strict=True):
        item = one.found.item
        old = history or not is_current(item.published, now, source.max_age)
        about = understanding.about(item, source, one.brands)
        mentions = tuple(
            understanding.mention(item, source, brand, about, now=now, history=old) for brand in _wanted(about, change)
        )
        judged.append((change, mentions))
    return judged


def further(judged: Iterable[Judged], handed: Iterable[Handed]) -> int:
    """How many rows told of a further brand only: of an item that was known, or that a row above them brought."""
    count = 0
    for (change, mentions), one in zip(judged, handed, strict=True):
        new = sum(mention.brand not in change.mentions for mention in mentions)
        rows = min(new, len(one.brands) or 1)  # a row names its brand, or one row is about all that it names
        count += max(0, rows - (change.kind is ChangeKind.NEW))
    return count


def unnamed(judged: Iterable[Judged]) -> int:
    """How many new rows are about none of the brands."""
    return sum(change.kind is ChangeKind.NEW and not mentions for change, mentions in judged)


def _wanted(brands: Iterable[str], change: Change) -> Iterator[str]:
    """Of what is known already, only those brands that it has no mention of."""
    return (brand for brand in brands if change.kind is not ChangeKind.KNOWN or brand not in change.mentions)


def _quiet(about: Container[str], change: Change) -> Iterator[str]:
    """Of what is known already, the brands to be judged once more, as it is said here."""
    return (brand for brand in change.quiet if change.kind is ChangeKind.KNOWN and brand in about)


def _is_history(change: Change, call: Call, watched: Container[Item]) -> bool:
    if call.state.first_success is None:
        return True
    item = change.found.item
    because = call.rewritten or item not in watched or (call.renamed and change.kind is ChangeKind.KNOWN)
    return because and not _is_news(item, call.state)


def _is_news(item: Item, state: SourceState) -> bool:
    """Published since the last good visit: worth an alert even when only a change of the file brought it up."""
    return bool(item.published and state.last_success and item.published > state.last_success)
