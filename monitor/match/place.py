"""Looks closely at one place of a text: whether a spelling really stands there, whole and meant as a name."""

from __future__ import annotations

import re
from typing import Final

from monitor.match.everyday import leads_on
from monitor.match.spelling import KINDS, LEGAL, Spelling
from monitor.words.morphology import lemma

_GAP = 4  # signs between two words of a name: «Зубр» - Софт
_AROUND = 60  # characters that tell whether everything here is in capitals
_LONGEST_LINK = 2_000  # characters, as browsers and sitemaps have it
_TIGHT = frozenset("._")  # by themselves between two words: Яндекс.Маркет, #зубр_софт
_SHOUTING = 0.6  # of the letters around
_HEADLINE = 0.5  # of the words around
_NEAR = re.compile(r"[^\W\d_]+")
_WITHIN_SENTENCE = re.compile(r"[\w,:;–—(-][\s\"'«“„]*\Z")
_DOMAIN = re.compile(r"\.[a-z]{2,}")
_MAILBOX = re.compile(r"[\w.+-]{0,60}@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}")
_IN_MAILBOX = frozenset("@._+-")
_LINK = re.compile(r"(?:[a-z]://|\bwww\.)\S*\Z")
_PREVIOUS = re.compile(r"([^\W_]+)[\s\"]*\Z")
_CYRILLIC_END = re.compile(r"[а-я]\Z")
_LONG_DASH = "—"  # stands between two clauses, with no space around it in English
_FOREIGN = re.compile(r"[\u0531-\u1c7f\u2d00-\ud7ff\uf900-\ufdff\ufe70-\ufefc]")  # letters from Armenian to Hangul
# Those that are written without spaces, or hang their endings on another's word: 用Zoom, Zoomは.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]")

# A Latin name or an abbreviation takes Russian endings: Zoom'е, Kestrel-ом, МИДа.
_ENDINGS: Final = (
    "ами",
    "ями",
    "ах",
    "ях",
    "ам",
    "ям",
    "ом",
    "ем",
    "ов",
    "ев",
    "ой",
    "ей",
    "а",
    "у",
    "е",
    "ы",
    "и",
    "ю",
    "я",
)
_ENDING = re.compile(rf"[-']?(?:{'|'.join(_ENDINGS)})(?![^\W_])")
_SEVERAL = re.compile(r"s(?![^\W_]|[._@-]\w)")  # “Kestrels support”, and no address
_SMALL_ENDING = re.compile(rf"(?:[-'’]|(?<=[А-ЯЁ]))(?:{'|'.join(_ENDINGS)})(?![^\W_])")


def find(spelling: Spelling, anchor: int, text: str, low: str, end: int) -> tuple[int, int] | None:
    """The span of a spelling whose anchor word ends here, if it is all there and means the brand."""
    span = _words(spelling, anchor, low, end)
    if span is None or not _begins(text, low, span[0], spelling):
        return None
    start, end = span[0], _ends(text, low, span[1], spelling)
    doubtful = spelling.capital or spelling.another or spelling.apart
    if end < 0 or (doubtful and not _evident(spelling, text, low, start, end)):
        return None
    return start, end


def _words(spelling: Spelling, anchor: int, low: str, end: int) -> tuple[int, int] | None:
    words = spelling.words
    start = end - len(words[anchor])
    for n in range(anchor - 1, -1, -1):
        at = _skip(low, start - 1, -1, spelling.signs[n], spelling.free)
        if at is None or not low.endswith(words[n], 0, at + 1):
            return None
        start = at + 1 - len(words[n])
    for n in range(anchor + 1, len(words)):
        at = _skip(low, end, 1, spelling.signs[n - 1], spelling.free)
        if at is None or not low.startswith(words[n], at):
            return None
        end = at + len(words[n])
    if not low.startswith(spelling.after, end) or not low.endswith(spelling.before, 0, start):
        return None
    return start - len(spelling.before), end + len(spelling.after)


def _skip(low: str, at: int, step: int, signs: frozenset[str], free: frozenset[str]) -> int | None:
    """The far side of what stands between two words, or None where that is nothing, or something else."""
    beyond = at + step
    if not signs and 0 <= beyond < len(low) and low[at] in _TIGHT and low[beyond].isalnum():
        return beyond
    met: set[str] = set()
    for n in range(_GAP + 1):
        here = at + n * step
        if not 0 <= here < len(low):
            return None
        if low[here] not in free and low[here] not in signs:
            return here if n and signs <= met else None
        met.add(low[here])
    return None


def _begins(text: str, low: str, start: int, spelling: Spelling) -> bool:
    """Whole words only; a link's address is no word; «Супер-Точка» is another name than «Точка»."""
    before = low[max(0, start - 2) : start]
    if _of_one_word(before[-1:], low[start]) or _in_link(low, start):
        return False
    compound = before[-1:] == "-" and before[:-1].isalnum() and text[start - 1] != _LONG_DASH
    return not (spelling.capital and compound)


def _of_one_word(beside: str, edge: str) -> bool:
    """Whether the word goes on with the letter beside its edge."""
    if not beside.isalnum():
        return False
    return not _FOREIGN.match(beside) or bool(_FOREIGN.match(edge) and not _UNSPACED.match(beside))


def _in_link(low: str, start: int) -> bool:
    """Whether a link begins before, with no space since."""
    first = max(0, start - _LONGEST_LINK)
    return _LINK.search(low, max(first, low.rfind(" ", first, start) + 1), start) is not None


def _ends(text: str, low: str, end: int, spelling: Spelling) -> int:
    """Where the name ends with the ending it took; negative where the word goes on."""
    if ending := _ending(text, low, end, spelling):
        return ending
    after = low[end : end + 2]
    if _of_one_word(after[:1], low[end - 1]) or (after[:1] in _IN_MAILBOX and _MAILBOX.match(low, end)):
        return -1
    latin = not _CYRILLIC_END.search(spelling.words[-1])
    compound = after[:1] == "-" and after[1:].isalnum()
    if spelling.capital and compound and not _is_apart(text[end : end + 2], latin=latin):
        return -1
    return -1 if latin and _DOMAIN.match(text, end) else end


def _is_apart(behind: str, *, latin: bool) -> bool:
    """A long dash divides; small letters make no further name of a Latin one: «Target-канал», unlike «Точка-банк»."""
    return behind[0] == _LONG_DASH or (latin and behind[1].islower())


def _ending(text: str, low: str, end: int, spelling: Spelling) -> int | None:
    latin = not _CYRILLIC_END.search(spelling.words[-1])
    if spelling.several and _SEVERAL.match(text, end):
        last = end - len(spelling.words[-1])
        return end + 1 if text[last].isupper() and text[last - 1 : last] != "@" else None
    if latin:
        found = _ENDING.match(low, end)
    else:
        found = _SMALL_ENDING.match(text, end) if text[end - 2 : end].isupper() else None
    return found.end() if found else None


def _evident(spelling: Spelling, text: str, low: str, start: int, end: int) -> bool:
    """Whether an ordinary word is meant as a name: in quotes, after «ООО» or «банк», or by a telling capital."""
    if spelling.apart and not text[start].isupper():
        return False
    if low[start - 1 : start] == '"' and low[end : end + 1] == '"':
        return True
    previous = _PREVIOUS.search(low, max(0, start - _AROUND), start)
    if previous and (previous[1] in LEGAL or (lemma(previous[1]) in KINDS and lemma(previous[1]) != spelling.words[0])):
        return True
    if spelling.apart:
        return _is_called(text, start, end)
    word = next((word for word in spelling.words if not word.isdigit()), spelling.words[0])  # «7 Ветров»
    at = low.find(word, start)
    first = text[at : at + len(word)]
    capital = first.isupper() if spelling.upper else first[:1].isupper()
    shouted = len(spelling.words) == 1 and text[start:end].isupper() and _shouted(text, start, end)
    if not capital or shouted:  # several words are a name also where everything is in capitals
        return False
    further = any(word[0].isupper() for word in _NEAR.findall(text, start, end)[1:])  # «Точка Кипения»
    return further or _goes_on(text, start) or not leads_on(text[end : end + _AROUND])


def _is_called(text: str, start: int, end: int) -> bool:
    """Whether two words are a name by their capitals, which begin no sentence and are no headline's: «в С Маркете»."""
    if not all(map(_is_capital, _NEAR.findall(text, start, end))):
        return False
    around = _NEAR.findall(text, max(0, start - _AROUND), start) + _NEAR.findall(text, end, end + _AROUND)
    return _goes_on(text, start) and sum(map(_is_capital, around)) <= _HEADLINE * len(around)


def _goes_on(text: str, start: int) -> bool:
    """Whether a sentence began before, so that a capital letter tells something."""
    return _WITHIN_SENTENCE.search(text, max(0, start - _AROUND), start) is not None


def _is_capital(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or not word.isupper())


def _shouted(text: str, start: int, end: int) -> bool:
    """Where everything is in capitals, a capital letter says nothing."""
    around = [c for c in text[max(0, start - _AROUND) : start] + text[end : end + _AROUND] if c.isalpha()]
    return bool(around) and sum(c.isupper() for c in around) > _SHOUTING * len(around)
