"""Reads schema.org reviews of a page, JSON-LD or microdata, however carelessly they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from monitor.sources.markup import links, plain
from monitor.sources.microdata import ANSWERS, microdata_reviews
from monitor.sources.written import Written

_BLOCK = re.compile(r"<script\b[^>]{0,500}?application/ld\+json[^>]*>(.*?)(?:</script|\Z)", re.IGNORECASE | re.DOTALL)
_OPENINGS = ("<!--", "//<![CDATA[", "// <![CDATA[", "<![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */")
_CLOSINGS = (";", "-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", "//")
_LOOSE_COMMA = re.compile(r",\s*([}\]])")
_PREFIX = re.compile(r"^(?:https?://(?:www\.)?schema\.org/|schema:)")
_MICRODATA = re.compile(r"itemtype\s*=\s*[\"']?\s*https?://(?:www\.)?schema\.org", re.IGNORECASE)
_MARKED_REVIEW = re.compile(
    r"itemtype\s*=\s*[\"']?\s*https?://(?:www\.)?schema\.org/\w*Review\b|itemprop\s*=\s*[\"']?[\w\s]{0,100}\breviews?\b",
    re.IGNORECASE,
)
_REVIEWS = ("review", "reviews")
_TEXTS = ("reviewBody", "description", "text")
_NOTES = ("positiveNotes", "pros", "negativeNotes", "cons")
_ABOUT = ("itemReviewed", "publisher", "brand", "manufacturer")  # whom a review is about, or who shows it
_ORGANIZATIONS = ("Organization", "Corporation", "Business", "Brand", "Store")


def reviews(text: str) -> tuple[Written, ...] | None:
    """All reviews of a page; None where it holds no schema.org markup at all.

    A page may hold the same reviews in both forms: the form that says more of them counts.
    """
    blocks = tuple(_blocks(text))
    named = _by_id(blocks)
    from_json = tuple(_reviews(_review_nodes(blocks, named), named))
    from_markup = tuple(_reviews(microdata_reviews(text), {})) if _MARKED_REVIEW.search(text) else ()
    if not blocks and not from_markup and not _MICRODATA.search(text):
        return None
    return max(from_json, from_markup, key=len)


def _blocks(text: str) -> Iterator[Any]:
    """Every readable block; one that cannot be read loses nothing but itself."""
    for written in _BLOCK.findall(text):
        stripped = _unwrapped(written)
        for attempt in (stripped, _LOOSE_COMMA.sub(r"\1", stripped), unescape(stripped)):
            try:
                block = json.loads(attempt, strict=False)
            except (ValueError, RecursionError):
                continue
            if block:
                yield block
            break


def _unwrapped(written: str) -> str:
    """Without the comment or CDATA marks that old editors put round a script."""
    text = written.strip()
    for opening in _OPENINGS:
        text = text.removeprefix(opening).lstrip()
    for closing in _CLOSINGS:
        text = text.removesuffix(closing).rstrip()
    return text


def _nodes(blocks: Iterable[Any]) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Every object of the blocks in the order of the page, with the name it stands under, and what it stands in."""
    nothing: Mapping[str, Any] = {}
    waiting = [("", block, nothing) for block in blocks][::-1]
    while waiting:
        name, node, holder = waiting.pop()
        if isinstance(node, list):
            waiting += [(name, inner, holder) for inner in reversed(node)]
        elif isinstance(node, dict):
            yield name, node, holder
            waiting += [(_bare(key), inner, node) for key, inner in reversed(node.items())]


def _by_id(blocks: Iterable[Any]) -> dict[str, Mapping[str, Any]]:
    """Objects that others point to by @id; where one is described in several places, the fullest description."""
    found: dict[str, Mapping[str, Any]] = {}
    for _, node, _ in _nodes(blocks):
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(found.get(name, ())):
            found[name] = node
    return found


def _review_nodes(blocks: Iterable[Any], named: Mapping[str, Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Every review once; one that does not say whom it is about is about what it stands in."""
    seen: set[int] = set()
    for name, node, holder in _nodes(blocks):
        whole = _whole(node, named)
        if _is_review(name, whole) and id(whole) not in seen:
            seen.add(id(whole))
            yield whole if whole.get("itemReviewed") or not holder else {**whole, "itemReviewed": holder}


def _is_review(name: str, node: Mapping[str, Any]) -> bool:
    kinds = [_bare(str(kind)) for kind in _many(node.get("@type"))]
    if kinds:
        return any(kind.endswith("Review") for kind in kinds)
    return name in _REVIEWS or "reviewBody" in node or "reviewRating" in node


def _reviews(nodes: Iterable[Mapping[str, Any]], named: Mapping[str, Mapping[str, Any]]) -> Iterator[Written]:
    for node in nodes:
        review = _review(_fields(node), named)
        if review.rating or review.author:  # an article that calls itself a review has neither
            yield review


def _review(node: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]]) -> Written:
    mark = _first(_whole(one, named) for one in _many(node.get("reviewRating") or node.get("rating")))
    scale = mark if isinstance(mark, dict) else {"ratingValue": mark if mark is not None else node.get("ratingValue")}
    figures = _fields(scale)
    return Written(
        title=_said(node.get("name"), named) or _said(node.get("headline"), named),
        text=_text(node, named),
        author=_said(node.get("author") or node.get("creator"), named),
        date=next(filter(None, (_said(node.get(key), named) for key in ("datePublished", "dateCreated"))), ""),
        rating=_said(figures.get("ratingValue"), named),
        best=_said(figures.get("bestRating") or node.get("bestRating"), named),
        worst=_said(_given(figures.get("worstRating"), node.get("worstRating")), named),
        url=_said(node.get("url"), {}),
        reply=_reply(node, named),
        links=links(" ".join(_raw(node.get(key)) for key in (*_TEXTS, *_NOTES))),
    )


def _text(node: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]]) -> str:
    """The body; pros and cons too, unless the body repeats them."""
    body = next(filter(None, (_said(node.get(key), named) for key in _TEXTS)), "")
    notes = (_said(node.get(key), named) for key in _NOTES)
    return " ".join(filter(None, (body, *(note for note in notes if note not in body))))


def _reply(node: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]]) -> str:
    """What the company wrote below the review: an organization, or who bears the name of what is reviewed."""
    ours = set(_names(node, named))
    for answer in (_whole(one, named) for key in ANSWERS for one in _many(node.get(key))):
        fields = _fields(answer) if isinstance(answer, dict) else {}
        author = fields.get("author") or fields.get("creator")
        if _is_organization(_whole(author, named)) or _said(author, named).casefold() in ours:
            return next(filter(None, (_said(fields.get(key), named) for key in ("text", *_TEXTS))), "")
    return ""


def _names(node: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What the reviewed thing, its maker and the site are called."""
    things = [_whole(one, named) for key in _ABOUT for one in _many(node.get(key))]
    makers = [_fields(thing).get(key) for thing in things if isinstance(thing, dict) for key in _ABOUT]
    return filter(None, (_said(thing, named).casefold() for thing in (*things, *makers)))


def _is_organization(author: Any) -> bool:
    kinds = _many(author.get("@type")) if isinstance(author, dict) else []
    return any(str(kind).endswith(_ORGANIZATIONS) for kind in kinds)


def _said(value: Any, named: Mapping[str, Mapping[str, Any]], depth: int = 6) -> str:
    """The words of a value: a text, a number, a thing with a name, a list of them."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.15g}"
    if isinstance(value, list) and depth:
        return ", ".join(filter(None, (_said(one, named, depth - 1) for one in value)))
    if isinstance(value, dict) and depth:
        whole = {_bare(key): inner for key, inner in _whole(value, named).items()}
        keys = ("@value", "name", "text", "itemListElement", "item", "ratingValue", "givenName")
        return next(filter(None, (_said(whole.get(key), named, depth - 1) for key in keys)), "")
    return ""


def _whole(value: Any, named: Mapping[str, Mapping[str, Any]]) -> Any:
    """What a reference such as {"@id": "#anna"} points to."""
    if isinstance(value, dict) and set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value not in (None, "", {})), None)


def _given(value: Any, other: Any) -> Any:
    return other if value is None else value


def _bare(name: str) -> str:
    return _PREFIX.sub("", name)


def _fields(node: Mapping[str, Any]) -> dict[str, Any]:
    return {_bare(key): value for key, value in node.items()}


def _raw(value: Any) -> str:
    return value if isinstance(value, str) else ""
