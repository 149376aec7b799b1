"""Turns reviews that a page marks by older rules (hReview, h-review, data-vocabulary.org) into those of schema.org."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree, html

_GLANCES: Final = ("hreview", "h-review", "data-vocabulary")
_MARKED: Final = re.compile(
    r"class\s*=\s*(?:\"[^\"]*|'[^']*|)(?<![\w-])h-?review(?![\w-])|data-vocabulary\.org/Review(?![\w-])"
)
_CLASSES: Final = frozenset({"hreview", "h-review"})
_VOCABULARY: Final = re.compile(r"data-vocabulary\.org/Review\Z")
_REVIEW: Final = "https://schema.org/Review"
_NAMES: Final = {
    **dict.fromkeys(("summary", "p-name"), "name"),
    **dict.fromkeys(("description", "e-content", "e-description", "p-description"), "reviewBody"),
    **dict.fromkeys(("reviewer", "p-reviewer", "p-author"), "author"),
    **dict.fromkeys(("dtreviewed", "dt-reviewed", "dt-published"), "datePublished"),
    **dict.fromkeys(("rating", "p-rating"), "reviewRating"),
    **dict.fromkeys(("best", "p-best"), "bestRating"),
    **dict.fromkeys(("worst", "p-worst"), "worstRating"),
    **dict.fromkeys(("item", "itemreviewed", "p-item"), "itemReviewed"),
    **dict.fromkeys(("permalink", "u-url"), "url"),
    "p-summary": "description",
}
_WITHIN: Final = {  # what stands in a thing that is told in parts, and is the thing itself
    "author": (("fn", "p-name", "name"), "name"),
    "itemReviewed": (("fn", "p-name", "name"), "name"),
    "reviewRating": (("value",), "ratingValue"),
}


def has_old_reviews(text: str) -> bool:
    """Whether a page may hold such reviews.

    >>> has_old_reviews('<div class="post hreview">'), has_old_reviews('<div class="hreview-aggregate">')
    (True, False)
    """
    return any(glance in text for glance in _GLANCES) and _MARKED.search(text) is not None


def turn_old_reviews(page: html.HtmlElement) -> None:
    """The same page, its reviews marked by microdata; one that is marked so already stays as it is."""
    for place in [*page.iter(etree.Element)]:
        if "itemscope" not in place.attrib and _CLASSES & set(_tokens(place, "class")):
            _turn(place, "class")
        elif _VOCABULARY.search(place.get("itemtype") or ""):
            _turn(place, "itemprop")


def _turn(review: html.HtmlElement, attribute: str) -> None:
    review.set("itemscope", "")
    review.set("itemtype", _REVIEW)
    waiting = list(review)[::-1]
    while waiting:
        node = waiting.pop()
        if not isinstance(node.tag, str) or _CLASSES & set(_tokens(node, "class")):
            continue
        name = next((_NAMES[one] for one in _tokens(node, attribute) if one in _NAMES), "")
        if name:
            _call(node, name)
        inner, part = _WITHIN.get(name, ((), ""))
        own = next((below for below in node.iterdescendants(etree.Element) if _is(below, attribute, inner)), None)
        if own is not None:
            node.set("itemscope", "")
            _call(own, part)
        if name not in ("author", "itemReviewed"):  # what is said of these is not said of the review
            waiting += list(node)[::-1]


def _is(node: html.HtmlElement, attribute: str, names: tuple[str, ...]) -> bool:
    return any(one in names for one in _tokens(node, attribute))


def _call(node: html.HtmlElement, name: str) -> None:
    """What a program should read may stand in the title of an abbreviation, or of an empty part, or below a picture."""
    node.set("itemprop", name)
    titled = (one for one in node.iter(etree.Element) if one.tag == "abbr" or "value-title" in _tokens(one, "class"))
    meant = node.get("alt") if node.tag == "img" else next((one.get("title") for one in titled), None)
    if meant and node.get("content") is None and name not in ("name", "reviewBody", "description"):
        node.set("content", meant)


def _tokens(node: html.HtmlElement, attribute: str) -> list[str]:
    return (node.get(attribute) or "").split()
