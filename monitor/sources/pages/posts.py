"""Reads schema.org posts of a page, such as a topic of a forum: questions, answers, comments."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from monitor.sources.markup import links
from monitor.sources.pages.json_ld import Named, Node, bare, blocks, by_id, fields, many, nodes, said
from monitor.sources.pages.microdata import ANSWERS, NO_TALK, OPENINGS, POSTS, microdata_posts
from monitor.sources.pages.schema_org import is_review, may_be_marked
from monitor.sources.pages.written import Written
from monitor.sources.quotes import told

_TYPE = re.compile(r"(?:Posting|Question|Answer|Comments?)(?:[\"'>]|\s[\w:/. -]{0,80}[\"'])")  # in every page of posts
_WORDS = (b"Posting", b"Question", b"Answer", b"Comment")
_TITLES = ("headline", "name")
_TEXTS = ("text", "articleBody", "commentText", "description")
_DATES = ("datePublished", "dateCreated", "commentTime")
_AUTHORS = ("author", "creator")
_BEGINNING = 25  # letters; two posts of one author that begin so alike are one

Found = tuple[Mapping[str, Any], Mapping[str, Any] | None]  # a post, and the one that opened what it stands in


@dataclass(frozen=True, slots=True)
class _Post:
    """A post, and what it is in its conversation."""

    written: Written
    opens: bool
    is_question: bool
    below: Written | None  # the one that opened the conversation, where this stands in it

    @property
    def is_signed(self) -> bool:
        """Whether a person wrote it: what a site asks and answers itself has neither names nor dates."""
        said = (self.written, self.below) if self.below and not self.written.title else (self.written,)
        return any(one.author or one.date for one in said)


def _may_hold_posts(text: str) -> bool:
    """A glance that is enough for most pages; the pattern takes twice as long."""
    glance = text.encode("ascii", "ignore")
    return any(word in glance for word in _WORDS) and _TYPE.search(text) is not None


def posts(text: str) -> tuple[Written, ...]:
    """Every post in the order of the page, each with the conversation it is part of.

    A page may hold the same posts in both forms: the form that says more of them counts, but for the one that opens
    the conversation, where only the other form has it.
    """
    if not _may_hold_posts(text):
        return ()
    json = list(blocks(text))
    held = list(nodes(json))
    from_json = list(_posts(_in_json(json, set(_below_reviews(held))), by_id(held)))
    from_markup = list(_posts(microdata_posts(text), Named())) if may_be_marked(text) else []
    found, other = sorted((from_json, from_markup), key=len, reverse=True)
    if not any(post.opens for post in found):
        found = [*(post for post in other if post.opens), *found]
    return tuple(_in_conversations(found))


def _in_json(written: Sequence[Any], below_reviews: Container[str]) -> Iterator[Found]:
    waiting: list[tuple[str, Any, Mapping[str, Any] | None]] = [("", list(written), None)]
    while waiting:
        name, node, opening = waiting.pop()
        if isinstance(node, list):
            waiting += [(name, inner, opening) for inner in reversed(node)]
        elif isinstance(node, dict) and not is_review(name, node) and not _kinds(node) & NO_TALK:
            if _kinds(node) & POSTS and str(node.get("@id")) not in below_reviews:
                yield node, opening
                opening = opening or (node if _kinds(node) & OPENINGS else None)
            waiting += [(bare(key), inner, opening) for key, inner in reversed(node.items())]


def _below_reviews(held: Iterable[Node]) -> Iterator[str]:
    """The answers that reviews point to: they are read with these."""
    for name, node, _ in held:
        answers = (fields(node).get(key) for key in ANSWERS) if is_review(name, node) else ()
        pointers = (one.get("@id") for answer in answers for one in many(answer) if isinstance(one, dict))
        yield from (pointer for pointer in pointers if isinstance(pointer, str))


def _kinds(node: Mapping[str, Any]) -> set[str]:
    return {bare(str(kind)) for kind in many(node.get("@type"))}


def _posts(found: Iterable[Found], named: Named) -> Iterator[_Post]:
    """Those that a person wrote, and that say something."""
    openings: dict[int, Written] = {}
    for node, opening in list(found):  # which keeps them: what is gone would lend its id to another
        kinds, below = _kinds(node), openings[id(opening)] if opening is not None else None
        first, *others = _apart(node) if kinds & OPENINGS else [node]
        written = openings[id(node)] = _written(fields(first), named, titled=bool(kinds & OPENINGS))
        answers = (_written(other, named, titled=False) for other in others)
        for post in (
            _Post(written, bool(kinds & OPENINGS) and below is None, "Question" in kinds, below),
            *(_Post(answer, opens=False, is_question=False, below=below or written) for answer in answers),
        ):
            if post.is_signed and (post.written.title or post.written.text):
                yield post


def _apart(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A topic that has the parts of all its posts, one after another, as NodeBB writes it: each post by itself."""
    texts = many(node.get("text"))
    if len(texts) <= 1:
        return [node]
    parts = {key: many(node.get(key)) for key in ("text", "author", "datePublished")}
    own = {key: values[0] for key, values in parts.items() if values}
    told = [(key, values[-len(texts) :]) for key, values in parts.items() if len(values) >= len(texts)]
    posts = [{key: values[number] for key, values in told} for number in range(len(texts))]
    return [{**node, **own, **posts[0]}, *posts[1:]]


def _written(node: Mapping[str, Any], named: Named, *, titled: bool) -> Written:
    """What a post says. A title that only begins its text, or stands in place of one, is none of its own."""
    raw = next((node[key] for key in _TEXTS if said(node.get(key), named)), "")
    text = told(raw) if isinstance(raw, str) else said(raw, named)
    author, names = _first(node, _AUTHORS, named), (one for key in _TITLES for one in many(node.get(key)) if titled)
    title = next((name for name in (said(one, named) for one in names) if name not in {"", author}), "")
    return Written(
        title="" if _letters(text).startswith(_letters(title)) and len(text) > len(title) else title,
        text="" if text == title else text,
        author=author,
        date=_first(node, _DATES, named),
        url=said(next(iter(many(node.get("url"))), None), Named()),
        links=links(raw) if isinstance(raw, str) else (),
    )


def _first(node: Mapping[str, Any], keys: Iterable[str], named: Named) -> str:
    return next(filter(None, (said(node.get(key), named) for key in keys)), "")


def _in_conversations(found: Sequence[_Post]) -> Iterator[Written]:
    """Each post once, with what all of its conversation have in common.

    Whoever opened it may be shown among those who answer once more; what only heads them, said by nobody, is no post.
    """
    openings = [post.written for post in found if post.opens]
    only = openings[0] if len(openings) == 1 else None
    heads = [post.written if post.opens else post.below or only for post in found]
    below = [(post.written, head) for post, head in zip(found, heads, strict=True) if head and not post.opens]
    answered = {id(head) for _, head in below}
    again = {id(head): post for post, head in reversed(below) if _is_again(post, head)}
    for post, head in zip(found, heads, strict=True):
        one = post.written
        shown_below = again.get(id(head)) if head else None
        if post.opens and (shown_below or (not one.text and not post.is_question and id(one) in answered)):
            continue
        if head and one is shown_below:
            one = replace(one, title=head.title, text=max(one.text, head.text, key=len))
        yield replace(one, thread=(_page(head.url) or head.title) if head else "")


def _is_again(post: Written, opening: Written) -> bool:
    """Whether a post is the one that opened its conversation."""
    if post.author != opening.author:
        return False
    one, other = _letters(post.text), _letters(opening.text)
    if not one or not other:
        return post.date == opening.date
    return one[:_BEGINNING] == other[:_BEGINNING] and (one == other or min(len(one), len(other)) >= _BEGINNING)


def _page(url: str) -> str:
    return url.partition("#")[0]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text[: 10 * _BEGINNING].casefold()))
