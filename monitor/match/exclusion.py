"""What to exclude when a mention was not about us: the name with the word beside it, and what that would hide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from monitor.domain import Hit, Record
from monitor.match import Matcher, Named
from monitor.match.declension import decline
from monitor.match.forms import Alone
from monitor.match.spelling import LEGAL, core_of
from monitor.words.morphology import first_form, is_known, lemma, names_a_thing, plain
from monitor.words.tokens import Unmarked

_WORD = re.compile(r"[^\W_]+")
_AFTER = re.compile(r"[ \u00a0]+([^\W_]++(?:-[^\W_]++)*+)(?!\.\w|://|[/@_])")  # no address
_BEFORE = re.compile(r"(?<![^\s«\"„“'(])([^\W_]+(?:-[^\W_]+)*)[ \u00a0]+\Z")
_US_TOO = frozenset({"компания", "фирма", "company"})  # whoever is called so: «компания Зубр» are we as well
_AROUND = 60  # characters in which the word beside a name ends


def phrase_beside(hits: Sequence[Hit], title: str, text: str, names: Sequence[str] = ()) -> str | None:
    """The name and the word that tells whose name it is here; None where no such word stands beside it.

    Of a name that no dictionary has, its own first form is known only from `names`.

    >>> said = "В пуще видели зубра европейского с телёнком"
    >>> phrase_beside([Hit("zubr", 14, 19, "зубра")], "", said)
    'зубр европейский'
    >>> phrase_beside([Hit("zubr", 5, 10, "зубра")], "", "Фото зубра уже в продаже")
    'фото зубра'
    """
    found = (_beside(hit, title if hit.in_title else text, names) for hit in hits)
    return next((phrase for phrase in found if phrase), None)


def hidden_by(brand: Named, phrase: str, records: Iterable[Record]) -> tuple[Record, ...]:
    """The mentions of a brand that would not have been found had this phrase been excluded."""
    now = Matcher([brand])
    then = Matcher([Alone(brand.id, brand.names, brand.capital, brand.context, (*brand.exclude, phrase))])
    return tuple(one for one in records if now.find(one.text, one.title) and not then.find(one.text, one.title))


def _beside(hit: Hit, said: str, names: Sequence[str]) -> str | None:
    after = _AFTER.match(said, hit.end, hit.end + _AROUND)
    before = _BEFORE.search(said, max(0, hit.start - _AROUND), hit.start)
    name = Unmarked.of(said[hit.start : hit.end]).text.lower()
    beside = chain(
        [(name, after[1].lower())] if after and _tells(after[1]) else (),
        [(before[1].lower(), name)] if before and _tells(before[1]) else (),
    )
    words = next(beside, None)
    return _first_form(words, name, _invented(name, names)) if words else None


def _first_form(words: tuple[str, str], name: str, own: str | None) -> str:
    """As a dictionary would have them, but for an invented name: a guess would make «Весперо» of «Веспера»."""
    phrase = first_form(*words)
    if own is None or phrase.endswith(f" {name}"):
        return phrase
    first, _, last = phrase.rpartition(" ")
    return f"{own} {last}" if words[0] == name else f"{first} {own}"


def _invented(name: str, names: Sequence[str]) -> str | None:
    """The name of the file that this is a form of, where a dictionary lacks it."""
    written = tuple(_WORD.findall(plain(name)))
    for core in map(core_of, names):
        words = _WORD.findall(plain(core))
        if not all(map(is_known, words)) and written in decline(words):
            return core.lower()
    return None


def _tells(word: str) -> bool:
    """Whether it tells somebody else of that name from us."""
    return names_a_thing(word) and plain(word) not in LEGAL and lemma(word) not in _US_TOO
