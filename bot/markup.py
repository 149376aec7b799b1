"""Turns documents into Telegram's HTML, and what can be done with a mention into buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from urllib.parse import urlsplit

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import Deed, Press, Show, Tick
from monitor.domain import Alert, FirstCrawl, Notice, Paired, Status, Step
from monitor.render.display import clean
from monitor.render.document import BULLET, Document, Kind, Line, Span, Style, cut, shorten
from monitor.texts import Texts

LONGEST = 4096  # characters that Telegram takes, counted after the markup is parsed
WIDEST = 60  # characters of a button; a phone shows fewer, more say nothing
LONGEST_ADDRESS = 2048

_STYLES = ((Style.CODE, "code"), (Style.BOLD, "b"), (Style.ITALIC, "i"), (Style.MARK, "u"))  # inmost first
_COLOURS = {Deed.TAKE: "primary", Deed.ANSWER: "success"}  # where a client can: the first thing to do, and the last
_KINDS = {Kind.TITLE: "b", Kind.HEADING: "b", Kind.SMALL: "i"}
_BLOCKS = {Kind.QUOTE: "blockquote", Kind.CODE: "pre"}  # several lines in one frame
_SPACE = re.compile(r"[\s<>\"\\^`{}|]")  # Telegram takes no address with one of these


def html(document: Document) -> str:
    """The document in Telegram's markup; cut before it is marked up, for a cut tag is refused.

    >>> html(Document((Line((Span("1 < 2", Style.BOLD),)),)))
    '<b>1 &lt; 2</b>'
    """
    blocks = groupby(cut(document, LONGEST).lines, key=lambda line: _BLOCKS.get(line.kind))
    return "\n".join(_block(list(lines), tag) for tag, lines in blocks)


def plain(document: Document) -> str:
    """The same without markup, for when Telegram cannot parse it: addresses are written out."""
    lines = (_mark(line) + "".join(_written(span) for span in line.spans) for line in document.lines)
    return shorten("\n".join(lines), LONGEST)


def keyboard(alert: Alert, view: str, texts: Texts) -> InlineKeyboardMarkup:
    """What can be done with a mention now."""
    if alert.record.status in {Status.ANSWERED, Status.DISMISSED}:
        return _keys(_closed(alert, texts))
    if view == "checklist" and alert.steps:
        return _keys(_checklist(alert, texts))
    return _keys(_open(alert, texts))


def under(notice: Notice | None, texts: Texts) -> InlineKeyboardMarkup | None:
    """What can be done with a notice: a summary shows what it counts."""
    if not isinstance(notice, FirstCrawl | Paired):
        return None
    return _keys([[InlineKeyboardButton(text=texts("bot.button.show"), callback_data=Show().pack())]])


def without_links(keys: InlineKeyboardMarkup) -> InlineKeyboardMarkup:
    """The same buttons but those that lead away: Telegram may refuse an address."""
    return _keys([button for button in row if button.url is None] for row in keys.inline_keyboard)


def _open(alert: Alert, texts: Texts) -> Iterator[list[InlineKeyboardButton]]:
    taken = alert.record.status is Status.TAKEN
    take = _press(alert, Deed.GIVE_BACK if taken else Deed.TAKE, texts)
    yield [take, _press(alert, Deed.CHECKLIST, texts)] if alert.steps else [take]
    yield [_press(alert, Deed.ANSWER, texts)]
    yield [_press(alert, deed, texts) for deed in (Deed.NOT_NEGATIVE, Deed.NOT_ABOUT_US, Deed.NO_REPLY)]
    yield _link(alert, texts)


def _closed(alert: Alert, texts: Texts) -> Iterator[list[InlineKeyboardButton]]:
    if alert.asks_link:
        yield [_press(alert, Deed.NO_LINK, texts)]
    yield [_press(alert, Deed.UNDO, texts), *_link(alert, texts)]


def _checklist(alert: Alert, texts: Texts) -> Iterator[list[InlineKeyboardButton]]:
    for place, step in enumerate(alert.steps):
        tick = Tick(mention=alert.record.number, step=place, done=not step.done)
        yield [InlineKeyboardButton(text=_box(step), callback_data=tick.pack())]
    yield [_press(alert, Deed.BACK, texts)]


def _press(alert: Alert, deed: Deed, texts: Texts) -> InlineKeyboardButton:
    data = Press(deed=deed, mention=alert.record.number).pack()
    return InlineKeyboardButton(text=texts(f"bot.button.{deed}"), callback_data=data, style=_COLOURS.get(deed))


def _link(alert: Alert, texts: Texts) -> list[InlineKeyboardButton]:
    url = alert.record.url
    return [InlineKeyboardButton(text=texts("bot.button.open"), url=url)] if _linkable(url) else []


def _box(step: Step) -> str:
    return shorten(f"{'☑' if step.done else '☐'} {clean(step.text)}", WIDEST)


def _keys(rows: Iterable[list[InlineKeyboardButton]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])


def _linkable(url: str) -> bool:
    """Whether Telegram takes this address for a button or a link.

    >>> _linkable("https://kestrel.example/a?b=1"), _linkable("javascript:alert(1)"), _linkable("http://localhost/")
    (True, False, False)
    """
    if len(url) > LONGEST_ADDRESS or _SPACE.search(url):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and "." in host.strip(".")


def _block(lines: list[Line], tag: str | None) -> str:
    text = "\n".join(_line(line) for line in lines)
    return f"<{tag}>{text}</{tag}>" if tag and text.strip() else text


def _line(line: Line) -> str:
    text = _mark(line) + "".join(_span(span) for span in line.spans)
    tag = _KINDS.get(line.kind)
    return f"<{tag}>{text}</{tag}>" if tag and line.spans else text


def _span(span: Span) -> str:
    text = escape(span.text)
    for style, tag in _STYLES:
        if style in span.style:
            text = f"<{tag}>{text}</{tag}>"
    if span.person is not None:
        return f'<a href="tg://user?id={span.person}">{text}</a>'
    return f'<a href="{escape(span.url)}">{text}</a>' if _linkable(span.url) else text


def _written(span: Span) -> str:
    return f"{span.text} ({span.url})" if span.url and span.url not in span.text else span.text


def _mark(line: Line) -> str:
    return BULLET if line.kind is Kind.BULLET else ""
