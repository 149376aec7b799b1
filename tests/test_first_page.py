"""How a first page stands: shares, who moved, whom to refresh."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

from first_page_values import NOW, QUERY, listing, plan_of
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.plan import Brand
from monitor.digest import (
    PLACES,
    Flip,
    Known,
    Listing,
    Owner,
    PageMention,
    PageVerdict,
    Place,
    Shown,
    first_page,
    flips,
    negative_share,
    owned,
)
from monitor.digest.places import weight
from monitor.domain import EnteredFirstPage, Label
from monitor.render.dates import Calendar
from monitor.render.entered import entered_document
from monitor.serp.entering import WHOLE, cut_short, entered, together
from monitor.serp.first_pages import brand_of, owners_of
from monitor.texts import Texts

BAD, GOOD, SO_SO = Label.NEGATIVE, Label.POSITIVE, Label.NEUTRAL
LABELS = st.lists(st.sampled_from(list(Label)), max_size=PLACES)


def places(*labels: Label | Owner) -> list[Place]:
    """In this order; an owner's pages have no tone."""
    return [
        Place(n, f"https://site.example/{n}", f"{n}", owner=one)
        if isinstance(one, Owner)
        else Place(n, f"https://site.example/{n}", f"{n}", label=one)
        for n, one in enumerate(labels, 1)
    ]


def verdict(url: str, label: Label, **more: object) -> PageVerdict:
    key = url.removeprefix("https://")
    return replace(PageVerdict(key, "zubr", url, "", label, -0.5, NOW), **more)  # type: ignore[arg-type]  # names of it


@given(LABELS)
def test_a_share_lies_between_nothing_and_all(labels):
    assert 0 <= negative_share(places(*labels)) <= 1


@given(st.integers(1, PLACES))
def test_a_first_page_that_speaks_only_ill_is_all_of_it(count):
    assert negative_share(places(*[BAD] * count)) == 1


@given(LABELS, st.integers(0, PLACES - 1))
def test_one_more_page_that_speaks_ill_never_lowers_the_share(labels, place):
    worse = [*labels[:place], BAD, *labels[place + 1 :]]
    assert negative_share(places(*worse)) >= negative_share(places(*labels)) - 1e-12


@given(LABELS, st.data())
def test_the_higher_a_page_that_speaks_ill_the_larger_the_share(labels, data):
    labels = [*labels[: PLACES - 1], BAD]
    low = max(n for n, label in enumerate(labels) if label is BAD)
    high = data.draw(st.integers(0, low))
    raised = list(labels)
    raised[high], raised[low] = raised[low], raised[high]
    assert negative_share(places(*raised)) >= negative_share(places(*labels)) - 1e-12


@given(st.integers(1, 50))
def test_each_place_is_seen_less_than_the_one_above(position):
    assert weight(position) > weight(position + 1) > 0


def test_the_first_place_counts_for_more_than_a_fifth_of_a_first_page():
    assert round(negative_share(places(BAD, *[SO_SO] * 9)), 3) == 0.220
    assert round(negative_share(places(*[SO_SO] * 9, BAD)), 3) == 0.064


def test_what_stands_below_the_tenth_place_does_not_count():
    assert negative_share(places(*[SO_SO] * 10, BAD)) == 0
    assert owned(places(*[SO_SO] * 10, GOOD)) == 0


def test_ours_are_our_own_pages_and_those_that_speak_well_of_us():
    assert owned(places(Owner.OWN, GOOD, BAD, SO_SO, Owner.COMPETITOR)) == 2


def test_the_page_to_refresh_is_the_nearest_of_ours_below():
    stood = places(BAD, SO_SO, Owner.COMPETITOR, GOOD, Owner.OWN)
    assert list(flips(stood)) == [Flip(stood[0], stood[3])]


def test_where_nothing_of_ours_stands_below_any_harmless_page_will_do():
    stood = places(GOOD, BAD, Owner.COMPETITOR, SO_SO, BAD)
    assert list(flips(stood)) == [Flip(stood[1], stood[3])]


def test_a_page_of_ours_may_stand_below_the_first_page():
    stood = places(*[SO_SO] * 5, BAD, *[BAD] * 4, Owner.OWN)
    assert next(flips(stood)) == Flip(stood[5], stood[10])


def test_what_moved_is_told_by_the_page_not_by_how_its_address_is_written():
    shown = ["https://www.otzyv.example/a/?utm_source=x", "https://gone.example/", "https://otzyv.example/a#again"]
    before = listing(shown, NOW - timedelta(days=7))
    now = listing(["https://new.example/", "http://otzyv.example/a"])
    page = first_page(now, before, Known(lambda _: None), engine="yandex")
    assert [place.previous for place in page.places] == [None, 1]
    assert [place.url for place in page.entered] == ["https://new.example/"]
    assert [(place.position, place.url) for place in page.left] == [(2, "https://gone.example/")]


def test_what_rises_from_below_has_entered_and_what_sinks_has_left():
    urls = [f"https://site.example/{n}" for n in range(1, 13)]
    turned = [urls[11], *urls[:9], urls[9], urls[10]]
    page = first_page(listing(turned), listing(urls, NOW - timedelta(days=7)), Known(lambda _: None), engine="yandex")
    assert [place.position for place in page.places] == [*range(1, 11)]
    assert [(place.url, place.previous) for place in page.entered] == [(urls[11], 12)]
    assert [place.url for place in page.left] == [urls[9]]


def test_nothing_is_new_on_the_first_page_that_is_seen():
    page = first_page(listing(["https://new.example/"]), None, Known(lambda _: None), engine="yandex")
    assert (page.entered, page.left, page.before, page.previous_share) == ((), (), None, None)


def test_shares_are_told_with_those_before():
    urls = ["https://otzyv.example/a", "https://zubr.example/"]
    known = Known(owners_of(plan_of()), {"otzyv.example/a": verdict(urls[0], BAD, updated=NOW)})
    before = listing(urls[::-1], NOW - timedelta(days=7))
    page = first_page(listing(urls), before, known, engine="yandex", weeks=[("2026-W47", before)])
    assert (page.negative_share or 0) > (page.previous_share or 0) > 0
    assert (page.owned, page.places[0].updated, page.places[1].owner) == (1, NOW, Owner.OWN)
    assert [(one.week, one.places[1].label) for one in page.weeks] == [("2026-W47", BAD)]


def test_what_the_team_says_of_a_page_counts_before_what_was_read():
    url, key = "https://otzyv.example/a", "otzyv.example/a"
    read = {key: verdict(url, BAD)}

    def label(*, sources: set[str], spoken: bool) -> Label:
        mention = PageMention(7, SO_SO, frozenset(sources), spoken=spoken)
        return Known(lambda _: None, read, {key: mention}, {"first-page"}).place(Shown(1, url)).label

    assert label(sources={"first-page"}, spoken=False) is BAD  # of its snippet alone
    assert label(sources={"first-page"}, spoken=True) is SO_SO
    assert label(sources={"first-page", "reviews"}, spoken=False) is SO_SO


def test_a_query_is_about_whose_name_fills_it_or_stands_in_it():
    ours = {"id": "a", "kind": "search", "engine": "yandex", "query": "{brand} отзывы"}
    theirs = ours | {"id": "b", "query": ["лучшая CRM", "пустельга сбои"], "brands": "all"}
    plan = plan_of(ours, theirs, ours | {"id": "c", "query": "лучшая CRM", "brand": "kestrel"})
    said = [(source.id, brand_of(query, source, plan).id) for source in plan.sources for query in (QUERY, "лучшая CRM")]  # type: ignore[arg-type]  # all are searches
    assert said == [("a", "zubr"), ("a", "zubr"), ("b", "zubr"), ("b", "zubr"), ("c", "zubr"), ("c", "kestrel")]
    assert brand_of("пустельга сбои", plan.sources[1], plan).id == "kestrel"  # type: ignore[arg-type]  # a search
    assert brand_of("зубр-софт и пустельга", plan.sources[1], plan).id == "zubr"  # type: ignore[arg-type]  # of two names the longer
    alike = plan_of(ours | {"query": "{brand} или Пустельга Клауд"})
    named = [one.model_copy(update={"aliases": ("Пустельга Клауд",)}) for one in alike.brands[1:]]
    alike = alike.model_copy(update={"brands": (alike.brands[0], *named)})
    assert brand_of("Зубр-Софт или Пустельга Клауд", alike.sources[0], alike).id == "zubr"  # type: ignore[arg-type]  # a search


OURS, THEIRS = plan_of().brands
ILL = "https://otzyv.example/ill"


def came(*stood: int, brand: Brand = OURS) -> list[tuple[int, int | None]]:
    """Where a page that speaks ill is told of, and where it stood before: it was at these places, look by look."""
    pages = [f"https://site.example/{n}" for n in range(1, PLACES + 3)]
    looks = [
        listing([*pages[: place - 1], ILL, *pages[place - 1 :]], NOW - timedelta(hours=age))
        for age, place in zip(range(len(stood), 0, -1), stood, strict=True)
    ]
    known = Known(lambda _: None, {"otzyv.example/ill": verdict(ILL, BAD)})
    told = entered(looks, known, brand, engine="yandex", now=NOW)
    return [(notice.position, notice.previous) for _, notice in told]


def test_the_tenth_place_is_the_last_of_a_first_page():
    assert came(PLACES + 1, PLACES) == [(10, 11)]
    assert came(PLACES, PLACES - 1) == came(PLACES + 2, PLACES + 1) == []


def test_what_speaks_ill_of_a_competitor_is_no_news():
    assert came(PLACES + 1, 1, brand=THEIRS) == []


def test_a_page_is_told_by_the_query_where_it_stands_best_and_for_each_brand_and_engine_alone():
    def news(query: str, position: int, brand: str = "zubr", source: str = "first-page"):
        notice = EnteredFirstPage(brand, "yandex", query, position, None, "Отзывы", ILL)
        return listing([ILL], source=source, query=query), notice

    found = together([news("а", 7), news("б", 3), news("в", 4, "kestrel"), news("г", 5, source="searxng")])
    assert [(one.query, one.also) for _, one in found] == [("б", ("а",)), ("в", ()), ("г", ())]


ENTERED = """\
🔻 В первой десятке Яндекса по запросу «зубр-софт отзывы» – негативная страница, 3-е место
Отзывы о Зубр-Софте – otzyv.example
Вошла и по другим запросам: «зубр», «зубр-софт цена».
Раньше она стояла на 14-м месте.
Ниже, на 5-м месте: zubr.example (обновлена 3 мая)
Обновите её: свежая страница может обойти негативную."""
OTHERS = """\
🔻 В первой десятке SearXNG по запросу «зубр-софт отзывы» – негативная страница, 3-е место
Отзывы о Зубр-Софте – otzyv.example
Ниже, на 5-м месте: Наши клиенты (когда обновлена, на ней не сказано)
Страница не ваша: попросите автора дополнить её или обновите там свой профиль. Свежая, она может обойти негативную."""


def test_what_entered_is_told_with_where_it_stood_and_what_may_overtake_it():
    ours = {"refresh": "https://zubr.example/a", "refresh_position": 5, "refresh_title": "", "refresh_own": True}
    said = EnteredFirstPage("zubr", "yandex", "зубр-софт отзывы\u202e", 3, 14, "Отзывы о\u202e Зубр-Софте", ILL, **ours)
    said = replace(said, also=("зубр", "зубр-софт цена\u202e"), refreshed="2026-05-03T00:00:00+00:00")
    other = replace(said, also=(), previous=None, refresh_own=False, refreshed="", engine="searxng")
    calendar = Calendar(Texts("ru"), UTC, NOW)
    assert entered_document(said, calendar=calendar).text == ENTERED
    assert entered_document(replace(other, refresh_title="Наши клиенты"), calendar=calendar).text == OTHERS
    nothing = entered_document(replace(other, refresh=""), calendar=calendar).text
    assert nothing.splitlines()[2].startswith("Ниже нет страницы, которая могла бы её обойти.")


def test_a_look_is_cut_short_where_it_brought_less_than_half_of_a_whole_page():
    def look(results: int) -> Listing:
        return listing([f"https://site.example/{n}" for n in range(results)])

    assert cut_short(look(WHOLE // 2 - 1), look(8))
    assert not cut_short(look(WHOLE // 2), look(8))
    assert not cut_short(look(1), look(7))
