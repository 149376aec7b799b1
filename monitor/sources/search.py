"""Kind `search`: what a search engine's first page shows of the brand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from monitor.config.numbers import Whole
from monitor.dates import read_date
from monitor.domain import Found, Item, Page, Request
from monitor.errors import FetchError
from monitor.places.addresses import shown
from monitor.sources.base import BLANK, SourceBase, WebAddress, with_blanks
from monitor.sources.engines import searxng, wordstat, yandex_search

Words = Annotated[str, Field(min_length=1), AfterValidator(with_blanks)]
Query = Annotated[
    Annotated[Words, Tag("words")] | Annotated[Annotated[tuple[Words, ...], Field(min_length=1)], Tag("a list")],
    Discriminator(lambda given: "a list" if isinstance(given, list | tuple) else "words"),
]


class SearchSource(SourceBase):
    """What the first page of a search engine shows about the brand."""

    usual_interval: ClassVar[timedelta] = timedelta(days=7)

    kind: Literal["search"] = Field(
        "search", description="What the first page of a search engine shows about the brand."
    )
    engine: Literal["yandex", "searxng"] = Field(
        description="yandex (needs YANDEX_SEARCH_KEY and YANDEX_SEARCH_FOLDER in .env), or searxng (needs url).",
        examples=["yandex"],
    )
    query: Query = Field(
        description="What to search for, one query or a list; with {brand}, one search per name.",
        examples=[["{brand}", "{brand} reviews"]],
    )
    url: WebAddress | None = Field(
        None,
        description="Address of your SearXNG server, or of the server you reach Yandex through.",
        examples=["https://searx.example.com"],
    )
    region: Whole | None = Field(None, description="Yandex region number: 213 is Moscow, 157 is Minsk.", examples=[157])
    demand: bool = Field(
        False,
        description="true: also ask Yandex (Wordstat) how often people search for this; for engine: yandex.",
        examples=[True],
    )

    @model_validator(mode="after")
    def _engine_can_do_it(self) -> Self:
        if self.engine == "searxng" and self.url is None:
            raise PydanticCustomError("otklik_searxng_url", "engine: searxng needs url")
        if self.engine != "yandex" and self.demand:
            raise PydanticCustomError("otklik_demand_engine", "demand needs engine: yandex")
        return self

    @property
    def queries(self) -> tuple[str, ...]:
        """All that is searched for, with {brand} where a name stands."""
        return (self.query,) if isinstance(self.query, str) else self.query

    def start(self, names: Sequence[str]) -> Iterator[Request]:
        """One search for each name where a query says {brand}, else one; and how often each is put, if wanted."""
        filled = (query.replace(BLANK, name) for query in self.queries for name in (names if BLANK in query else ("",)))
        for query in dict.fromkeys(filled):
            yield self._asked(query)
            if self.demand:
                yield self._demanded(query)

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Found]:
        """Every result, with its place on the page; or how often the query is put."""
        if page.step.startswith(wordstat.STEP):
            yield from wordstat.demand(page)
            return
        found = (yandex_search if self.engine == "yandex" else searxng).results(page)
        for position, result in enumerate(found, 1):
            url = shown(result.url)
            if not url:
                continue
            yield Item(
                source=self.id,
                url=url,
                title=result.title,
                text=result.text,
                published=read_date(result.date, zone=zone, now=now).at if result.date else None,
                dated=False,  # when the page was changed last, as far as the engine knows
                links=(url,),
                query=page.step,
                position=position,
            )

    def explained(self, error: FetchError) -> FetchError:
        """What a refusal means at this engine, and what to do."""
        key = (yandex_search if self.engine == "yandex" else searxng).MEANINGS.get(error.key)
        return error if key is None else error.retold(key, **error.blanks)

    def _demanded(self, query: str) -> Request:
        return wordstat.request(self.url, query, region=self.region, headers=self.headers, params=self.params)

    def _asked(self, query: str) -> Request:
        lang, headers, params = self.lang, self.headers, self.params
        if self.engine == "searxng":
            return searxng.request(self.url or "", query, lang=lang, headers=headers, params=params)
        region = self.region
        return yandex_search.request(self.url, query, region=region, lang=lang, headers=headers, params=params)
