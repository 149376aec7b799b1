"""Kind `articles`: a page of links, each to an article."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from monitor.sources.base import SourceBase, WebAddress
from monitor.sources.select import Css


class SelectLink(BaseModel):
    """Where the links to the articles stand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    link: Css = Field(description="The links to the articles: CSS; `article a @href`.")


class ArticlesSource(SourceBase):
    """A page of links, each to an article."""

    ready: ClassVar[bool] = False
    usual_interval: ClassVar[timedelta] = timedelta(hours=1)

    kind: Literal["articles"] = Field("articles", description="A page of links, each to an article.")
    url: WebAddress = Field(description="Address of the page with the links.")
    select: SelectLink = Field(description="Where the links stand.")
    limit: int = Field(30, ge=1, description="How many links are read in one pass, newest first.")

    @property
    def reads_lists(self) -> bool:
        """Each link is an article."""
        return True
