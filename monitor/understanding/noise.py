"""Tells what names the company and is no opinion of it: vacancies, tenders, pages of catalogues and registers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from monitor.places.hosts import one_spelling
from monitor.words.morphology import lemma, plain

_LIST = Path(__file__).with_name("noise.tsv")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_START = 400  # letters of a text that tell what it is
_ENOUGH = 3  # phrases of a text; one or two may stand in any complaint
_HEAD, _HEADED = 8, 2  # words with which a post without a title begins: «Вакансия: …» counts for two phrases
_TITLE = "title"
# What nobody writes who hires, buys or keeps a register: of oneself, or that this is somebody's opinion.
_OWN = re.compile(
    r"(?<![\w-])(?:[Яя]|[Мм](?:еня|не|ной|о[йёеяию]|оего|оему|оей|оим|оих|оими)|I|[Mm][ey]|[Mm]yself"
    r"|(?:[Пп]ро|[Оо]т)?[Рр]аботал[аи]?|[Рр]аботаю|[Уу]волил(?:ся|ась)|[Уу]строил(?:ся|ась))(?![\w-])"
)
_OPINION = re.compile(r"\b(?:отзыв(?! (?:заявк|лицензи))(?:а|ом)?|review|(?:my|our) experience)\b", re.IGNORECASE)

Phrase = tuple[str, ...]


class Said(Protocol):
    """What is read or stored."""

    @property
    def url(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def rating(self) -> float | None: ...


def preset(item: Said, wanted: Collection[str]) -> str | None:
    """Which of the `wanted` kinds of noise an item is; what carries a rating is an opinion wherever it stands.

    >>> from monitor.domain import Item
    >>> preset(Item("feed", "https://site.example/1", "Вакансия: бухгалтер в Зубр-Софт"), ["tenders", "vacancies"])
    'vacancies'
    >>> preset(Item("feed", "https://zakupki.example/7", "Зубр-Софт молчит"), ["tenders"])
    'tenders'
    """
    if item.rating is not None:
        return None
    place, title, text = _place(item.url), _phrases_of(item.title), _phrases_of(item.text[:_START])
    return next((kind for kind in wanted if _is(kind, place, title, text)), None)


def is_opinion(item: Said, kind: str, *, title_is_bad: bool) -> bool:
    """Whether what is noise by its words or place is yet somebody's own tale; asked of what is bad in so many words.

    >>> from monitor.domain import Item
    >>> told = "Обещали оклад, требования и обязанности выдумали. Меня обманули."
    >>> is_opinion(Item("feed", "https://site.example/1", "Вакансия", told), "vacancies", title_is_bad=False)
    True
    """
    if _OPINION.search(item.title) or _OWN.search(item.text):
        return True
    said = _said([*_phrases_of(item.title), *_phrases_of(item.text[:_START])], _known().get((kind, "text"), {}))
    return (title_is_bad or not item.title) and len(said) < _ENOUGH


def _is(kind: str, place: Collection[str], title: list[Phrase], text: list[Phrase]) -> bool:
    known = _known()
    if any(part in known.get((kind, "address"), {}) for part in place):
        return True
    if _said(title, known.get((kind, _TITLE), {})):
        return True
    headed = set() if title else _said(text[:_HEAD], known.get((kind, _TITLE), {}))
    said = _said([*title, *text], known.get((kind, "text"), {})) - headed
    return len(said) + (_HEADED if headed else 0) >= _ENOUGH


def _said(words: list[Phrase], phrases: dict[str, tuple[Phrase, ...]]) -> set[Phrase]:
    """The phrases that occur; each word stands here as it is written and in its dictionary form."""
    said = set[Phrase]()
    if phrases.keys().isdisjoint(chain.from_iterable(words)):
        return said
    for n, forms in enumerate(words):
        begun = (phrase for form in forms for phrase in phrases.get(form, ()))
        said.update(phrase for phrase in begun if _is_phrase(words[n : n + len(phrase)], phrase))
    return said


def _is_phrase(words: list[Phrase], phrase: Phrase) -> bool:
    return len(words) == len(phrase) and all(one in forms for one, forms in zip(phrase, words, strict=True))


def _phrases_of(text: str) -> list[Phrase]:
    return [tuple(dict.fromkeys((plain(word), lemma(word)))) for word in _WORD.findall(text)]


def _place(url: str) -> frozenset[str]:
    """What an address is told by: its host and those above, parts of it and of the path, sections of the site."""
    try:
        parts = urlsplit(url)
        host = one_spelling(parts.hostname or "")
    except ValueError:  # a broken address names no place
        return frozenset()
    names = host.split(".")
    above = {".".join(names[n:]) for n in range(len(names))}
    path = [part for part in unquote(parts.path).lower().split("/") if part]
    both = {"/".join(pair) for pair in pairwise([host, *path])}
    return frozenset({*above, *(f"{name}." for name in names), *(f"/{part}" for part in path), *both})


@lru_cache(maxsize=1)
def _known() -> dict[tuple[str, str], dict[str, tuple[Phrase, ...]]]:
    """By preset and place, then by first word."""
    found: dict[tuple[str, str], dict[str, tuple[Phrase, ...]]] = {}
    for kind, where, entry in _rows():
        words = tuple(entry.split())
        group = found.setdefault((kind, where), {})
        group[words[0]] = (*group.get(words[0], ()), words)
    return found


def _rows() -> Iterator[tuple[str, str, str]]:
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, where, entries = line.split("\t")
            yield from ((kind, where, entry.replace("ё", "е")) for entry in entries.split(", "))
