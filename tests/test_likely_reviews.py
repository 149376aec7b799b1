"""A page that marks up no reviews: where they stand is proposed, and nothing where that is not sure."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from monitor.domain import Item, Page
from monitor.sources.pages.likely import likely_reviews
from monitor.sources.reviews import ReviewsSource

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
MINSK = ZoneInfo("Europe/Minsk")
ROWS = [
    ("Анна Котова", "12 ноября 2026", "2026-11-12", 1, "Ждали внедрения четыре месяца, поддержка отвечает через раз."),
    ("ООО «Ромашка»", "3 ноября 2026", "2026-11-03", 4, "Работаем второй год, менеджер на связи и решает быстро."),
    ("Пётр С.", "28 октября 2026", "2026-10-28", 2, "После обновления перестала выгружаться зарплата всей фирмы."),
    ("dmitry_k", "1 сентября 2026", "2026-09-01", 3, "Функций много, а документация устарела, пишем в чат."),
]
PAGE = """<!doctype html><title>{title}</title><header class="header"><ul class="menu"><li class="menu-item">
<a href="/">Главная</a></li><li class="menu-item"><a href="/about">О нас</a></li></ul></header>
<div class="content"><h1>{title}</h1>
<div class="list">{blocks}</div></div><div class="sidebar"><h3>Новости</h3>{news}</div>"""
NEWS = "".join(
    f'<div class="news-item"><span class="date">1{n}.11.2026</span><a href="/news/{n}">Открыт офис номер {n}, '
    "приглашаем партнёров на встречу с директором</a></div>"
    for n in range(3)
)
BLOCKS = yaml.safe_load((Path(__file__).parent / "likely_blocks.yaml").read_text(encoding="utf-8"))
RATED, SIGNED, SILENT = BLOCKS["rated"], BLOCKS["signed"], BLOCKS["silent"]


def page(block: str, title: str = "Отзывы о Зубр-Софт") -> str:
    """Each of the rows, written in one way."""
    blocks = (block.format(n=n, a=a, d=d, i=i, s=s, t=t) for n, (a, d, i, s, t) in enumerate(ROWS, 1))
    return PAGE.format(title=title, blocks="".join(blocks), news=NEWS)


def read(text: str) -> list[Item]:
    """What the proposed selectors read; the reviews and nothing else, or it is no proposal to be made."""
    likely = likely_reviews(text, now=NOW, zone=MINSK)
    assert likely is not None
    source = ReviewsSource.model_validate(
        {"id": "x", "kind": "reviews", "url": "https://zubr.example/r", "select": dict(likely.select)}
    )
    found = source.read(Page("https://zubr.example/r", text.encode(), {}), now=NOW, zone=MINSK)
    return [one for one in found if isinstance(one, Item)]


@pytest.mark.parametrize("engine", RATED)
def test_reviews_are_found_with_their_authors_days_and_ratings(engine):
    found = [(one.author, one.rating_text, one.text) for one in read(page(RATED[engine]))]
    assert found == [(author, f"{stars}/5", text) for author, _, _, stars, text in ROWS]


@pytest.mark.parametrize("engine", [*RATED, *SIGNED])
def test_each_is_dated_by_its_own_day(engine):
    found = read(page({**RATED, **SIGNED}[engine]))
    assert [f"{one.published.astimezone(MINSK):%F}" for one in found if one.published] == [
        iso for _, _, iso, *_ in ROWS
    ]


@pytest.mark.parametrize("engine", SIGNED)
def test_posts_and_comments_are_found_with_their_authors(engine):
    found = [(one.author, one.rating, one.text) for one in read(page(SIGNED[engine]))]
    assert found == [(author, None, text) for author, *_, text in ROWS]


@pytest.mark.parametrize("what", SILENT)
def test_of_what_only_looks_like_reviews_nothing_is_said(what):
    assert likely_reviews(page(SILENT[what], "Зубр-Софт"), now=NOW, zone=MINSK) is None


def test_a_table_is_read_by_the_heads_of_its_columns():
    rows = "<tr><td>{d}</td><td>{a}</td><td>{t}</td><td>{s}</td></tr>"
    head = "<tr><th>Дата</th><th>Имя</th><th>Отзыв</th><th>Оценка</th></tr>"
    table = (
        page(rows)
        .replace('<div class="list">', f'<table class="otzyvy">{head}')
        .replace("</div></div>", "</table></div>")
    )
    assert [(one.author, one.rating_text) for one in read(table)] == [(a, f"{s}/5") for a, _, _, s, _ in ROWS]


def test_a_scale_that_not_every_mark_tells_is_named():
    block = (
        '<div class="opinion"><b class="opinion-user">{a}</b><i class="opinion-date">{d}</i>'
        '<b class="opinion-score">{s}</b><p>{t}</p></div>'
    )
    of_ten = likely_reviews(page(block).replace('score">4', 'score">8'), now=NOW, zone=MINSK)
    width = '<div class="stars"><i style="width:{s}0%"></i></div>'
    drawn = likely_reviews(page(block.replace('<b class="opinion-score">{s}</b>', width)), now=NOW, zone=MINSK)
    assert [one and one.select.get("rating_max") for one in (of_ten, drawn)] == [10, 5]


def test_all_rows_are_read_where_their_names_take_turns():
    block = (
        '<div class="rev{n}"><div class="rname">{a}</div><div class="rdate">{d}</div><div class="rtext">{t}</div></div>'
    )
    assert len(read(page(block))) == len(ROWS)


def test_the_answer_and_a_link_of_each_are_named():
    link = '<a class="permalink" href="/review/{n}">ссылка</a>'
    likely = likely_reviews(
        page(RATED["a catalogue with answers"].replace("<span", link + "<span", 1)), now=NOW, zone=MINSK
    )
    assert likely is not None
    assert (likely.select["reply"], likely.select["link"]) == (".official-answer", ".permalink @href")


def test_both_sides_of_a_review_are_its_text():
    block = (
        '<div class="rev-card"><div class="rev-card__date">{d}</div><div class="rev-card__rate">{s},0</div>'
        '<div class="side rev-card__plus"><p>Платят вовремя, {a}.</p></div>'
        '<div class="side rev-card__minus"><p>{t}</p></div></div>'
    )
    assert [one.text for one in read(page(block))] == [f"Платят вовремя, {a}. {t}" for a, *_, t in ROWS]
