"""Kind `json`: any API that answers in JSON."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from monitor.sources.base import SourceBase, WebAddress
from monitor.sources.select import Scale


class SelectJson(Scale):
    """Where the parts of an entry stand in the data: JMESPath."""

    item: str = Field(description='The list of entries; "@" where the data is a list.')
    text: str | None = Field(None, description="What it says.")
    title: str | None = Field(None, description="Its heading.")
    author: str | None = Field(None, description="Who wrote it.")
    date: str | None = Field(None, description="When it was published.")
    rating: str | None = Field(None, description="Its mark.")
    link: str | None = Field(None, description="Its own address.")
    reply: str | None = Field(None, description="The company's public answer.")
    next: str | None = Field(None, description="The address of the next page.")


class JsonSource(SourceBase):
    """Any API that answers in JSON."""

    ready: ClassVar[bool] = False

    kind: Literal["json"] = Field("json", description="Any API that answers in JSON.")
    url: WebAddress = Field(description="Address of the API; {brand} makes one request for each name.")
    select: SelectJson = Field(description="Where the parts of an entry stand in the data: JMESPath.")
    pages: int = Field(1, ge=1, description="How many pages are read, following `next`.")
