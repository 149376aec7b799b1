"""What outside words must become before a person sees them: nothing that hides, reverses or floods a line."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Direction overrides and marks, zero-width blanks, invisible tags, controls: they can make a card say something else.
_HIDDEN = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
_ACCENTS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACKED = re.compile(f"({_ACCENTS}{{3}}){_ACCENTS}+")  # letters that climb over their neighbours
_BROKEN = re.compile("[\ud800-\udfff]")  # half a character: no encoder takes it
_BLANKS = re.compile(r"\s+")


_LATIN = re.compile("[a-z]", re.IGNORECASE)
_KIN = re.compile("[\u0370-\u03ff\u0400-\u052f]")  # Greek and Cyrillic: their letters pass for Latin ones
_DOUBLES = re.compile("[асԁеһіјӏорԛѕԝхуъьҽпгѵѡ-]+")
_CHANNEL = re.compile(r"https?://t\.me/(?:s/)?(\w{4,32})/", re.ASCII)
_NUMBERS = re.compile(r"[\d.]+|.*:.*")  # an address of a machine says nothing to a reader


def clean(text: str) -> str:
    r"""Text that can stand in a line of ours: one direction, no controls, single blanks.

    >>> clean("a\u202eb\x00\n\n c")
    'ab c'
    """
    shown = _HIDDEN.sub("", _BROKEN.sub("\ufffd", text))
    return _BLANKS.sub(" ", _STACKED.sub(r"\1", shown))


def sentences(text: str) -> str:
    r"""Text of several lines for a terminal: nothing in it moves the cursor, colours or reverses what stands there.

    >>> sentences("sources.yaml:3:5:  a\x1b[31m\rb\u202ec\n  d")
    'sources.yaml:3:5:  a[31m\nbc\n  d'
    """
    return "\n".join(_HIDDEN.sub("", _BROKEN.sub("\ufffd", line)) for line in text.splitlines())


def unseen(text: str) -> bool:
    """Whether something in it is no letter, sign or blank, but tells a terminal or a reader what to do."""
    return _HIDDEN.search(text) is not None


def whole(text: str) -> str:
    r"""The text with no half of a character in it, for no messenger and no file takes one.

    >>> whole("a\ud83d\ude00"), whole("b\ud83d")
    ('a😀', 'b\ufffd')
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _BROKEN.search(text) else text


def place(url: str, source: str) -> str:
    """Where something was said: the host as people write it, or the source where there is no address.

    On Telegram the channel is the place.

    >>> place("https://www.xn--b1ajeiqy1b4a.xn--p1ai/acme?id=7", "reviews")
    'отзывчик.рф'
    >>> place("", "import"), place("http://127.0.0.1:8080/a", "intranet")
    ('import', 'intranet')
    >>> place("https://t.me/otrasl/42", "channel")
    't.me/otrasl'
    """
    name = host(url)
    channel = _CHANNEL.match(url)
    if channel:
        return f"{name}/{channel[1]}"
    return name if name and not _NUMBERS.fullmatch(name) else clean(source)


def host(url: str) -> str:
    """The host of an address without `www.`, in its own alphabet; empty where there is none.

    One that looks like another host, for its letters do, stays as machines write it.

    >>> host("https://xn--80ak6aa92e.com/"), host("https://xn--e1aybc.xn--p1ai/")
    ('xn--80ak6aa92e.com', 'тест.рф')
    """
    try:
        name = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # a broken address names no place
        return ""
    try:
        spoken = name.encode("ascii").decode("idna")
    except UnicodeError:
        return clean(name)
    return clean(name if _looks_like_another(spoken) else spoken)


def _looks_like_another(name: str) -> bool:
    """Letters of two alphabets in one word, or a word of nothing but doubles of Latin letters under a Latin end."""
    *words, end = name.split(".")
    return any(
        (_LATIN.search(word) and _KIN.search(word)) or (end.isascii() and _DOUBLES.fullmatch(word)) for word in words
    )
