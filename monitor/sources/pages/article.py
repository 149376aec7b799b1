"""Reads an article's page: its own words, without the menus, teasers and comments round them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from monitor.dates import NOT_DATED, Dated, read_date
from monitor.domain import Item, Page
from monitor.errors import ParseError
from monitor.places.addresses import address_key, shown
from monitor.sources.base import SourceBase, joined
from monitor.sources.markup import FEWEST, LONGEST, decode, folded, links, plain, put_back
from monitor.sources.pages.article_facts import facts

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Extractor

ARTICLE = "article"  # the step of a page that holds an article
MOST_LINKED = 0.5  # of an article's letters that stand in links; in more than half stand only lists of articles
MUCH_MORE = 1.5  # times what stands on the page: so much has what a page tells programs alone, behind a paywall say

LONGEST_EXCUSE = 500  # letters with which a site says that it has no such page, in an answer that calls itself one

_PAGES = ("html", "xml", "text/")  # what the type of a page says; of a film or a PDF it says something else
_QUESTION = re.compile(r"^consent\.|/(?:log-?in|sign-?in|consent|captcha|showcaptcha)(?=[/.]|$)", re.IGNORECASE)
_SAME_ARTICLE = re.compile(r"/(?:amp|print)|\?.*")  # what stands behind the address of an article and names no other
_FRAME = "//nav | //footer[not(ancestor::article)]"  # where there is no article they would else be taken for one
_GONE = re.compile(  # a title, a site's name and all
    r"\W*(?:(?:ошибка|error|http)?\s*404(?:\W+(?:страница|ошибка|page|not found|error).{0,60}|\W*)"
    r"|(?:[\w ]{0,20}\W\s*)?(?:(?:страница|запись|статья|новость) (?:не найдена|удалена|не существует)"
    r"|материал (?:не найден|удал[её]н)|(?:page|article|post) (?:not found|does not exist|was removed))\b.{0,40})",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(  # what stands round links to other articles, and nothing beside it
    r"(?:(?:читайте|смотрите|читать) (?:также|ещё|еще)|читайте також|чытайце таксама|also read|(?:read|see) also"
    r"|(?:(?:материалы? )?по теме|подробнее|ранее|read (?:more|next)|related(?: stories| articles)?|more on this)\s*:)"
    r"[\s:.,;–—-]*",
    re.IGNORECASE,
)
_SENTENCE_ENDS = (".", "!", "…")
_FOOTNOTE = re.compile(r"\s*[\[(]?(?:\d|[TS]M\b)", re.IGNORECASE)
_INLINE = ("hi", "ref", "del", "span", "graphic")  # what trafilatura calls markup within a sentence


def article(page: Page, source: SourceBase, *, now: datetime, zone: ZoneInfo) -> Item | None:
    """The article of a page, as a new item or as the one that a list named, completed.

    An answer without anything in it is a fault, and so is a page that hardly says a word and of which nothing is known.
    A page of pictures or of teasers, a file, or the front page to which a site sends whoever asks for what is gone, is
    merely no article, nor is a page that only says so.
    """
    text = decode(page)
    if not text.strip():
        raise ParseError("parse.empty", url=page.url)
    tree = None if _is_file(page) or _leads_away(page.url) else _tree(text)
    if tree is None:
        return page.item
    found = facts(tree, text, page.url)
    paragraphs, targets = _body(tree, page.url)
    said = " ".join(paragraphs[1:] if paragraphs[:1] == (found.title,) else paragraphs)
    said = found.text if len(found.text) > MUCH_MORE * len(said) else said
    if _is_gone(found.title) and len(said) < LONGEST_EXCUSE:
        return page.item
    if not said and page.item is None and len(plain(text)) < FEWEST:
        raise ParseError("parse.no_words", url=page.url)
    if not said:
        return page.item
    leading = (joined(page.url, target) for target in targets)
    dated = first_date(found.dates, now=now, zone=zone)
    item = page.item or Item(source=source.id, url=_address(page.url, found.address))
    return replace(
        item,
        title=item.title or found.title,
        text=max(item.text, said[:LONGEST], key=len),
        author=item.author or found.author,
        published=item.published or dated.at,
        dated=telling(Dated(item.published, item.dated) if item.published else dated).absolute,
        links=tuple(dict.fromkeys((*item.links, *filter(None, leading), *links(said)))),
    )


def first_date(dates: Iterable[str], *, now: datetime, zone: ZoneInfo) -> Dated:
    """The first date that can be read."""
    read = (read_date(date, zone=zone, now=now) for date in dates)
    return next((dated for dated in read if dated.at), NOT_DATED)


def telling(dated: Dated) -> Dated:
    """A day, or a time from a timetable, is the date of much that one newsroom publishes: it tells no article again."""
    whole = dated.at is not None and dated.at.minute % 15 == 0 and dated.at.second == 0
    return replace(dated, absolute=False) if whole else dated


def _is_file(page: Page) -> bool:
    kind = page.headers.get("content-type", "").lower()
    return bool(kind) and not any(word in kind for word in _PAGES)


def _is_gone(title: str) -> bool:
    """Whether a title says that there is no such page.

    >>> _is_gone("404"), _is_gone("Упс! Страница не найдена – Вести"), _is_gone("Ошибка 404: страница не найдена")
    (True, True, True)
    >>> _is_gone("404 new jobs at Kestrel"), _is_gone("Зубр-Софт: виновник аварии не найден")
    (False, False)
    """
    return bool(_GONE.fullmatch(title))


def _leads_away(url: str) -> bool:
    """Whether a site answered with its front page, or with a question, instead of the article.

    >>> _leads_away("https://vesti.example/"), _leads_away("https://vesti.example/login?back=/n/7")
    (True, True)
    """
    parts = urlsplit(url)
    return (parts.path in {"", "/"} and not parts.query) or bool(_QUESTION.search(f"{parts.netloc}{parts.path}"))


def _tree(text: str) -> HtmlElement | None:
    from trafilatura import load_html  # noqa: PLC0415  # a third of a second, which no other kind need pay

    _options()  # which also keep it quiet
    tree = load_html(text)
    for raised in () if tree is None else tree.iter("sup"):
        if _FOOTNOTE.match(raised.text_content()):
            raised.text = put_back(f" {raised.text or ''}")  # a number glued to a name would make another word of it
    return tree


def _body(tree: HtmlElement, url: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paragraphs of the article, and where its own links lead; nothing where most words are links, as in a list."""
    from trafilatura import bare_extraction  # noqa: PLC0415  # as above

    found = bare_extraction(tree, options=_options(), prune_xpath=_FRAME)
    body = getattr(found, "body", None)
    if body is None:
        return (), ()
    targets = tuple(filter(None, (ref.get("target") for ref in body.iter("ref"))))
    _leave_out_what_leads_elsewhere(body, url)
    linked = sum(len(folded("".join(ref.itertext()))) for ref in body.iter("ref"))
    etree.strip_tags(body, *_INLINE)
    paragraphs = tuple(filter(None, map(folded, body.itertext())))
    if linked > MOST_LINKED * sum(map(len, paragraphs)):
        return (), ()
    return paragraphs, targets


def _leave_out_what_leads_elsewhere(body: etree._Element, url: str) -> None:
    """«Читайте также: …» is the title of another article; whom that names, this one may never mention."""
    for part in {_paragraph(ref) for ref in body.iter("ref")}:
        own = part.xpath(".//text()[not(ancestor::ref)]")
        said = folded("".join(map(str, own))) if isinstance(own, list) else ""
        if part is not body and (_ELSEWHERE.fullmatch(said) or (not said and _is_teaser(part, url))):
            part[:] = []
            part.text = None


def _is_teaser(part: etree._Element, url: str) -> bool:
    """Whether a paragraph is nothing but the title of another article of the same site."""
    first = next(part.iter("ref"))
    there, here = (address_key(one).partition("/")[0] for one in (joined(url, first.get("target") or ""), url))
    return part.tag == "p" and there == here and not folded("".join(map(str, part.itertext()))).endswith(_SENTENCE_ENDS)


def _paragraph(ref: etree._Element) -> etree._Element:
    """What a link stands in, beside the markup within a sentence."""
    return next(above for above in ref.iterancestors() if above.tag not in _INLINE)


@cache
def _options() -> Extractor:
    """Without comments, with links, and never the whole page: by itself trafilatura takes a short article for none."""
    from trafilatura.settings import Extractor, use_config  # noqa: PLC0415  # as above

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what a page lacks, our own sentences say
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "0")
    return Extractor(config=config, output_format="python", comments=False, links=True)


def _address(url: str, canonical: str) -> str:
    """The address a page wants to be known by, on its own site: a syndicated copy stays where it stands.

    One that leads up to a section, or leaves out which article it is, is the site's mistake.

    >>> _address("https://vesti.example/n/7?from=main", "/n/7"), _address("https://vesti.example/n/7", "/n")
    ('https://vesti.example/n/7', 'https://vesti.example/n/7')
    """
    wanted = shown(joined(url, canonical)) if canonical else ""
    one, other = address_key(wanted), address_key(url)
    if one.partition("/")[0] != other.partition("/")[0]:
        return shown(url)
    rest = other.removeprefix(one) if other.startswith(one) else ""
    return wanted if not rest or (_SAME_ARTICLE.fullmatch(rest) and any(map(str.isdigit, one))) else shown(url)
