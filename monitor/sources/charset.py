"""Turns bytes into letters, whoever lies about them: the server, the page, or nobody says anything."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

_LOOKED_AT = 4_096  # bytes in which a page names its charset
_SAMPLE = 8_000  # bytes that are looked at to tell how a page reads
_NOISE, _LANGUAGE = 0.95, 1.2  # what reads worse than the one gives way to what reads better than the other

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NAMED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_LATIN = {"iso8859-1": "cp1252", "ascii": "cp1252"}  # what browsers take them for
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_NO_CHARSET = frozenset({"unicode-escape", "raw-unicode-escape", "punycode", "idna", "utf-7"})  # of Python, or worse
_USUAL = frozenset({"cp1252", "cp1251", "koi8-r", "koi8-u"})  # said without thinking, and fits nearly any bytes
_GUESSED = ("utf-8", "cp1251", "koi8-r", "cp1252")

# How well letters beyond ASCII read: points for each, over their number.
_POINTS = (
    (re.compile("[оеаинтсрвлкмдпуяыьзбгчі]|[a-zß][à-öø-ſ]|[à-öø-ſ][a-zß]"), 3),
    (re.compile("[«»„“”’—–…№°©\u00a0й-щэюёўїєА-ЯЁІЎЇЄ]"), 1),
    (re.compile("[а-яё][А-ЯЁ]|[a-zA-Z][а-яё]|[а-яё][a-zA-Z]|[А-ЯЁ][’„“—–°©»«…\u00a0][А-ЯЁ]"), -4),
    (re.compile("[\x80-\x9f\ufffd─-▟ЂЃѓЉЊЌЋЏђљњќћџѕ¤¦§±µ¶¬ґ†‡‰‹›]"), -4),
)
_WORDS = re.compile(r"[^\s<>]+\s?")
_BEYOND_BYTES = re.compile(rb"[\x80-\xff]")
_BEYOND = re.compile("[^\x00-\x7f]")


def letters(body: bytes, content_type: str = "") -> str:
    """By byte order mark, header, XML prolog or meta; by how it reads, where they are silent or cannot be right.

    >>> letters("Зубр-Софт".encode("koi8-r")), letters("Зубр".encode(), "text/html; charset=windows-1251")
    ('Зубр-Софт', 'Зубр')
    """
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return body.decode(charset, errors="replace")
    if not body.isascii():
        with suppress(UnicodeDecodeError):  # nothing that people write in other charsets is by chance also this one
            return body.decode("utf-8")
        return body.decode(_best(body, tuple(_declared(body, content_type))), errors="replace")
    declared = _declared(body, content_type)
    return body.decode(next(filter(partial(_fits, body), declared), "utf-8"), errors="replace")


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    """What the server says, then what the page says of itself; only names of charsets that bytes can be in."""
    head = _COMMENT.sub(b"", body[:_LOOKED_AT])
    names = (*_NAMED.findall(content_type.encode(errors="replace")), *_NAMED.findall(head)[:2])
    for name in dict.fromkeys(names):
        try:
            charset = codecs.lookup(name.decode("ascii", errors="replace")).name
            b" ".decode(charset, errors="replace")  # by such names Python calls rot13, zip and undefined, too
        except (LookupError, UnicodeError):
            continue
        if charset.replace("_", "-") not in _NO_CHARSET and (charset not in _WIDE or b"\x00" in body[:_LOOKED_AT]):
            yield _LATIN.get(charset, charset)


def _fits(body: bytes, charset: str) -> bool:
    try:
        body.decode(charset)
    except (LookupError, UnicodeError):
        return False
    return True


def _best(body: bytes, declared: Sequence[str]) -> str:
    """What was declared and fits; where that reads like noise, it gives way to what reads like words."""
    found = _BEYOND_BYTES.search(body)
    start = found.start() if found else 0
    sample = body[start - start % 4 :][:_SAMPLE]

    def reading(charset: str) -> float:
        return _reading(sample.decode(charset, errors="replace"))

    fitting = {charset: reading(charset) for charset in declared if _fits(body, charset)}
    sure = [charset for charset, read in fitting.items() if charset not in _USUAL or read >= _NOISE]
    if sure:
        return max(sure, key=lambda charset: (charset in _USUAL, fitting[charset]))
    every = {charset: reading(charset) for charset in dict.fromkeys((*declared, *_GUESSED))}
    guess = max(every, key=every.__getitem__)
    return max(fitting, key=fitting.__getitem__) if fitting and every[guess] < _LANGUAGE else guess


def _reading(text: str) -> float:
    """How much the letters beyond ASCII look like words of Russian, or of another language of Europe.

    >>> _reading("Отзывы о нас") > 2 > 1 > _reading("нРГШБШ Н МЮЯ") > _reading("РћС‚Р·С‹РІС‹")
    True
    """
    beyond = "".join(part for part in _WORDS.findall(text) if not part.isascii())
    number = len(_BEYOND.findall(beyond))
    return sum(points * len(pattern.findall(beyond)) for pattern, points in _POINTS) / number if number else 0.0
