"""Kind `telegram`: the public preview of a Telegram channel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from monitor.config.numbers import Whole
from monitor.domain import Item, Page, Request
from monitor.errors import ParseError
from monitor.places.addresses import of_channel
from monitor.sources.base import BLANK, SourceBase, WebAddress, following, with_parameter
from monitor.sources.instead import classes_like
from monitor.sources.markup import decode, links
from monitor.sources.pages.select import Select, taken, words
from monitor.sources.pages.selected import following_link, parsed, selected
from monitor.sources.pages.written import CHANNEL, Written

OLDER = "older"  # the step of further pages

_NAME = r"[A-Za-z]\w{3,31}"
_HOST = r"(?:t|telegram)\.me"
_CHANNEL = re.compile(rf"(?:(?:https?://)?{_HOST}/)?(?P<name>{_NAME})(?:/\d+)?/?(?P<query>\?.*)?")
_OF_TELEGRAM = re.compile(rf"https?://(?:{_HOST}|web\.telegram\.org)(?:[/?#].*)?", re.IGNORECASE)
_OF_PREVIEW = re.compile(rf"https?://{_HOST}/s/(?:{_NAME}|{BLANK})(?:[/?#].*)?", re.IGNORECASE)
_POST = re.compile(rf"{_NAME}/\d+")
_OF_CHANNEL = re.compile(rf"https?://{_HOST}/(?:s/)?({_NAME})(?:[/?#].*)?", re.IGNORECASE)

_MESSAGE = ".tgme_widget_message[data-post]:not(.service_message)"  # pinned, renamed, created: nobody speaks there
_QUOTE = ".tgme_widget_message_reply"
_TEXT = f".tgme_widget_message_text:not({_QUOTE} *)"
_POLL = ".tgme_widget_message_poll_question, .tgme_widget_message_poll_option_text"
_FILE = ".tgme_widget_message_document_title"
_LINKED = ".tgme_widget_message_link_preview .link_preview_title"
_ADDRESSES = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
_FORWARD = ".tgme_widget_message_forwarded_from_name"
_SIGNED, _OWNER, _CHANNEL_TITLE = (
    ".tgme_widget_message_from_author",
    ".tgme_widget_message_owner_name",
    ".tgme_channel_info_header_title",
)
_LEADING = f":is({_TEXT}, {_QUOTE}, {_FORWARD}, .tgme_widget_message_link_preview, .tgme_widget_message_inline_button)"
_HISTORY = ".tgme_channel_history, .tgme_widget_message"
_NOTHING_FOUND = ".tme_no_messages_found"
_CLOSED = ".tgme_page"  # the channel's name and a button, and none of its posts
_PREVIEW = "/s/"  # in the address of every preview
_MORE = ".tme_messages_more[data-before]"


def _preview(written: object) -> object:
    """The preview of a channel, for one that is named as people name it.

    >>> _preview("@example_news"), _preview("https://t.me/example?q=Zubr"), _preview("t.me/example/57")
    ('https://t.me/s/example_news', 'https://t.me/s/example?q=Zubr', 'https://t.me/s/example')
    >>> _preview("example"), _preview("https://web.telegram.org/a/#@example")
    ('https://t.me/s/example', 'https://t.me/s/example')
    """
    if not isinstance(written, str) or not written.strip():
        return written
    if found := _CHANNEL.fullmatch(of_channel(written)):
        return f"https://t.me/s/{found['name']}{found['query'] or ''}"
    if "://" not in written:
        raise PydanticCustomError("otklik_channel", "no channel")
    return written


def _of_channel(address: str) -> str:
    """Other hosts may have their previews where they like; Telegram's own shows nothing of what takes an invitation."""
    if _OF_TELEGRAM.fullmatch(address) and not _OF_PREVIEW.fullmatch(address):
        raise PydanticCustomError("otklik_channel", "no public channel")
    return address


class TelegramSource(SourceBase):
    """The public preview of a Telegram channel."""

    kind: Literal["telegram"] = Field("telegram", description="The public preview of a Telegram channel.")
    url: Annotated[WebAddress, AfterValidator(_of_channel), BeforeValidator(_preview)] = Field(
        description="https://t.me/s/example or @example; with ?q={brand} the channel is searched for each name.",
        examples=["https://t.me/s/example"],
    )
    select: Select | None = Field(None, description="Where the posts are, if the preview has a different layout.")
    pages: Whole = Field(1, ge=1, description="How many pages to read, going back in time.", examples=[2])

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        """Every post of the page, then the page before it in time, up to `pages`."""
        soup = parsed(decode(page))
        found = selected(self.select, soup, page) if self.select else _posts(soup)
        if not found:
            self._refuse_what_is_no_preview(soup, page)
        for post in found:
            item = post.item(self.id, base=page.url, scale=self.select, now=now, zone=zone)
            if item.title or item.text:
                yield item
        link = self._older(soup, page)
        if link and page.depth + 1 < self.pages:
            yield from following(page, link, self, step=OLDER)

    def _refuse_what_is_no_preview(self, soup: BeautifulSoup, page: Page) -> None:
        """A channel may be silent and a search may find nothing; a closed channel shows another page."""
        if page.depth or soup.select_one(_NOTHING_FOUND) or (self.select is None and soup.select_one(_HISTORY)):
            return
        if not page.body.strip():
            raise ParseError("parse.empty", url=page.url)
        if soup.select_one(_CLOSED) or self._sent_away(page):
            raise ParseError("parse.preview_closed", url=page.url)
        if self.select:
            instead = classes_like(self.select.item, str(soup))
            raise ParseError("parse.no_items", url=page.url, selector=self.select.item, instead=instead)
        raise ParseError("parse.no_preview", url=page.url)

    def _sent_away(self, page: Page) -> bool:
        """Whether the preview led to the channel's own page, as it does where it is closed."""
        return _PREVIEW in urlsplit(self.url).path and _PREVIEW not in urlsplit(page.url).path

    def _older(self, soup: BeautifulSoup, page: Page) -> str:
        if self.select and self.select.next:
            return following_link(self.select, soup)
        link = taken(soup, f"{_MORE} @href") or taken(soup, "link[rel=prev] @href")
        before = taken(soup, f"{_MORE} @data-before")
        return link or (with_parameter(page.url, "before", before) if before else "")


def _posts(soup: BeautifulSoup) -> list[Written]:
    channel = taken(soup, _CHANNEL_TITLE)
    return [_post(message, channel) for message in soup.select(_MESSAGE)]


def _post(message: Tag, channel: str) -> Written:
    """One post, an album included; the quote of what it answers and the preview of a link are not its words.

    Where it is nothing but a link, it says what that leads to.
    """
    name = str(message["data-post"]).strip()
    text = message.select_one(_TEXT)
    nodes = (*([text] if text else ()), *message.select(_POLL))
    said = " ".join(filter(None, map(words, nodes))) or taken(message, _FILE)
    return Written(
        title="" if any(map(str.isalpha, _ADDRESSES.sub("", said))) else taken(message, _LINKED),
        text=said,
        author=taken(message, _SIGNED) or taken(message, _OWNER) or channel,
        date=taken(message, "time[datetime] @datetime"),
        url=f"https://t.me/{name}" if _POST.fullmatch(name) else taken(message, ".tgme_widget_message_date @href"),
        guid=name,
        links=(*_from_channels(message), *_hrefs(message), *links(text.decode_contents() if text else "")),
    )


def _hrefs(message: Tag) -> Iterator[str]:
    """Where its words, its forward, its quote, its buttons and the previews below it lead."""
    for node in message.select(_LEADING):
        yield from (str(link["href"]).strip() for link in (node, *node.select("a[href]")) if link.get("href"))


def _from_channels(message: Tag) -> Iterator[str]:
    """The channels it is forwarded from, by name."""
    for node in message.select(_FORWARD):
        found = _OF_CHANNEL.fullmatch(str(node.get("href") or "").strip())
        if found:
            yield CHANNEL + found[1]
