"""What to exclude when a mention was not about us: the name with the word beside it, and what that would hide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from monitor.domain import Hit, Record
from monitor.match import Matcher, Named
from monitor.match.forms import Alone
from monitor.match.spelling import LEGAL
from monitor.words.morphology import first_form, lemma, names_a_thing, plain
from monitor.words.tokens import Unmarked

_AFTER = re.compile(r"[ \u00a0]+([^\W_]++(?:-[^\W_]++)*+)(?!\.\w|://|[/@_])")  # no address
_BEFORE = re.compile(r"(?<![^\s«\"„“'(])([^\W_]+(?:-[^\W_]+)*)[ \u00a0]+\Z")
_US_TOO = frozenset({"компания", "фирма", "company"})  # whoever is called so: «компания Зубр» are we as well
_AROUND = 60  # characters in which the word beside a name ends


def phrase_beside(hits: Sequence[Hit], title: str, text: str) -> str | None:
    """The name and the word that tells whose name it is here; None where no such word stands beside it.

    >>> said = "В пуще видели зубра европейского с телёнком"
    >>> phrase_beside([Hit("zubr", 14, 19, "зубра")], "", said)
    'зубр европейский'
    >>> phrase_beside([Hit("zubr", 5, 10, "зубра")], "", "Фото зубра уже в продаже")
    'фото зубра'
    """
    found = (_beside(hit, title if hit.in_title else text) for hit in hits)
    return next((phrase for phrase in found if phrase), None)


def hidden_by(brand: Named, phrase: str, records: Iterable[Record]) -> tuple[Record, ...]:
    """The mentions of a brand that would not have been found had this phrase been excluded."""
    now = Matcher([brand])
    then = Matcher([Alone(brand.id, brand.names, brand.capital, brand.context, (*brand.exclude, phrase))])
    return tuple(one for one in records if now.find(one.text, one.title) and not then.find(one.text, one.title))


def _beside(hit: Hit, said: str) -> str | None:
    after = _AFTER.match(said, hit.end, hit.end + _AROUND)
    before = _BEFORE.search(said, max(0, hit.start - _AROUND), hit.start)
    name = Unmarked.of(said[hit.start : hit.end]).text.lower()
    beside = chain(
        [(name, after[1].lower())] if after and _tells(after[1]) else (),
        [(before[1].lower(), name)] if before and _tells(before[1]) else (),
    )
    return next((first_form(*words) for words in beside), None)


def _tells(word: str) -> bool:
    """Whether it tells somebody else of that name from us."""
    return names_a_thing(word) and plain(word) not in LEGAL and lemma(word) not in _US_TOO
