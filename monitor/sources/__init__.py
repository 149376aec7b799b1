"""The kinds of sources, a closed union: one file each, and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, get_args

from pydantic import Field

from monitor.sources.articles import ArticlesSource
from monitor.sources.base import SourceBase
from monitor.sources.feed import FeedSource
from monitor.sources.json_api import JsonSource
from monitor.sources.mail import MailSource
from monitor.sources.reviews import ReviewsSource
from monitor.sources.search import SearchSource
from monitor.sources.sitemap import SitemapSource
from monitor.sources.telegram import TelegramSource

AnySource = Annotated[
    FeedSource
    | ReviewsSource
    | ArticlesSource
    | SitemapSource
    | TelegramSource
    | JsonSource
    | MailSource
    | SearchSource,
    Field(discriminator="kind"),
]

KINDS: Mapping[str, type[SourceBase]] = {
    kind.model_fields["kind"].default: kind for kind in get_args(get_args(AnySource)[0])
}
