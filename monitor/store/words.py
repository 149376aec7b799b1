"""The search: every word is stored in its dictionary forms, and asked for in them."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import ColumnElement, literal, text

from monitor.store.values import Lemmas
from monitor.words.tokens import Unmarked, tokens

MOST = 5_000  # forms of one text; PostgreSQL takes no more than a megabyte
LONGEST = 40  # letters; what is longer is no word that somebody looks for

_REMEMBERED = 20_000  # words whose forms are kept, 8 MB: those that people use every day

_QUOTED = {"sqlite": '"{}"', "postgresql": "'{}'"}
_JOINED = {"sqlite": (" OR ", " AND "), "postgresql": (" | ", " & ")}
_SQLITE = text("mention.id IN (SELECT rowid FROM mention_words WHERE mention_words MATCH :wanted)")
_POSTGRES = text("array_to_tsvector(string_to_array(mention.lemmas, ' ')) @@ CAST(CAST(:wanted AS text) AS tsquery)")


def as_written(word: str) -> tuple[str, ...]:
    """For who has no dictionary: a word is found as it is written."""
    return (word,)


def forms(said: str, lemmas: Lemmas) -> str:
    r"""The forms of all words of a text, each once.

    >>> forms("Сорвали сроки, сорвали!", lambda word: {word, word[:4]}).split()
    ['сорвали', 'сорв', 'сроки', 'срок']
    >>> forms("сорва\u0301ли", lambda word: ())
    'сорвали'
    """
    found: dict[str, None] = {}
    for word in dict.fromkeys(_words(said)):
        found |= dict.fromkeys(_forms(word, lemmas))
        if len(found) >= MOST:
            break
    return " ".join(list(found)[:MOST])


def has_words(wanted: str, lemmas: Lemmas, dialect: str) -> ColumnElement[bool]:
    """Mentions with all these words, each in any form; whatever is no word is left out."""
    said = asked(wanted, lemmas, dialect)
    if not said:
        return literal(value=False)
    clause = _SQLITE if dialect == "sqlite" else _POSTGRES
    return clause.bindparams(wanted=said).self_group()  # type: ignore[return-value]  # a text stands for a condition


def asked(wanted: str, lemmas: Lemmas, dialect: str) -> str:
    """The same in a database's own language; empty where there is no word in it."""
    quoted, (either, every) = _QUOTED[dialect], _JOINED[dialect]
    groups = [[quoted.format(form) for form in _forms(word, lemmas)] for word in dict.fromkeys(_words(wanted))]
    return every.join(f"({either.join(group)})" for group in groups)


def _words(said: str) -> list[str]:
    return [word for word in tokens(Unmarked.of(said).text.casefold().replace("ё", "е")) if len(word) <= LONGEST]


@lru_cache(maxsize=_REMEMBERED)
def _forms(word: str, lemmas: Lemmas) -> tuple[str, ...]:
    """The word itself first; a dictionary may answer with what is no single word."""
    others = sorted(lemmas(word))
    return tuple(dict.fromkeys([word, *(form for form in others if form.isalnum() and len(form) <= LONGEST)]))
