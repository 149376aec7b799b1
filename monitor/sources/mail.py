"""Kind `mail`: a folder of a mailbox, for the notices of platforms that allow no crawling."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from monitor.config.numbers import Whole
from monitor.config.scalars import form
from monitor.dates import NOT_DATED, Dated, read_date
from monitor.domain import Item, Page, Request
from monitor.errors import ParseError
from monitor.places.addresses import shown
from monitor.sources.base import SourceBase
from monitor.sources.mails.google_alerts import SENDER as GOOGLE_ALERTS
from monitor.sources.mails.google_alerts import read_alert
from monitor.sources.mails.letter import Letter, letters
from monitor.sources.mails.letter_lines import Line, Read, lines_of, links_of
from monitor.sources.mails.mailbox import mail_address, read_mailbox
from monitor.sources.mails.notice import Notice, best_link, read_notices, rules_for, within, without_boilerplate
from monitor.sources.mails.other_alerts import read_results
from monitor.sources.mails.passed_on import first_one
from monitor.sources.markup import links

FOLDER, MESSAGE = "folder", "message"

_SENDER = re.compile(r"[^\s@\"\\<>()]*@[^\s@\"\\<>()]+\.[^\s@\"\\<>()]+")
_PASSED_ON = re.compile(r"^(?:(?:re|fwd?|fw|ответ|пересл\w*|на)\s*:\s*)+", re.IGNORECASE)
_ANSWERS = re.compile(r"^(?:re|ответ|на)\s*:", re.IGNORECASE)
_FORWARDED = re.compile(r"^(?:fwd?|fw|пересл\w*)\s*:", re.IGNORECASE)
_SIGNATURE = re.compile(r"^--$")
_ROW = re.compile(r"^(?:_{5,}|-{5,}|—)$")
_ANSWERED = re.compile(
    r"^(?:on (?=.{0,200}\d).{5,200} wrote:|(?=.{0,120}\d).{5,120} (?:пишет|писал|написал)\S{0,3}:"
    r"|(?:вы писали|you wrote)\b.{0,80}:"
    r"|(?=.{0,80}\d[:.]\d\d\b).{5,160}<[^<>\s]{1,100}@[^<>\s]{1,100}>:"
    r"|-{2,}\s*(?:original message|исходное сообщение).*)$",
    re.IGNORECASE,
)


def _mail_address(written: str) -> str:
    if read_mailbox(written) is None:
        raise PydanticCustomError("otklik_mail_address", "not an IMAP address")
    return written


def _sender(written: str) -> str:
    if not _SENDER.fullmatch(written):
        raise PydanticCustomError("otklik_sender", "not a sender")
    return written.lower()


MailAddress = Annotated[str, AfterValidator(_mail_address), form("mail-box")]
Sender = Annotated[str, AfterValidator(_sender), form("sender")]


class MailSource(SourceBase):
    """A mailbox folder with the notifications of platforms that allow no crawling."""

    kind: Literal["mail"] = Field(
        "mail", description="A mailbox folder with the notifications of platforms that allow no crawling."
    )
    url: MailAddress = Field(
        description="The mailbox and its folder; write @ in the user name as %40.",
        examples=["imaps://robot%40example.com:${IMAP_PASSWORD}@imap.example.com/INBOX"],
        repr=False,
    )
    senders: tuple[Sender, ...] = Field(
        (),
        alias="from",
        description="Only messages from these addresses are read; @other.example means the whole domain.",
        examples=[["reviews@platform.example", "@other.example"]],
    )
    limit: Whole = Field(
        100, ge=1, description="How many messages to read in one pass, newest first; the rest follow in the next."
    )

    @property
    def reads_lists(self) -> bool:
        """The folder is a list of messages."""
        return True

    @property
    def may_be_empty(self) -> bool:
        """A folder is what its owner keeps in it."""
        return True

    def start(self, names: Sequence[str]) -> Iterator[Request]:  # noqa: ARG002  # a folder holds what it holds
        """The folder; the login is not part of the address."""
        box = read_mailbox(self.url)
        if box is not None:
            yield Request(box.address, step=FOLDER)

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        """Each mail of the folder, once; of a mail what it tells: a review, the results of an alert, or itself."""
        if page.step == FOLDER:
            listed = json.loads(page.body)
            for uid in listed["uids"]:
                url = mail_address(page.url, listed["validity"], uid)
                yield Request(url, step=MESSAGE, depth=page.depth + 1, once="")
            return
        yield from self._told(page, now, zone)

    def _told(self, page: Page, now: datetime, zone: ZoneInfo) -> Iterator[Item]:
        try:
            found = letters(page.body)
        except (
            RecursionError,
            TypeError,
            ValueError,
            LookupError,
        ) as error:  # Python's parser stumbles like feedparser
            raise ParseError("parse.mail", url=page.url) from error
        outer = found[0]
        if outer.automatic or not self._wanted(outer.sender):
            return
        told = [one for one in found if not (one.automatic or _only_covers(one))]
        for number, letter in enumerate(told):
            guid = letter.id or f"{outer.id or _fingerprint(outer)}#{number}"
            first, read = first_one(letter, lines_of(letter, answered=not _FORWARDED.match(letter.subject)))
            dates = (read_date(date, zone=zone, now=now) for date in (*first.dates, *outer.dates))
            dated = next((one for one in dates if one.at), NOT_DATED)
            yield from self._results(first, read, guid, dated) or self._items(first, read, guid, dated)

    def _wanted(self, sender: str) -> bool:
        """Whether a mail is from one of `from`, or from all of a domain that stands there."""
        domain = sender.rpartition("@")[2]
        return not self.senders or any(
            within(domain, one[1:]) if one.startswith("@") else sender == one for one in self.senders
        )

    def _results(self, letter: Letter, read: Read, guid: str, dated: Dated) -> list[Item]:
        """What an alert of Google or of another service brings; nothing where it is another mail."""
        results = read_alert(letter) if GOOGLE_ALERTS.fullmatch(letter.sender) else read_results(letter, read)
        return [
            Item(
                source=self.id,
                url=result.url,
                title=result.title,
                text=result.text,
                author=result.publisher,
                guid=f"{guid}#{number}",
                published=dated.at,
                dated=False,  # the day of the mail, not of the page
                links=(result.url,),
            )
            for number, result in enumerate(results)
        ]

    def _items(self, letter: Letter, read: Read, guid: str, dated: Dated) -> Iterator[Item]:
        """The reviews of a mail, or the mail as it is."""
        notices = read_notices(letter, read)
        if not notices:
            link = best_link(links_of(read), rules_for(letter.sender))
            notices = (Notice(_own_words(letter, read), link=link),)
        for number, notice in enumerate(notices):
            item = self._item(letter, notice, f"{guid}#{number}" if number else guid, dated)
            if item.title or item.text:
                yield item

    def _item(self, letter: Letter, notice: Notice, guid: str, dated: Dated) -> Item:
        """What a mail says. Its link does not tell it: many reviews stand on one page."""
        text, link, rating = notice.text, notice.link, notice.rating
        return Item(
            source=self.id,
            url=link,
            title=_title(letter.subject),
            text=text,
            author=notice.author,
            guid=guid,
            published=dated.at,
            dated=dated.absolute,
            addressed=False,
            rating=rating.share if rating else None,
            rating_text=rating.text if rating else None,
            links=tuple(dict.fromkeys(filter(None, (link, *map(shown, links(text)))))),
        )


def _title(subject: str) -> str:
    """Of an answer that of the conversation, marked as such: its words are those of whoever began.

    >>> _title("RE: Fwd: Ужас"), _title("Fwd: RE: Ужас")
    ('Re: Ужас', 'Ужас')
    """
    bare = _PASSED_ON.sub("", subject)
    return f"Re: {bare}" if bare and _ANSWERS.match(subject) else bare


def _fingerprint(letter: Letter) -> str:
    """What tells a mail without a Message-ID: all that it says, for servers number their mails anew."""
    said = "\0".join((letter.sender, letter.subject, *letter.dates, letter.html, letter.text))
    return blake2b(said.encode(errors="replace"), digest_size=12).hexdigest()


def _only_covers(letter: Letter) -> bool:
    """Whether a mail says nothing of its own, but passes on those attached to it."""
    return letter.covers and (not letter.subject or _FORWARDED.match(letter.subject) is not None)


def _own_words(letter: Letter, read: Read) -> str:
    """What a mail says itself: neither what it answers nor what stands below every mail of its sender."""
    lines = read.lines
    if not _FORWARDED.match(letter.subject):
        end = next((n for n, line in enumerate(lines) if _ANSWERED.match(line.text)), len(lines))
        above, below = lines[:end], lines[end + 1 :]
        answers_below = below and below[0].quoted  # what is quoted is marked: the rest is said below or between
        lines = [line for line in (*above, *(below if answers_below else ())) if not line.quoted]
    return " ".join(without_boilerplate(_unsigned(lines), letter.sender))


def _unsigned(lines: Sequence[Line]) -> Sequence[Line]:
    """What stands above the signature. A row of strokes divides a letter, unless there is one and little below it."""
    end = next((n for n, line in enumerate(lines) if _SIGNATURE.match(line.text)), len(lines))
    rows = [n for n, line in enumerate(lines[:end]) if _ROW.match(line.text)]
    if len(rows) == 1 and _length(lines[rows[0] + 1 : end]) <= _length(lines[: rows[0]]):
        end = rows[0]
    return [line for line in lines[:end] if not _ROW.match(line.text)]


def _length(lines: Iterable[Line]) -> int:
    return sum(len(line.text) for line in lines)
