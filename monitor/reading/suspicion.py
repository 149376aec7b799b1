"""Tells by a glance at its bytes whether a small page is made to be hard to read."""

from __future__ import annotations

import re

_PACKED = b"\x1f\x8b"  # gzip inside the answer: small as it is, it may hold fifty thousand addresses
_PIECE = 48 * 1024  # bytes from one tag to the next: thousands of attributes, or one endless text
_PERSON = 2 * 1024  # bytes of an author: the feed parser's own pattern for addresses takes their square
_TAGS = 8_000  # of a small page: one every sixteen bytes; what looks for an article takes the square of its paragraphs
_OPEN = 1_000  # more tags opened than closed; pages leave some open

_STAIRS = re.compile(rb"<[A-Za-z][^<>]*+>[^<]*+(?:<[A-Za-z][^<>]*+>[^<]*+){200}")  # tags in a row, and none is closed
_AUTHOR = re.compile(
    rb"<(?!/)((?:[\w.-]{1,30}+:)?+(?i:author|creator|contributor|publisher|owner|managingeditor|webmaster))\b(?![^<>]*/>)"
)


def suspicious(body: bytes) -> bool:
    """Whether somebody may have built a trap: a wrong guess costs a millisecond.

    >>> suspicious(b"<rss><channel><item><author>Anna</author></item></channel></rss>")
    False
    >>> suspicious(b"<rss><channel><item><author>" + b"a" * 60_000 + b"</author></item></channel></rss>")
    True
    """
    pieces = body.split(b"<")
    tags = len(pieces) - 1
    return bool(
        body.startswith(_PACKED)
        or b"<!ENTITY" in body
        or tags > _TAGS
        or (tags > _OPEN and tags - 2 * body.count(b"</") - body.count(b"/>") > _OPEN)
        or max(map(len, pieces)) > _PIECE
        or _STAIRS.search(body)
        or any(_long(body, found) for found in _AUTHOR.finditer(body))
    )


def _long(body: bytes, opening: re.Match[bytes]) -> bool:
    return body.find(b"</" + opening[1], opening.end(), opening.end() + _PERSON) < 0
