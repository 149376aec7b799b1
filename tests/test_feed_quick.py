"""The quick way to read a feed: it says exactly what feedparser says of every entry, or leaves the feed to it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hostile.doors import page_doors, seeds
from hostile.mutation import Mutator
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain import Page
from monitor.errors import ParseError
from monitor.sources.feeds.entry import Entry
from monitor.sources.feeds.parsed import parsed_entries
from monitor.sources.feeds.quick import quick_entries

Read = tuple[str, tuple[Entry, ...]]

GOLDEN = Path(__file__).with_name("sources") / "feed"
URL = "https://site.example/a/../feed.xml"
XML = "application/xml"
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "a": "http://www.w3.org/2005/Atom",
        "media": "http://search.yahoo.com/mrss/",
        "it": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "x": "http://nobody.example/knows",
    }.items()
)
ROOTS = (
    ("<rss version='2.0' {}><channel>", "item", "</channel></rss>"),
    ("<feed xmlns='http://www.w3.org/2005/Atom' {}>", "entry", "</feed>"),
    ("<feed version='0.3' xmlns='http://purl.org/atom/ns#' {}>", "entry", "</feed>"),
    ("<rdf:RDF xmlns='http://purl.org/rss/1.0/' {}><channel/>", "item", "</rdf:RDF>"),
)
NAMES = [
    "title",
    "link",
    "description",
    "guid",
    "id",
    "pubDate",
    "published",
    "updated",
    "issued",
    "created",
    "author",
    "name",
    "email",
    "uri",
    "url",
    "summary",
    "content",
    "source",
    "category",
    "image",
    "enclosure",
    "rights",
    "subtitle",
    "abstract",
    "body",
    "language",
    "contributor",
    "comments",
    "unknown",
    "a:link",
    "a:id",
    "content:encoded",
    "dc:creator",
    "dc:date",
    "dc:title",
    "dc:description",
    "dc:subject",
    "dc:contributor",
    "dcterms:created",
    "a:updated",
    "media:title",
    "media:description",
    "media:content",
    "media:group",
    "media:thumbnail",
    "it:author",
    "it:summary",
    "it:image",
    "x:title",
    "x:y",
]
HOLDING = ("author", "source", "image", "contributor", "media:group", "media:content", "unknown", "x:y")
TEXTS = (
    "",
    " слова ",
    "два\n  слова",
    "&lt;p&gt;Текст&lt;/p&gt;",
    "<![CDATA[<p>Текст &nbsp; <b>и</b></p>]]>",
    "<p class='q'>Текст <b>и</b></p>",
    "<div xmlns='http://www.w3.org/1999/xhtml'><p>Текст</p> и</div>",
    "<!-- нет -->да",
    "http://a.example/x?a=1&amp;b=2",
    "http://a.example/x?a=1&amp;amp;b;=2",
    "http:////a.example//b;c?#",
    "http://[bad",
    "/rel",
    "tag:a.example,2026:1",
    "anna@a.example (Анна)",
    "Анна &lt;anna@a.example&gt;",
    "caf\u00c3\u00a9",
    "&#147;x&#148;",
    "Mon, 01 Jan 2024 10:00:00 GMT",
    "2024-01-01T10:00:00Z",
)
ATTRIBUTES = (
    "",
    "",
    "",
    " type='html'",
    " type='xhtml'",
    " type='Text'",
    " isPermaLink='false'",
    " href='/h'",
    " url='http://u.example/'",
    " href='http://h.example/?' rel='Alternate'",
    " rel='self' href='s'",
    " xml:base='http://b.example/d/'",
    " xml:base='e/' x:type='html'",
    " rdf:about='http://r.example/'",
)


def page(body: str | bytes, content_type: str = XML) -> Page:
    return Page(URL, body.encode() if isinstance(body, str) else body, {"content-type": content_type})


def both(asked: Page) -> tuple[Read | None, Read | None]:
    """The quick way, and feedparser where that was needed to judge it; where it breaks down itself, nobody can tell."""
    quick = quick_entries(asked)
    try:
        return quick, parsed_entries(asked) if quick else None
    except ParseError as error:
        if not isinstance(error.__cause__, LookupError):  # it looks for what is not there
            raise
    return quick, quick


def test_what_feedparser_breaks_down_over_is_read_all_the_same():
    asked = page(feed(chance(55_201)))
    with pytest.raises(ParseError):
        parsed_entries(asked)
    _, entries = quick_entries(asked)
    assert len(entries) > 1


def chance(number: int) -> Random:
    return Random(number)  # noqa: S311  # to be repeated, not to keep a secret


def element(chance: Random, depth: int = 0) -> str:
    name, attributes, inside = (chance.choice(choices) for choices in (NAMES, ATTRIBUTES, TEXTS))
    if name in HOLDING and depth < 2:
        inside = "".join(element(chance, depth + 1) for _ in range(chance.randint(1, 3)))
    return f"<{name}{attributes}>{inside}</{name}>\n"


def feed(chance: Random) -> str:
    start, entry, end = chance.choice(ROOTS)
    head, *told = ("".join(element(chance) for _ in range(chance.randint(0, 7))) for _ in range(chance.randint(2, 4)))
    return start.format(SPACES) + head + "".join(f"<{entry}>{inside}</{entry}>" for inside in told) + end


@settings(deadline=None, max_examples=100)
@given(st.integers(), st.sampled_from((XML, "text/xml", "text/html; charset=windows-1251")))
def test_whatever_a_feed_is_made_of_both_ways_say_the_same_of_it(number, content_type):
    quick, parsed = both(page(feed(chance(number)), content_type))
    assert quick == parsed


def test_most_of_what_a_feed_may_be_made_of_is_read_the_quick_way():
    read = [quick_entries(page(feed(chance(number)))) for number in range(100)]
    assert sum(quick is not None for quick in read) > 50


@pytest.mark.parametrize("content_type", [XML, "text/xml; charset=windows-1251", "text/plain"])
def test_every_feed_we_keep_is_told_alike_by_both_ways(content_type):
    read = [both(page(body, content_type)) for body in seeds("feed", large=False).values()]
    assert [quick for quick, _ in read] == [parsed for _, parsed in read]
    assert sum(quick is not None for quick, _ in read) > len(read) / 3


def test_feeds_that_were_changed_at_random_are_told_alike_by_both_ways():
    known = [body for body in seeds("feed", large=False).values() if quick_entries(page(body))]
    mutator = Mutator(page_doors()["feed"](), known, "alike")
    read = [both(page(mutator())) for _ in range(150)]
    assert [quick for quick, _ in read] == [parsed for _, parsed in read]
    assert any(quick for quick, _ in read)


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("noreply@site.online (Анна)", "Анна"),
        ("Анна &lt;anna@site.example&gt;", "Анна"),
        ("anna@site.example", "anna@site.example"),
        ("anna@mail.example.org", "anna@mail.example.org"),
        ("anna@mail.example.org (Анна)", "Анна"),
        ("Анна, anna@, @anna", "Анна, anna@, @anna"),
    ],
)
@pytest.mark.parametrize("element", ["author", "dc:creator"])
def test_an_author_is_a_name_however_long_the_end_of_their_address_is(element, written, author):
    item = f"<item><title>Да</title><{element}>{written}</{element}></item>"
    quick, parsed = both(page(f"<rss version='2.0' {SPACES}><channel>{item}</channel></rss>"))
    assert quick == parsed
    assert [entry.author for entry in quick[1]] == [author]


@pytest.mark.parametrize(
    "name",
    ["rss", "atom", "rdf", "full-text", "where-entries-come-from", "windows-1251-and-russian-dates", "escaped-titles"],
)
def test_what_is_usual_is_read_the_quick_way(name):
    assert quick_entries(page((GOLDEN / f"{name}.xml").read_bytes())) is not None


def test_what_comes_after_a_list_of_contents_is_read_the_quick_way():
    contents = "<items><rdf:Seq><rdf:li rdf:resource='http://a.example/1'/></rdf:Seq></items>"
    feed = f"<channel>{contents}</channel><item rdf:about='http://a.example/1'><title>Да</title></item>"
    quick, parsed = both(page(f"<rdf:RDF xmlns='http://purl.org/rss/1.0/' {SPACES}>{feed}</rdf:RDF>"))
    assert quick == parsed == ("", (Entry(guid="http://a.example/1", title="Да", texts=("",), origins=("", "")),))


def rss(inside: str, more: str = "") -> str:
    return f"<rss version='2.0' {more}><channel><item><title>Да</title>{inside}</item></channel></rss>"


@pytest.mark.parametrize("attributes", ["", " type='html'"])
@pytest.mark.parametrize(
    "around", ["{}", "<source>{}</source>", "<y>{}</y>{}", "{0}{0}", "<description>1</description>{}"]
)
def test_whole_texts_for_yandex_are_read_as_feedparser_reads_them(around, attributes):
    for inside in (*TEXTS, "<title>x</title>", "<source><title>x</title></source>"):
        text = f"<yandex:full-text{attributes}>{inside}</yandex:full-text>"
        quick, parsed = both(page(rss(around.format(text, text), "xmlns:yandex='http://news.yandex.ru'")))
        assert quick is None or quick == parsed, inside


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html><body>Да</body></html>",
        rss("<title>Да &nbsp; нет</title>"),  # not well-formed
        rss("<title>Да") + "</rss>",
        "<!DOCTYPE rss [<!ENTITY a 'b'>]>" + rss("<title>&a;</title>"),
        "<!DOCTYPE rss [<!ENTITY % a SYSTEM 'http://a.example/'> %a;]>" + rss(""),
        rss("<description mode='base64'>0JTQsA==</description>"),
        rss("<description type='image/png'>x</description>"),
        rss("<description>a<div>b</div></description>"),  # feedparser loses count
        rss("<description>a<title>b</title></description>"),  # an element that means something else elsewhere
        rss("<authors>Анна</authors>"),  # a name that feedparser uses itself
        rss("<media:x/>", "xmlns:media='http://a.example/'"),
        rss("<a:x/><b xmlns:a='http://b.example/'/>", "xmlns:a='http://a.example/'"),
        rss("<svg xmlns='http://www.w3.org/2000/svg'/>"),
        rss("<author>" + "a" * 3_000 + "@b.example</author>"),
        rss("<x>" * 200 + "</x>" * 200),
        rss("<x " + " ".join(f"a{n}=''" for n in range(200)) + "/>"),
    ],
)
def test_what_is_strange_is_left_to_feedparser(body):
    assert quick_entries(page(body)) is None


def test_a_feed_that_says_nothing_is_judged_by_feedparser():
    assert quick_entries(page("<rss version='2.0'><channel><item/></channel></rss>")) is None
    with pytest.raises(ParseError):
        parsed_entries(page("<rss><channel>"))
