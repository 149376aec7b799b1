"""The feeds of the bench site: every byte a function of feed, item and day, so that all who read them read the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from random import Random
from typing import Literal

import yaml

RUSSIAN = 0.65  # of the items; the others are English
NAMED = 0.08  # of the items name a brand
OLD_LETTERS = 10  # each so-maniest feed is in windows-1251
BETWEEN = timedelta(minutes=20)  # from one item of a feed to the next

Words = Mapping[str, Mapping[str, Sequence[str]]]
Mood = Literal["good", "bad", "neutral"]


@dataclass(frozen=True)
class Told:
    """One item, as its site means it."""

    number: int
    title: str
    paragraphs: tuple[str, ...]
    brand: str  # as it is written there; empty: nobody is named
    mood: Mood
    lang: str
    at: datetime


@lru_cache
def words() -> Words:
    """What sentences are made of."""
    read: Words = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
    return read


@lru_cache(maxsize=50_000)
def told(feed: int, number: int, day: datetime) -> Told:
    """Item `number` of a feed: the higher, the newer. `day` is the one on which all of it is read."""
    random = Random(f"{feed} {number}")
    lang = "ru" if random.random() < RUSSIAN else "en"
    mood: Mood = random.choices(("bad", "good", "neutral"), (0.3, 0.2, 0.5))[0]
    brand = random.choice(words()[lang]["brands"]) if random.random() < NAMED else ""
    paragraphs = [_paragraph(random, lang, mood, "") for _ in range(random.randint(2, 4))]
    if brand:
        paragraphs[0] = _paragraph(random, lang, mood, brand)
    title = _sentence(random, lang, "neutral", "")[:-1]
    at = day - timedelta(days=2) + BETWEEN * number + timedelta(seconds=feed % 1200)
    return Told(number, title, tuple(paragraphs), brand, mood, lang, at)


def document(feed: int, numbers: range, base: str, day: datetime) -> bytes:
    """A feed with these items, the newest first: RSS with summaries, RSS with whole texts, and Atom, a third each."""
    items = [told(feed, number, day) for number in reversed(numbers)]
    kind = feed % 3
    text = _atom(feed, items, base) if kind == 2 else _rss(feed, items, base, whole=kind == 1)
    if feed // 3 % OLD_LETTERS == 3:
        return text.replace("utf-8", "windows-1251", 1).encode("cp1251", "xmlcharrefreplace")
    return text.encode()


def _sentence(random: Random, lang: str, mood: Mood, brand: str) -> str:
    of = words()[lang]
    subject, happened, tail = random.choice(of["subjects"]), random.choice(of[mood]), random.choice(of["tails"])
    who = f"{brand}, {subject}," if brand else subject
    figure = f", {random.randrange(3, 98)} %" if random.random() < 0.3 else ""
    said = f"{who} {happened} {tail}{figure}."
    return said[0].upper() + said[1:]


def _paragraph(random: Random, lang: str, mood: Mood, brand: str) -> str:
    said = [
        _sentence(random, lang, mood if random.random() < 0.35 else "neutral", "") for _ in range(random.randint(1, 3))
    ]
    return " ".join([*said, _sentence(random, lang, mood, brand)])


def _html(item: Told, link: str) -> str:
    return "".join(f"<p>{one}</p>" for one in item.paragraphs) + f'<p><a href="{link}">Читать / Read</a></p>'


def _rss(feed: int, items: Sequence[Told], base: str, *, whole: bool) -> str:
    entries = []
    for one in items:
        link = f"{base}/article/{feed}/{one.number}"
        content = f"<content:encoded><![CDATA[{_html(one, link)}]]></content:encoded>" if whole else ""
        entries.append(
            f"<item><title>{escape(one.title)}</title><link>{link}?utm_source=rss&amp;utm_medium=feed</link>"
            f'<guid isPermaLink="false">bench-{feed}-{one.number}</guid><pubDate>{format_datetime(one.at)}</pubDate>'
            f"<dc:creator>Автор {one.number % 17}</dc:creator><category>B2B</category>"
            f"<description>{escape(one.paragraphs[0])}</description>{content}</item>\n"
        )
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    head = f"<title>Новости {feed}</title><link>{base}/</link><description>Bench feed {feed}</description>"
    body = "".join(entries)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" {names}><channel>{head}{body}</channel></rss>'


def _atom(feed: int, items: Sequence[Told], base: str) -> str:
    entries = []
    for one in items:
        link = f"{base}/article/{feed}/{one.number}"
        entries.append(
            f'<entry><title>{escape(one.title)}</title><id>urn:bench:{feed}:{one.number}</id><link href="{link}"/>'
            f"<updated>{one.at.isoformat()}</updated><author><name>Автор {one.number % 17}</name></author>"
            f"<summary>{escape(one.paragraphs[0])}</summary>"
            f'<content type="html">{escape(_html(one, link))}</content></entry>\n'
        )
    updated = items[0].at.isoformat()
    head = f'<title>Atom {feed}</title><id>urn:bench:{feed}</id><link href="{base}/"/><updated>{updated}</updated>'
    body = "".join(entries)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">{head}{body}</feed>'
