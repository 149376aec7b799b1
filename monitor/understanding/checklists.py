"""Which steps of a reply checklist a mention gets: the team's own, else built-in ones that fit the place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from monitor.domain import Audience, Flag, Severity, needs_a_lawyer
from monitor.replies.platforms import Platform, platform_of
from monitor.texts import Texts

_FOR_BUYER: Final = ("everyone", "buyer.need", "buyer.open", "buyer.fair", "buyer.offer", "publish", "question.later")
MOST: Final = 6  # steps that a card shows: the most important come first, the rest stands behind a button


def steps(  # noqa: PLR0917  # each is of another type: none can be taken for another
    kind: str,
    audience: Audience,
    severity: Severity,
    own: Mapping[str, tuple[str, ...]],
    texts: Texts,
    url: str,
    reasons: tuple[str, ...] = (),
    flag: Flag | None = None,
    *,
    rival: bool = False,
) -> tuple[str, ...]:
    """Said in the team's language, once: a checklist that is being worked on does not change.

    >>> steps("feed", Audience.HR, Severity.P2, {}, Texts("ru"), "https://jobs.example/")[0]
    'Не выясняем, кто написал'
    """
    if rival:
        return tuple(texts(f"checklist.{name}") for name in _FOR_BUYER)
    if chosen := own.get(kind) or own.get("default"):
        return chosen
    urgent = severity is Severity.P1
    lawyer = needs_a_lawyer(flag, reasons)
    match audience:
        case Audience.HR:
            names = _for_staff_question() if flag is Flag.QUESTION else _for_staff(urgent=urgent, lawyer=lawyer)
        case Audience.PRESS:
            names = _for_press(urgent=urgent, lawyer=lawyer)
        case _:
            place = platform_of(url)
            if urgent:
                names = _in_a_crisis(place, lawyer=lawyer)
            elif flag is Flag.QUESTION:
                names = _for_question(place)
            else:
                names = _for_clients(place, lawyer=lawyer)
    return tuple(texts(f"checklist.{name}") for name in names)


def _for_clients(place: Platform, *, lawyer: bool) -> Iterator[str]:
    yield "everyone"
    if lawyer:
        yield "lawyer"
    yield from _told_by(place)
    yield from ("check", "reply", *(["contact"] if place.author_can_answer else []))
    yield from ("text", "publish", *_afterwards(place))


def _for_question(place: Platform) -> Iterator[str]:
    """Nothing went wrong: there is nobody to apologise to, and no cause to pass on."""
    yield from ("everyone", "question.check", "question.answer", *_told_by(place))
    yield from (*(["contact"] if place.author_can_answer else []), "text", "publish", "question.later")


def _in_a_crisis(place: Platform, *, lawyer: bool) -> Iterator[str]:
    """Silence and one voice come before words."""
    yield from ("everyone", "lawyer" if lawyer else "agree", "speaker", "hush")
    yield from _told_by(place)
    yield from ("check", *(["agree"] if lawyer else []), "warn", "reply")
    yield from ("publish", *_afterwards(place))


def _for_staff(*, urgent: bool, lawyer: bool) -> Iterator[str]:
    yield from ("hr.nobody", "hr.everyone")
    if lawyer:
        yield "lawyer"
    if urgent:
        yield "agree"
    yield from ("hr.check", "hr.admit", "hr.contact", "hr.unasked", "text", "publish", "hr.change", "hr.told")


def _for_staff_question() -> Iterator[str]:
    yield from ("hr.nobody", "hr.everyone", "question.check", "question.answer", "hr.contact", "hr.unasked")
    yield from ("text", "publish", "question.later")


def _for_press(*, urgent: bool, lawyer: bool) -> Iterator[str]:
    yield "everyone"
    if lawyer:
        yield "lawyer"
    yield from ("speaker", *(["hush"] if urgent else []), "press.facts", "press.editors", "warn")
    yield from ("press.unknown", *(["agree"] if urgent else []), "publish", "press.watch")


def _told_by(place: Platform) -> Iterator[str]:
    """What the platform's own rules ask for."""
    if not place.author_can_answer:
        yield "contact_yandex"
    if place.never_asks:
        yield "later_trustpilot"
    if "verified" in place.advice:
        yield "verified"


def _afterwards(place: Platform) -> Iterator[str]:
    yield "private"
    if not place.never_asks:
        yield "later"
    yield "cause"
