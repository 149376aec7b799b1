"""The words of a mention that belong on a card: the title, and the part of the text round the brand, with marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.domain import Cue, Hit
from monitor.render.display import clean
from monitor.render.document import ELLIPSIS, Span, Style
from monitor.words.quoting import CLOSES, OPENS, own, parts

TITLE = 100  # characters of a title on a card
_NEAR = 150  # characters within which a reason belongs to a name
_HITS = 40  # a text that names us more often is judged by its first places
_SHORT = 20  # «Ужас.» or «В г.» alone is no title
_CUT = 40  # a title that breaks off without an ellipsis is at least as long
_SLACK = 40  # a cut may move this far to fall between two words
_GOES_ON = f" {ELLIPSIS}"  # after a whole sentence
_ENDS = ".!?…"
_SENTENCE = re.compile(r"[.!?…]+[)»”\"']*(?=\s|$)")
_AFTER_TITLE = re.compile(r"[\s.!?…,:;—–-]*")
_TITLE_END = re.compile(r"[\s.…]+$")
_JOINED = re.compile(r"[\w%°]|[-'’/&+@]\w|[.,:]\d|\.[a-zа-яё]")  # a word that a title is only the beginning of


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A title, and what is quoted under it; the quote never repeats the title."""

    title: tuple[Span, ...]
    text: str
    rest: int  # where what the title did not say begins
    marks: tuple[tuple[int, int, Style], ...]

    def quote(self, limit: int) -> tuple[Span, ...]:
        """At most `limit` characters round the name, cut between words; empty where the title says it all."""
        if limit < _SLACK or not _words(self.text[self.rest :]):
            return ()
        start, end = _window(self.text, self.rest, self._middle(), limit - len(ELLIPSIS) - len(_GOES_ON))
        before = ELLIPSIS if start > self.rest else ""
        if before and any(a < start < b for a, b in self._quoted()):
            before = clean(OPENS) + ELLIPSIS
        after = _GOES_ON if self.text[end - 1] in _ENDS else ELLIPSIS
        inside = _styled(self.text, start, end, self.marks)
        return tuple(span for span in (Span(before), *inside, Span(after if end < len(self.text) else "")) if span.text)

    def _middle(self) -> int:
        """The place where we are named with most reasons near; without a name, the first reason."""
        cues = [start for start, _, style in self.marks if style is Style.MARK and start >= self.rest]
        names = [start for start, _, style in self.marks if style is Style.BOLD and start >= self.rest][:_HITS]
        if quoted := self._quoted():  # who is named only in what is answered is spoken of below it
            cues, names = ([place for place in found if not _within(place, quoted)] for found in (cues, names))
        if not names:
            below = quoted[0][1] if quoted else self.rest
            return cues[0] if cues else below
        return max(names, key=lambda name: (sum(abs(cue - name) <= _NEAR for cue in cues), -name))

    def _quoted(self) -> list[tuple[int, int]]:
        """What the author answers, where we are shown it in marks."""
        if OPENS not in self.text:
            return []
        said = own(self.text)
        return [(a, b) for a, b, is_quoted in parts(self.text) if is_quoted and (a, b) not in said]


def excerpt(
    title: str, text: str, *, hits: Sequence[Hit] = (), words: Sequence[Cue] = (), risks: Sequence[str] = ()
) -> Excerpt:
    """Chooses what a card shows; without a title the first sentence stands for it."""
    reasons = [cue.text for cue in words] + list(risks)
    if not _words(text):  # a bare headline: its first sentence leads, the rest is quoted
        title, text, hits = "", title, [replace(hit, in_title=False) for hit in hits if hit.in_title]
    marks = tuple(_marks(text, [hit for hit in hits if not hit.in_title], reasons))
    if not _words(title) and (begin := _answer_begins(text)):
        return _led_by(text, begin, hits, marks, reasons)
    if not _words(title):
        end = _first_sentence(text)
        return Excerpt(_head(text, end, marks), text, _next(text, end), marks)
    end = len(title) if len(title) <= TITLE else _gap_before(title, TITLE - 1, 0)
    title_marks = tuple(_marks(title, [hit for hit in hits if hit.in_title], reasons))
    bare = _TITLE_END.sub("", title[:end])
    whole = end < _CUT and not title[:end].rstrip().endswith((ELLIPSIS, "..."))
    rest = 0 if whole and _goes_on(text, len(bare)) else _after(bare, text)
    return Excerpt(_head(title, end, title_marks), text, rest, marks)


def _answer_begins(text: str) -> int:
    """Where the author's own words begin in a text that begins with what it answers; else 0."""
    if not text.startswith(OPENS):
        return 0
    start, end = own(text)[0]
    return end - len(text[start:end].lstrip()) if start > text.find(CLOSES) else 0


def _led_by(
    text: str, begin: int, hits: Sequence[Hit], marks: Sequence[tuple[int, int, Style]], reasons: Sequence[str]
) -> Excerpt:
    """Led by what its author says first; what that answers, and what else is said, is quoted under it."""
    end = begin + _first_sentence(text[begin:])
    rest, cut = f"{text[:begin].rstrip()} {text[_next(text, end) :]}".rstrip(), _next(text, end)
    moved = len(text[:begin].rstrip()) + 1 - cut
    outside = [hit for hit in hits if not hit.in_title and (hit.end <= begin or hit.start >= cut)]
    kept = [replace(hit, start=hit.start + moved, end=hit.end + moved) if hit.start >= cut else hit for hit in outside]
    return Excerpt(_head(text, end, marks, begin), rest, 0, tuple(_marks(rest, kept, reasons)))


def _within(place: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _words(text: str) -> bool:
    return bool(clean(text).strip())


def _head(text: str, end: int, marks: Sequence[tuple[int, int, Style]], start: int = 0) -> tuple[Span, ...]:
    """The title itself in bold, with an ellipsis where it breaks off."""
    broken = end < len(text) and not _SENTENCE.search(text, max(end - 3, 0), end)
    spans = (*_styled(text, start, end, marks), *((Span(ELLIPSIS),) if broken else ()))
    return tuple(Span(span.text, span.style | Style.BOLD) for span in spans)


def _after(title: str, text: str) -> int:
    """Where the text goes on after repeating its title; 0 where it does not repeat it."""
    if text[: len(title)].casefold() != title.casefold():
        return 0
    end = len(title)
    if _JOINED.match(text, end):  # the title broke off within a word
        while end and not text[end - 1].isspace():
            end -= 1
    return _next(text, end)


def _goes_on(text: str, end: int) -> bool:
    """Whether a sentence does: one that begins with its title does not repeat it.

    >>> _goes_on("Простои не оплатили", 7), _goes_on("Простои. Не оплатили", 7), _goes_on("Простои Не оплатили", 7)
    (True, False, False)
    >>> _goes_on("1С-Битрикс тормозит", 2), _goes_on("Kestrel's support", 7), _goes_on("Acme.com лежит", 4)
    (True, True, True)
    """
    if _JOINED.match(text, end):
        return True
    after = _next(text, end)
    parted = any(mark in _ENDS or mark == "\n" for mark in text[end:after])
    return end < after < len(text) and not parted and not text[after].isupper()


def _next(text: str, end: int) -> int:
    found = _AFTER_TITLE.match(text, end)
    return found.end() if found else end


def _first_sentence(text: str) -> int:
    found = _SENTENCE.search(text, _SHORT, TITLE)
    if found:
        return found.end()
    return len(text) if len(text) <= TITLE else _gap_before(text, TITLE - 1, 0)


def _window(text: str, first: int, middle: int, limit: int) -> tuple[int, int]:
    if len(text) - first <= limit:
        return first, len(text)
    start = min(max(first, middle - limit // 2), len(text) - limit)
    end = start + limit
    if start > first:
        start = _gap_after(text, start, middle)
    if end < len(text):
        end = _gap_before(text, end, start)
    return start, end


def _gap_after(text: str, start: int, latest: int) -> int:
    """The beginning of the next word, if one begins soon."""
    gap = text.find(" ", start - 1, min(latest, start + _SLACK))
    return start if gap < 0 else gap + 1


def _gap_before(text: str, end: int, earliest: int) -> int:
    """The end of the last whole word, if one ends not long before."""
    if text[end : end + 1].isspace():
        return end
    gap = text.rfind(" ", max(earliest, end - _SLACK), end)
    return end if gap <= earliest else gap


def _marks(text: str, hits: Iterable[Hit], reasons: Iterable[str]) -> Iterator[tuple[int, int, Style]]:
    """Names in bold, reasons underlined, in order and without overlaps: a name goes before a reason."""
    found = [(hit.start, hit.end, Style.BOLD) for hit in hits if 0 <= hit.start < hit.end <= len(text)]
    wanted = sorted({reason for reason in reasons if reason.strip()}, key=len, reverse=True)
    if wanted:
        words = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, wanted)) + r")(?!\w)")
        found += [(match.start(), match.end(), Style.MARK) for match in words.finditer(text)]
    last = 0
    for start, end, style in sorted(found, key=lambda mark: (mark[0], mark[2] is Style.MARK)):
        if start >= last:
            yield start, end, style
            last = end


def _styled(text: str, start: int, end: int, marks: Iterable[tuple[int, int, Style]]) -> tuple[Span, ...]:
    """A piece of the text with the marks that fall into it; cleaned piece by piece, so that places stay true."""
    spans: list[Span] = []
    at = start
    for mark_start, mark_end, style in marks:
        opening, closing = max(mark_start, at), min(mark_end, end)
        if opening < closing:
            spans += [Span(clean(text[at:opening])), Span(clean(text[opening:closing]), style)]
            at = closing
    spans.append(Span(clean(text[at:end])))
    return tuple(span for span in spans if span.text)
