"""Makes new input from old: cuts, splices and repeats bytes, and changes values inside JSON, YAML, markup and mails.

Everything is drawn from one seeded source of chance, so that a finding comes back with its seed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random

import yaml

from hostile.door import Door
from monitor.config.marked_yaml import read

LARGEST = 256 * 1024  # bytes of what is made; larger input comes from the seeds that are built

_NASTY = (
    *(b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80", b"\x1f\x8b"),
    *(
        one.encode("utf-8", "surrogatepass")
        for one in (
            *(
                "\0",
                "\x1b[31m",
                "\r\n",
                "\u2028",
                "\u202e",
                "\u200b",
                "\ufeff",
                "\ud800",
                "\udfff",
                "\U0010ffff",
                "İ",
                "ß",
                "ﬃ",
            ),
            *(
                "а\u0301" * 30,
                "х" * 300,
                "9" * 400,
                "-1",
                "0",
                "1e400",
                "NaN",
                "Infinity",
                "-Infinity",
                "1_000",
                "0x10",
                "٣",
            ),
            *(
                "null",
                "true",
                "[]",
                "{}",
                "''",
                '"',
                "'",
                "<",
                ">",
                "&",
                "&amp;",
                "&#0;",
                "&#xD800;",
                "&#99999999999;",
                "]]>",
            ),
            *(
                "<![CDATA[",
                "<!--",
                "<?xml",
                "\\",
                "\\u0000",
                "\\ud800",
                "%00",
                "%zz",
                "${X}",
                "{brand}",
                "{",
                "}",
                "%s",
                "{0}",
            ),
            *(
                "0001-01-01T00:00:00+14:00",
                "9999-12-31T23:59:59-14:00",
                "0000-00-00",
                "2026-02-30",
                "31.12.9999",
                "-1 дней назад",
            ),
            *(
                "999999999 лет назад",
                "1970-01-01",
                "http://[::1",
                "http://a:99999/",
                "javascript:alert(1)",
                "//",
                "http://\x00/",
            ),
            *(
                "=cmd|' /C calc'!A0",
                "@SUM(1)",
                "Зубр-Софт",
                "«Зубр-Софт»",
                "зубр",
                "суд",
                "утечка",
                ")))",
                "!!!",
                "...",
            ),
        )
    ),
)
_VALUES = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1e308,
        -0.0,
        10**19,
        -(10**19),
        10**400,
        0.1,
        "",
        " ",
        "\0",
        "\ud800",
        [],
        {},
        [[]],
        [None],
    ),
    *(
        {"@id": "#a"},
        {"@value": "x"},
        "2026-11-24T09:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31",
        "1/0",
        "5/5",
        "-3",
    ),
    *(
        "https://site.example/a",
        "javascript:alert(1)",
        "http://[",
        "Зубр-Софт хамит",
        "x" * 3000,
        "${FORUM_KEY}",
        "{brand}",
    ),
    *(
        "1 per 1s",
        "999999d",
        "25:00",
        "mon 09:00",
        "22:00-08:00",
        "2026-12-25",
        "*",
        "@",
        "a[*].b",
        "[?a==`1`]",
        "[",
        "::x(",
    ),
)
_TOKEN = re.compile(rb"[A-Za-z_:@.-]+|\d+|\s+|[^\sA-Za-z\d]")


class Mutator:
    """Makes input for one door out of its seeds; what it is told to keep becomes a seed as well."""

    def __init__(self, door: Door, seeds: Sequence[bytes], seed: str) -> None:
        self._chance = Random(seed)  # noqa: S311  # to be repeated, not to keep a secret
        self._pool = [seed for seed in seeds if len(seed) <= LARGEST] or [b""]
        self._words = (*door.words, *_NASTY)
        grown = {"json": _json, "yaml": _yaml, "xml": _markup, "html": _markup, "mail": _lines, "lines": _lines}
        self._grow = grown.get(door.form, _lines)

    def __call__(self) -> bytes:
        """The next input."""
        data = self._chance.choice(self._pool)
        return self.changed(data)

    def changed(self, data: bytes) -> bytes:
        """One to a few changes, one after another."""
        for _ in range(self._chance.choice((1, 1, 1, 2, 3, 6))):
            data = self._once(data)[:LARGEST]
        return data

    def _once(self, data: bytes) -> bytes:
        if self._chance.random() < 0.4:
            with suppress(ValueError, RecursionError, yaml.YAMLError, UnicodeError, IndexError):
                return self._grow(data, self._chance)
        return self._chance.choice(_CHANGES)(data, self._chance, self._pool, self._words)

    def keep(self, data: bytes) -> None:
        """Input that led somewhere new."""
        self._pool.append(data)


Change = Callable[[bytes, Random, Sequence[bytes], Sequence[bytes]], bytes]


def _place(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + int(chance.expovariate(1 / 12)) + 1)


def _times(part: bytes, wanted: int) -> int:
    """As often as it is wanted, but no more than fits."""
    return max(1, min(wanted, LARGEST // max(1, len(part))))


def _flip(data: bytes, chance: Random, *_: object) -> bytes:
    if not data:
        return b"\0"
    start = chance.randrange(len(data))
    return data[:start] + bytes([data[start] ^ 1 << chance.randrange(8)]) + data[start + 1 :]


def _drop(data: bytes, chance: Random, *_: object) -> bytes:
    start, end = _place(data, chance)
    return data[:start] + data[end:]


def _cut(data: bytes, chance: Random, *_: object) -> bytes:
    return data[: chance.randint(0, len(data))]


def _insert(data: bytes, chance: Random, _: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    start = chance.randint(0, len(data))
    return data[:start] + chance.choice(words) + data[start:]


def _replace(data: bytes, chance: Random, _: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    tokens = _TOKEN.findall(data)
    if not tokens:
        return chance.choice(words)
    tokens[chance.randrange(len(tokens))] = chance.choice(words)
    return b"".join(tokens)


def _repeat(data: bytes, chance: Random, *_: object) -> bytes:
    start, end = _place(data, chance)
    end = max(end, start + chance.choice((1, 20, 200)))
    times = _times(data[start:end], chance.choice((2, 3, 50, 2000)))
    return (data[:start] + data[start:end] * times + data[end:])[:LARGEST]


def _splice(data: bytes, chance: Random, pool: Sequence[bytes], _: Sequence[bytes]) -> bytes:
    other = chance.choice(pool)
    begin, (start, end) = chance.randint(0, len(data)), (chance.randint(0, len(other)), len(other))
    return data[:begin] + other[start:end] + (data[begin:] if chance.random() < 0.5 else b"")


def _charset(data: bytes, chance: Random, *_: object) -> bytes:
    return data.decode("utf-8", "replace").encode(
        chance.choice(("cp1251", "utf-16", "utf-16-be", "koi8-r", "utf-32")), "replace"
    )


_CHANGES: tuple[Change, ...] = (_flip, _drop, _cut, _insert, _insert, _replace, _replace, _repeat, _splice, _charset)


def _json(data: bytes, chance: Random) -> bytes:
    value = _grown(json.loads(data), chance)
    return json.dumps(value, ensure_ascii=chance.random() < 0.7).encode("utf-8", "surrogatepass")


def _yaml(data: bytes, chance: Random) -> bytes:
    value = _grown(read(data.decode()).value, chance)  # by our own reader: the library's dies of deep ones
    return yaml.dump(value, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")


def _grown(value: object, chance: Random, depth: int = 0) -> object:
    """One thing in a tree becomes another, twice as much, nothing, or is put one level deeper."""
    inner = isinstance(value, list | dict) and value and chance.random() < 0.85
    if inner and isinstance(value, list):
        place = chance.randrange(len(value))
        value[place] = _grown(value[place], chance, depth + 1)
        return value
    if inner and isinstance(value, dict):
        key = chance.choice(list(value))
        match chance.randrange(8):
            case 0:
                del value[key]
            case 1:
                value[chance.choice(("", "@id", "text", "id", str(key) + "x"))] = value[key]
            case _:
                value[key] = _grown(value[key], chance, depth + 1)
        return value
    match chance.randrange(6):
        case 0:
            return [value] * chance.choice((0, 1, 2, 300))
        case 1:
            return {chance.choice(("@id", "name", "text", "")): value}
        case 2:
            for _ in range(chance.choice((5, 30, 100))):  # deeper towers are built
                value = [value] if chance.random() < 0.5 else {"a": value}
            return value
        case _:
            return chance.choice(_VALUES)


_TAG = re.compile(rb"<[^<>]*>")


def _markup(data: bytes, chance: Random) -> bytes:
    """A tag, or what stands between two, is dropped, doubled, put into itself, or given an attribute."""
    tags = list(_TAG.finditer(data))
    one, other = sorted(chance.sample(tags, 2), key=lambda found: found.start())
    part = data[one.start() : other.end()]
    match chance.randrange(5):
        case 0:
            part = b""
        case 1:
            part *= _times(part, chance.choice((2, 3, 40)))
        case 2:
            part = one[0] * _times(one[0], chance.choice((1, 10, 1500))) + part
        case 3:
            name, value = chance.choice((b"href", b"content", b"itemprop", b"class", b"x")), chance.choice(_NASTY)
            part = one[0][:-1] + b" " + name + b'="' + value + b'">' + part[len(one[0]) :]
        case _:
            part = one[0] + chance.choice(_NASTY) + part[len(one[0]) :]
    return data[: one.start()] + part + data[other.end() :]


def _lines(data: bytes, chance: Random) -> bytes:
    """A line is dropped, doubled, moved, or filled with something else."""
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[place]
        case 1:
            lines[place:place] = [lines[place]] * _times(lines[place], chance.choice((1, 2, 500)))
        case 2:
            lines.insert(chance.randrange(len(lines)), lines.pop(place))
        case 3:
            lines[place] = lines[place][: chance.randint(0, len(lines[place]))] + chance.choice(_NASTY)
        case _:
            lines[place] = chance.choice(_NASTY) + lines[place]
    return b"\n".join(lines)
