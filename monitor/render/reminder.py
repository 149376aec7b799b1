"""What is told under a card: time that runs out, a colleague who has it now, a rating that changed."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.domain import Nudge, RatingChanged, Reminder
from monitor.render.display import clean
from monitor.render.document import Line, Span, bold, joined, line, named, shorten
from monitor.render.phrase import listed, phrase, rating
from monitor.texts import Texts

NAME = 40
DETAIL = 300  # characters of a promise
NAMED = 5  # mentions named one by one

_MARKS = {
    Nudge.HALF: "⏳",
    Nudge.DUE: "⏰",
    Nudge.NOBODY: "🙋",
    Nudge.ALL_AWAY: "🙋",
    Nudge.SNOOZE_OVER: "💤",
    Nudge.FOLLOW_UP: "🔁",
    Nudge.PROMISE: "🤝",
    Nudge.HANDED: "👉",
    Nudge.URGENT: "🔴",
}

_URGING = (Nudge.HALF, Nudge.NOBODY, Nudge.ALL_AWAY, Nudge.SNOOZE_OVER, Nudge.HANDED, Nudge.URGENT)


def reminder(notice: Reminder, texts: Texts, until: Span | None) -> Iterator[Line]:
    """Whom it is for comes first, so that they see it in a list of chats; while there is time, it says `until` when."""
    nudge = Nudge(notice.nudge)
    pairs = zip(notice.names, notice.people, strict=True)
    people = joined([[named(shorten(clean(name), NAME), number)] for name, number in pairs], ", ")
    yield line(f"{_MARKS[nudge]} ", *people, *([Span(", ")] if people else []), *_said(notice, nudge, texts))
    if notice.absent:
        yield line(*phrase(texts, "reminder.absent", name=bold(shorten(clean(notice.absent), NAME))))
    if until is not None and nudge in _URGING:
        yield line(*phrase(texts, "reminder.first_until" if notice.also else "reminder.until", at=until))


def _said(notice: Reminder, nudge: Nudge, texts: Texts) -> Iterator[Span]:
    """Of several it names the first."""
    numbers = listed([f"m-{number}" for number in (notice.mention, *notice.also)], NAMED, texts)
    detail = shorten(clean(notice.detail), DETAIL)
    yield from phrase(texts, f"reminder.{nudge}", id=bold(numbers), detail=detail)


def rating_changed(notice: RatingChanged, texts: Texts, until: Span | None) -> Iterator[Line]:
    """«Автор m-12 изменил оценку: 2 из 5 → 4 из 5», and `until` when to answer where that opened the card again."""
    was, now = (rating(one, texts) or texts("card.unrated") for one in (notice.was, notice.now))
    number = bold(f"m-{notice.mention}")
    yield line("⭐ ", *phrase(texts, "reminder.rating_changed", id=number, was=was, now=bold(now)))
    if until is not None:
        yield line(*phrase(texts, "reminder.until", at=until))
