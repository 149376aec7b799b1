"""Finds the reviews of a page that marks up nothing, as a person would: blocks that repeat, signed, dated or rated."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from statistics import median
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag

from monitor.domain import Likely
from monitor.sources.pages.likely_names import Words, css_of
from monitor.sources.pages.likely_parts import MOST, Parts
from monitor.sources.pages.rating import BEST, read_rating
from monitor.sources.pages.select import class_names, words
from monitor.sources.pages.selected import parsed
from monitor.sources.pages.stars import mark

_BLOCKS = ("div", "li", "article", "section", "tr", "table", "dl", "blockquote", "td")
_NO_PLACE = ("nav", "aside", "head", "script", "style", "select", "template", "noscript")
_NUMBERED = re.compile(r"([A-Za-z][A-Za-z_]{2,}[-_]?)\d+")
_USUAL_ID = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_HEADS = "h1 a[href], h2 a[href], h3 a[href], h4 a[href], a[class*=title][href], [class*=title] a[href]"
_TITLE = 5  # letters
_FEWEST, _MOST_BLOCKS = 2, 1_000
_SHORTEST, _LONGEST = 25, 8_000  # letters of a block, as a rule
_MOST_PARTS = 400  # elements of one
_LOOKED_AT = 5
_TRIED = 12
_SAY_REVIEW = re.compile(
    r"review|ot[zs][iy]v|feedback|testimonial|comment|opinion|guest-?_?book|recall|(?:^|[-_])(?:rev|gb)(?:$|[-_\d])",
    re.IGNORECASE,
)
_SAY_POST = re.compile(r"message|(?:^|[-_])post(?:$|[-_\d])", re.IGNORECASE)  # of a forum, but of a blog as well
_PAGE_SAYS = re.compile(r"отзыв|мнени|жалоб|водгук|review|feedback|testimonial", re.IGNORECASE)
_WEIGHT = {"rating": 3, "date": 2, "author": 2, "title": 1, "text": 2, "reply": 1, "link": 1}


def likely_reviews(text: str, *, now: datetime, zone: ZoneInfo) -> Likely | None:
    """Where the reviews of a page stand; None where it is not sure that there are any."""
    soup, words = parsed(text), Words()
    named = bool(_PAGE_SAYS.search(" ".join(words(one) for one in soup.select("title, h1", limit=3))))
    best: tuple[tuple[int, ...], Mapping[str, str | float]] = ((0,), {})
    for css, blocks in _candidates(soup, words):
        parts = Parts(blocks, _heads(blocks), words, now=now, zone=zone).select
        if not _is_sure(blocks, parts, named=named):
            continue
        says = _says_anything(blocks[0])
        worth = (
            sum(_WEIGHT[key] for key in parts) + 2 * says,
            len(blocks),
            ">" not in css,
            bool(_SAY_REVIEW.search(css)),
            -len([*blocks[0].parents]),
        )
        if worth > best[0]:
            best = (worth, {"item": css, **parts, **_scale(blocks, parts)})
    return Likely(best[1], named) if best[1] else None


def _scale(blocks: Sequence[Tag], parts: Mapping[str, str]) -> Mapping[str, float]:
    """How many stars the best mark has, where not every mark tells that by itself."""
    marks = [mark(block, parts["rating"]) for block in blocks] if "rating" in parts else []
    if any("width" in one for one in marks):
        return {"rating_max": int(BEST)}
    read = [found.text.partition("/")[2] for one in marks if (found := read_rating(one))]
    return {"rating_max": int(max(map(float, read)))} if len({*read}) > 1 else {}


def _candidates(soup: BeautifulSoup, words: Words) -> Iterator[tuple[str, Sequence[Tag]]]:
    """Blocks that go by one name, none in another one; first those that are called as reviews are."""
    groups = defaultdict[str, list[Tag]](list)
    for node in soup.find_all(_BLOCKS):
        for css in _names(node):
            groups[css].append(node)
    fitting = [
        (css, blocks)
        for css, blocks in groups.items()
        if _FEWEST <= len(blocks) <= _MOST_BLOCKS and _repeat(blocks, words)
    ]
    fitting.sort(key=lambda one: (not _says_anything(one[1][0]), -len(one[1])))
    yield from fitting[:_TRIED]


def _names(node: Tag) -> Iterator[str]:
    named = [*css_of(node)]
    yield from (f"{node.name}{css}" if css[0] == "[" else css for css in named)
    numbered = _NUMBERED.fullmatch(str(node.get("id") or ""))
    if numbered:
        yield f"{node.name}[id^={numbered[1]}]"
    holder = node.find_parent("table") if node.name == "tr" else node.parent
    if holder is None or holder.name in ("body", "html"):
        return
    own_id = str(holder.get("id") or "")
    outer = next(css_of(holder), f"#{own_id}" if _USUAL_ID.fullmatch(own_id) else "")
    if outer:
        yield f"{outer} {node.name}" if node.name == "tr" else f"{outer} > {node.name}"


def _repeat(blocks: Sequence[Tag], words: Words) -> bool:
    """Whether each says something of its own, and none stands in a menu or in another one."""
    every = {id(block) for block in blocks}
    if any(id(above) in every or above.name in _NO_PLACE for block in blocks for above in block.parents):
        return False
    if median(len(block.find_all(True, limit=_MOST_PARTS)) for block in blocks[:_LOOKED_AT]) >= _MOST_PARTS:
        return False
    said = [words(block) for block in blocks]
    return _SHORTEST <= median(map(len, said)) <= _LONGEST and len({*said}) >= MOST * len(said)


def _says(what: re.Pattern[str], block: Tag) -> bool:
    around = [one for one in (block, *list(block.parents)[:2]) if one.name not in ("body", "html", "[document]")]
    names = (name for one in around for name in (*class_names(one).split(), str(one.get("id") or "")))
    return any(map(what.search, names))


def _says_anything(block: Tag) -> bool:
    return _says(_SAY_REVIEW, block) or _says(_SAY_POST, block)


def _heads(blocks: Sequence[Tag]) -> Sequence[str]:
    """What the columns of a table are called."""
    table = blocks[0].find_parent("table") if blocks[0].name == "tr" else None
    return [words(one) for one in table.select("tr:first-child > *")] if table else ()


def _is_sure(blocks: Sequence[Tag], parts: Mapping[str, str], *, named: bool) -> bool:
    """Rated by somebody or some day, or called reviews and signed or dated; and no list of other pages."""
    if "text" not in parts:
        return False
    says, known = _says_anything(blocks[0]), sum(key in parts for key in ("author", "date", "link"))
    if "rating" in parts:
        return known > 0 and (says or named)
    if _lead_away(blocks, parts):
        return False
    return (says and known > 0 and (known > 1 or named)) or (named and known > 1)


def _lead_away(blocks: Sequence[Tag], parts: Mapping[str, str]) -> bool:
    """Whether each block leads to a page of its own by its heading, as news and topics do, or by its text.

    What is merely called a post may do so by any words that no other block has.
    """
    wanted = _HEADS if _says(_SAY_REVIEW, blocks[0]) else f"{_HEADS}, a[href]"
    known = [parts[key].partition(" @")[0] for key in ("author", "date") if key in parts]
    texts = [block.select_one(parts["text"]) for block in blocks]
    found = [
        {
            words(link)
            for link in block.select(wanted)
            if _is_title(link, [*block.select(", ".join(known) or "none")], text)
        }
        for block, text in zip(blocks, texts, strict=True)
    ]
    often = {said for said, many in Counter(said for one in found for said in one).items() if many > 1}
    in_links = sum(text is not None and text.find_parent("a", href=True) is not None for text in texts)
    leading = sum(bool(one - often) for one in found)
    return max(leading, in_links + sum(text is not None and text.name == "a" for text in texts)) >= MOST * len(blocks)


def _is_title(link: Tag, known: Sequence[Tag], text: Tag | None) -> bool:
    """Whether a link is no part of what is known of a block, and holds none of that."""
    outside = all(one is not link and one not in link.parents and link not in one.parents for one in known)
    return (
        outside
        and "#" not in str(link["href"])
        and not any(one is text for one in link.parents)
        and len(words(link)) >= _TITLE
    )
