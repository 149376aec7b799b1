"""Reads schema.org reviews of a page, JSON-LD, microdata or RDFa, however carelessly they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import filterfalse
from typing import Any

from monitor.sources.markup import links
from monitor.sources.pages.json_ld import Named, Node, bare, blocks, by_id, fields, many, nodes, resolved, said
from monitor.sources.pages.microdata import ANSWERS, FACT_CHECKS, REVIEWS, SHOWN, microdata_reviews
from monitor.sources.pages.microformats import has_old_reviews
from monitor.sources.pages.passing import unfolded
from monitor.sources.pages.written import Answer, Written

_MICRODATA = re.compile(r"itemtype\s*=\s*[\"']?\s*(?:https?:)?//(?:www\.)?schema\.org", re.IGNORECASE)
_MARKED_REVIEW = re.compile(
    r"itemtype\s*=\s*[\"']?\s*(?:https?:)?//(?:www\.)?schema\.org/\w*Review\b|itemprop\s*=\s*[\"']?[\w\s]{0,100}\breviews?\b",
    re.IGNORECASE,
)
_RDFA = "typeof="  # rare, and a pattern of either form takes ten times as long
_TEXTS = ("reviewBody", "articleBody", "description", "text")
_DATES = ("datePublished", "dateCreated")
_NOTES = ("positiveNotes", "pros", "pro", "negativeNotes", "cons", "contra")  # the short ones are Yandex's
_LINKING = (*_TEXTS, *_NOTES)
_ABOUT = ("itemReviewed", "publisher", "brand", "manufacturer")  # whom a review is about, or who shows it
_ORGANIZATIONS = ("Organization", "Corporation", "Business", "Brand", "Store")


def reviews(text: str) -> tuple[Written, ...] | None:
    """All reviews of a page; None where it holds no schema.org markup at all.

    A page may hold the same reviews in both forms: the one with more of them counts, then the one with more words.
    """
    written = list(nodes(blocks(text)))
    named = by_id(written)
    from_json = tuple(_reviews(_review_nodes(written, named), named))
    marked = may_be_marked(text)
    other = (_RDFA in text and "schema" in text) or has_old_reviews(text)
    told = other or (marked and _MARKED_REVIEW.search(text))
    from_markup = tuple(_reviews(microdata_reviews(text), Named())) if told else ()
    if not written and not from_markup and not other and not (marked and _MICRODATA.search(text)):
        return None
    found = max(from_json, from_markup, key=lambda some: (len(some), sum(bool(review.text) for review in some)))
    several = len({review.about for review in found} - {""}) > 1
    return tuple(map(_headed, found)) if several else found


def _headed(review: Written) -> Written:
    """A review among those of several companies: who it is about may stand nowhere in its words."""
    if review.about in f"{review.title} {review.text}":
        return review
    return replace(review, title=f"{review.about}: {review.title}" if review.title else review.about)


def may_be_marked(text: str) -> bool:
    """A glance that is enough for most pages, in whatever case they write; a pattern takes three times as long."""
    glance = text.encode("ascii", "ignore").lower()
    return b"itemtype" in glance or b"itemprop" in glance or _RDFA in text


def _review_nodes(written: Sequence[Node], named: Named) -> Iterator[Mapping[str, Any]]:
    """Every review once; one that does not say whom it is about is about what it stands in."""
    shown = {id(resolved(node, named)) for name, node, _ in written if name in REVIEWS}
    seen: set[int] = set()
    for name, node, holder in written:
        whole = resolved(node, named)
        if is_review(name, whole) and id(whole) not in seen:
            seen.add(id(whole))
            yield {**whole, "itemReviewed": whole.get("itemReviewed") or holder, SHOWN: id(whole) in shown}


def is_review(name: str, node: Mapping[str, Any]) -> bool:
    """Whether an object is one, by its type, else by the name it stands under and by what it has."""
    kinds = [bare(str(kind)) for kind in many(node.get("@type"))]
    if kinds:
        return any(kind.endswith("Review") and kind not in FACT_CHECKS for kind in kinds)
    return name in REVIEWS or "reviewBody" in node or "reviewRating" in node


def _reviews(found: Iterable[Mapping[str, Any]], named: Named) -> Iterator[Written]:
    for node in found:
        review = _review(fields(node), named)
        if review.rating or review.author or (node[SHOWN] and review.text):  # or else an article calls itself so
            yield review


def _review(node: Mapping[str, Any], named: Named) -> Written:
    marks = [resolved(one, named) for one in many(node.get("reviewRating") or node.get("rating"))]
    mark = _first((*filterfalse(_is_of_a_part, marks), *marks))
    scale = mark if isinstance(mark, dict) else {"ratingValue": mark if mark is not None else node.get("ratingValue")}
    figures = fields(scale)
    return Written(
        title=said(node.get("name"), named) or said(node.get("headline"), named),
        text=_text(node, named),
        author=said(node.get("author") or node.get("creator"), named),
        date=_either(node, _DATES, named),
        rating=said(_given(figures.get("ratingValue"), figures.get("name")), named),
        best=said(figures.get("bestRating") or node.get("bestRating"), named),
        worst=said(_given(figures.get("worstRating"), node.get("worstRating")), named),
        url=said(node.get("url"), Named()),
        answers=tuple(_answers(node, named)),
        links=links(" ".join(_raw(node[key]) for key in _LINKING if key in node)),
        about=said(node.get("itemReviewed"), named),
    )


def _is_of_a_part(mark: Any) -> bool:
    """Whether a mark is for price or comfort alone: who praises these may be angry all the same."""
    return isinstance(mark, dict) and bool(fields(mark).get("reviewAspect"))


def _text(node: Mapping[str, Any], named: Named) -> str:
    """The body; pros and cons too, unless the body repeats them."""
    bodies = (_paragraphs(node[key], named) for key in _TEXTS if key in node)
    body = next(filter(None, bodies), "")
    notes = (said(node[key], named) for key in _NOTES if key in node)
    return " ".join(filter(None, (body, *(note for note in notes if note not in body))))


def _paragraphs(value: Any, named: Named) -> str:
    """One text, whether it is written as one or in parts."""
    return " ".join(filter(None, dict.fromkeys(_unfolded(part, named) for part in many(value))))


def _unfolded(value: Any, named: Named) -> str:
    text = said(value, named)
    return unfolded(text, lambda: value) if isinstance(value, str) else text


def _answers(node: Mapping[str, Any], named: Named) -> Iterator[Answer]:
    """What stands below the review. The company speaks: an organization, or who bears the name of what is reviewed."""
    found = (resolved(one, named) for key in ANSWERS for one in many(node.get(key)))
    below = {id(one): one for one in found}.values()  # pointed to twice, it is one
    ours = set(_names(node, named)) if below else set()
    for answer in below:
        held = fields(answer) if isinstance(answer, dict) else {}
        author = held.get("author") or held.get("creator")
        name = said(author, named)
        yield Answer(
            text=_either(held, ("text", "commentText", *_TEXTS), named),
            author=name,
            date=_either(held, (*_DATES, "commentTime"), named),
            official=_is_organization(resolved(author, named)) or name.casefold() in ours,
        )


def _either(node: Mapping[str, Any], keys: Iterable[str], named: Named) -> str:
    """The first of these properties that says something."""
    return next(filter(None, (said(node[key], named) for key in keys if key in node)), "")


def _names(node: Mapping[str, Any], named: Named) -> Iterator[str]:
    """What the reviewed thing, its maker and the site are called."""
    things = [resolved(one, named) for key in _ABOUT for one in many(node.get(key))]
    makers = [fields(thing).get(key) for thing in things if isinstance(thing, dict) for key in _ABOUT]
    return filter(None, (said(thing, named).casefold() for thing in (*things, *makers)))


def _is_organization(author: Any) -> bool:
    kinds = many(author.get("@type")) if isinstance(author, dict) else []
    return any(str(kind).endswith(_ORGANIZATIONS) for kind in kinds)


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value not in (None, "", {})), None)


def _given(value: Any, other: Any) -> Any:
    return other if value is None else value


def _raw(value: Any) -> str:
    return value if isinstance(value, str) else ""
