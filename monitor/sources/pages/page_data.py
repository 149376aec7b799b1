"""Finds the data that a page hands to its scripts: blocks of JSON, values of variables, attributes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

_SCRIPT = re.compile(r"<script\b([^<>]*)>(.*?)(?:</script|\Z)", re.IGNORECASE | re.DOTALL)
_FOR_MACHINES = re.compile(r"ld\+json|importmap|speculationrules", re.IGNORECASE)  # read elsewhere, or no data
_ATTRIBUTE = re.compile(r"\s((?:data-|:)[\w-]+)=(?:\"((?:\[|\{)[^\"]{100,})\"|'((?:\[|\{)[^']{100,})')")
_VALUE = re.compile(r"(?:=|\bparse\(|\bpush\()\s*(?=([\[{]|[\"'](?=[\[{])))")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*+)'", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|(.))|\"", re.DOTALL)
_ROW = re.compile(r"^[0-9a-f]+:(?=[\[{])", re.MULTILINE)  # of what React sends in pieces
_ID = re.compile(r"\bid\s*=\s*[\"']?([\w-]+)")
_CALLED = re.compile(r"([\w$]+)\W*\Z")
_LONGEST_NAME = 60  # letters
_FEWEST = 100  # letters; less is no list of reviews
_MOST_VALUES = 300  # of one script
_DECODER = json.JSONDecoder(strict=False)


def page_data(text: str) -> Iterator[Any]:
    """Every value that may hold reviews, as it stands on the page; a list under the name that it has there.

    What is no page but the answer of an API is all data.
    """
    whole = unpacked(text.strip("\ufeff \t\r\n"))
    if whole is not None:
        yield whole
        return
    pieces = []
    for attributes, script in _SCRIPT.findall(text):
        if len(script) < _FEWEST or _FOR_MACHINES.search(attributes):
            continue
        if "json" in attributes.lower():
            named = _ID.search(attributes)
            yield from _whole(unescape(script) if "&quot;" in script else script, named[1] if named else "")
            continue
        for name, value in _values(script):
            if isinstance(value, list) and value[1:] and isinstance(value[1], str):
                pieces.append(value[1])
            else:
                yield _named(name, value)
    yield from _rows("".join(pieces))
    for name, double, single in _ATTRIBUTE.findall(text):
        yield from _whole(unescape(double or single), name)


def unpacked(text: str) -> Any:
    """The data that a text holds as JSON; None where it is only a text."""
    try:
        return json.loads(text, strict=False) if text[:1] in ("[", "{") else None
    except (ValueError, RecursionError):
        return None


def _whole(written: str, name: str) -> Iterator[Any]:
    value = unpacked(written.strip())
    if value is not None:
        yield _named(name, value)


def _named(name: str, value: Any) -> Any:
    return {name: value} if isinstance(value, list) else value


def _values(script: str) -> Iterator[tuple[str, Any]]:
    """What is assigned to a variable, or handed to a function as JSON.

    >>> list(_values('window.a = {"b": [1]}; c = JSON.parse("[2]"); d = 5; e.push([1, "f"])'))
    [('a', {'b': [1]}), ('JSON', [2]), ('e', [1, 'f'])]
    """
    end = 0
    for _ in range(_MOST_VALUES):
        found = _VALUE.search(script, end)
        if found is None:
            return
        end = found.end()
        value, stop = _value(script, end, found[1])
        if stop > end:
            end = stop
            called = _CALLED.search(script, max(0, found.start() - _LONGEST_NAME), found.start())
            yield called[1] if called else "", value


def _value(script: str, at: int, sign: str) -> tuple[Any, int]:
    """The value that begins at a place, and where it ends; that place again where a program stands there."""
    try:
        if sign == "'":
            quoted = _QUOTED.match(script, at)
            value, end = (json.loads(_requoted(quoted[1])), quoted.end()) if quoted else (None, at)
        else:
            value, end = _DECODER.raw_decode(script, at)
    except (ValueError, RecursionError):
        return None, at
    value = unpacked(value) if isinstance(value, str) else value
    return (value, end) if isinstance(value, list | dict) else (None, at)


def _requoted(text: str) -> str:
    r"""What stands between single quotes of JavaScript, as JSON writes it.

    >>> _requoted(r'{"a": "it\'s \x41"}')
    '"{\\"a\\": \\"it\'s \\u0041\\"}"'
    """
    return f'"{_ESCAPE.sub(_as_json, text)}"'


def _as_json(found: re.Match[str]) -> str:
    if found[1]:
        return rf"\u00{found[1]}"
    if found[2] is None:
        return r"\""
    return found[0] if found[2] in '"\\bfnrtu' else found[2].strip("\n")


def _rows(text: str) -> Iterator[Any]:
    for row in _ROW.finditer(text):
        try:
            yield _DECODER.raw_decode(text, row.end())[0]
        except (ValueError, RecursionError):
            continue
