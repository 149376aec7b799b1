"""Says of a text that is no YAML where its mistake stands, and in which sentence a person understands it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent, Event, ScalarEvent

from monitor.config.lines import Place, lines, unbroken
from monitor.config.look_alikes import in_lines, odd

Told = tuple[Place, str, dict[str, object]]  # where, a key of the texts, and what fills its blanks

# What libyaml says, and the sentence. A bracket or quote is shown where it was opened.
_IN_BRACKETS = "while parsing a flow node"
_SIGNS = {"while scanning an alias", "while scanning an anchor", "while scanning a tag", "while parsing a tag"}
_NO_KEY, _CLOSING = "did not find expected key", ("]", "}")
_OPENED = {"config.yaml_quote", "config.yaml_bracket"}
_RUN_ON = {"config.yaml_colon", "config.yaml_no_colon"}
_PROBLEMS = (
    ("found character that cannot start any token", "config.yaml_character"),
    ("found a tab character", "config.yaml_character"),
    ("block sequence entries are not allowed", "config.yaml_dash"),
    ("mapping values are not allowed", "config.yaml_colon"),
    ("could not find expected ':'", "config.yaml_no_colon"),
    ("found unexpected end of stream", "config.yaml_quote"),
    ("did not find expected ',' or", "config.yaml_bracket"),
    ("did not find expected", "config.yaml_indent"),
    ("found unknown escape character", "config.yaml_escape"),
    ("control characters are not allowed", "config.yaml_control"),
)
_FENCE = "```"  # round code in chats and on pages
_HASH = re.compile(r"(\w+):(?:\s+|\s*\[(?:[^#\]]*[\s,])?)#\S")
_UNSPACED = re.compile(r"\s*(?P<dash>- +)?(?P<sign>-(?=(?P<key>[A-Za-z_]+:))|[A-Za-z_]+:(?!//)(?=\S))")
_BRACKETS, _QUOTES = "[{", {"'", '"'}


def no_yaml(error: yaml.MarkedYAMLError, text: str) -> Told:
    """What is wrong; a bracket that # keeps from closing is right itself."""
    place, key, blanks = _told(error, text)
    line = lines(text)[place.line - 1] if key == "config.yaml_bracket" else ""
    if cut := _HASH.search(line):
        return Place(place.line, cut.start() + 1), "config.hash", {"key": cut[1]}
    return place, key, blanks


def _told(error: yaml.MarkedYAMLError, text: str) -> Told:
    """What is wrong where reading ended, or where that began."""
    key, where = sentence_of(error.problem or ""), error.problem_mark
    if where and text[: where.index + 1].endswith("${"):  # {token: ${NAME}}: YAML takes its braces for another mapping
        return Place(where.line + 1, where.column), "config.yaml_blank", {}
    for line, column, sign in in_lines(text, where.line) if where else ():
        return Place(line + 1, column + 1), "config.yaml_look_alike", {"odd": odd(sign)}
    if where and (late := _closed_late(text, where.line)):
        return place_of(late), "config.yaml_quote_late", {"line": where.line + 1}
    if of_signs := _of_signs(error, text):
        return of_signs
    if where and key in _RUN_ON and (close := _unspaced(lines(text)[: where.line + 1])):
        return close
    mark = error.context_mark if key in _OPENED and error.context_mark else where
    told = _at(mark) if mark else Place(1, 1)
    if key == "config.yaml_character" and where:
        sign = text[where.index : where.index + 1]
        if text.startswith(_FENCE, where.index):
            return told, "config.yaml_fence", {}
        return (told, "config.yaml_tab", {}) if sign == "\t" else (told, key, {"sign": sign})
    return told, key, {}


def _of_signs(error: yaml.MarkedYAMLError, text: str) -> Told | None:
    """What brackets, or “*”, “&” and “!” before a value, make of it."""
    where = error.problem_mark
    if error.context in _SIGNS and error.context_mark:
        return _at(error.context_mark), "config.yaml_character", {"sign": text[error.context_mark.index]}
    if error.context == _IN_BRACKETS:
        return _innermost(text), "config.yaml_bracket", {}
    if where and error.problem == _NO_KEY and text[: where.index].rstrip(" ").endswith(_CLOSING):
        return _at(where), "config.yaml_beyond", {}
    return None


def sentence_of(problem: str) -> str:
    """The key of what is told of a problem."""
    return next((key for said, key in _PROBLEMS if said in problem), "config.not_yaml")


def place_of(event: Event) -> Place:
    """Where something begins."""
    return _at(event.start_mark) if event.start_mark else Place(1, 1)


def _at(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


def _closed_late(text: str, line: int) -> Event | None:
    """The words in quotes that end in this line and began lines before: the next quote of the file has closed them."""
    last = None
    for event in _events(text):
        last = event if isinstance(event, ScalarEvent) else None
    if last is None or last.start_mark is None or last.end_mark is None or last.style not in _QUOTES:
        return None
    return last if last.start_mark.line < last.end_mark.line == line else None


def _unspaced(read: list[str]) -> Told | None:
    """In the line where reading ended or the one above: a key or an entry that runs on into what follows."""
    written = [(number, line) for number, line in enumerate(read, 1) if line.strip()]
    for number, line in reversed(written[-2:]):
        if found := _UNSPACED.match(line):
            meant = " ".join(filter(None, (found["sign"], found["key"], "…")))
            return Place(number, found.end("sign") + 1), "config.yaml_no_space", {"meant": meant}
    return None


def _innermost(text: str) -> Place:
    """Where the bracket opens in which reading ends; a key with its value in a list opens none of its own."""
    opened: list[Event] = []
    for event in _events(text):
        if isinstance(event, CollectionStartEvent):
            opened.append(event)
        elif isinstance(event, CollectionEndEvent):
            opened.pop()
    written = [one for one in opened if one.start_mark and text[one.start_mark.index] in _BRACKETS]
    return place_of((written or opened)[-1])


def _events(text: str) -> Iterator[Event]:
    """As far as there are any."""
    with suppress(yaml.YAMLError):
        yield from yaml.parse(unbroken(text), Loader=yaml.CSafeLoader)
