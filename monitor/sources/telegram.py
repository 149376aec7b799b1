"""Kind `telegram`: the public preview of a Telegram channel."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from monitor.sources.base import SourceBase, WebAddress
from monitor.sources.select import Select


class TelegramSource(SourceBase):
    """The public preview of a Telegram channel."""

    ready: ClassVar[bool] = False

    kind: Literal["telegram"] = Field("telegram", description="The public preview of a Telegram channel.")
    url: WebAddress = Field(description="Address of the preview, such as https://t.me/s/example.")
    select: Select | None = Field(None, description="Where the posts stand, if the preview looks otherwise.")
    pages: int = Field(1, ge=1, description="How many pages are read, going back in time.")
