"""Which steps of a reply checklist a mention gets: the team's own, else built-in ones that fit the place."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from monitor.domain import Audience, Severity
from monitor.texts import Texts

MOST = 6  # steps that people still read
_CAN_WAIT = ("later", "reply")  # what gives way, in this order, when there are too many


def steps(  # noqa: PLR0917  # each is of another type: none can be taken for another
    kind: str,
    audience: Audience,
    severity: Severity,
    own: Mapping[str, tuple[str, ...]],
    texts: Texts,
    url: str,
) -> tuple[str, ...]:
    """Said in the team's language, once: a checklist that is being worked on does not change.

    >>> steps("feed", Audience.HR, Severity.P2, {}, Texts("ru"), "https://jobs.example/")[0]
    'Не выясняем, кто написал'
    """
    if chosen := own.get(kind) or own.get("default"):
        return chosen
    if audience in {Audience.HR, Audience.PRESS}:
        return texts.lines(f"checklist.{audience}")
    names = _for_clients(severity, _names_in(url))
    return tuple(texts(f"checklist.{name}") for name in names)


def _for_clients(severity: Severity, host: frozenset[str]) -> list[str]:
    names = [
        "everyone",
        *(["agree"] if severity is Severity.P1 else []),
        "check",
        "reply",
        "contact_yandex" if "yandex" in host else "contact",  # there the author cannot answer us
        "publish",
        "later_trustpilot" if "trustpilot" in host else "later",  # there asking for a change is forbidden
    ]
    for name in _CAN_WAIT:
        if len(names) > MOST and name in names:
            names.remove(name)
    return names


def _names_in(url: str) -> frozenset[str]:
    """The parts of a host's name: maps.yandex.ru is Yandex, notyandex.ru is not."""
    try:
        return frozenset((urlsplit(url).hostname or "").split("."))
    except ValueError:  # a broken address names no place
        return frozenset()
