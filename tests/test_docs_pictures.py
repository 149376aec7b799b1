"""The pictures of the documentation show what the product says today, small enough for a page."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from struct import unpack

import pytest
from pictures.marks import MARK
from pictures.paint import Face
from pictures.phone import Look, Phone, Said
from pictures.rows import rows
from pictures.scenes import FOLDER, LANGUAGES, LARGEST, MANIFEST, blank, cards, digest, said
from pictures.words import Paragraph, Run, from_blocks, from_html

from monitor.store import Store

pytestmark = pytest.mark.one_database

ROOT = FOLDER.parents[1]
PAGES = (ROOT / "README.md", ROOT / "README.ru.md", *FOLDER.parent.glob("*.md"))
SHOWN = re.compile(r'[\s"(](?:docs/)?pictures/([^")\s]+)')
LOOK = Look(300, 8, 292, 14, 4)
CARD = '🔴 <b>Urgent</b> · 1 of 5\n<blockquote>They <u>lied</u></blockquote>\n<i>Why:</i> words\n<a href="x">Open</a>'


def noted() -> dict[str, str]:
    """What each picture said when it was drawn."""
    return json.loads(MANIFEST.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_picture_shows_what_the_product_says(language: str, store: Store) -> None:
    told = await said(store, language)
    stale = sorted(name for name, words in told.items() if noted().get(name) != words)
    assert not stale, "the product says something else now: run `make pictures`, and look at what it drew"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_nothing_of_it_is_left_out_for_want_of_a_letter(language: str, store: Store) -> None:
    paragraphs = [one for card in await cards(store, language) for one in from_html(card.text)]
    week = await digest(store, language, blank)
    paragraphs += from_blocks(week.rich_message.blocks or ())
    letters = {letter for one in paragraphs for letter in MARK.sub("", one.text)}
    nothing = Face(14).font.getmask("\U0001f9ac")
    missing = {one for one in letters - {" ", "\u00a0"} if bytes(Face(14).font.getmask(one)) == bytes(nothing)}
    assert not missing, "draw these in tests/pictures/marks.py"


def test_every_picture_is_a_small_png_that_some_page_shows() -> None:
    files = {path.name: path.read_bytes() for path in FOLDER.glob("*.png")}
    assert files.keys() == noted().keys()
    assert {name for name, body in files.items() if len(body) > LARGEST or body[:4] != b"\x89PNG"} == set()
    shown = {name for page in PAGES for name in SHOWN.findall(page.read_text(encoding="utf-8"))}
    assert shown == files.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_and_a_digest_that_stand_side_by_side_are_equally_high(language: str) -> None:
    page = (ROOT / ("README.md" if language == "en" else f"README.{language}.md")).read_text(encoding="utf-8")
    beside = re.findall(r'<img src="docs/pictures/((?:card|digest-screen)[^"]+)" width="(\d+)"', page)
    sizes = [unpack(">II", (FOLDER / name).read_bytes()[16:24]) for name, _ in beside]
    heights = [int(shown) * high / wide for (_, shown), (wide, high) in zip(beside, sizes, strict=True)]
    assert len(heights) == 2
    assert heights[0] == pytest.approx(heights[1], abs=1)


def test_a_message_is_read_as_telegram_reads_it() -> None:
    assert [(one.kind, one.text) for one in from_html(CARD)] == [
        ("plain", "🔴 Urgent · 1 of 5"),
        ("quote", "They lied"),
        ("plain", "Why: words"),
        ("plain", "Open"),
    ]
    assert from_html(CARD)[1].runs == (Run("They "), Run("lied", marked=True))


def test_words_stand_in_rows_as_wide_as_there_is_room_and_none_is_lost() -> None:
    runs = (Run("🔴 One "), Run("two three", bold=True), Run(", four five six seven\u00a0eight nine"))
    found = rows(runs, 90, 14)
    assert " ".join("".join(piece.text for piece in row.pieces) for row in found) == "".join(run.text for run in runs)
    assert max(row.width for row in found) <= 90
    space = Face(14).width(" ")
    assert all(one.width + space + other.pieces[0].width > 90 for one, other in pairwise(found))


@pytest.mark.long
def test_the_same_message_is_the_same_bytes() -> None:
    message = Said([*from_html("🔴 <u>lied</u>"), Paragraph("folded", (Run("More"),))], None, "10:30")
    assert Phone(LOOK).show(message).png() == Phone(LOOK).show(message).png()
