"""Says which reviews at one place tell the same in nearly the same words under different names."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from monitor.domain import Label, Record
from monitor.identity.authors import author_key, is_nobody
from monitor.stories import Wording, likeness, wording

_LEAST = 8  # words: in fewer many say the same by chance
_NEARLY = 0.5  # of three words in a row: texts that only resemble each other share 0.25 to 0.45


def doubles_of(said: Record, others: Iterable[Record]) -> tuple[Record, ...]:
    """Of these reviews the bad ones that double another bad one; none of what nobody rated, for posts are passed on."""
    if not _may_be_one(said):
        return ()
    words = _wording(said)
    apart = (one for one in others if _may_be_one(one) and _apart(said, one))
    return tuple(one for one in apart if likeness(words, _wording(one)) >= _NEARLY)


def doubled(records: Iterable[Record]) -> tuple[Record, ...]:
    """Of many reviews all that have a double among them."""
    every = [one for one in records if _may_be_one(one)]
    return tuple(one for one in every if doubles_of(one, every))


def other_person(one: str, other: str) -> bool:
    """Whether two names are those of two people: a surname that a site shortens makes no other one.

    >>> other_person("Ольга М.", "Сергей К."), other_person("Ольга М.", "Ольга Михайлова")
    (True, False)
    >>> other_person("Гость", "Анна")
    False
    """
    named = one.split() and other.split() and not is_nobody(one) and not is_nobody(other)
    return bool(named) and author_key(one.split(maxsplit=1)[0]) != author_key(other.split(maxsplit=1)[0])


def _may_be_one(record: Record) -> bool:
    bad = record.rating is not None and record.label is Label.NEGATIVE
    return bad and bool(record.author) and len(_wording(record).words) >= _LEAST


def _apart(one: Record, other: Record) -> bool:
    same_place = one.brand == other.brand and _place(one) == _place(other)
    return one.number != other.number and same_place and other_person(one.author, other.author)


def _place(record: Record) -> str:
    """A site, whichever of our sources reads it: on another one the same person may go by another name."""
    try:
        host = urlsplit(record.url).hostname
    except ValueError:
        host = None
    return (host or record.source).removeprefix("www.")


def _wording(record: Record) -> Wording:
    """Without its author: what two voices say apart is what is asked here."""
    return wording(record.title, record.text)
