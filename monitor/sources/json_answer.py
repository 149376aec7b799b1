"""Reads what an API answers: its data, or why there is none; and the words of any value in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from monitor.domain import Page
from monitor.errors import ParseError
from monitor.sources.markup import decode, plain

LONGEST_MESSAGE = 160  # characters of an API's own words that an error repeats
_DEEPEST = 6  # things inside things that still make one text
_SHORTEST_SECRET = 4
_HIDDEN = "***"

_IS_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)
_WORDS = ("name", "text", "rendered", "title", "label", "value", "username", "$t", "#text", "@value")
_MOMENTS = ("$date", "$numberLong", "seconds", "_seconds", "timestamp")
_PARTS_OF_DATE = range(3, 8)  # from the day to its billionths
_TROUBLE = ("error", "errors", "fault")
_MESSAGES = ("error_description", "error_msg", "error_message", "message", "detail", "description", "reason", "title")


def answer(page: Page) -> Any:
    """The data of an answer; says what came instead where there are none."""
    text, url = decode(page).lstrip("\ufeff"), without_query(page.url)
    if not text.strip():
        raise ParseError("parse.empty", url=url)
    try:
        return json.loads(text, strict=False)
    except RecursionError as error:
        raise ParseError("parse.json_deep", url=url) from error
    except ValueError as error:
        raise ParseError("parse.json_page" if _IS_MARKUP.match(text) else "parse.json_broken", url=url) from error


def without_query(url: str) -> str:
    """The address of an API as it may be shown: its query often holds a key.

    >>> without_query("https://me:secret@api.example/v1/posts?token=secret")
    'https://api.example/v1/posts'
    """
    scheme, _, rest = url.partition("?")[0].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def said(value: Any, *, between: str = " ", depth: int = _DEEPEST) -> str:
    """The words of any value, markup and all: a text, a number, a thing with a name, all of a list.

    >>> said({"id": 7, "name": "Анна"}), said(["цена", None, 5, True]), said({"first": "Анна", "last": "Петрова"})
    ('Анна', 'цена 5', 'Анна Петрова')
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    if isinstance(value, dict) and depth:
        named = (said(value.get(key), depth=depth - 1) for key in _WORDS)
        texts = (said(inner, depth=depth - 1) for inner in value.values() if not isinstance(inner, int | float))
        return next(filter(None, named), "") or " ".join(filter(None, texts))
    several = value if isinstance(value, list) and depth else ()
    return between.join(filter(None, (said(one, depth=depth - 1) for one in several)))


def moment(value: Any) -> str:
    """A date as text: databases keep it in an object, and Java in a list of its parts.

    >>> moment({"$date": 1779704430123}), moment([2026, 11, 20, 9, 5]), moment("20.11.2026")
    ('1779704430123', '2026-11-20 09:05', '20.11.2026')
    """
    if isinstance(value, Mapping):
        return moment(next((value[key] for key in _MOMENTS if key in value), said(value)))
    if isinstance(value, list) and len(value) in _PARTS_OF_DATE and all(type(part) is int for part in value):
        year, month, day, hour, minute = [*value, 0, 0][:5]
        return f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"
    return said(value)


def refusal(data: Any, secrets: Iterable[str]) -> str:
    """An API's own words for why it gives nothing, short and without what we sent to it in secret.

    >>> refusal({"error": {"code": 5, "error_msg": "Bad token 12345", "params": ["12345"]}}, ["12345"])
    'Bad token ***'
    """
    message = plain(_message(data)).rstrip(". ")
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET:
            message = message.replace(secret, _HIDDEN)
    return message if len(message) <= LONGEST_MESSAGE else message[: LONGEST_MESSAGE - 1] + "…"


def _message(data: Any, depth: int = _DEEPEST) -> str:
    if isinstance(data, list) and depth:
        return next(filter(None, (_message(one, depth - 1) for one in data[:_DEEPEST])), "")
    if not isinstance(data, Mapping) or not depth:
        return data if isinstance(data, str) else ""
    texts = [data[key] for key in _MESSAGES if isinstance(data.get(key), str) and data[key].strip()]
    inner = (_message(data.get(key), depth - 1) for key in _TROUBLE)
    return texts[0] if texts else next(filter(None, inner), "")
