"""What every kind of source shares: the keys people write, the requests it starts with, the pages it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Annotated, ClassVar, Literal
from urllib.parse import quote, unquote_plus, urljoin, urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from monitor.config.numbers import Decimal
from monitor.config.scalars import Duration, Every, form
from monitor.domain import Audience, Found, Page, Request, Severity
from monitor.errors import FetchError
from monitor.places.addresses import names_proxy, shown

BLANK = "{brand}"
WHOLE = re.compile(  # addresses that joining to another one leaves as they are
    r"https?://[\w.-]+(?::\d+)?/[\w./~%-]*(?:\?[\w.=&%+-]+)?(?:#[\w.%-]+)?|(?:urn|tag):[\w.:,/@%+=-]+", re.ASCII
)

_TOKEN = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)  # a name, as RFC 9110 has it
_BLANK_LIKE = re.compile(r"((?:\{|%7B)\s*(\w{2,20})\s*(?:\}|%7D))", re.IGNORECASE)
_NAMES = frozenset({"brand", "бренд"})
_ALIKE = 0.8  # `brnd` and `brands` are meant so, `brand_id` is another thing
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")  # ru, uk-UA, zh-Hans-CN, es-419
_NO_LANGUAGES = frozenset({"ua", "by", "rus", "eng", "ukr", "bel"})  # countries, and codes of three letters
_BREAK = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def with_blanks(written: str) -> str:
    """Refuses what was meant to be `{brand}`; other braces are whatever a site has them for."""
    for blank, name in _BLANK_LIKE.findall(written):
        if blank != BLANK and (name.lower() in _NAMES or get_close_matches(name.lower(), ["brand"], 1, _ALIKE)):
            raise PydanticCustomError("otklik_blank_near", "blank", {"blank": blank, "near": BLANK})
    return written


def _web_address(written: str) -> str:
    if not shown(written.replace(BLANK, "brand")):
        raise PydanticCustomError("otklik_address", "not a web address")
    return with_blanks(written)


def _proxy(written: str) -> str:
    if not names_proxy(written):
        raise PydanticCustomError("otklik_proxy", "not the address of a proxy")
    return written


def _language(written: str) -> str:
    """Codes as ISO 639 has them; of what is often written in their place nobody would say that it is wrong."""
    if not written:
        raise PydanticCustomError("otklik_empty", "empty")
    said = written.strip()
    if "${" not in said and (not _LANGUAGE.fullmatch(said) or said[:3].lower().rstrip("-_") in _NO_LANGUAGES):
        raise PydanticCustomError("otklik_language", "not the code of a language")
    return written


def _header_name(written: str) -> str:
    if not _TOKEN.fullmatch(written):
        raise PydanticCustomError("otklik_header_name", "not the name of a header")
    return written


def in_one_line(written: str) -> str:
    """What is sent as a header: a site would take its second line for another one."""
    if _BREAK.search(written):
        raise PydanticCustomError("otklik_header_value", "more than one line")
    return written


_OR_NUMBER = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}]})


def _number(written: object) -> object:
    """A whole number needs no quotes: `page: 1`."""
    return str(written) if type(written) is int else written


WebAddress = Annotated[str, AfterValidator(_web_address), form("web-address")]
Proxy = Annotated[str, AfterValidator(_proxy), form("proxy")]
Lang = Annotated[str, AfterValidator(_language), form("language")]
HeaderName = Annotated[str, AfterValidator(_header_name)]
HeaderValue = Annotated[str, AfterValidator(in_one_line), BeforeValidator(_number), _OR_NUMBER]
ParamValue = Annotated[str, AfterValidator(with_blanks), BeforeValidator(_number), _OR_NUMBER]
ShortName = Annotated[str, Field(pattern=r"^[\w.\-]+$", json_schema_extra={"format": "short-name"})]


class SourceBase(BaseModel):
    """One entry of `sources:`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    usual_interval: ClassVar[timedelta] = timedelta(minutes=15)

    id: ShortName = Field(description="Short name of the source, shown on cards and in the digest.", examples=["news"])
    kind: str
    enabled: bool = Field(True, description="false: the source is not read.", examples=[False])
    brand: Annotated[str, form("brand-id")] | None = Field(
        None,
        description="Everything here is about this brand, named or not; "
        "by default, only entries that name a brand count.",
        examples=["zubr"],
    )
    brands: Literal["own", "all"] = Field(
        "own", description="Whose names replace {brand}: own, or all (competitors too).", examples=["all"]
    )
    every: Every | None = Field(
        None,
        description="How often to read it; 15m-4h: less and less often while nothing new appears.",
        examples=["30m", "15m-4h"],
    )
    audience: Audience = Field(
        Audience.CLIENTS,
        description="Who writes here: clients, hr (employees), "
        "press (only dangers raise an alert) or company (nothing does).",
        examples=["press"],
    )
    lang: Lang | None = Field(
        None, description="Language of the texts, used when the text itself does not show it.", examples=["ru"]
    )
    max_age: Duration = Field(
        timedelta(days=30), description="Anything published longer ago is stored without an alert.", examples=["14d"]
    )
    answer_within: dict[Severity, Duration] = Field(
        default_factory=dict,
        description="How soon an answer is due here, by urgency; what is left out is as in alerts.answer_within.",
        examples=[{"p2": "2d"}],
    )
    weight: Decimal = Field(
        1.0, gt=0, description="How widely it is read; from 2 up, every alert is at least important.", examples=[2]
    )
    headers: dict[HeaderName, HeaderValue] = Field(
        default_factory=dict,
        description="Headers sent with every request to this source.",
        examples=[{"Authorization": "Bearer ${API_TOKEN}"}],
    )
    params: dict[str, ParamValue] = Field(
        default_factory=dict,
        description="Parameters added to the query part of the address.",
        examples=[{"lang": "ru"}],
    )
    allow_private_network: bool | None = Field(
        None, description="Overrides http.allow_private_network for this source.", examples=[True]
    )
    proxy: Proxy | None = Field(None, description="A trusted proxy for this source only.", examples=["${PROXY}"])

    @property
    def address(self) -> str:
        """Where it is asked; empty for a search engine that is known by its name."""
        return getattr(self, "url", None) or ""

    @property
    def interval(self) -> timedelta:
        """How often this source is due while there is something new."""
        return self.every.shortest if self.every else self.usual_interval

    @property
    def longest_interval(self) -> timedelta:
        """How often it is due at least, however long nothing new is found."""
        return self.every.longest if self.every else self.usual_interval

    @property
    def may_be_empty(self) -> bool:
        """Whether showing nothing is nothing strange: there is not always an answer to a name."""
        return self._asks_for_names

    @property
    def shows_all(self) -> bool:
        """Whether a page that stands in order leaves nothing out, so that what is missing was taken down."""
        return False

    @property
    def reads_lists(self) -> bool:
        """Whether its pages name others that are read once each."""
        return False

    @property
    def dates_what_it_lists(self) -> bool:
        """Whether the day beside a link is the one on which its page was published."""
        return False

    @property
    def shows_entries(self) -> bool:
        """Whether what its pages show says the same wherever it stands: what was kept need not be read once more."""
        return False

    @property
    def watches_alike(self) -> bool:
        """Whether it watches all brands alike, so that their shares of what it says can be compared."""
        return self.brand is None and (self.brands == "all" or not self._asks_for_names)

    @property
    def _asks_for_names(self) -> bool:
        asked = (self.address, *getattr(self, "queries", ()), *self.params.values())
        return any(BLANK in text for text in asked)

    def start(self, names: Sequence[str]) -> Iterator[Request]:
        """The pages a visit begins with: that of its address, once for each of `names` where it says {brand}.

        A blank in the query of the address or in a parameter is filled alike.
        """
        if not self._asks_for_names:
            yield Request(self.address, headers=self.headers, params=self.params)
            return
        for name in names:
            params = {key: value.replace(BLANK, name) for key, value in self.params.items()}
            yield Request(self.address.replace(BLANK, quote(name, safe="")), headers=self.headers, params=params)

    def explained(self, error: FetchError) -> FetchError:
        """The same refusal, told by what it means for this kind of source."""
        return error

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Found]:
        """Items of a page, and further pages wanted; pure. Dates that name no zone are in `zone`.

        Raises ParseError for a page that is not what it was.
        """
        raise NotImplementedError(self.kind)


def following(page: Page, link: str, source: SourceBase, *, step: str) -> Iterator[Request]:
    """The page a link leads to, if it is a page of the web. Another site is not shown the source's own headers."""
    url = joined(page.url, link)
    if shown(url):
        headers = source.headers if same_origin(url, page.url) else {}
        yield Request(url, step=step, headers=headers, depth=page.depth + 1)


def with_parameter(url: str, name: str, value: str) -> str:
    """The same address with one parameter of its query set, in its place where it is there already.

    >>> with_parameter("https://site.example/api?q=a%20b&page=1", "page", "2")
    'https://site.example/api?q=a%20b&page=2'
    """
    page, _, query = url.partition("#")[0].partition("?")
    mine = f"{quote(name, safe='')}={quote(value, safe='')}"
    parts = [part for part in query.split("&") if part]
    named = [unquote_plus(part.partition("=")[0]) == name for part in parts]
    kept = [mine if own else part for part, own in zip(parts, named, strict=True)]
    return f"{page}?{'&'.join(kept if any(named) else [*kept, mine])}"


def joined(base: str, link: str) -> str:
    """A link as it stands on a page, made whole; empty where it cannot be one.

    >>> joined("https://zubr.example/a/", "../b?page=2")
    'https://zubr.example/b?page=2'
    """
    if WHOLE.fullmatch(link):
        return link
    try:
        return urljoin(base, link.strip())
    except ValueError:  # a broken address in brackets
        return ""


def same_origin(url: str, other: str) -> bool:
    """Whether two addresses are of one site, so that what is meant for it may be sent."""
    return _origin(url) == _origin(other)


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
