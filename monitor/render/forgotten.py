"""What was forgotten, and what a person has to see to by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from monitor.domain import Forgotten, Wanted
from monitor.render.display import clean
from monitor.render.phrase import target_name
from monitor.texts import Texts

SHOWN = 20  # numbers of other people's mentions


def forgotten_lines(
    wanted: Wanted, told: Forgotten, texts: Texts, *, copies: Sequence[Path], bytes_of_it: str
) -> Iterator[str]:
    """After it was removed: how much, and what is left where we cannot remove it."""
    who = clean(wanted.url or wanted.author)
    if told.mentions or told.traces:
        yield texts("forget.removed", who=who, mentions=told.mentions, traces=told.traces)
    else:
        yield texts("forget.nothing", who=who)
    yield from _several(wanted, told, texts)
    yield texts("forget.kept_out")
    yield bytes_of_it
    yield from _elsewhere(told, texts)
    yield texts("forget.by_hand")
    if copies:
        yield texts("forget.copies", list=", ".join(map(str, copies)))


def found_lines(wanted: Wanted, told: Forgotten, texts: Texts) -> Iterator[str]:
    """What would be removed; nothing was."""
    who = clean(wanted.url or wanted.author)
    yield texts("forget.would", who=who, mentions=told.mentions, traces=told.traces)
    yield from _several(wanted, told, texts)
    yield from _elsewhere(told, texts)


def _several(wanted: Wanted, told: Forgotten, texts: Texts) -> Iterator[str]:
    """One name in several sources may be several people."""
    if told.mentions:
        yield texts("forget.sources", list=_counted({clean(name): n for name, n in told.sources.items()}))
    if wanted.author and len(told.sources) > 1:
        yield texts("forget.several")


def _elsewhere(told: Forgotten, texts: Texts) -> Iterator[str]:
    if told.edited:
        yield texts("forget.edited", list=_counted(_chats(told.edited, texts)))
    if told.stuck:
        yield texts("forget.stuck", list=_counted(_chats(told.stuck, texts)))
    if told.digests:
        yield texts("forget.digests", n=told.digests)
    if told.others:
        numbers = ", ".join(f"m-{number}" for number in told.others[:SHOWN])
        yield texts("forget.others", n=len(told.others), list=numbers)
    if told.shown:
        yield texts("forget.shown", n=told.shown)


def _chats(messages: Mapping[str, int], texts: Texts) -> dict[str, int]:
    return {target_name(target, texts): count for target, count in messages.items()}


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
