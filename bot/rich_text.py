"""Turns spans into the text of rich messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from aiogram.types import (
    RichTextBold,
    RichTextCode,
    RichTextDateTime,
    RichTextItalic,
    RichTextMarked,
    RichTextTextMention,
    RichTextUrl,
    User,
)

from bot.markup import linkable
from monitor.render.display import whole
from monitor.render.document import Span, Style

RichText = Any  # aiogram's union of a string, a list and two dozen classes: of each other's fields it knows none
AS_WRITTEN = ""  # how a time is shown: in our words, and in the reader's own zone at a press

_STYLES: tuple[tuple[Style, Callable[..., RichText]], ...] = (  # inmost first
    (Style.CODE, RichTextCode),
    (Style.BOLD, RichTextBold),
    (Style.ITALIC, RichTextItalic),
    (Style.MARK, RichTextMarked),
)


def rich_text(spans: Iterable[Span]) -> RichText:
    """The spans as one text: a string where nothing stands out."""
    parts = [_part(span) for span in spans if span.text]
    if all(isinstance(part, str) for part in parts):
        return "".join(parts)
    return parts[0] if len(parts) == 1 else parts


def length(text: RichText) -> int:
    """How many characters Telegram counts."""
    if isinstance(text, str):
        return len(text)
    if isinstance(text, list):
        return sum(length(part) for part in text)
    return length(text.text)


def _part(span: Span) -> RichText:
    text: RichText = whole(span.text)
    for style, kind in _STYLES:
        if style in span.style:
            text = kind(text=text)
    if span.person is not None:
        return RichTextTextMention(text=text, user=User(id=span.person, is_bot=False, first_name=whole(span.text)))
    if linkable(span.url):
        return RichTextUrl(text=text, url=span.url)
    if span.at is not None:
        return RichTextDateTime(text=text, unix_time=int(span.at.timestamp()), date_time_format=AS_WRITTEN)
    return text
