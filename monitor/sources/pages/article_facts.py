"""What an article's page says of the article: its title, who wrote it, when, and its own address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from lxml.html import HtmlElement, tostring

from monitor.places.addresses import address_key
from monitor.sources.markup import folded, plain
from monitor.sources.pages.json_ld import OWN, bare, blocks, by_id, fields, many, nodes, said

_POSTS = ("Posting", "Article", "Report")  # how the names of schema.org's articles end
_NO_POSTS = ("JobPosting",)
_PAGES = ("WebPage", "ItemPage")  # a page tells of its article, where nothing tells more
_TITLES = ("og:title", "twitter:title", "headline", "dc.title", "title")
_AUTHORS = ("article:author", "og:article:author", "author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_DATES = (
    *("article:published_time", "og:article:published_time", "og:published_time", "datepublished", "article:published"),
    *("pubdate", "publishdate", "publish-date", "publication_date", "parsely-pub-date", "sailthru.date", "ptime"),
    *("mediator_published_time", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "date"),
)
_DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?=[/_-]|$)")
_SITE_BEHIND = re.compile(r"(?P<title>.+?)\s+(?P<mark>[|–—·•»-])\s+(?P<site>(?:(?!\s[|–—·•»-]\s).)+)")
_BYLINE = re.compile(r"^(?:by|автор(?:ы)?|текст|фото|written by)\b[\s:]*", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.|@\w+\.", re.IGNORECASE)
_LONGEST_NAME = 120  # characters; a longer one is a sentence, not a name
_LONGEST_DATE = 60
_LENGTH = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")  # of a film, as often as a time of day
_TELLING = 10  # characters; a shorter heading may be a section's
_CLIMBED = 4  # levels from the heading up, within which the date of the article stands and no teaser's

_ASIDE = (
    "not(ancestor::aside or ancestor::nav or ancestor::footer"
    " or ancestor::*[contains(@class,'comment') or contains(@id,'comment')])"
)
_DATED = (
    f".//time[{_ASIDE}] | .//*[{_ASIDE} and not(self::time) and"
    " (contains(@class,'date') or contains(@class,'Date') or contains(@class,'time') or contains(@class,'ublish'))]"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """As the page writes them: words, not yet moments."""

    title: str = ""
    text: str = ""  # the article itself, where a page tells programs more than it shows
    author: str = ""
    dates: tuple[str, ...] = ()  # the surest first
    address: str = ""  # the one the page wants to be known by


def facts(tree: HtmlElement, text: str, url: str) -> Facts:
    """What JSON-LD says counts before meta tags, and these before what stands on the page for people.

    Pages are careless: what no place says is left open, for a wrong date or author does more harm than none.
    """
    marked = _marked(text, url)
    meta = _meta(tree)
    title = _title(tree, marked, meta)
    in_address = ("-".join(found) for found in _DATE_IN_ADDRESS.findall(url))
    dates = chain(_said_dates(tree, marked, meta), in_address, _beside_the_heading(tree, title))
    return Facts(
        title=title,
        text=marked.text,
        author=next(filter(None, map(_name, _authors(tree, marked, meta))), ""),
        dates=tuple(dict.fromkeys(filter(None, dates))),
        address=next(iter(_values(tree, ".//link[translate(@rel,'CANOIL','canoil')='canonical']/@href")), ""),
    )


def _marked(text: str, url: str) -> Facts:
    """The article that JSON-LD describes: the one of this address, else the likeliest."""
    written = list(nodes(blocks(text)))
    named = by_id(written)
    found = [node for name, node, _ in written if name in OWN and _kind(node, (*_POSTS, *_PAGES))]
    node = min(found, key=lambda node: _doubt(node, address_key(url)), default={})
    held = fields(node)
    people = [_name(said(one, named)) for one in many(held.get("author") or held.get("creator"))]
    return Facts(
        title=said(held.get("headline"), named),
        text=said(held.get("articleBody"), named),
        author=", ".join(filter(None, people)),
        dates=tuple(said(held.get(key), named) for key in ("datePublished", "dateCreated")),
    )


def _kind(node: Mapping[str, Any], endings: tuple[str, ...]) -> bool:
    kinds = (bare(str(kind)) for kind in many(node.get("@type")))
    return any(kind.endswith(endings) and kind not in _NO_POSTS for kind in kinds)


def _doubt(node: Mapping[str, Any], page: str) -> int:
    """How unlikely it is that the article of a page is meant: one of another address may be a teaser's."""
    addresses = {address_key(address) for address in _addresses(node)}
    ways = (
        _kind(node, _POSTS) and page in addresses,
        _kind(node, _POSTS) and not any(addresses),
        page in addresses,
        _kind(node, _POSTS),
        True,
    )
    return ways.index(True)


def _addresses(node: Mapping[str, Any]) -> Iterator[str]:
    for value in (node.get("url"), node.get("@id"), node.get("mainEntityOfPage")):
        address = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(address, str):
            yield address


def _meta(tree: HtmlElement) -> Mapping[str, list[str]]:
    """What the meta tags say, by name in small letters."""
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        content = plain(tag.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _title(tree: HtmlElement, marked: Facts, meta: Mapping[str, list[str]]) -> str:
    """The headline without the name of the site behind it."""
    closed = (heading for heading in tree.iter("h1") if heading.find(".//p") is None)
    headings = [words for words in map(_words, closed) if words]
    named = (marked.title, *(title for name in _TITLES for title in meta.get(name, ())))
    title = next(filter(None, named), "")
    if not title and len(headings) == 1:
        return headings[0]
    title = title or next(filter(None, map(_words, tree.iter("title"))), "")
    repeated = (words for words in headings if len(words) >= _TELLING and words in title)
    return max(repeated, key=len, default="") or _without_site(title, meta.get("og:site_name", []))


def _without_site(title: str, names: Sequence[str]) -> str:
    """
    >>> _without_site("Зубр-Софт — снова в суде — Вести", ["Вести"]), _without_site("Зубр-Софт | Вести", [])
    ('Зубр-Софт — снова в суде', 'Зубр-Софт')
    """
    found = _SITE_BEHIND.fullmatch(title)
    if found is None:
        return title
    barred = found["mark"] == "|" and len(found["site"]) < len(found["title"])
    named = found["site"].casefold() in {name.casefold() for name in names}
    return found["title"] if barred or named else title


def _authors(tree: HtmlElement, marked: Facts, meta: Mapping[str, list[str]]) -> Iterator[str]:
    yield marked.author
    for name in _AUTHORS:
        yield ", ".join(dict.fromkeys(filter(None, map(_name, meta.get(name, [])))))
    for place in _elements(tree, f".//*[@itemprop='author' and {_ASIDE}]"):
        names = _elements(place, ".//*[@itemprop='name']")
        yield _words(names[0]) if names else _words(place)
    yield from map(_words, _elements(tree, f".//a[@rel='author' and {_ASIDE}]"))


def _name(written: str) -> str:
    name = _BYLINE.sub("", folded(written)).strip(" ,;:|")
    return "" if len(name) > _LONGEST_NAME or _ADDRESS.search(name) else name


def _said_dates(tree: HtmlElement, marked: Facts, meta: Mapping[str, list[str]]) -> Iterator[str]:
    yield from marked.dates
    for name in _DATES:
        yield from meta.get(name, [])
    for place in _elements(tree, f".//*[(@itemprop='datePublished' or @pubdate) and {_ASIDE}]"):
        yield place.get("content") or place.get("datetime") or _words(place)


def _beside_the_heading(tree: HtmlElement, title: str) -> Iterator[str]:
    """The dates near the heading, the nearest first: further away stand the dates of teasers."""
    headings = _elements(tree, ".//h1 | .//h2")
    own = [heading for heading in headings if _words(heading) == title] or [h for h in headings if h.tag == "h1"]
    if len(own) != 1:
        return
    for place in islice(own[0].iterancestors(), _CLIMBED):
        if place.tag in {"body", "html"}:
            return
        for dated in _elements(place, _DATED):
            written = dated.get("datetime") or _words(dated)
            telling = any(map(str.isdecimal, written)) and not _LENGTH.fullmatch(written)
            if len(written) <= _LONGEST_DATE and telling:
                yield written


def _elements(place: HtmlElement, path: str) -> list[HtmlElement]:
    found = place.xpath(path)
    return [one for one in found if isinstance(one, HtmlElement)] if isinstance(found, list) else []


def _values(place: HtmlElement, path: str) -> list[str]:
    found = place.xpath(path)
    return [str(one) for one in found] if isinstance(found, list) else []


def _words(place: HtmlElement) -> str:
    return plain(tostring(place, encoding="unicode", with_tail=False))
