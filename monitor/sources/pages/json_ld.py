"""Reads JSON-LD, what pages say of themselves for programs, however carelessly it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from monitor.sources.markup import LONGEST, plain

_BEGIN = re.compile(r"<script\b[^>]{0,500}?application/ld(?:\+|&#x2b;|&#43;|&plus;)json[^>]*>", re.IGNORECASE)
_END = re.compile(r"</script", re.IGNORECASE)
_HOLD = (dict, list)  # what may hold an object
_OPENINGS = ("<!--", "//<![CDATA[", "// <![CDATA[", "<![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */")
_CLOSINGS = (";", "-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", "//")
_LOOSE_COMMA = re.compile(r",\s*([}\]])")
_COMMENT = re.compile(r"(\"(?:[^\"\\]|\\.)*+\"?)|/\*.*?(?:\*/|\Z)|//[^\n]*", re.DOTALL)  # or a text that holds such
_INNER_QUOTE = re.compile(r"(?<=[^\s{\[,:\\])(\s*)\"(?!\s*(?:[,:}\]]|\Z))")  # which neither begins a text nor ends it
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = frozenset('"\\/bfnrtu')  # what JSON knows
_OBJECT = re.compile(r"[\[{]")
_BROKEN = 50  # objects of one block that cannot be read; what stands in them is looked through once for each
_WITHIN = "@broken"  # the name that objects get whose own is lost
_DECODER = json.JSONDecoder(strict=False)
_PREFIX = re.compile(r"^(?:https?://(?:www\.)?schema\.org/|schema:)")
_NAMING = ("@value", "name", "text", "itemListElement", "item", "ratingValue", "givenName")  # what says what it is
_ELSEWHERE = frozenset({"isSimilarTo", "isRelatedTo", "translationOfWork", "workTranslation"})
_MOST = 200  # of a list that make one text


class Named(dict[str, Mapping[str, Any]]):
    """Objects that others point to by @id. What each says is worked out once: thousands may point to it, and itself."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[tuple[str, int], str] = {}


OWN = ("", "@graph", "mainEntity", "mainEntityOfPage")  # where what a page says of itself stands, and no teaser's
Node = tuple[str, Mapping[str, Any], Mapping[str, Any]]  # the name an object stands under, itself, what it stands in


def blocks(text: str) -> Iterator[Any]:
    """Every readable block of a page; one that cannot be read loses nothing but itself."""
    for script in _scripts(text):
        attempt = ""
        for attempt in _readings(_unwrapped(script)):
            try:
                block = json.loads(attempt, strict=False)
            except (ValueError, RecursionError):
                continue
            if isinstance(block, str) and _OBJECT.match(block):  # a program wrote it as the text of another
                yield from _legible(block)
            elif block:
                yield block
            break
        else:
            yield from _legible(attempt)


def _readings(script: str) -> Iterator[str]:
    """As it is written, and as it may be meant."""
    yield script
    yield _LOOSE_COMMA.sub(r"\1", script)
    yield unescape(script)
    yield (mended := _mended(script))
    yield _mended(_COMMENT.sub(lambda found: found[1] or " ", script))
    yield _requoted(mended)


def _requoted(script: str) -> str:
    r"""With the quotes escaped that stand in the middle of a text.

    >>> _requoted('{"reviewBody": "They said "no" twice."}')
    '{"reviewBody": "They said \\"no\\" twice."}'
    """
    return _INNER_QUOTE.sub(r'\1\\"', script)


def _mended(script: str) -> str:
    return _ESCAPE.sub(_known_escape, _LOOSE_COMMA.sub(r"\1", script))


def _known_escape(found: re.Match[str]) -> str:
    r"""PHP escapes more than JSON knows.

    >>> _ESCAPE.sub(_known_escape, r"It\'s here\n")
    "It's here\\n"
    """
    return found[0] if found[1] in _ESCAPED else found[1]


def _legible(text: str) -> Iterator[Any]:
    """The objects that stand one after another where a block ought to be one, and those within what cannot be read.

    >>> list(_legible('{"@id": 1} {"review": [{"@id": 2}, {"text": "cut sh'))
    [{'@id': 1}, {'@broken': {'@id': 2}}]
    """
    end = broken = 0
    while broken < _BROKEN and (begin := _OBJECT.search(text, end)):
        try:
            block, end = _DECODER.raw_decode(text, begin.start())
        except (ValueError, RecursionError):
            end, broken = begin.end(), broken + 1
        else:
            yield {_WITHIN: block} if broken else block


def _scripts(text: str) -> Iterator[str]:
    """What stands in them; one that is not closed goes on to the end."""
    end = 0
    while begin := _BEGIN.search(text, end):
        closed = _END.search(text, begin.end())
        end = closed.start() if closed else len(text)
        yield text[begin.end() : end]


def nodes(written: Iterable[Any]) -> Iterator[Node]:
    """Every object of the blocks in the order of the page, with the name it stands under, and what it stands in.

    But for what the page says is another thing like this one, or this one in another language.
    """
    nothing: Mapping[str, Any] = {}
    waiting = [("", block, nothing) for block in written][::-1]
    while waiting:
        name, node, holder = waiting.pop()
        if isinstance(node, list):
            waiting += [(name, inner, holder) for inner in reversed(node)]
        elif isinstance(node, dict) and name not in _ELSEWHERE:
            yield name, node, holder
            waiting += [(bare(key), inner, node) for key, inner in reversed(node.items()) if isinstance(inner, _HOLD)]


def by_id(held: Iterable[Node]) -> Named:
    """Objects that others point to by @id; where one is described in several places, the fullest description."""
    found = Named()
    for _, node, _ in held:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(found.get(name, ())):
            found[name] = node
    return found


def said(value: Any, named: Named, depth: int = 6) -> str:
    """The words of a value: a text, a number, a thing with a name, a list of them."""
    if isinstance(value, str):
        return plain(value)
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    if isinstance(value, list) and depth:
        each = dict.fromkeys(said(one, named, depth - 1) for one in value[:_MOST])  # said twice, it is one
        return ", ".join(filter(None, each))[:LONGEST]
    if not isinstance(value, dict) or not depth:
        return ""
    whole = resolved(value, named)
    if whole is value:
        return _name(value, named, depth)
    known = value["@id"], depth
    if known not in named.words:
        named.words[known] = _name(whole, named, depth)
    return named.words[known]


def _name(node: Mapping[str, Any], named: Named, depth: int) -> str:
    """The first that says what it is."""
    held = fields(node)
    return next(filter(None, (said(held[key], named, depth - 1) for key in _NAMING if key in held)), "")


def resolved(value: Any, named: Named) -> Any:
    """What a reference such as {"@id": "#anna"} points to."""
    if isinstance(value, dict) and set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value


def many(value: Any) -> list[Any]:
    """One value or several, as several."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def fields(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object by the bare names of what it has."""
    return {bare(key): value for key, value in node.items()} if ":" in "".join(node) else node


def bare(name: str) -> str:
    """A name of schema.org without the address of schema.org."""
    return _PREFIX.sub("", name) if ":" in name else name


def _unwrapped(script: str) -> str:
    """Without the comment or CDATA marks that old editors put round a script."""
    text = script.strip()
    for opening in _OPENINGS:
        text = text.removeprefix(opening).lstrip()
    for closing in _CLOSINGS:
        text = text.removesuffix(closing).rstrip()
    return text
