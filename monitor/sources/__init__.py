"""The kinds of sources, a closed union: one file each, and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, get_args

from pydantic import Field

from monitor.sources.base import SourceBase
from monitor.sources.feed import FeedSource
from monitor.sources.planned import ArticlesSource, JsonSource, MailSource, SearchSource, SitemapSource, TelegramSource
from monitor.sources.reviews import ReviewsSource

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
