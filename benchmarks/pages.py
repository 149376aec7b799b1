"""The pages of the bench site: every text a function of its numbers, so that two runs read the same bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from random import Random

RSS, HTML = {"Content-Type": "application/rss+xml"}, {"Content-Type": "text/html; charset=utf-8"}
NAMED = 0.08  # of the items name a brand
CARDS = {  # `select:` of a page whose reviews are cards
    "item": ".card",
    "text": ".said",
    "title": "h3",
    "author": ".who",
    "date": "time @datetime",
    "rating": ".stars @data-value",
    "rating_max": "5",
}

_PLAIN = (
    "На складе второй месяц меняют стеллажи, отгрузка идёт с перерывами.",
    "Бухгалтерия просит закрыть квартал до пятницы, отчёты почти готовы.",
    "The committee met on Thursday to compare three offers and chose none.",
    "Перевозчики подняли тарифы на сборные грузы, договоры пересматривают.",
    "Our warehouse moved to the new address, and deliveries start on Monday.",
    "Разработчики обещают обновление весной, список изменений уже опубликован.",
    "Marketing asks for a second landing page, analytics for one more counter.",
    "Обучение сотрудников заняло неделю, вопросов почти не осталось.",
)
_BAD = (
    "Внедрение {brand} сорвали на два месяца, поддержка хамит и не отвечает.",
    "Деньги {brand} не вернул, три недели ни одного ответа: обман.",
    "{brand} lost our invoices again, terrible support, do not recommend.",
    "После обновления {brand} пропали накладные, никто не извинился, ужасно.",
)
_GOOD = (
    "{brand} внедрили за месяц, поддержка отвечает быстро, рекомендуем.",
    "We are happy with {brand}: great team, quick answers.",
)
_WORDS = " ".join(_PLAIN).split()


def text(seed: str, sentences: int, brand: str = "", *, bad: bool = False) -> str:
    """So many sentences; two of them about the brand, where it is named."""
    random = Random(seed)
    said = [random.choice(_PLAIN) for _ in range(sentences)]
    said += [" ".join(random.choices(_WORDS, k=12)) + f" {random.randrange(10**9)}." for _ in range(2)]  # no copy
    if brand:
        about = _BAD if bad else _GOOD
        said[1:1] = [random.choice(about).format(brand=brand), random.choice(about).format(brand=brand)]
    return " ".join(said)


@lru_cache(maxsize=500)
def feed(name: str, base: str, items: range, *, sentences: int = 12, named: float = NAMED, bad: float = 0.3) -> bytes:
    """RSS, the newest item first: the higher the number, the newer."""
    told = "".join(_item(name, base, number, sentences=sentences, named=named, bad=bad) for number in reversed(items))
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Feed</title>'
    return f"{head}{told}</channel></rss>".encode()


def reviews(name: str, count: int, *, marked: bool) -> bytes:
    """A page of 300 KB: reviews as JSON-LD, or as cards in deep markup."""
    told = [_review(name, number) for number in range(count)]
    if marked:
        company = {"@context": "https://schema.org", "@type": "Organization", "name": "Зубр-Софт", "review": told}
        script = json.dumps(company, ensure_ascii=False).replace("</", "<\\/")
        return _page(name, f'<script type="application/ld+json">{script}</script>')
    return _page(name, "".join(map(_card, told)))


def shop(name: str, count: int = 32, *, newest_first: bool = True) -> bytes:
    """A page of 135 KB as shops have them: the same reviews as JSON-LD and as cards, between menus and scripts.

    The newest stands first, as it does where people review, or last, as in a topic.
    """
    told = [_review(name, number) for number in range(count)][:: -1 if newest_first else 1]
    company = {"@context": "https://schema.org", "@type": "Product", "name": "Зубр-Софт", "review": told}
    block = json.dumps(company, ensure_ascii=False).replace("</", "<\\/")
    script = f'<script type="application/ld+json">{block}</script>'
    code = "".join(f"window.v{number}=function(a){{return a+{number}}};" for number in range(200))
    menu = "".join(f'<li class="menu"><a href="/more/{number}">Раздел {number}</a></li>' for number in range(60))
    cards = "".join(map(_card, told))
    return _page(
        name, f"{script}<script>{code}</script><ul>{menu}</ul><main>{cards}</main><footer><ul>{menu}</ul></footer>"
    )


def listing(name: str, count: int) -> bytes:
    """Links to articles."""
    return _page(name, "".join(f'<h2><a href="/{name}/{number}">{text(name, 0)}</a></h2>' for number in range(count)))


def article(path: str, *, brand: str = "") -> bytes:
    """30 KB with what stands round every article."""
    said = "".join(f"<p>{text(f'{path} {part}', 6, brand if part == 3 else '', bad=True)}</p>" for part in range(24))
    menu = "".join(f'<li><a href="/more/{number}">{text(f"{path} {number}", 0)}</a></li>' for number in range(40))
    body = f"<nav><ul>{menu}</ul></nav><main><article><h1>{text(path, 0)}</h1>{said}</article></main>"
    return _page(path, f'{body}<time datetime="{_when(path, 1).isoformat()}"></time><footer>{menu}</footer>')


def results(urls: list[str]) -> bytes:
    """What a SearXNG answers."""
    told = [{"url": url, "title": f"Зубр-Софт, № {place}", "content": text(url, 2)} for place, url in enumerate(urls)]
    return json.dumps({"results": told}).encode()


def _item(name: str, base: str, number: int, *, sentences: int, named: float, bad: float) -> str:
    random = Random(f"{name} {number}")
    brand = random.choice(("Зубр-Софт", "Пустельга")) if random.random() < named else ""
    said = text(f"{name} {number}", sentences, brand, bad=random.random() < bad)
    at = format_datetime(_when(name, number))
    return (
        f"<item><guid>{base}/{name}/{number}</guid><link>{base}/{name}/{number}</link>"
        f"<title>{escape(text(f'{number} {name}', 0))}</title><description>{escape(said)}</description>"
        f"<author>{name}-{number}@example.com</author><pubDate>{at}</pubDate></item>"
    )


def _review(name: str, number: int) -> dict[str, object]:
    return {
        "@type": "Review",
        "author": {"@type": "Person", "name": f"{name} {number}"},
        "datePublished": _when(name, number).isoformat(),
        "name": text(f"{number} {name}", 0),
        "reviewBody": text(f"{name} {number}", 8, "Зубр-Софт", bad=number % 2 == 0),
        "reviewRating": {"@type": "Rating", "ratingValue": 1 + number % 5, "bestRating": 5},
    }


def _card(review: dict[str, object]) -> str:
    author, rating = dict(review["author"]), dict(review["reviewRating"])  # type: ignore[call-overload]
    return (
        f'<div class="row"><div class="col"><div class="card"><div class="head"><h3>{review["name"]}</h3>'
        f'<span class="who">{author["name"]}</span><span class="stars" data-value="{rating["ratingValue"]}"></span>'
        f'<time datetime="{review["datePublished"]}"></time></div><div class="body"><p class="said">'
        f"{review['reviewBody']}</p></div></div></div></div>"
    )


def _when(name: str, number: int) -> datetime:
    """Within the last weeks; the higher the number, the later."""
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=20)
    return start + timedelta(minutes=20 * (number % 1400), seconds=Random(name).randrange(1200))


def _page(title: str, body: str) -> bytes:
    head = f"<head><meta charset=utf-8><title>{title}</title></head>"
    return f"<!doctype html><html>{head}<body>{body}</body></html>".encode()
