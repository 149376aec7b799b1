"""Cuts a sentence into words and smileys, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from monitor.words.morphology import lemma, plain

_WORD = re.compile(r"(?!(?<=\d[.,])0\b)[^\W_]+(?:[-'][^\W_]+)*")  # the nought of "2.0" is no word: it denies nothing
_CUTS = frozenset(",;:.!?…")
_CUT = re.compile(r"[,;:!?.…()\[\]«»\"]|\s[-–—]\s")
_ASIDES = frozenset(
    {"конечно", "увы", "разумеется", "естественно", "понятно", "кстати", "видимо", "похоже", "наверное", "однако"}
)
_LONG_ASIDES = frozenset(
    {
        *(("к", "сожалению"), ("как", "всегда"), ("как", "обычно"), ("мягко", "говоря"), ("честно", "говоря")),
        *(("само", "собой"), ("прямо", "скажем"), ("по", "сути"), ("по", "факту"), ("в", "итоге")),
    }
)
_LOVES = frozenset({"люблю", "обожаю", "нравится"})
_ASIDE_ENDS = _ASIDES | {last for _, last in _LONG_ASIDES}
_FILLERS = frozenset(
    {
        *("я", "мы", "вы", "ты", "он", "она", "они", "мой", "наш", "ваш", "свой", "этот", "весь", "уже", "же"),
        *("половина", "треть", "четверть", "часть", "конечно", "увы", "разумеется", "естественно"),
    }
)
_OPENING = frozenset(
    {
        *("hi", "hello", "hey", "dear", "all", "everyone", "guys", "folks", "team", "bottom", "line", "tldr", "update"),
        *("edit", "upd", "ps", "honestly", "well", "ok", "okay", "so", "всем", "привет", "здравствуйте", "добрый"),
        *(
            "день",
            "вечер",
            "утро",
            "коллеги",
            "друзья",
            "ребята",
            "итог",
            "итого",
            "итак",
            "короче",
            "кстати",
            "апдейт",
        ),
    }
)
_COUNTED = frozenset({"через", "за"})  # a number may stand behind these
_NUMBERS = frozenset({"два", "три", "четыре", "пять", "шесть", "семь", "восемь", "десять", "пара", "несколько"})
_APOSTROPHES = "’ʼ´`"
_APOSTROPHE = re.compile(rf"(?<=\w)[{_APOSTROPHES}](?=\w)")
# Brackets round a link are none of it; "order No 12" denies nothing, "No 24/7 support" does.
_NOISE = re.compile(r"(?:https?://|www\.)(?:[^\s()]+|\([^\s()]*\))+|(?<!\w)@\w+|\bRT\b|(?<=\w )No(?= \d+\b(?!/))")

# «)))» and «(((» are Russian smileys; a bracket that closes another is none. It starts with a plain set of signs, for
# these are what the search skips to.
_SMILEY = re.compile(
    r"[:;=xX^<()](?:(?P<glad>(?<=[:;=xX])(?<!\w.)[-']?[)D]+|(?<=\^)_?\^|(?<=<)3)"
    r"|(?P<sad>(?<=[:;=])(?<!\w.)[-']?(?:[(]+|[/\\|](?!\w)))"
    r"|(?P<run>(?<=\))\)*|(?<=\()\(*))",
    re.DOTALL,
)
# Rude words with a letter or two starred out: «х**ня», «п#здец».
_STARRED = re.compile(r"(?<![\w*])[хпбегсмзж][а-яё]{0,2}(?:[*]{1,3}[а-яё]{1,6}|[*]{2,6})(?!\w)", re.IGNORECASE)
_RUDE = -2.4
_STARRED_ENGLISH = re.compile(
    r"(?<![\w*])(?:(?:f|fu|sh|bulls|bullsh|cr|b|bi|as|d|da|pi)[*#]{1,3}[a-z]{1,6}|(?:f|s|sh|b|a|c)[*]{2,4}[a-z]{0,6}|f-ing)(?![\w*])",
    re.IGNORECASE,
)
_GLAD, _SAD, _MORE = 1.6, -2.0, 0.2  # a smiley, and each further bracket of it
_MOST = 3
_made = tuple.__new__  # each word is one, and a named tuple makes them three times slower itself


class Word(NamedTuple):
    """A word as written, in small letters and in its dictionary form; `clause` grows at every comma."""

    start: int
    end: int
    text: str
    low: str
    lemma: str
    clause: int


class Mark(NamedTuple):
    """A place of the text that has weight; `about` is what it speaks of, empty where only a tone is heard."""

    start: int
    end: int
    weight: float
    about: str = ""


def without_noise(text: str) -> str:
    """The text with links and @names blanked, every other character in its place: "http://" holds a sad smiley.

    >>> without_noise("Isn’t it @kestrel")
    "Isn't it         "
    """
    text = straight(text).replace("\u00a0", " ")
    noisy = any(sign in text for sign in ("http", "www.", "@", "RT", " No "))
    return _NOISE.sub(lambda m: " " * len(m.group()), text) if noisy else text


def straight(text: str) -> str:
    """The text with one of all the signs that people take for an apostrophe."""
    return _APOSTROPHE.sub("'", text) if any(sign in text for sign in _APOSTROPHES) else text


def covered(field: str, places: Iterable[tuple[int, int]], sign: str) -> str:
    """With a sign in place of every character that stands there; all others keep their places."""
    pieces, after = [], 0
    for start, end in sorted(places):
        pieces += [field[after:start], sign * (end - max(start, after))]
        after = max(after, end)
    return "".join([*pieces, field[after:]]) if pieces else field


def cut(text: str, start: int, end: int) -> list[Word]:
    """The words of a sentence."""
    found: list[Word] = []
    clause, last = 0, start
    for match in _WORD.finditer(text, start, end):
        begins, ends = match.span()
        gap = text[last:begins]
        if gap != " " and (gap in _CUTS if len(gap) == 1 else _CUT.search(gap)):
            clause = _behind(found, clause, match.group()) if gap == ", " else clause + 1
        word = match.group()
        found.append(_made(Word, (begins, ends, word, plain(word), lemma(word), clause)))
        last = ends
    return found


def parted(text: str, end: int, start: int) -> bool:
    """Whether a clause ends between two places that no word stands between."""
    return _CUT.search(text, end, start) is not None


def _behind(found: list[Word], clause: int, following: str) -> int:
    """The clause behind a comma: «ответа, конечно, нет», «обожаю, когда опаздывают» are of one piece.

    >>> [word.clause for word in cut("Ответа, к сожалению, нет, жду", 0, 29)]
    [0, 0, 0, 0, 1]
    """
    if not found:
        return clause + 1
    if following == "когда" and found[-1].low in _LOVES:
        return clause
    if not clause or found[-1].low not in _ASIDE_ENDS:
        return clause + 1
    size = 1 if found[-1].low in _ASIDES else 2
    aside = found[-size:]
    alone = len(found) > size and found[-size - 1].clause == clause - 1 and aside[0].clause == clause
    if not alone or (size > 1 and (aside[0].low, aside[1].low) not in _LONG_ASIDES):
        return clause + 1
    found[-size:] = [word._replace(clause=clause - 1) for word in aside]
    return clause - 1


def begun(words: list[Word]) -> list[Word]:
    """Without a greeting or a number in a list before what is told.

    >>> [word.text for word in begun(cut("Hi all, 1) it broke", 0, 19))], [w.text for w in begun(cut("So, all", 0, 7))]
    (['it', 'broke'], ['So', 'all'])
    """
    told = next((n for n, word in enumerate(words) if word.low not in _OPENING and not word.low.isdecimal()), 0)
    return words[told:] if told and words[told].clause > words[told - 1].clause else words


def in_one_breath(words: Sequence[Word]) -> bool:
    """Whether a sentence has no comma: whoever writes none means them all the same."""
    return words[0].clause == words[-1].clause


def says_nothing(word: Word, before: Word) -> bool:
    """Whether a word behind another may stand inside a phrase."""
    counts = before.low in _COUNTED and (word.low.isdecimal() or word.lemma in _NUMBERS)
    return counts or word.lemma in _FILLERS


def smileys(text: str, start: int, end: int) -> Iterator[Mark]:
    """Smileys, of letters and of brackets alone."""
    depth = 0
    for match in _SMILEY.finditer(text, start, end):
        sign, size = match.lastgroup, len(match.group())
        if sign != "run":
            yield Mark(match.start(), match.end(), _GLAD if sign == "glad" else _SAD)
        elif match.group()[0] == "(":
            opened = text.find(")", match.end(), end) >= 0
            depth += size if opened else 0
            if not opened and (size > 1 or _stands_alone(text, match.end())):
                yield Mark(match.start(), match.end(), _SAD - _MORE * min(size, _MOST))
        elif size > depth and (
            size - depth > 1 or (_stands_alone(text, match.end()) and text.find("(", 0, match.start()) < 0)
        ):
            yield Mark(match.start() + depth, match.end(), _GLAD / 2 + _MORE * min(size - depth, _MOST))
            depth = 0
        else:
            depth = max(0, depth - size)


def starred(text: str, start: int, end: int) -> Iterator[Mark]:
    """Rude words that hide a letter."""
    if "*" in text[start:end]:
        yield from (Mark(m.start(), m.end(), _RUDE, "emotion") for m in _STARRED.finditer(text, start, end))


def starred_english(text: str, start: int, end: int) -> Iterator[Mark]:
    """The same in English: "f***ing", "sh*t"."""
    if "*" in text[start:end] or "-ing" in text[start:end]:
        yield from (Mark(m.start(), m.end(), _RUDE, "emotion") for m in _STARRED_ENGLISH.finditer(text, start, end))


def emoji(text: str, start: int, end: int, weights: Mapping[str, float]) -> Iterator[Mark]:
    """Emoji that weigh something."""
    if not weights.keys().isdisjoint(text[start:end]):
        yield from (Mark(n, n + 1, weights[text[n]]) for n in range(start, end) if text[n] in weights)


def _stands_alone(text: str, end: int) -> bool:
    """A single bracket is a smiley only at the end of what is said, and after no list number such as «1)»."""
    last = end - 2
    while last >= 0 and text[last].isspace():
        last -= 1
    return (end >= len(text) or text[end].isspace()) and not (last >= 0 and text[last].isdigit())


LETTER: Final = re.compile(r"[^\W\d_]")
LATIN: Final = re.compile(r"[A-Za-z]{2}")
CYRILLIC: Final = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґЎў]{2}")
