"""Doors of words: what is said somewhere, matched, judged, shown and exported; and what servers say beside a page."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from html.parser import HTMLParser
from io import StringIO

import httpx

from hostile.door import Door
from hostile.files import PLAN, UNDERSTANDING
from hostile.laws import need, storable
from hostile.pages import MINSK, NOW
from monitor import identity
from monitor.dates import read_date
from monitor.dates.ahead import day_ahead
from monitor.dates.period import read_period
from monitor.domain import Alert, Item, Mention, Record, Severity, Status
from monitor.errors import MonitorError
from monitor.export import as_jsonl, csv_head, csv_rows
from monitor.fetch.address import place, web
from monitor.fetch.body import BodyError, inflating
from monitor.fetch.challenge import challenged
from monitor.fetch.patience import asked_to_wait
from monitor.fetch.robots import Answer, ours
from monitor.identity import identify
from monitor.logs import Redaction
from monitor.match.exclusion import phrase_beside
from monitor.places.addresses import address_key, shown
from monitor.places.forbidden import Places, read_place
from monitor.render.card import card
from monitor.render.dates import Calendar
from monitor.render.display import clean, host
from monitor.render.history import history_document
from monitor.render.html import html
from monitor.render.plain import plain
from monitor.render.screen import console
from monitor.render.terminal import mentions_table, panel
from monitor.replies.privacy import clients_data, full_names, has_contact, numbers
from monitor.sources.markup import folded, links
from monitor.sources.markup import plain as unmarked
from monitor.sources.pages.rating import read_rating
from monitor.stories import alike, fingerprint, wording
from monitor.team.codes import code_in
from monitor.texts import Texts

_RU = Texts("ru")
_REPLY = 4096  # letters of a draft: it comes as a message
_ESCAPES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SOURCE = PLAN.sources[0]
_PLACES = Places(("otzyv.example", "@spam_channel", "zubr.example/private"))
_SAID = (
    *(
        "Зубр-Софт ",
        "Точка банк карта ",
        "Kestrel Cloud ",
        "суд ",
        "утечка ",
        "мошенники ",
        "не ",
        "ужас ",
        "спасибо ",
        "))) ",
    ),
    *(
        "😡",
        "!!!",
        "?",
        ". ",
        "\n",
        "«",
        "»",
        "@",
        "#",
        "https://otzyv.example/",
        "t.me/spam_channel ",
        "зубр европейский ",
    ),
    *(
        "&lt;p&gt;",
        "<script>",
        "&amp;",
        "\u202e",
        "\u0301",
        "т.е. ",
        "г. ",
        "А. ",
        "*** ",
        "х*й ",
        "İ",
        "+375 29 123-45-67 ",
    ),
)
_DATES = (
    b"ago",
    "назад".encode(),
    "ноября".encode(),
    b"T",
    b"Z",
    b"+03:00",
    b"yesterday",
    b"Europe/Minsk",
    b"AM",
    b"1e9",
    b"GMT",
)


def word_doors() -> Mapping[str, Callable[[], Door]]:
    """By name."""
    said = tuple(one.encode() for one in _SAID)
    return {
        "mention": lambda: Door("mention", _mention, "lines", said),
        "stories": lambda: Door("stories", _stories, "lines", said),
        "markup": lambda: Door("markup", _markup, "html", said),
        "dates": lambda: Door("dates", _dates, "lines", _DATES),
        "addresses": lambda: Door(
            "addresses", _addresses, "lines", (b"http://", b"@", b"[::1]", b":99999", b"xn--", b"?utm_a=", b"%2e")
        ),
        "headers": lambda: Door("headers", _headers, "lines", (b"Retry-After: ", b"gzip", b"deflate", *_DATES)),
        "robots": lambda: Door(
            "robots", _robots, "lines", (b"User-agent: *", b"Disallow: /*$", b"Crawl-delay: ", b"Allow:", b"*" * 9)
        ),
        "inflating": lambda: Door("inflating", _inflating, "bytes", (b"\x1f\x8b\x08", b"x\x9c")),
    }


def lettered(data: bytes) -> str:
    """The letters of an input, halves of letters among them."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def said_in(data: bytes) -> Item:
    """A title in the first line, an author in the second, a text in the others, as a source cleans them."""
    title, author, text = (
        *lettered(data).split("\n", 2),
        "",
        "",
    )[:3]
    return Item("news", "https://news.example/1", folded(title), folded(text), folded(author), published=NOW)


def record_of(mention: Mention, number: int = 1) -> Record:
    """As it would be stored."""
    item, tone = mention.item, mention.sentiment
    return Record(
        number=number,
        brand=mention.brand,
        source=item.source,
        also=(),
        url=item.url,
        title=item.title,
        text=item.text,
        author=item.author,
        published=item.published,
        found=NOW,
        at=NOW,
        lang=mention.lang,
        rating=item.rating,
        rating_text=item.rating_text,
        label=tone.label,
        score=tone.score,
        flag=mention.verdict.flag,
        why=tone.why,
        words=tone.words,
        severity=mention.verdict.severity or Severity.P2,
        story=1,
        status=Status.NEW,
        reason=None,
        assignee=None,
        deadline=NOW + timedelta(hours=4),
        answered=None,
        reply_url=None,
        corrected=False,
        reasons=tone.reasons,
        unsure=tone.unsure,
    )


def alerts_of(item: Item) -> Iterator[Alert]:
    """Every brand it names, judged, as its card would show it."""
    about = UNDERSTANDING.about(item, _SOURCE) or {"zubr": ()}
    for number, (brand, hits) in enumerate(about.items(), 1):
        for hit in hits:
            field = item.title if hit.in_title else item.text
            need(field[hit.start : hit.end] == hit.text and hit.text.strip(), "a place that is another")
        mention = UNDERSTANDING.mention(item, _SOURCE, brand, about, now=NOW, history=False)
        need(-1.0 <= mention.sentiment.score <= 1.0, "a score beyond -1..1")
        for cue in mention.sentiment.words:
            need(cue.text in item.title or cue.text in item.text, "a reason that nobody wrote")
        yield Alert(record_of(mention, number), hits, mention.sentiment.risks)


def _mention(data: bytes) -> object:
    """The whole way of an item, from its words to a card, a page, a table and a file."""
    item = said_in(data)
    for found in identify([item]):
        need(found.keys, "an item without a key")
    told: list[object] = []
    for alert in alerts_of(item):
        record = alert.record
        shown = card(alert, brand="Зубр-Софт", calendar=Calendar(_RU, MINSK, NOW))
        need(shown.size < 900, "a card that is too long")
        _readable(html(shown, title=record.title, language="ru"))
        history = history_document(alert, (), (), PLAN, Calendar(_RU, MINSK, NOW))
        for text in (plain(shown), plain(history)):
            need(not _ESCAPES.search(text.replace("\n", "")), "a sign that moves a terminal")
        out = StringIO()
        screen = console(out)
        screen.print(panel(shown))
        screen.print(mentions_table([record], PLAN, Calendar(_RU, MINSK, NOW)))
        need(not _ESCAPES.search(out.getvalue().replace("\n", "").replace("\t", "")), "a sign that moves a terminal")
        _exported(record)
        phrase_beside(alert.hits, record.title, record.text)
        told.append((record.label, record.flag, record.lang))
    _PLACES.in_item(item)
    return told[:3]


def _exported(record: Record) -> None:
    [line] = as_jsonl([record]).splitlines()
    need(json.loads(line)["text"] == record.text, "an export that says something else")
    rows = list(csv.reader(StringIO(f"{csv_head()}{csv_rows([record])}".lstrip("\ufeff"), newline="")))
    need(len(rows) == 2, "an export with another number of rows")
    need(
        not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in rows[1]),
        "a cell that a spreadsheet calculates",
    )


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        need(tag not in {"script", "iframe", "img", "object", "form"}, "markup that others wrote")
        for name, value in attrs:
            need(not name.startswith("on"), "markup that others wrote")
            need(name != "href" or str(value).startswith(("http://", "https://")), "a link that leads out of the web")


def _readable(page: str) -> None:
    page.encode()
    _Reading().feed(page.partition("<body>")[2])


def _stories(data: bytes) -> object:
    """Two texts, one above and one below a blank line."""
    first, _, second = data.decode("utf-8", "replace").partition("\n\n")
    one, other = (wording("", folded(text), author="Анна") for text in (first, second))
    fingerprint(one), fingerprint(other)
    text = folded(first)[:_REPLY]
    has_contact(text), list(clients_data(text)), list(numbers(text)), list(full_names(text, shown=folded(second)[:100]))
    Redaction({"s3cret-word"}).text(text)
    return alike(one, other), has_contact(text)


def _markup(data: bytes) -> object:
    text = data.decode("utf-8", "replace")
    said = unmarked(text)
    storable(said)
    need(unmarked(said[:0]) == "", "words out of nothing")
    need(folded(said) == said, "white space that is not folded")
    return bool(said), min(len(links(text, "https://site.example/")), 3)


def _dates(data: bytes) -> object:
    told = []
    for line in data.decode("utf-8", "replace").splitlines()[:12]:
        found = read_date(line, zone=MINSK, now=NOW)
        if found.at is not None:
            need(found.at.tzinfo is not None and found.at <= NOW + timedelta(days=1), "published in the future")
            need(found.at.year > 1, "the year 1")
            Calendar(_RU, MINSK, NOW).stamp(found.at)
        read_rating(line)
        code_in(line)
        day_ahead(line, NOW.date())
        read_period(line, NOW.date())
        told.append((found.at is not None, found.absolute))
    return tuple(told[:4])


def _addresses(data: bytes) -> object:
    told = []
    for line in lettered(data).split("\n")[:12]:
        address, key = shown(line), address_key(line)
        if address:
            need(shown(address) == address, "an address that is another when it is shown again")
            need(address_key(address) == key, "an address that is another page when it is shown")
            need(
                address.startswith(("http://", "https://")) or address[:8].lower().startswith(("http://", "https://")),
                "no web address",
            )
            identity.page_key(address)
        clean(host(address))
        _PLACES.holds(line), _PLACES.in_text(line), read_place(line)
        for scheme in ("", "http://"):
            try:
                told.append(place(web(scheme + line)) != "")
            except MonitorError as error:
                str(error).encode()
                told.append(False)
    return tuple(told[:4])


def _headers(data: bytes) -> object:
    """What a server writes above its answer."""
    headers = []
    for line in data.decode("latin-1").replace("\r", "").split("\n")[:40]:
        name, _, value = line.partition(":")
        headers.append((name.strip().lower(), value.strip()))
        wait = asked_to_wait(value or name, NOW)
        need(wait is None or timedelta(0) < wait <= timedelta(days=1), "a pause without an end")
    held = httpx.Headers([(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers])
    return tuple(challenged(status, held, data) for status in (200, 403, 429, 503))


def _robots(data: bytes) -> object:
    from protego import Protego  # noqa: PLC0415  # as the fetcher's own module does

    answer = Answer(200, data)
    rules = Protego.parse(ours(answer.body.decode("utf-8-sig", "replace"), "otklik"))
    allowed = [
        rules.can_fetch(f"https://site.example/{path}", "*")
        for path in ("", "a/b?c=d", "private/" + "a" * 300, "%D0%BE")
    ]
    delay = min(rules.crawl_delay("*") or 0.0, 60.0)
    need(0.0 <= delay <= 60.0, "a pause without an end")
    return allowed, delay > 0


def _inflating(data: bytes) -> object:
    """A packed body: of a bomb no more is unpacked than may be."""
    told = []
    for encoding in ("gzip", "deflate"):
        try:
            told.append(_unpacked(data, encoding) > 0)
        except BodyError as error:
            told.append(error.key)
    return tuple(told)


def _unpacked(data: bytes, encoding: str) -> int:
    inflater, size = inflating(encoding), 0
    for start in range(0, len(data), 16_384):
        for piece in inflater.feed(data[start : start + 16_384]):
            need(len(piece) <= 65_536, "a piece that is too large")
            size += len(piece)
            if size > 10_000_000:
                raise BodyError("fetch.too_large")
    inflater.close()
    return size
