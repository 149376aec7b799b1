"""Kind `search`: what a search engine's first page shows of the brand."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from monitor.sources.base import SourceBase, WebAddress


class SearchSource(SourceBase):
    """What a search engine's first page shows of the brand."""

    ready: ClassVar[bool] = False
    usual_interval: ClassVar[timedelta] = timedelta(days=7)

    kind: Literal["search"] = Field("search", description="The first page of a search engine.")
    engine: Literal["yandex", "searxng"] = Field(description="yandex (its API, needs a key), or searxng (needs url).")
    query: str = Field(description="What is searched for; {brand} makes one search for each name.", min_length=1)
    url: WebAddress | None = Field(None, description="Address of the SearXNG server.")
    region: int | None = Field(None, description="Number of the region in Yandex: 213 Moscow, 157 Minsk.")

    @model_validator(mode="after")
    def _searxng_needs_its_address(self) -> Self:
        if self.engine == "searxng" and self.url is None:
            raise PydanticCustomError("otklik_searxng_url", "engine: searxng needs url")
        return self
