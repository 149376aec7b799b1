"""Kind `sitemap`: news sitemaps and sitemap indexes, each location an article."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Literal

from pydantic import Field

from monitor.sources.base import SourceBase, WebAddress


class SitemapSource(SourceBase):
    """A news sitemap, or an index of sitemaps."""

    ready: ClassVar[bool] = False
    usual_interval: ClassVar[timedelta] = timedelta(hours=1)

    kind: Literal["sitemap"] = Field("sitemap", description="A news sitemap, or an index of sitemaps.")
    url: WebAddress = Field(description="Address of the sitemap.")
    limit: int = Field(30, ge=1, description="How many articles are read in one pass, newest first.")

    @property
    def reads_lists(self) -> bool:
        """Each link is an article."""
        return True
