"""Which addresses, channels and texts are in a forbidden place, and which only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain import Item, Reply
from monitor.places.forbidden import Places, read_place

LABEL = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
HOST = st.lists(LABEL, min_size=1, max_size=3).map(lambda labels: ".".join([*labels, "example"]))
PLACES = Places(
    ["bad.example", "@banned_channel", "кириллица.рф", "site.example/news", "10.0.0.1", "port.example:8081"]
)


@given(host=HOST, below=HOST, path=st.sampled_from(["", "/", "/a?b=c#d", ":8080/x"]))
def test_what_lies_below_a_forbidden_host_is_forbidden(host: str, below: str, path: str) -> None:
    places = Places([host])
    assert places.holds(f"https://{host}{path}")
    assert places.holds(f"http://{below}.{host}{path}")
    assert places.holds(f"HTTPS://WWW.{host.upper()}.{path}")


@given(host=HOST, before=LABEL, after=LABEL)
def test_a_host_that_only_looks_like_a_forbidden_one_is_allowed(host: str, before: str, after: str) -> None:
    places = Places([host])
    alike = [f"{before}{host}", f"{before}-{host}", f"{host}{after}", f"{host}.{after}"]
    assert [other for other in alike if places.holds(f"https://{other}/{after}")] == []
    assert not places.in_text(" ".join(alike))


@given(text=st.text(max_size=300))
def test_no_text_is_too_strange_to_be_looked_through(text: str) -> None:
    assert not Places(["never.written.example"]).in_text(text)
    assert PLACES.in_text(f"{text} bad.example {text}")
    PLACES.holds(text)


@pytest.mark.parametrize(
    "address",
    [
        "http://good.example@bad.example/",
        "http://user:password@bad.example:8080/",
        "//bad.example/x",
        "http:\\\\bad.example\\x",
        "http:bad.example",
        "http://ｂａｄ.example/",
        "http://bad。example/",
        "http://b%61d.example/",
        "http://b\u00adad.example/",
        "ftp://bad.example/file",
        "HTTP://BAD.EXAMPLE./",
        "http://кириллица.рф/",
        "http://xn--80apaahia1b8c.xn--p1ai/",
        "http://XN--80APAAHIA1B8C.xn--p1ai./",
        "http://site.example/news",
        "http://site.example/News/2026",
        "http://site.example/other/../news/",
        "http://site.example//n%65ws?page=2",
        "http://10.0.0.1/",
        "http://0xa.0.0.1/",
        "http://167772161/",
        "http://[::ffff:10.0.0.1]:8080/",
        "https://port.example:8081/",
        "https://t.me/banned_channel",
        "https://t.me/s/Banned_Channel/12?single",
        "http://telegram.me/banned_channel/12",
        "https://telegram.dog/s/banned_channel",
        "https://banned_channel.t.me/12",
        "tg://resolve?domain=banned_channel&post=12",
        "@Banned_Channel",
        "https://away.example/?to=https%3A%2F%2Fbad.example%2Fx",
        "https://away.example/?to=https%253A%252F%252Fbad.example",
        "https://web.archive.example/web/2020/http:/bad.example/x",
        "https://t.me/share/url?url=https://bad.example/",
    ],
)
def test_an_address_is_known_however_it_is_written(address: str) -> None:
    assert PLACES.holds(address)
    assert not Places(["other.example"]).holds(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://",
        "https://bad.example.good.example/",
        "https://good.example/bad.example",
        "https://site.example/",
        "https://site.example/newsletter",
        "https://port.example/",
        "https://10.0.0.11/",
        "https://t.me/banned_channel_2",
        "https://t.me/s/other/12",
        "https://t.me/other/banned_channel",
        "@other_channel",
        "http://[::1",
        "http://" * 5_000,
    ],
)
def test_other_addresses_are_allowed(address: str) -> None:
    assert not PLACES.holds(address)


@pytest.mark.parametrize(
    "text",
    [
        "Подробности на bad.example/x, читайте.",
        "(https://bad.example)",
        "смотри...bad.example!",
        "«bad.example»",
        "Пишут в @banned_channel: обманули.",
        "Источник: t.me/banned_channel/5.",
        "кириллица.рф, раздел «Новости»",
        "почта info@bad.example",
        "https://site.example/news.",
    ],
)
def test_what_a_messenger_makes_a_link_of_is_found_in_a_text(text: str) -> None:
    assert PLACES.in_text(text)


@pytest.mark.parametrize(
    "text",
    ["bad. example", "notbad.example", "@banned_channel_2", "mail@banned_channel", "т.е. 3.5 раза, site.example"],
)
def test_a_text_without_a_forbidden_place_is_left_alone(text: str) -> None:
    assert not PLACES.in_text(text)


def test_a_page_with_a_query_forbids_that_page_alone() -> None:
    places = Places(["https://video.example/watch?v=abc", "video.example/watch?list=x&v=def"])
    assert places.holds("https://video.example/watch?t=10&v=abc")
    assert places.holds("https://m.video.example/watch?v=def&list=x")
    assert [v for v in ("v=def", "v=abcd", "") if places.holds(f"https://video.example/watch?{v}")] == []


def test_a_private_channel_and_an_invitation_are_places_too() -> None:
    places = Places(["https://t.me/c/123456/7", "t.me/+AbCdEf", "https://t.me/c/99"])
    assert places.holds("https://t.me/c/123456/7")
    assert places.holds("tg://privatepost?channel=99&post=4")
    assert places.holds("https://t.me/+AbCdEf")
    assert not places.holds("https://t.me/c/123456/8")


@pytest.mark.parametrize(
    "place", ["", "bad", "12345", "bad place.example", "@bad", "@bad.example", "info@bad.example", ".ru", "a..example"]
)
def test_what_is_no_place_is_not_taken_for_one(place: str) -> None:
    assert read_place(place) is None


@pytest.mark.parametrize(
    "place", ["*.bad.example", "localhost", "http://wiki/", "[::1]", "127.0.0.1:8080", "bad.example.", "t.me/name"]
)
def test_what_people_write_is_a_place(place: str) -> None:
    assert read_place(place) is not None


@pytest.mark.parametrize(
    "said",
    [
        {"url": "https://bad.example/1"},
        {"links": ("https://good.example/", "https://www.bad.example/2")},
        {"links": ("@banned_channel",)},
        {"title": "Смотрите bad.example"},
        {"text": "Читайте @banned_channel"},
        {"replies": (Reply("Мы ответили на bad.example"),)},
        {"author": "@banned_channel"},
        {"guid": "tag:bad.example,2026:1"},
    ],
)
def test_an_item_is_kept_out_by_whatever_of_it_leads_there(said: dict[str, object]) -> None:
    good = Item("feed", "https://good.example/1", "Заголовок", "Текст о компании.", "Ирина")
    bad = Item(**{"source": "feed", "url": "https://good.example/2", "author": "Олег", **said})  # type: ignore[arg-type]  # of a test
    assert PLACES.sift([good, bad]) == ([good], [bad])


def test_without_a_list_nothing_is_forbidden() -> None:
    nothing = Places()
    item = Item("feed", "https://bad.example/1")
    assert (bool(nothing), nothing.digest, nothing.sift([item])) == (False, "", ([item], []))


def test_the_digest_tells_lists_apart_and_not_the_order_or_the_spelling() -> None:
    assert Places(["a.example", "B.example/"]).digest == Places(["b.example", "www.a.example", "a.example"]).digest
    assert Places(["a.example"]).digest != Places(["a.example/x"]).digest


@pytest.mark.parametrize(
    "url", ["https://www.zubr.example/blog", "https://t.me/s/zubr_team/12", "HTTP://zubr.example:80"]
)
def test_a_page_lies_in_a_place_by_its_own_address(url: str) -> None:
    assert Places(["zubr.example", "@zubr_team"]).covers(url)


@pytest.mark.parametrize("url", ["https://forum.example/?to=https://zubr.example", "https://notzubr.example", ""])
def test_a_page_that_only_carries_an_address_lies_elsewhere(url: str) -> None:
    assert not Places(["zubr.example"]).covers(url)
