"""Who an item is: addresses, keys, and what counts as an edit."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.domain import Item
from monitor.identity import content, identify, left, sought
from monitor.places.addresses import address_key, shown
from monitor.words.tokens import spaced, tokens

AT = datetime(2026, 11, 20, 14, 7, tzinfo=UTC)
DAY = datetime(2026, 11, 19, 21, 0, tzinfo=UTC)  # midnight in Minsk
LONG = "Третью неделю ждём ответа поддержки, деньги не вернули, договор не расторгли"
REVIEW = Item("otzyvy", "https://otzyvy.example/zubr", text=LONG, author="Ольга", addressed=False)

PARTS = st.sampled_from(
    ["utm_source=a", "id=1", "b=2", "gclid=3", "", "=", "a b", " ", "x%20y=%D0%B0", "&amp;utm_term=1"]
)
ADDRESSES = st.builds(
    "{}{}{}{}{}{}".format,
    st.sampled_from(["http://", "https://", "HTTPS://", "//", "ftp://", " https://"]),
    st.sampled_from(["site.example", "WWW.Site.Example", "www.site.example:443", "пример.рф", "a|b", "[::1]", ""]),
    st.sampled_from(["", "/", "/A/b/", "/a;jsessionid=1", "/;jsessionid=;a", "/%D0%97/", "/a?", "//", "/ "]),
    st.sampled_from(["", "?"]),
    st.lists(PARTS, max_size=4).map("&".join),
    st.sampled_from(["", "#", "#top?utm_source=1", " "]),
)


@given(ADDRESSES | st.text(max_size=60))
@example("http://a.example/?utm_x=1&b= ")
@settings(deadline=None)
def test_what_is_shown_stays_as_it_is(url: str) -> None:
    assert shown(shown(url)) == shown(url)


@given(ADDRESSES | st.text(max_size=60))
@settings(deadline=None)
def test_what_is_shown_is_the_same_page(url: str) -> None:
    assert address_key(shown(url)) == address_key(url)


@given(st.text(st.sampled_from("Зё1ґ_-«»… \t\n\u00a0\u0098№µ") | st.characters(exclude_categories=()), max_size=30))
@settings(deadline=None)
def test_the_words_of_a_text_are_all_its_letters_and_digits_whatever_alphabet_they_are_of(text: str) -> None:
    assert tokens(text) == re.findall(r"[^\W_]+", text)
    assert spaced(text) == " ".join(tokens(text))


@pytest.mark.parametrize(
    "url",
    [
        "https://Site.Example/A/b/?B=2&a=1",
        "https://site.example/%d0%97?q=a+b&empty=&flag",
        "https://site.example/?",
        "https://site.example/a?ref=partner&clid=7",
        "https://site.example/a?sid=7&s=0123456789abcdef",
        "https://site.example/a?ref=other.example",
        "https://пример.рф/отзывы/",
    ],
)
def test_an_address_without_tracking_is_shown_as_it_came(url: str) -> None:
    assert shown(url) == url


@pytest.mark.parametrize(
    "parameter",
    [
        "utm_source=x",
        "UTM_Medium=x",
        "gclid=x",
        "yclid=x",
        "ysclid=x",
        "fbclid=x",
        "_openstat=x",
        "mtm_campaign=x",
        "utm%5Fid=1",
        "ref=site.example",
        "sid=0123456789abcdef0123456789abcdef",
        "PHPSESSID=0123456789abcdef0123456789abcdef",
        "PHPSESSID=q3v8k2m1n0b9v8c7x6z5a4s3d2",
        "amp;PHPSESSID=q3v8k2m1n0b9v8c7x6z5a4s3d2",
    ],
)
def test_tracking_is_not_shown(parameter: str) -> None:
    assert shown(f"https://site.example/a?{parameter}") == "https://site.example/a"
    assert shown(f"https://site.example/a?id=1&{parameter}&z=2#top") == "https://site.example/a?id=1&z=2"


@pytest.mark.parametrize("session", ["0A1B2C3D4E5F", "abc~xyz!123.node-1", ""])
def test_a_session_in_the_path_makes_no_other_page(session: str) -> None:
    url = f"https://site.example/a;jsessionid={session}?id=1#top"
    assert shown(url) == "https://site.example/a?id=1"
    assert address_key(url) == address_key("https://site.example/a?id=1")
    assert shown("https://site.example/a;v=2/b") == "https://site.example/a;v=2/b"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/hosts",
        "mailto:a@b.example",
        "/a",
        "",
        "https://",
        "http://a b/",
    ],
)
def test_only_pages_of_the_web_are_shown(url: str) -> None:
    assert shown(url) == ""
    assert address_key(url) == ""


@pytest.mark.parametrize(
    "other",
    [
        "http://site.example/a?b=1&c=2",
        "https://www.site.example/a?b=1&c=2",
        "https://SITE.example/a?b=1&c=2",
        "https://site.example:8443/a?b=1&c=2",
        "https://site.example/a/?b=1&c=2",
        "https://site.example/a?c=2&b=1",
        "https://site.example/a?b=1&c=2#part",
        "https://site.example/a?b=1&utm_term=z&c=2",
    ],
)
def test_one_page_has_one_key_however_its_address_is_written(other: str) -> None:
    assert address_key(other) == address_key("https://site.example/a?b=1&c=2")


@pytest.mark.parametrize(
    "other",
    [
        "https://сайт.рф/отзыв?б=1&a=2",
        "http://www.САЙТ.рф/отзыв/?a=2&б=1",
        "https://xn--80aswg.xn--p1ai/%d0%be%D1%82%d0%b7%d1%8b%d0%b2?a=2&%D0%B1=1",
    ],
)
def test_letters_of_other_alphabets_and_their_codes_are_one_address(other: str) -> None:
    assert address_key(other) == "xn--80aswg.xn--p1ai/%D0%BE%D1%82%D0%B7%D1%8B%D0%B2?%D0%B1=1&a=2"


def test_what_was_stored_by_its_address_in_letters_is_known_again() -> None:
    (found,) = identify([Item("news", "https://сайт.рф/отзыв", text="Зубр-Софт")])
    assert {"u:сайт.рф/отзыв", *found.keys} <= set(sought(found))


@pytest.mark.parametrize("other", ["https://site.example/A", "https://site.example/a?b=1", "https://m.site.example/a"])
def test_other_pages_have_other_keys(other: str) -> None:
    assert address_key(other) != address_key("https://site.example/a")


def keys(*items: Item) -> list[tuple[str, ...]]:
    return [found.keys for found in identify(items)]


def are_one(first: Item, second: Item) -> bool:
    """On two pages: any one key is enough."""
    (one,), (other,) = keys(first), keys(second)
    return not set(one).isdisjoint(other)


@pytest.mark.parametrize(
    "counted",
    [
        "http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&tid=0A1B&url=https%3a%2f%2fsite.example%2fa%3fb%3d1%26c%3d2&c=9",
        "https://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&tid=77FF&url=https%3a%2f%2fsite.example%2fa%3fb%3d1%26c%3d2&c=9",
        "https://www.google.com/url?rct=j&sa=t&url=https://site.example/a?b%3D1%26c%3D2&ct=ga&usg=AOvVaw",
        "https://google.by/url?q=https%3A%2F%2Fsite.example%2Fa%3Fb%3D1%26c%3D2",
    ],
)
def test_what_leads_through_the_counter_of_a_news_search_is_the_page_it_leads_to(counted: str) -> None:
    assert address_key(counted) == address_key("https://site.example/a?b=1&c=2")
    assert shown(counted) == counted


@pytest.mark.parametrize(
    "url",
    [
        "https://www.bing.com/news/apiclick.aspx?url=javascript:alert(1)",
        "https://www.google.com/url?sa=t",
        "https://site.example/url?url=https://other.example/",
    ],
)
def test_what_leads_nowhere_else_is_its_own_page(url: str) -> None:
    assert address_key(url) == address_key(url.replace("www.", "")) != address_key("https://other.example/")


def test_a_guid_counts_within_its_source_and_an_address_everywhere() -> None:
    here = Item("a", "https://site.example/1", guid="7")
    there = Item("b", "http://www.site.example/1/", guid="7")
    (mine,), (theirs,) = keys(here), keys(there)
    assert mine[0] != theirs[0]
    assert mine[1] == theirs[1]


def test_the_strongest_key_comes_first() -> None:
    (found,) = keys(Item("a", "https://site.example/1", guid="7", author="Ольга", published=AT))
    assert [key[0] for key in found] == ["g", "u", "d"]


def test_an_edited_text_is_the_same_item_by_author_and_date() -> None:
    before = replace(REVIEW, published=AT)
    assert keys(before) == keys(replace(before, text="Ответили, вопрос решён", rating=0.75))


def test_the_same_moment_is_one_person_everywhere_the_same_day_only_on_one_site() -> None:
    moment, day = replace(REVIEW, published=AT), replace(REVIEW, published=DAY)
    namesake = replace(day, source="forum", text="Совсем другая жалоба совсем другой Анны")
    assert keys(moment) == keys(replace(moment, source="forum"))
    assert not are_one(day, namesake)
    assert are_one(day, replace(day, text="Другие слова"))


@pytest.mark.parametrize("author", ["Гость", "Аноним", "[deleted]", "Verified User in Retail"])
def test_a_guest_is_told_by_the_minute_within_the_source_alone_and_known_as_it_was_stored_before(author: str) -> None:
    here = replace(REVIEW, author=author, published=AT, dated=True)
    (one,), (other,) = identify([here]), identify([replace(here, source="forum", text="Совсем другие слова об этом")])
    assert set(left(one)).isdisjoint(sought(other))
    named, again = identify([replace(here, author="Ольга")]), identify([replace(here, text=LONG + " и ещё")])
    assert [key for key in named[0].keys if key.startswith("d::")]
    assert set(left(one)) & set(sought(again[0]))
    assert any(key.startswith("d::") and key not in one.keys for key in sought(one))


def test_who_says_the_same_on_two_sites_on_the_same_day_is_one_person() -> None:
    day = replace(REVIEW, published=DAY)
    assert are_one(day, replace(day, source="forum"))
    short = replace(day, text="Отлично!")
    assert not are_one(short, replace(short, source="forum"))


def test_a_relative_date_does_not_count() -> None:
    first = replace(REVIEW, published=AT, dated=False)
    assert keys(first) == keys(replace(first, published=DAY)) == keys(REVIEW)


def test_without_a_date_author_and_beginning_tell() -> None:
    long = replace(REVIEW, text=LONG * 5)
    (own,) = keys(long)
    for edited in (f"{LONG.upper()}! {LONG * 4} Дописано потом.", f"{long.text[:200]}. Дописано потом."):
        assert not set(own).isdisjoint(*keys(replace(long, text=edited)))
    for other in (replace(long, author="Игорь"), replace(long, text=f"{long.text[:150]} иначе {LONG * 4}")):
        assert set(own).isdisjoint(*keys(other))


def test_a_short_exclamation_tells_within_its_source_only() -> None:
    short = replace(REVIEW, text="Всё отлично!")
    assert keys(short) != keys(replace(short, source="forum"))
    assert keys(REVIEW) == keys(replace(REVIEW, source="forum"))


def test_a_link_that_every_entry_has_tells_nobody() -> None:
    items = [Item("ads", "https://ads.example/land", guid=str(n), title=f"Ad {n}") for n in range(3)]
    assert keys(*items) == [("g:ads:0",), ("g:ads:1",), ("g:ads:2",)]


def test_the_same_item_twice_on_a_page_is_one() -> None:
    pinned = Item("a", "https://site.example/1", text="Kestrel is down", author="Ann")
    assert identify([pinned, pinned]) == identify([pinned])


def test_of_an_item_shown_twice_the_one_with_an_address_stays() -> None:
    bare = replace(REVIEW, published=AT)
    linked = replace(bare, url="https://otzyvy.example/zubr/7", addressed=True)
    assert [found.item for found in identify([bare, linked])] == [linked]


def test_two_anonymous_words_that_nothing_tells_apart_are_one_and_others_are_not() -> None:
    anonymous = replace(REVIEW, author="", text="Отлично")
    found = identify([anonymous, replace(anonymous, published=AT, dated=False), replace(anonymous, rating=1.0)])
    assert [one.item.rating for one in found] == [None, 1.0]


def test_nameless_words_whose_relative_date_becomes_a_day_are_known_again() -> None:
    nameless = replace(REVIEW, author="", published=AT, dated=False)
    (before,) = identify([nameless])
    (after,) = identify([replace(nameless, published=DAY, dated=True)])
    (later,) = identify([replace(nameless, published=AT, dated=True)])
    assert not set(left(before)).isdisjoint(sought(after))
    assert not set(left(after)).isdisjoint(sought(before))
    assert set(left(after)).isdisjoint(sought(later))
    both = identify([nameless, replace(nameless, published=DAY, dated=True)])
    assert set(left(both[0])).isdisjoint(sought(both[1]))


def test_every_item_has_a_key_of_its_own() -> None:
    twins = [replace(REVIEW, published=AT, text="Первый отзыв"), replace(REVIEW, published=AT, text="Второй отзыв")]
    found = keys(*twins)
    assert len({key for one in found for key in one}) == 2


@given(st.lists(st.builds(
    Item,
    source=st.just("a"),
    url=st.sampled_from(["https://site.example/", "https://site.example/1", ""]),
    title=st.sampled_from(["", "T"]),
    text=st.sampled_from(["", "Kestrel", "kestrel!", LONG]),
    author=st.sampled_from(["", "Ann", "Bob"]),
    guid=st.sampled_from(["", "1", "2"]),
    published=st.sampled_from([None, AT, DAY]),
    dated=st.booleans(),
    addressed=st.booleans(),
), max_size=8))  # fmt: skip
@settings(deadline=None)
def test_no_key_belongs_to_two_items_of_one_visit(items: list[Item]) -> None:
    held = [key for found in identify(items) for key in found.keys]
    assert len(held) == len(set(held))
    assert bool(held) == bool(items)


def test_keys_are_short_whatever_sites_send() -> None:
    (found,) = keys(Item("a", f"https://site.example/{'x' * 5000}", guid="y" * 5000, author="z" * 5000, published=AT))
    assert max(map(len, found)) < 100


def test_case_punctuation_and_white_space_are_no_edit() -> None:
    item = replace(REVIEW, title="Ждём", text="Ждём ответа, поддержка молчит.")
    assert content(item) == content(replace(item, title="ЖДЁМ!", text="ждём  ответа - поддержка молчит"))
    assert content(item) == content(replace(item, published=AT, url="https://site.example/2", author="Оля"))


def test_other_words_or_another_rating_are_an_edit() -> None:
    item = replace(REVIEW, rating=0.25)
    assert len({content(item), content(replace(item, rating=0.75)), content(replace(item, text=f"{LONG} снова"))}) == 3


def test_another_end_of_a_long_text_is_an_edit() -> None:
    long = replace(REVIEW, text="\n".join(f"{LONG}, день {day}" for day in range(200)))
    assert content(long) == content(replace(long, text=long.text.upper()))
    assert content(long) != content(replace(long, text=long.text + " и снова"))


def known_again(before: Item, *page: Item) -> list[bool]:
    """Which items of a later page are taken for the one that was stored."""
    (stored,) = identify([before])
    return [not set(sought(one)).isdisjoint(left(stored)) for one in identify(page)]


def test_a_review_is_the_same_when_its_days_ago_become_a_date_and_the_other_way_round() -> None:
    young = replace(REVIEW, published=DAY, dated=False)
    old = replace(REVIEW, published=DAY)
    assert known_again(young, old) == [True]
    assert known_again(old, young) == [True]
    assert known_again(old, replace(old, published=AT)) == [False]


def test_a_short_word_by_a_namesake_on_another_day_is_not_taken_for_the_first() -> None:
    first = replace(REVIEW, text="Отлично!", published=DAY, dated=False)
    assert known_again(first, replace(first, published=AT, dated=True)) == [False]


def test_an_entry_is_the_same_when_the_others_with_its_link_are_gone_and_when_they_come() -> None:
    page = [Item("news", "https://site.example/news", text=f"Зубр-Софт, новость {number}") for number in range(3)]
    together = {one.item: one for one in identify(page)}
    (alone,) = identify(page[:1])
    assert set(sought(alone)) & set(left(together[page[0]]))
    assert set(sought(together[page[0]])) & set(left(alone))
    assert not set(sought(together[page[1]])) & set(left(alone))


def test_that_a_feed_led_to_a_page_is_no_part_of_its_address() -> None:
    url = "https://example.com/page?id=7&ref=feed.com"
    assert shown(url, led_by="http://feed.com/rss") == "https://example.com/page?id=7"
    assert shown(url, led_by="http://other.com/rss") == url


@pytest.mark.parametrize(
    "url",
    [
        "https://www.site.example/a/B/",
        "http://site.example:8080",
        "https://www.www.example/",
        "https://site.example/a;b/%D0%97~x@y/,(1)",
        "https://www./a",
        "https://a..example//b//",
        "https://site.example:99999/a",
        "https://Site.example/A",
    ],
)
def test_how_plainly_an_address_is_written_makes_no_other_page_of_it(url):
    with_more = f"{url}?utm_source=a#top"
    assert (shown(url), address_key(url)) == (shown(with_more), address_key(with_more))
