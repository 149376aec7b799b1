"""Kinds whose fields are checked already and whose reading comes in a later version."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, ClassVar, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from monitor.sources.base import SourceBase, WebAddress
from monitor.sources.select import Css, Scale, Select


def _mail_address(written: str) -> str:
    try:
        parts = urlsplit(written)
        known = parts.scheme in {"imap", "imaps"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known:
        raise PydanticCustomError("otklik_mail_address", "not an IMAP address")
    return written


MailAddress = Annotated[str, AfterValidator(_mail_address)]


class SelectLink(BaseModel):
    """Where the links to the articles stand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    link: Css = Field(description="The links to the articles: CSS; `article a @href`.")


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


class ArticlesSource(SourceBase):
    """A page of links, each to an article."""

    ready: ClassVar[bool] = False
    usual_interval: ClassVar[timedelta] = timedelta(hours=1)

    kind: Literal["articles"] = Field("articles", description="A page of links, each to an article.")
    url: WebAddress = Field(description="Address of the page with the links.")
    select: SelectLink = Field(description="Where the links stand.")
    limit: int = Field(30, ge=1, description="How many links are read in one pass, newest first.")


class SitemapSource(SourceBase):
    """A news sitemap, or an index of sitemaps."""

    ready: ClassVar[bool] = False
    usual_interval: ClassVar[timedelta] = timedelta(hours=1)

    kind: Literal["sitemap"] = Field("sitemap", description="A news sitemap, or an index of sitemaps.")
    url: WebAddress = Field(description="Address of the sitemap.")
    limit: int = Field(30, ge=1, description="How many articles are read in one pass, newest first.")


class TelegramSource(SourceBase):
    """The public preview of a Telegram channel."""

    ready: ClassVar[bool] = False

    kind: Literal["telegram"] = Field("telegram", description="The public preview of a Telegram channel.")
    url: WebAddress = Field(description="Address of the preview, such as https://t.me/s/example.")
    select: Select | None = Field(None, description="Where the posts stand, if the preview looks otherwise.")
    pages: int = Field(1, ge=1, description="How many pages are read, going back in time.")


class JsonSource(SourceBase):
    """Any API that answers in JSON."""

    ready: ClassVar[bool] = False

    kind: Literal["json"] = Field("json", description="Any API that answers in JSON.")
    url: WebAddress = Field(description="Address of the API; {brand} makes one request for each name.")
    select: SelectJson = Field(description="Where the parts of an entry stand in the data: JMESPath.")
    pages: int = Field(1, ge=1, description="How many pages are read, following `next`.")


class MailSource(SourceBase):
    """A folder of a mail box, for review mails of platforms that allow no crawling."""

    ready: ClassVar[bool] = False

    kind: Literal["mail"] = Field("mail", description="A folder of a mail box (IMAP).")
    url: MailAddress = Field(description="imaps://user:password@host/FOLDER; user and password percent-encoded.")
    senders: tuple[str, ...] = Field((), alias="from", description="Only mails from these addresses are read.")


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
