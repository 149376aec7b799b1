"""Finds schema.org reviews and posts that stand in the markup of a page itself (microdata, RDFa)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, takewhile
from typing import Any

from lxml import etree, html

from monitor.sources.answers import BEGINS, answers, may_be_answered
from monitor.sources.pages.json_ld import bare
from monitor.sources.pages.microformats import has_old_reviews, turn_old_reviews

_BY_TAG = {
    "a": "href",
    "area": "href",
    "link": "href",
    "img": "src",
    "time": "datetime",
    "data": "value",
    "meter": "value",
}
_LEADING = frozenset({"url", "sameAs", "image", "photo", "logo", "mainEntityOfPage", "discussionUrl"})  # are addresses
ANSWERS = ("comment", "reply", "hasPart")  # where a company's answer to a review stands
REVIEWS = ("review", "reviews")  # the names under which a thing has them
SHOWN = "@shown"  # whether a review is one that a thing has, and not the page itself
FACT_CHECKS = ("ClaimReview", "MediaReview")  # a newsroom judges what somebody else said
OPENINGS = frozenset({"DiscussionForumPosting", "SocialMediaPosting", "Question"})  # what others answer to
POSTS = OPENINGS | {"Answer", "Comment", "UserComments"}
NO_TALK = frozenset({"FAQPage"})  # a company asks itself
_SCHEMA_THROUGHOUT = re.compile(r"\bvocab\s*=\s*[\"']?\s*https?://schema\.org", re.IGNORECASE)
_IN_PARTS = {"author": "name", "creator": "name", "itemReviewed": "name", "reviewRating": "ratingValue"}
_DEEPEST = 8  # things inside things: a review, its author, the author's company
_ELSEWHERE = 500_000  # letters of all that `itemref` brings to one page: parts that name each other grow without end


class _Named:
    """The parts of a page that have an id: looked for one by one, thousands of references take minutes."""

    def __init__(self, page: html.HtmlElement | None = None) -> None:
        every = [] if page is None else list(page.iter(etree.Element))
        self._parts = {name: node for node in reversed(every) if (name := node.get("id"))}
        self._left = _ELSEWHERE

    def of(self, place: html.HtmlElement) -> list[html.HtmlElement]:
        """Those that a thing refers to, as long as they are not too much."""
        wanted = dict.fromkeys((place.get("itemref") or "").split()) if self._parts and self._left > 0 else ()
        found = [self._parts[name] for name in wanted if name in self._parts]
        self._left -= sum(len(etree.tostring(part, encoding="unicode", with_tail=False)) for part in found)
        return found if self._left >= 0 else []


def microdata_reviews(text: str) -> tuple[dict[str, Any], ...]:
    """Every review of a page in the shape that JSON-LD has."""
    page = _parsed(text)
    named = _Named(page if "itemref" in text.lower() else None)
    holders: dict[html.HtmlElement | None, str] = {}  # what the things are called that the reviews stand in
    answered = any(sign in text for sign in BEGINS) and may_be_answered(text)
    found = [(place, _review(place, named, holders)) for place in page.iter(etree.Element) if _is_review(place)]
    return tuple(_answered(review, place) if answered else review for place, review in found)


def microdata_posts(text: str) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Every post of a page in the shape that JSON-LD has, with the one that opened what it stands in."""
    page = _parsed(text)
    named = _Named(page if "itemref" in text.lower() else None)
    waiting: list[tuple[html.HtmlElement, dict[str, Any] | None]] = [(page, None)]
    while waiting:
        place, opening = waiting.pop()
        if _is_review(place) or _kinds(place) & NO_TALK:
            continue
        if _is_post(place):
            post = _thing(place, named, _DEEPEST, without=_is_post)
            yield post, opening
            opening = opening or (post if _kinds(place) & OPENINGS else None)
        waiting += [(below, opening) for below in reversed(place) if isinstance(below.tag, str)]


def microdata_means(text: str) -> Iterator[dict[str, Any]]:
    """Every mean rating of a page in the shape that JSON-LD has, with the name of what it rates."""
    for place in _parsed(text).iter(etree.Element):
        if "itemscope" in place.attrib and "aggregateRating" in (place.get("itemprop") or "").split():
            holder = next((above for above in place.iterancestors() if "itemscope" in above.attrib), None)
            told = () if holder is None else _properties(holder, _Named())
            name = next((_value(node, said) for said, node in told if said == "name"), "")
            yield {**_thing(place, _Named(), _DEEPEST), "itemReviewed": name}


def _parsed(text: str) -> html.HtmlElement:
    try:
        parser = html.HTMLParser(encoding="utf-8", huge_tree=False)
        page = html.document_fromstring(text.encode(errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return html.Element("html")
    if "typeof=" in text:
        _turn_rdfa(page, plain=_SCHEMA_THROUGHOUT.search(text) is not None)
    if has_old_reviews(text):
        turn_old_reviews(page)
    return page


def _turn_rdfa(page: html.HtmlElement, *, plain: bool) -> None:
    """RDFa says the same in other attributes; names without a prefix are schema.org's where the page says so."""
    for node in page.iter(etree.Element):
        for attribute, other in (("typeof", "itemtype"), ("property", "itemprop"), ("rel", "itemprop")):
            names, short = (node.get(attribute) or "").split(), plain and attribute != "rel"  # which any link may have
            own = [bare(name) for name in names if name.startswith("schema:") or (short and ":" not in name)]
            if not own:
                continue
            node.set(other, " ".join([f"https://schema.org/{name}" for name in own] if other == "itemtype" else own))
            if attribute != "property":
                node.set("itemscope", "")


def _review(place: html.HtmlElement, named: _Named, holders: dict[html.HtmlElement | None, str]) -> dict[str, Any]:
    """One review; one that does not say whom it is about is about what it stands in."""
    review = _thing(place, named, _DEEPEST) | {SHOWN: _stands_as_review(place)}
    if "itemReviewed" in review:
        return review
    holder = next((above for above in place.iterancestors() if "itemscope" in above.attrib), None)
    if holder not in holders:
        told = () if holder is None else _properties(holder, named)
        holders[holder] = next((_value(node, name) for name, node in told if name == "name"), "")
    return {**review, "itemReviewed": holders[holder]}


def _answered(review: dict[str, Any], place: html.HtmlElement) -> dict[str, Any]:
    """With the company's answer in it or right after it, where only its head tells; among the words of the review
    it is one that the author repeats."""
    if any(name in review for name in ANSWERS):
        return review
    inside = (one for one in answers(place, place) if not _is_marked(one.part, place))
    after = place.getnext()
    beside = after is not None and not _is_review(after)
    behind = (one for one in answers(after, after.getparent()) if one.part is after) if beside else ()
    for one in chain(inside, behind):
        if one.is_given:
            author = {"@type": "Organization"}
            return {**review, ANSWERS[0]: {"author": author, "text": one.text, "dateCreated": one.date}}
    return review


def _is_marked(part: html.HtmlElement, place: html.HtmlElement) -> bool:
    """Whether it is a property of a review, or stands in one."""
    above = takewhile(lambda one: one is not place, part.iterancestors())
    return any("itemprop" in one.attrib for one in (part, *above))


def _kinds(place: html.HtmlElement) -> set[str]:
    """What schema.org calls it."""
    return {kind.rpartition("/")[2] for kind in (place.get("itemtype") or "").split() if "schema.org/" in kind}


def _is_post(place: html.HtmlElement) -> bool:
    return "itemscope" in place.attrib and bool(_kinds(place) & POSTS)


def _is_review(place: html.HtmlElement) -> bool:
    kinds = (place.get("itemtype") or "").split()
    if kinds:
        return any(
            kind.endswith("Review") and "schema.org/" in kind and kind.rpartition("/")[2] not in FACT_CHECKS
            for kind in kinds
        )
    return "itemscope" in place.attrib and _stands_as_review(place)


def _stands_as_review(place: html.HtmlElement) -> bool:
    return any(name in REVIEWS for name in (place.get("itemprop") or "").split())


def _thing(
    place: html.HtmlElement, named: _Named, depth: int, *, without: Callable[[html.HtmlElement], bool] | None = None
) -> dict[str, Any]:
    """A thing with what it has, but for parts that are told by themselves."""
    thing: dict[str, Any] = {"@type": [kind.rpartition("/")[2] for kind in (place.get("itemtype") or "Review").split()]}
    for name, node in _properties(place, named):
        if without is not None and without(node):
            continue
        value = _thing(node, named, depth - 1) if "itemscope" in node.attrib and depth else _value(node, name)
        if isinstance(value, dict) and len(value) == 1:  # without properties of its own its words are what it is called
            value["name"] = _value(node, name)
        if name in thing:
            held = thing[name]
            thing[name] = [*held, value] if isinstance(held, list) else [held, value]
        else:
            thing[name] = value
    return thing


def _properties(place: html.HtmlElement, named: _Named) -> Iterator[tuple[str, html.HtmlElement]]:
    """The properties of one thing, not those of things inside it; `itemref` names parts that stand elsewhere."""
    waiting = named.of(place)[::-1] + list(place)[::-1]
    seen = {place}
    while waiting:
        node = waiting.pop()
        if node in seen or not isinstance(node.tag, str):
            continue
        seen.add(node)
        names = (node.get("itemprop") or "").split()
        if "itemscope" not in node.attrib and any(map(partial(_is_in_parts, node), names)):
            node.set("itemscope", "")
        for name in names:
            yield name, node
        if "itemscope" not in node.attrib:
            waiting += list(node)[::-1]


def _is_in_parts(node: html.HtmlElement, name: str) -> bool:
    """Whether it is a thing whose page forgot to say so: its name is not that of what it stands in."""
    part = _IN_PARTS.get(name)
    return part is not None and any(part in (one.get("itemprop") or "").split() for one in node.iterdescendants())


def _value(node: html.HtmlElement, name: str) -> str:
    """What a property says, markup and all. Of a link it is where that leads, unless a name or words are meant."""
    tag = str(node.tag)
    attribute = "content" if node.get("content") is not None else _BY_TAG.get(tag, "")
    words = tag == "a" and attribute == "href" and name not in _LEADING and node.text_content().strip()
    written = node.get(attribute) if attribute and not words else None
    return str(written).strip() if written else etree.tostring(node, encoding="unicode", method="html", with_tail=False)
