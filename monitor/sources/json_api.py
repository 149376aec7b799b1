"""Kind `json`: any API that answers in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from math import prod
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import jmespath
from jmespath.exceptions import JMESPathTypeError
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from monitor.config.numbers import Whole
from monitor.config.scalars import form
from monitor.domain import Item, Page, Request
from monitor.errors import ParseError
from monitor.sources.base import SourceBase, WebAddress, following, joined, same_origin, with_parameter
from monitor.sources.instead import lists_in, values_in
from monitor.sources.json_answer import answer, moment, refusal, said, without_query
from monitor.sources.markup import links, plain
from monitor.sources.pages.select import Scale
from monitor.sources.pages.written import Answer, Written
from monitor.sources.quotes import told

LIST = "list"  # the step of further pages
FIRST_PAGE = 1  # where pages are counted and the first address names none
LONGEST = 2_000  # letters of an expression
MOST_COPIES = 1_000  # of an answer, that an expression may make

# VK's way to write of a community or a person: «[club123|Зубр-Софт] не отвечает».
_NAMED = re.compile(r"\[(?:club|public|event|id)\d+[^\s\[\]|]{0,40}\|([^\[\]|]{1,200})\]")

# Its own errors are among the first; it lets others of Python through as well, over [::0] or "a" > 1.
_STUMBLES = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
_DOUBLING = {"to_string", "join"}  # every quotation mark becomes two signs; what stands between repeats itself


def _expression(written: str) -> str:
    """Refused is also what calls a function that does not exist, which is found out when it is called.

    And what could make a gigabyte of a small answer, such as a list of two of what is before it, thirty times over.
    """
    try:
        if len(written) > LONGEST or _copies(jmespath.compile(written).parsed) > MOST_COPIES:
            raise PydanticCustomError("otklik_jmespath", "not a JMESPath expression")
        jmespath.search(written, {})
    except JMESPathTypeError:
        return written  # of nothing; what a real answer holds is another matter
    except (*_STUMBLES, RecursionError) as error:
        raise PydanticCustomError("otklik_jmespath", "not a JMESPath expression") from error
    return written


def _copies(node: Mapping[str, Any]) -> int:
    """How often an answer may be repeated in what an expression makes of it, at most.

    >>> _copies(jmespath.compile("hits[].{title: a, text: join(' ', [b, c])} | [0]").parsed)
    7
    """
    inner = [_copies(child) for child in node["children"] if isinstance(child, dict)]
    if node["type"] in {"multi_select_list", "multi_select_dict"}:
        return sum(inner)  # each of its parts may be all there is
    if node["type"] == "function_expression":
        return max(1, sum(inner)) * (2 if node["value"] in _DOUBLING else 1)
    return prod(inner)  # one after another


JmesPath = Annotated[str, AfterValidator(_expression), form("jmespath")]


class SelectJson(Scale):
    """Where the parts of an entry are in the data, as JMESPath."""

    item: JmesPath = Field(description='The list of entries; "@" if the data itself is a list.', examples=["hits"])
    id: JmesPath | None = Field(
        None, description="What identifies the entry, such as its number.", examples=["objectID"]
    )
    text: JmesPath | None = Field(
        None, description="The text; without it and title, all words of the entry.", examples=["comment_text"]
    )
    title: JmesPath | None = Field(None, description="The heading.", examples=["story_title"])
    author: JmesPath | None = Field(None, description="Who wrote it.", examples=["author"])
    date: JmesPath | None = Field(None, description="When it was published.", examples=["created_at"])
    rating: JmesPath | None = Field(None, description="The rating.", examples=["points"])
    link: JmesPath | None = Field(None, description="The link to the entry itself.", examples=["url"])
    reply: JmesPath | None = Field(
        None, description="The company's public reply, or a list of all replies.", examples=["answers[].text"]
    )
    reply_author: JmesPath | None = Field(
        None,
        description="Who signed it, or a list to match; if the brand has `replies.author`, only that name counts.",
        examples=["answers[].author"],
    )
    reply_date: JmesPath | None = Field(
        None, description="When it was posted, or a list to match.", examples=["answers[].date"]
    )
    thread: JmesPath | None = Field(
        None, description="What all posts of a conversation have in common.", examples=["story_id"]
    )
    next: JmesPath | None = Field(
        None, description="The address of the next page, or the value for next_param.", examples=["paging.next"]
    )
    next_param: str | None = Field(
        None,
        min_length=1,
        description="The address parameter that receives the value of next; without next, it counts pages.",
        examples=["page"],
    )


class JsonSource(SourceBase):
    """Any API that returns JSON."""

    kind: Literal["json"] = Field("json", description="Any API that returns JSON.")
    url: WebAddress = Field(
        description="Address of the API; with {brand}, one request per name.",
        examples=["https://hn.algolia.com/api/v1/search_by_date?query={brand}"],
    )
    select: SelectJson = Field(description="Where the parts of an entry are in the data, as JMESPath.")
    pages: Whole = Field(1, ge=1, description="How many pages to read, following `next`.", examples=[3])

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        """Every entry of the answer, then the next page, up to `pages`."""
        data, home = answer(page), without_query(page.url)
        try:
            found = self._entries(data, page, home)
            link = self._next(data, page, counting=bool(found)) if page.depth + 1 < self.pages else ""
        except RecursionError as error:
            raise ParseError("parse.json_deep", url=home) from error
        for written in found:
            item = written.item(self.id, base=page.url, home=home, scale=self.select, now=now, zone=zone)
            if item.says_something:
                yield item
        if link:
            yield from following(page, link, self, step=LIST)

    def _entries(self, data: Any, page: Page, home: str) -> list[Written]:
        """A list may be empty, or null. None at all on the first page is a fault, and so are entries without words."""
        listed = _taken(data, self.select.item)
        if not isinstance(listed, list | dict):
            if page.depth:
                return []
            message = refusal(data, self._secrets())
            if message:
                raise ParseError("parse.api_refuses", url=home, message=message)
            if _is_null(data, self.select.item):
                return []
            raise ParseError("parse.no_list", url=home, selector=self.select.item, instead=lists_in(data))
        entries = [one for one in _many(listed) if one not in (None, "", {}, [])]
        found = [written for written in map(self._written, entries) if written.says_something]
        if not found:
            self._refuse_entries_without_words(entries, home)
        return found

    def _refuse_entries_without_words(self, entries: list[Any], home: str) -> None:
        """A photo has no words, and says so; where no entry has even the place for them, the API has changed."""
        paths = {name: path for name in ("text", "title", "rating") if (path := getattr(self.select, name))}
        if entries and all(_taken(one, path) is None for one in entries for path in paths.values()):
            field, selector = next(iter(paths.items()), ("item", self.select.item))
            count, instead = len(entries), values_in(entries[0])
            raise ParseError("parse.no_field", url=home, field=field, selector=selector, count=count, instead=instead)

    def _written(self, entry: Any) -> Written:
        select = self.select
        whole = _words(entry) if select.text is None and select.title is None else ""
        text, title = (_NAMED.sub(r"\1", said(_taken(entry, path))) for path in (select.text, select.title))
        return Written(
            title=plain(title),
            text=told(text) if text else told(whole, whole=True),
            author=plain(said(_taken(entry, select.author), between=", ")),
            date=plain(moment(_taken(entry, select.date))),
            rating=said(_taken(entry, select.rating)),
            url=_first(_taken(entry, select.link)),
            answers=tuple(self._answers(entry)),
            thread=plain(said(_taken(entry, select.thread))),
            guid=plain(said(_taken(entry, select.id))),
            links=links(" ".join((title, text or whole))),
        )

    def _answers(self, entry: Any) -> Iterator[Answer]:
        """One, or several where each list tells as much as the others; what does not go together is one text."""
        select = self.select
        paths = (select.reply, select.reply_author, select.reply_date)
        texts, *rest = (_taken(entry, path) for path in paths)
        if isinstance(texts, list) and all(isinstance(one, list) and len(one) == len(texts) for one in rest if one):
            several = zip(texts, *(one or [None] * len(texts) for one in rest), strict=True)
        else:
            several = zip([texts], *([one] for one in rest), strict=True)
        for text, author, date in several:
            yield Answer(plain(said(text)), plain(said(author)), plain(moment(date)))

    def _next(self, data: Any, page: Page, *, counting: bool) -> str:
        """The address of the next page; where only its parameter is named, pages are counted until one is empty."""
        value, name = _taken(data, self.select.next) if self.select.next else counting, self.select.next_param
        if not value:
            return ""
        if name is None:
            return self._with_params(joined(page.url, _first(value)), page) if _first(value) else ""
        return with_parameter(page.url, name, _counted(_query(page.url).get(name)) if value is True else _first(value))

    def _with_params(self, link: str, page: Page) -> str:
        """Parameters of the source stay where an address of its own site leaves them out."""
        sent, given = _query(page.url), _query(link)
        for name in self.params if same_origin(link, page.url) else ():
            if name in sent and name not in given:
                link = with_parameter(link, name, sent[name])
        return link

    def _secrets(self) -> list[str]:
        """What an API must not repeat to us: whatever of our own went into the request."""
        parts = urlsplit(self.url)
        sent = [*_query(self.url).values(), parts.password or "", *self.params.values()]
        return sent + [word for value in self.headers.values() for word in value.split()]


def _taken(data: Any, expression: str | None) -> Any:
    """What an expression finds; nothing where the data is not of the kind it was written for."""
    if expression is None:
        return None
    try:
        return jmespath.search(expression, data)
    except _STUMBLES:
        return None


def _is_null(data: Any, path: str) -> bool:
    """Whether a list is there and says null: so some languages write an empty one.

    >>> _is_null({"data": {"hits": None}}, "data.hits"), _is_null({"data": {}}, "data.hits")
    (True, False)
    """
    around, _, name = path.strip().rpartition(".")
    place = _taken(data, around or "@")
    return isinstance(place, dict) and place.get(name, data) is None


def _many(listed: Any) -> list[Any]:
    return listed if isinstance(listed, list) else [listed]


def _words(entry: Any) -> str:
    """All that an entry says, its numbers left out."""
    return said(
        [one for one in entry.values() if not isinstance(one, int | float)] if isinstance(entry, dict) else entry
    )


def _first(value: Any) -> str:
    """An address or a cursor: of several the first."""
    return said(value[0] if isinstance(value, list) and value else value)


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _counted(page: str | None) -> str:
    """The number of the page after this one."""
    return str(int(page) + 1 if page and page.isdecimal() else FIRST_PAGE + 1)
