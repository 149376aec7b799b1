"""Where a page leads on: to the page that follows it, by what its links say of themselves, to the last, or back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import SplitResult, parse_qsl, urlsplit

from lxml import etree, html

from monitor.sources.base import joined, same_origin

_CALLED = re.compile(r"(?:^|[_-])next(?:$|[_-])", re.IGNORECASE)  # a class of the link, or of what holds it
_SAYS = re.compile(
    r"(?:(?:go to )?(?:the )?next|следующ(?:ая|ие)|наступная|older)"
    r"(?: page| страница| старонка| отзывы| комментарии| reviews| comments)?"
    r"|далее|вперёд|вперед|(?:показать|загрузить) (?:ещё|еще|больше)(?: отзыв\w*)?"
    r"|(?:show|load|view|see) more(?: reviews)?|[»›>→]+",
    re.IGNORECASE,
)
_ENDING = re.compile(r"(?:\.\w{3,5})?/?\Z")
# Behind the path of a list.
_PAGE = re.compile(r"[/_-](?:(?:comment-)?p(?:age)?[/_-]?)?\d{1,4}(?:\.\w{3,5})?/?", re.IGNORECASE)
_COUNTS = re.compile(r"p|pg|pn|page\w*|start|offset|from|skip", re.IGNORECASE)  # parameters
_NUMBER = re.compile(  # of a page: such a parameter, or behind the path of a list
    rf"(?P<before>[?&](?:{_COUNTS.pattern})=|[?/]topic[=,]\d+\.)(?P<number>\d{{1,7}})(?=[&#.]|\Z)"
    r"|(?P<path>[/_-](?:(?:comment-)?p(?:age)?[/_-]?)?)(?P<count>\d{1,4})(?=(?:\.\w{3,5})?/?(?:[?#]|\Z))",
    re.IGNORECASE,
)
_HREF = re.compile(r"<(?:a|link)\b[^<>]*?\shref\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)
_SESSION = re.compile(r"(?<=[?&])(?:s|sid|PHPSESSID)=\w{16,}&?")
_OLDER = re.compile(r"\b(?:older|стар(?:ые|ее)|предыдущие|ранние)\b", re.IGNORECASE)
_OF_DISCOURSE = re.compile(r"(https?://[^?#]+/t/[^/?#]+/\d+)\?page=\d+")
_BEYOND = 99_999  # posts, more than any topic has
_MOST_WORDS = 40  # letters; such a link has few


def next_page(text: str, base: str, lists: Iterable[str]) -> str:
    """The link marked rel="next"; else the one that is called so and leads on in the list that has these addresses."""
    page = _parsed(text)
    marked = (str(node.get("href") or "") for node in page.iter("a", "link") if "next" in _tokens(node, "rel"))
    called = (joined(base, link) for link in _called(page) if link and not link.startswith("#"))
    return next(filter(None, marked), "") or next((link for link in called if _leads_on(link, lists)), "")


def may_lead_on(text: str, lists: Iterable[str]) -> bool:
    """A glance, for a page is long to parse: nearly every link that leads on says so, or begins like its list.

    >>> may_lead_on('<a href="topic-2.html">Далее</a>', ["https://site.example/forum/topic.html"])
    True
    """
    lasts = {_ENDING.sub("", urlsplit(one).path).rpartition("/")[2] for one in lists}
    return any(map(text.__contains__, ("next", '"?', *lasts)))


def last_page(text: str, base: str, following: str) -> str:
    """Of the pages of a list that a page links to, the last, or the one that follows where that has no number.

    Discourse names no more than the next one, and shows its newest posts where one beyond them is asked for.
    """
    if "Discourse" in text and (topic := _OF_DISCOURSE.fullmatch(joined(base, following))):
        return f"{topic[1]}/{_BEYOND}"
    pages = _numbered(text, base, following)
    return pages[max(pages)] if pages else following


def is_older(text: str, base: str, link: str) -> bool:
    """Whether what a link leads to is called older: WordPress shows the newest comments first, in their order."""
    if _OLDER.search(text) is None:
        return False
    links = (node for node in _parsed(text).iter("a") if joined(base, str(node.get("href") or "")) == link)
    return any(_OLDER.search(node.text_content()) for node in links)


def page_before(text: str, base: str, here: str) -> str:
    """The page before this one by its number; empty where that is the first."""
    found, pages = _number(here), _numbered(text, base, here)
    before = [number for number in pages if found and 1 < number < found[1]]
    return pages[max(before)] if before else ""


def _numbered(text: str, base: str, one: str) -> dict[int, str]:
    """The pages of a list by number: what differs from one of its addresses in that alone."""
    wanted = _number(joined(base, one))
    if wanted is None:
        return {}
    links = dict.fromkeys(_HREF.findall(text))  # parsed, the page of a topic would take a third longer
    found = ((_number(link), link) for link in (joined(base, unescape(href)) for href in links) if link)
    return {number[1]: link for number, link in found if number is not None and number[0] == wanted[0]}


def _number(address: str) -> tuple[str, int] | None:
    """The address of a list, and which of its pages it is.

    >>> _number("https://site.example/viewtopic.php?t=5&sid=0123456789abcdef&start=30#p7")
    ('https://site.example/viewtopic.php?t=5&start=', 30)
    >>> _number("https://site.example/threads/zubr.12/page-3"), _number("https://site.example/threads/zubr.12/")
    (('https://site.example/threads/zubr.12/page-', 3), None)
    """
    told = _SESSION.sub("", address.partition("#")[0]).rstrip("?&")
    found = _NUMBER.search(told)
    if found is None:
        return None
    number = found["number"] or found["count"]
    return told[: found.start()] + found[0].removesuffix(number) + told[found.end() :], int(number)


def _parsed(text: str) -> html.HtmlElement:
    try:
        return html.document_fromstring(text.encode(errors="replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return html.Element("html")


def _called(page: html.HtmlElement) -> Iterator[str]:
    for link in page.iter("a"):
        holder = link.getparent()
        classes = [*_tokens(link, "class"), *(() if holder is None else _tokens(holder, "class"))]
        words = (str(link.get("aria-label") or ""), str(link.get("title") or ""), link.text_content())
        if any(map(_CALLED.search, classes)) or any(
            _SAYS.fullmatch(said) or _SAYS.fullmatch(said.rstrip(" »›>→")) for said in map(_short, words)
        ):
            yield str(link.get("href") or "")


def _short(said: str) -> str:
    return " ".join(said.split())[:_MOST_WORDS]


def _leads_on(link: str, lists: Iterable[str]) -> bool:
    """Whether an address is that of another page of the same list: «next» may also be the next company.

    >>> _leads_on("https://site.example/zubr/7/page/2", ["https://site.example/zubr/7/"])
    True
    >>> _leads_on("https://site.example/zubr/8", ["https://site.example/zubr/7"])
    False
    """
    return any(same_origin(link, one) and _is_page_of(urlsplit(link), urlsplit(one)) for one in lists if one != link)


def _is_page_of(other: SplitResult, first: SplitResult) -> bool:
    head = _ENDING.sub("", first.path)
    rest = other.path.removeprefix(head) if other.path.startswith(head) else other.path
    asked, before = set(parse_qsl(other.query)), set(parse_qsl(first.query))
    turned = all(_COUNTS.fullmatch(name) for name, _ in asked ^ before)
    return turned and (_PAGE.fullmatch(rest) is not None or (asked != before and _ENDING.fullmatch(rest) is not None))


def _tokens(node: html.HtmlElement, attribute: str) -> list[str]:
    return str(node.get(attribute) or "").lower().split()
