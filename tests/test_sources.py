"""Kinds of sources: what each reads from golden pages, and what people may write about them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from monitor.domain import Item, Page, Reply, Request
from monitor.errors import FetchError, ParseError
from monitor.sources import KINDS, AnySource
from monitor.sources.base import SourceBase
from monitor.sources.feed import FeedSource
from monitor.sources.markup import decode, folded, plain
from monitor.sources.pages.microdata import microdata_reviews
from monitor.sources.pages.rating import read_rating
from monitor.sources.reviews import ReviewsSource
from monitor.texts import LANGUAGES, Texts

GOLDEN = Path(__file__).parent / "sources"
PAGES = sorted(page for page in GOLDEN.glob("*/*") if page.suffix != ".json")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINSK = ZoneInfo("Europe/Minsk")
SOURCE: TypeAdapter[SourceBase] = TypeAdapter(AnySource)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_a_golden_page_gives_what_is_expected_of_it(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert outcome(page, expected.get("given", {})) == expected["gives"]


def test_every_golden_answer_has_its_page() -> None:
    answers = {answer.with_suffix("") for answer in GOLDEN.glob("*/*.json")}
    assert answers == {page.with_suffix("") for page in PAGES}


def outcome(page: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """What reading a golden page comes to, without what is as usual."""
    url = given.get("url", f"https://site.example/{page.parent.name}")
    source = SOURCE.validate_python({"id": "golden", "kind": page.parent.name, "url": url, **given.get("source", {})})
    item = listed_item(given["item"]) if "item" in given else None
    step, depth = given.get("step", ""), given.get("depth", 0)
    body = Page(url, page.read_bytes(), given.get("headers", {}), step=step, depth=depth, item=item)
    try:
        found = list(source.read(body, now=NOW, zone=MINSK))
    except (ParseError, FetchError) as error:
        return {"error": error.key, **{name: str(value) for name, value in error.blanks.items()}}
    items = [written(thing) for thing in found if isinstance(thing, Item)]
    requests = [asked(thing) for thing in found if isinstance(thing, Request)]
    return {"items": items, "requests": requests} if requests else {"items": items}


def listed_item(said: Mapping[str, Any]) -> Item:
    """An item as a list told it."""
    item = Item(source="golden", **said)
    published = datetime.fromisoformat(said["published"]) if "published" in said else None
    return replace(item, published=published, links=tuple(item.links))


def asked(request: Request) -> dict[str, Any]:
    """A request's fields, without what lists alone say where it comes from none."""
    told = {"once": request.once, "listed": request.listed, "item": written(request.item) if request.item else None}
    said = {name: as_json(value) for name, value in told.items() if value is not None}
    return {"url": request.url, "step": request.step, "depth": request.depth, **said}


def written(item: Item) -> dict[str, Any]:
    """An item's fields that are not as usual, as JSON has them."""
    usual = Item(source="golden", url="")
    held = {field.name: getattr(item, field.name) for field in fields(Item)}
    changed = {name: value for name, value in held.items() if value != getattr(usual, name)}
    return {name: as_json(value) for name, value in changed.items()}


def as_json(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Reply):
        return {name: as_json(said) for name, said in asdict(value).items() if said != getattr(Reply(""), name)}
    return [as_json(one) for one in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "page", [p for p in PAGES if "error" in json.loads(p.with_suffix(".json").read_text())["gives"]]
)
def test_a_page_that_cannot_be_read_is_named_first(page: Path, language: str) -> None:
    blanks = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["gives"]
    said = Texts(language).error(ParseError(blanks.pop("error"), **blanks))
    assert said.startswith(f"{blanks['url']}: ")
    assert "{" not in said


def test_a_body_that_names_a_file_is_not_opened(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text("<rss version='2.0'><channel><item><title>secret</title></item></channel></rss>")
    source = FeedSource(id="x", url="https://site.example/")
    with pytest.raises(ParseError):
        list(source.read(Page("https://site.example/", str(feed).encode()), now=NOW, zone=MINSK))


def test_each_name_of_the_brand_is_asked_for_in_its_own_request() -> None:
    source = FeedSource(id="x", url="https://site.example/rss?q={brand}", headers={"X-Key": "1"})
    assert [(r.url, r.headers) for r in source.start(["Зубр & Ко", "Zubr"])] == [
        ("https://site.example/rss?q=%D0%97%D1%83%D0%B1%D1%80%20%26%20%D0%9A%D0%BE", {"X-Key": "1"}),
        ("https://site.example/rss?q=Zubr", {"X-Key": "1"}),
    ]


def test_an_address_without_a_blank_is_asked_once_whatever_the_names() -> None:
    source = ReviewsSource(id="x", url="https://site.example/", params={"sort": "new"})
    assert [(r.url, r.params) for r in source.start(["A", "B"])] == [("https://site.example/", {"sort": "new"})]


@pytest.mark.parametrize(
    ("link", "headers"),
    [("/reviews?page=2", {"X-Key": "1"}), ("https://other.example/reviews?page=2", {})],
)
def test_headers_of_a_source_stay_on_its_site(link: str, headers: dict[str, str]) -> None:
    page = f'<p class="r">Kestrel</p><a class="n" href="{link}">next</a>'
    source = SOURCE.validate_python(
        {
            "id": "x",
            "kind": "reviews",
            "url": "https://site.example/reviews",
            "headers": {"X-Key": "1"},
            "select": {"item": ".r", "next": ".n"},
            "pages": 3,
        }
    )
    found = list(source.read(Page("https://site.example/reviews", page.encode()), now=NOW, zone=MINSK))
    assert [thing.headers for thing in found if isinstance(thing, Request)] == [headers]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:a@site.example", "http://[broken/"])
def test_a_next_link_that_is_no_page_is_not_followed(link: str) -> None:
    page = f'<p class="r">Kestrel</p><a class="n" href="{link}">next</a>'
    written = {"id": "x", "kind": "reviews", "url": "https://site.example/", "select": {"item": ".r", "next": ".n"}}
    source = SOURCE.validate_python({**written, "pages": 3})
    found = list(source.read(Page("https://site.example/", page.encode()), now=NOW, zone=MINSK))
    assert [type(thing) for thing in found] == [Item]


@pytest.mark.parametrize(
    ("select", "share", "text"),
    [
        ({"rating_max": 10}, 0.7778, "8/10"),
        ({"rating_max": 10, "rating_min": 0}, 0.8, "8/10"),
        ({}, 0.7778, "8/10"),
        ({"rating_max": 5}, 1.0, "8/5"),
    ],
)
def test_a_mark_counts_between_the_worst_and_the_best(select: dict[str, float], share: float, text: str) -> None:
    written = {"item": "p", "rating": "b", **select}
    source = SOURCE.validate_python({"id": "x", "kind": "reviews", "url": "https://site.example/", "select": written})
    page = Page("https://site.example/", b"<p>Kestrel <b>8</b></p>")
    item = next(iter(source.read(page, now=NOW, zone=MINSK)))
    assert isinstance(item, Item)
    assert (item.rating, item.rating_text) == (share, text)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("4,5", "4.5/5"),
        ("Rated 4 out of 5 stars", "4/5"),
        ("Оценка: 3 из 5", "3/5"),
        ("9/10", "9/10"),
        ("8 (из 10)", "8/10"),
        ("87", "87/100"),
        ("★★★☆☆", "3/5"),
        ("width: 40%", "40/100"),
        ("5.0", "5/5"),
        ("ui_bubble_rating bubble_50", "5/5"),
        ("ui_bubble_rating bubble_10", "1/5"),
        ("stars mt-3 star-45", "4.5/5"),
        ("a-icon a-icon-star a-star-small-2-5", "2.5/5"),
        ("rating rating-4-5", "4.5/5"),
        ("rating-10", "10/10"),
        ("stars stars--60", "3/5"),
        ("star-rating s4", "4/5"),
        ("star-rating Three", "3/5"),
        ("STAR_RATING_ONE", "1/5"),
        ("FIVE", "5/5"),
        ("two stars", "2/5"),
    ],
)
def test_marks_are_read_as_sites_write_them(written: str, text: str) -> None:
    rating = read_rating(written)
    assert rating is not None
    assert rating.text == text


@pytest.mark.parametrize(
    ("best", "worst"), [(1.0, 1.0), (0.0, None), (1.0, 5.0)], ids=["no length", "best is zero", "upside down"]
)
def test_a_scale_without_length_gives_no_rating(best: float, worst: float | None) -> None:
    assert read_rating("4", best=best, worst=worst) is None


@pytest.mark.parametrize(
    ("written", "worst", "text"),
    [
        ("0", None, None),
        ("0.0", 1.0, None),
        ("0 из 5", None, None),
        ("width: 0%", None, None),
        ("-1", None, None),
        ("width: 64px", None, None),
        ("0", 0.0, "0/5"),
        ("0/10", None, "0/10"),
        ("0 %", None, "0/100"),
    ],
)
def test_where_nobody_gave_a_mark_there_is_none(written: str, worst: float | None, text: str | None) -> None:
    rating = read_rating(written, worst=worst)
    assert (rating.text if rating else None) == text


@pytest.mark.parametrize(
    ("box", "text"),
    [
        ('class="stars" aria-label="Оценка 2 из 5"', "2/5"),
        ('class="stars" data-rating="2"', "2/5"),
        ('class="stars star-45"', "4.5/5"),
        ('class="stars" style="color: #222; width: 40%"', "40/100"),
        ('class="stars mt-2" style="color: #222"', None),
    ],
)
def test_drawn_stars_without_words_say_by_an_attribute_how_many_they_are(box: str, text: str | None) -> None:
    source = ReviewsSource.model_validate(
        {"id": "x", "url": "https://site.example/", "select": {"item": ".r", "text": "p", "rating": ".stars"}}
    )
    page = Page("https://site.example/", f"<div class=r><p>Ужас</p><i {box}></i></div>".encode())
    assert [getattr(item, "rating_text", "") for item in source.read(page, now=NOW, zone=MINSK)] == [text]


def test_a_number_above_every_scale_is_no_mark() -> None:
    assert read_rating("2019") is None


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("if a < b and c > d", "if a < b and c > d"),
        ("<p>one</p><p>two</p>", "one two"),
        ("Зубр<b>-Софт</b>", "Зубр-Софт"),
        ("<style>p{}</style>words<!-- gone --> <script>if (a<b) {}", "words"),
        ("ООО «<!-- -->Зубр<!-- -->-Софт»", "ООО «Зубр-Софт»"),
        ('cut <a href="https://site.exa', "cut"),
        ("5&nbsp;000 &#8381;&amp;more", "5 000 ₽&more"),
        ("I <3 Kestrel", "I <3 Kestrel"),
        ("<o:p>office</o:p> <my-tag x='>'>web</my-tag>", "office web"),
        ("Маи\u0306скии\u0306 чаи&#774;, все\u0308", "Майский чай, всё"),
        ("Маи\u0306\u00adский", "Майский"),
    ],
)
def test_markup_becomes_the_words_a_reader_sees(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    ("body", "header"),
    [
        ("Зубр".encode("cp1251"), "text/html; charset=windows-1251"),
        ("Зубр".encode(), "text/html; charset=no-such-charset"),
        ("Зубр".encode("cp1251"), ""),
        ("\ufeffЗубр".encode("utf-16"), "text/html; charset=utf-8"),
    ],
    ids=["by the header", "unknown charset", "nothing said", "byte order mark"],
)
def test_letters_of_a_page_are_found_whatever_it_says(body: bytes, header: str) -> None:
    assert "Зубр" in decode(Page("https://site.example/", body, {"content-type": header}))


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ({"kind": "feed", "url": "ftp://site.example/rss"}, "otklik_address"),
        ({"kind": "feed", "url": "site.example/rss"}, "otklik_address"),
        ({"kind": "feed", "url": "https://site.example", "select": {}}, "extra_forbidden"),
        ({"kind": "reviews", "url": "https://site.example", "select": {"item": "..a"}}, "otklik_selector"),
        ({"kind": "reviews", "url": "https://site.example", "select": {"text": ".a"}}, "missing"),
        ({"kind": "reviews", "url": "https://site.example", "pages": 0}, "greater_than_equal"),
        ({"kind": "telegram", "url": "@no"}, "otklik_channel"),
        ({"kind": "json", "url": "https://site.example", "select": {"item": "hits["}}, "otklik_jmespath"),
        ({"kind": "json", "url": "https://site.example", "select": {"item": ""}}, "otklik_jmespath"),
        ({"kind": "json", "url": "https://site.example", "select": {"item": "lenth(@)"}}, "otklik_jmespath"),
        ({"kind": "json", "url": "https://site.example", "select": {"item": "(" * 5000}}, "otklik_jmespath"),
        ({"kind": "search", "engine": "searxng", "query": "Kestrel"}, "otklik_searxng_url"),
        (
            {"kind": "search", "engine": "searxng", "url": "https://a.example", "query": "Kestrel", "demand": True},
            "otklik_demand_engine",
        ),
        ({"kind": "mail", "url": "https://site.example"}, "otklik_mail_address"),
        ({"kind": "fax"}, "union_tag_invalid"),
    ],
)
def test_what_cannot_work_is_refused_where_it_is_written(written: dict[str, Any], kind: str) -> None:
    with pytest.raises(ValidationError) as refused:
        SOURCE.validate_python({"id": "x", **written})
    assert [error["type"] for error in refused.value.errors()] == [kind]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("@example", ["https://t.me/s/example"]),
        ("https://t.me/example", ["https://t.me/s/example"]),
        ("https://telegram.me/example/", ["https://t.me/s/example"]),
        ("https://t.me/s/example", ["https://t.me/s/example"]),
        ("https://web.telegram.org/k/#@example", ["https://t.me/s/example"]),
        ("tg://resolve?domain=example", ["https://t.me/s/example"]),
        ("example", ["https://t.me/s/example"]),
        ("http://127.0.0.1:8080/example", ["http://127.0.0.1:8080/example"]),
        ("https://t.me/s/example?q={brand}", ["https://t.me/s/example?q=Kestrel", "https://t.me/s/example?q=%D0%97"]),
    ],
)
def test_a_channel_is_read_where_its_preview_is(written: str, asked: list[str]) -> None:
    source = SOURCE.validate_python({"id": "x", "kind": "telegram", "url": written})
    assert [request.url for request in source.start(["Kestrel", "З"])] == asked


def test_a_posting_without_words_is_no_fault_of_the_api() -> None:
    source = SOURCE.validate_python(
        {"id": "x", "kind": "json", "url": "https://site.example/", "select": {"item": "@", "text": "text"}}
    )
    page = Page("https://site.example/", b'[{"text": "", "photo": 1}, {"text": null}]')
    assert list(source.read(page, now=NOW, zone=MINSK)) == []


def test_a_key_for_an_api_is_not_sent_to_another_site() -> None:
    select = {"item": "list", "text": "t", "next": "next"}
    written = {"url": "https://api.example/v1", "params": {"key": "k1"}, "headers": {"X-Key": "k2"}, "select": select}
    source = SOURCE.validate_python({"id": "x", "kind": "json", "pages": 2, **written})
    page = Page(
        "https://api.example/v1?key=k1", b'{"list": [{"t": "Kestrel"}], "next": "https://other.example/v1?page=2"}'
    )
    _, further = source.read(page, now=NOW, zone=MINSK)
    assert isinstance(further, Request)
    assert (further.url, further.headers, further.params) == ("https://other.example/v1?page=2", {}, {})


def test_a_preview_that_leads_to_the_channels_own_page_is_closed() -> None:
    source = SOURCE.validate_python({"id": "x", "kind": "telegram", "url": "https://t.me/s/example"})
    with pytest.raises(ParseError) as refused:
        list(source.read(Page("https://t.me/example", b"<p>View in Telegram</p>"), now=NOW, zone=MINSK))
    assert refused.value.key == "parse.preview_closed"


@pytest.mark.parametrize(
    ("kind", "interval"),
    [
        ("feed", timedelta(minutes=15)),
        ("json", timedelta(minutes=15)),
        ("telegram", timedelta(minutes=15)),
        ("mail", timedelta(minutes=15)),
        ("articles", timedelta(hours=1)),
        ("sitemap", timedelta(hours=1)),
        ("reviews", timedelta(hours=6)),
        ("search", timedelta(days=7)),
    ],
)
def test_each_kind_has_its_usual_interval(kind: str, interval: timedelta) -> None:
    assert KINDS[kind].usual_interval == interval


def test_every_key_of_a_source_says_what_it_is_for() -> None:
    for kind in KINDS.values():
        assert [name for name, field in kind.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("body", ["<rss version='2.0'><channel><item><title>Зубр", "<feed><entry>"])
def test_a_feed_that_breaks_off_before_its_first_entry_says_anything_is_refused(body: str) -> None:
    source = FeedSource(id="x", url="https://site.example/")
    with pytest.raises(ParseError):
        list(source.read(Page("https://site.example/", body.encode()), now=NOW, zone=MINSK))


@given(st.text("Я \n") | st.text("aЯ \t\n\r\v\x1c\x85\u00a0\u00ad\u200b\u3000"))
def test_words_that_white_space_parts_stay_apart_by_one_space_whatever_it_was(text: str) -> None:
    seen = "".join(letter for letter in text if letter not in "\x1c\u00ad\u200b")
    assert folded(text) == " ".join(seen.split())


@pytest.mark.timeout(90)
def test_parts_of_a_review_that_stand_elsewhere_are_found_and_thousands_of_them_cost_nothing() -> None:
    references = " ".join(f"a{number}" for number in range(20_000))
    parts = "".join(f"<p id=a{number} itemprop=note>{number}</p>" for number in range(5_000))
    place = (
        f'<div itemscope itemtype="https://schema.org/Review" itemref="{references}"><b itemprop=author>Анна</b></div>'
    )
    (review,) = microdata_reviews(f"<html><body>{place}{parts}</body></html>")
    assert plain(review["author"]) == "Анна"
    assert [plain(note) for note in review["note"]] == [str(number) for number in range(5_000)]


@pytest.mark.parametrize(
    "odd",
    [
        {"@type": "Comment", "@id": ["#c"], "author": "Анна", "text": "Ужас"},
        {"@type": "Comment", "@id": {"@id": "#c"}, "author": [["Анна"]], "text": ["Ужас"]},
        {"@type": ["Comment", None, 5], "author": "Анна", "text": "Ужас", "url": [{"@id": []}]},
        [
            {"@type": "Review", "author": "Лев", "comment": {"@id": "#q"}},
            {"@type": "Question", "@id": "#q", "comment": {"@type": "Comment", "author": "Анна", "text": "Ужас"}},
        ],
    ],
)
def test_posts_are_read_however_oddly_a_page_writes_what_they_have(odd: Any) -> None:
    source = ReviewsSource(id="x", url="https://site.example/")
    page = Page("https://site.example/", f'<script type="application/ld+json">{json.dumps(odd)}</script>'.encode())
    found = [(item.author, item.text) for item in source.read(page, now=NOW, zone=MINSK) if isinstance(item, Item)]
    assert ("Анна", "Ужас") in found


REFERRING = "".join("<p itemprop=note itemscope itemref=a></p>" for _ in range(8))
LEADING = ",".join(['{"@id":"#a"}'] * 2_000)
CIRCLES = {
    "microdata": f'<p itemscope itemtype="https://schema.org/Review" itemref="a b"></p><div id=a>{REFERRING}</div>'
    "<p id=b><b itemprop=author>Анна</b> <i itemprop=reviewBody>Ужас</i></p>",
    "JSON-LD": f"""<script type="application/ld+json">[{{"@id": "#a", "name": [{LEADING}], "text": ""}},
        {{"@type": "Review", "reviewBody": "Ужас", "author": [{{"@id": "#a"}}, "Анна"]}}]</script>""",
}


@pytest.mark.timeout(90)
@pytest.mark.parametrize("how", CIRCLES)
def test_a_small_page_whose_parts_name_each_other_over_and_over_comes_to_an_end(how: str) -> None:
    page = Page("https://site.example/", CIRCLES[how].encode())
    source = ReviewsSource(id="reviews", url=page.url)
    (review,) = source.read(page, now=NOW, zone=MINSK)
    assert isinstance(review, Item)
    assert review.author == "Анна"


@pytest.mark.timeout(90)
def test_an_entry_of_thousands_of_empty_parts_comes_to_an_end() -> None:
    body = f"<div class=review><div>{'<b></b>' * 3_900}</div>Ужас<p>Ответ компании</p></div>"
    source = ReviewsSource.model_validate(
        {"id": "reviews", "url": "https://site.example/", "select": {"item": ".review"}}
    )
    (review,) = source.read(Page(source.url, body.encode()), now=NOW, zone=MINSK)
    assert isinstance(review, Item)
    assert review.text == "Ужас Ответ компании"


def test_no_letter_of_a_text_tells_a_terminal_what_to_do() -> None:
    controls = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
    assert folded(f"Зубр{controls}-Софт\x1b[2J \x9b31m \x9d0;title\x9c") == "Зубр -Софт[2J 31m 0;title"
