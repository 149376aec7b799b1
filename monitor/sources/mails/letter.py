"""Opens mails: who wrote, when, under which subject, and the words in each of the two forms they come in."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from monitor.domain import Page
from monitor.sources.charset import letters as read_as
from monitor.sources.markup import LONGEST, decode, folded

OURS = ("X-Mailer", "Otklik")  # a line in the head of what we send ourselves

_PARTS = 200  # of one mail that are looked at
_ENCLOSED = 50  # mails attached to one, those attached to them included
_IN_BRACKETS = re.compile(r"<([^<>\s]{1,256}@[^<>\s]{1,256})>\s*\Z")
_ENDLESS = re.compile(  # Python's own reader of parameters takes the square of their number
    rb"^(content-type:(?:[^\r\n]|\r?\n[ \t]){1000})(?:[^\r\n]|\r?\n[ \t])*+", re.IGNORECASE | re.MULTILINE
)
_DATE_IN_RECEIVED = re.compile(r";\s*([^;]+)\Z")
_MAIL = "message/rfc822"
_FILE = re.compile(r"name[*\d]*=.{1,500}\.eml\b", re.IGNORECASE)
_REPORTS = frozenset({"delivery-status", "disposition-notification"})
_MACHINES = frozenset({"mailer-daemon", "postmaster"})
_AWAY = re.compile(
    r"^(?:automatic reply|auto[- ]?(?:reply|response)|out of (?:the )?office|автоматический ответ|автоответ)\s*:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as its reader sees it; `id` is empty where the sender gave none."""

    id: str = ""
    sender: str = ""  # the address, in lower case
    subject: str = ""
    dates: tuple[str, ...] = ()  # when it was written, and when it arrived
    html: str = ""
    text: str = ""
    answers: bool = False  # it says that it answers another mail; forwarded ones say so too, now and then
    covers: bool = False  # other mails are attached to it
    automatic: bool = False  # nobody wrote it: it did not arrive, somebody is away, or it is ours


def letters(raw: bytes) -> tuple[Letter, ...]:
    """A mail, and after it those that are attached to it whole, as forwarded ones are, and those attached to them."""
    waiting, found = [message_from_bytes(_ENDLESS.sub(rb"\1", raw))], list[Letter]()
    while waiting and len(found) <= _ENCLOSED:
        message = waiting.pop(0)
        letter = _letter(message)
        attached = [] if letter.automatic else [*_attached(message)]
        found.append(replace(letter, covers=bool(attached)))
        waiting[:0] = attached
    return tuple(found)


def address_in(written: str) -> str:
    """The address of a line From, in lower case, however its name is written; empty where there is none.

    >>> address_in('"Anna, support" <Reviews@platform.example>'), address_in("info@shop.example <reviews@p.example>")
    ('reviews@platform.example', 'reviews@p.example')
    """
    bracketed = _IN_BRACKETS.search(written)  # whatever stands before it, be it a lone quote or an @
    found = bracketed[1] if bracketed else next((one for _, one in getaddresses([written]) if "@" in one), "")
    return found.lower()


def _letter(message: Message) -> Letter:
    html, text = _bodies(message)
    return Letter(
        id=_header(message, "Message-ID").strip("<> "),
        sender=_sender(message),
        subject=_header(message, "Subject"),
        dates=(_header(message, "Date"), _received(message)),
        html=html[:LONGEST],
        text=text[:LONGEST],
        answers="In-Reply-To" in message,
        automatic=_is_automatic(message),
    )


def _is_automatic(message: Message) -> bool:
    """Whether a program wrote: that a mail did not arrive or was read, that its reader is away, or what we tell."""
    name, value = OURS
    if message.get(name) == value:
        return True
    kind, report = message.get_content_type(), str(message.get_param("report-type", "")).lower()
    if (kind == "multipart/report" and report in _REPORTS) or "X-Failed-Recipients" in message:
        return True
    if str(message.get("Auto-Submitted", "")).strip().lower().startswith("auto-replied") or "X-Autoreply" in message:
        return True
    return _sender(message).partition("@")[0] in _MACHINES or _AWAY.match(_header(message, "Subject")) is not None


def _own_parts(message: Message) -> Iterator[Message]:
    """The parts of a mail, but not those of mails attached to it."""
    waiting = [message]
    for _ in range(_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        yield part
        if part.is_multipart() and part.get_content_type() != _MAIL:
            waiting[:0] = [one for one in part.get_payload() if isinstance(one, Message)]


def _attached(message: Message) -> Iterator[Message]:
    for part in _own_parts(message):
        if part.is_multipart() and part.get_content_type() == _MAIL:
            yield from (_opened(one, part) for one in part.get_payload() if isinstance(one, Message))
        elif not part.is_multipart() and _FILE.search(f"{_header(part, 'Content-Disposition')} {part['Content-Type']}"):
            yield from _filed(part)


def _filed(part: Message) -> Iterator[Message]:
    """A mail that was dragged into another one as a file."""
    content = part.get_payload(decode=True)
    mail = message_from_bytes(_ENDLESS.sub(rb"\1", content)) if isinstance(content, bytes) else None
    if mail is not None and "From" in mail:
        yield mail


def _opened(attached: Message, part: Message) -> Message:
    """Some programs pack a mail that they attach like a picture, which the parser takes for its words."""
    packed = attached.get_payload()
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() != "base64" or not isinstance(packed, str):
        return attached
    with suppress(ValueError):
        return message_from_bytes(b64decode(packed))
    return attached


def _bodies(message: Message) -> tuple[str, str]:
    """What is written as a page, and what is written as plain text."""
    found: dict[str, list[str]] = {"text/html": [], "text/plain": []}
    for part in _own_parts(message):
        kind = part.get_content_type()
        if kind in found and "attachment" not in str(part.get("Content-Disposition", "")).lower():
            found[kind].append(_words(part, kind))
    return "\n".join(found["text/html"]), "\n".join(found["text/plain"])


def _words(part: Message, kind: str) -> str:
    try:
        content, charset = part.get_payload(decode=True), part.get_param("charset")
    except (ValueError, TypeError):  # a charset with a zero byte in its name, or in pieces of which some have no number
        content, charset = None, None
    data = content if isinstance(content, bytes) else b""
    named = charset if isinstance(charset, str) else ""
    if kind == "text/html" and not named:
        return decode(Page("", data))  # a page may name its charset itself
    return _read(data, named)


def _header(message: Message, name: str) -> str:
    """One header as it is meant; mailers break them in every way."""
    text = _as_written(message, name)
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):  # broken base64
        pieces = [(text, None)]
    return folded("".join(_piece(content, charset) for content, charset in pieces))


def _piece(content: str | bytes, charset: str | None) -> str:
    data = content.encode("latin-1", "replace") if isinstance(content, str) else content
    return _read(data, charset or "")


def _read(data: bytes, charset: str) -> str:
    """By the charset that is named, where it fits what is written; that of old mails is no charset of a page.

    >>> _read("Отзыв о вас".encode("koi8-r"), ""), _read("Отзыв о вас".encode(), "iso-8859-1")
    ('Отзыв о вас', 'Отзыв о вас')
    """
    if charset.lower() == "utf-7":
        return data.decode("utf-7", errors="replace")
    return read_as(data, f"charset={charset}")


def _as_written(message: Message, name: str) -> str:
    written = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return str(written).encode("ascii", "surrogateescape").decode("latin-1")


def _sender(message: Message) -> str:
    """As it is written: only then is what stands in an encoded name no part of the address."""
    return address_in(folded(_as_written(message, "From"))) or address_in(_header(message, "From"))


def _received(message: Message) -> str:
    """When it arrived, for mails that do not say when they were written."""
    found = _DATE_IN_RECEIVED.search(_header(message, "Received"))
    return found[1] if found else ""
