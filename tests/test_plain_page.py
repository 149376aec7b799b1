"""The quick way to look through a page: plain selectors find what bs4 finds, and the others are left to bs4."""

from __future__ import annotations

from random import Random
from weakref import ref

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain import Page
from monitor.sources.markup import links, plain
from monitor.sources.pages.plain_css import plain_css
from monitor.sources.pages.plain_page import PlainPart, plain_page
from monitor.sources.pages.select import Part, Select, value, words
from monitor.sources.pages.selected import following_link, looked_through, parsed, selected

TAGS = ["div", "p", "span", "a", "b", "ul", "li", "td", "br", "img", "time", "script", "i", "path", "x-y", "pre"]
ATTRIBUTES = [
    "",
    "",
    " class=a",
    " class='a b'",
    " CLASS=' b\n c '",
    " id=x",
    " href='/один?a=1&amp;b=2'",
    ' title="a &quot;b&quot; > c"',
    " data-id=7",
    " datetime='2026-01-02'",
    " hidden",
    " \"b='c'",
]
TEXTS = [
    "Текст",
    " ",
    "a < b & c",
    "&nbsp;&lt;p&gt;",
    "<!-- <b>нет</b> -->",
    "<?php x ?>",
    "http://a.example/x",
    "\r\n",
    " &#13; ",
    "<p> </p>",
    "<![CDATA[x]]>",
]
SELECTORS = [
    "div",
    "*",
    ".a",
    ".a.b",
    "p.a",
    "#x",
    "div p",
    "div > p",
    "div .a > span",
    "ul li, td",
    "a[href]",
    "[href^='/один']",
    "[href$='b=2'] , .c",
    "[title*='b\" >']",
    "[data-id='7']",
    "DIV.b > *",
    "html body p",
    "div > p span .a",
    ".a > div p > *",
]


def markup(chance: Random, depth: int = 0) -> str:
    pieces = []
    for _ in range(chance.randint(0, 4)):
        if depth > 3 or chance.random() < 0.4:
            pieces.append(chance.choice(TEXTS))
        else:
            tag = chance.choice(TAGS)
            closed = f"</{tag}>" if chance.random() < 0.9 else ""
            pieces.append(
                f"<{tag}{chance.choice(ATTRIBUTES)}{chance.choice(ATTRIBUTES)}>{markup(chance, depth + 1)}{closed}"
            )
    return "".join(pieces)


def told(part: Part) -> tuple[object, ...]:
    """What a part says by any of the ways in which it is asked."""
    inside = part.decode_contents()
    written = [value(part, f"@{name}") for name in ("class", "id", "href", "title")]
    if isinstance(part, PlainPart):
        assert part.may_lead or not links(inside)
    assert words(part) == plain(inside)
    return part.name, words(part), set(links(inside, "http://b.example/")), written


@settings(deadline=None, max_examples=25)
@given(st.integers())
def test_plain_selectors_find_what_bs4_finds(number):
    text = "<html><body>" + markup(Random(number)) + "</body></html>"  # noqa: S311  # to be repeated
    page, soup = plain_page(text), BeautifulSoup(text, "lxml")
    assert page is not None
    for css in SELECTORS:
        found, wanted = page.whole.select(css), soup.select(css)
        assert [told(part) for part in found] == [told(part) for part in wanted]
        for part, tag in zip(found[:3], wanted[:3], strict=True):
            assert [*map(told, part.select(".a, span"))] == [*map(told, tag.select(".a, span"))]
            assert [above.name for above in part.parents][:-1] == [above.name for above in tag.parents][:-1]
            assert [*map(told, part.find_previous_siblings("p", 2))] == [
                *map(told, tag.find_previous_siblings("p", limit=2))
            ]
            assert [*map(told, part.find_next_siblings("p", 2))] == [*map(told, tag.find_next_siblings("p", limit=2))]


REVIEWS = """
<div class=list><h1 class="thread big">О банке</h1>
 <article class="card new"><a class=who href=/u/1>Анна</a><time datetime=2026-11-20>вчера</time>
  <p class=pros>Быстро &amp; просто</p><p class=cons>Дорого <br>и сложно</p>
  <span class=stars><i class="star on"></i><i class="star half on"></i><i class=star></i></span>
  <div class=answers><div class=answer><b class=signed>Банк</b><p class=said>Спасибо</p></div>
   <div class=answer><b class=signed>Пётр</b><p class=said>И мне</p></div></div></article>
 <article class=card><a class=who>Пётр</a><p class=pros>https://bad.example/x</p></article>
 <article class=card></article></div><a class=next href="?page=2">Дальше</a>
"""
FIELDS = {
    "item": ".card",
    "text": ".pros, .cons",
    "author": "a.who",
    "date": "time",
    "rating": ".stars .on",
    "link": "a.who",
    "reply": ".answer .said",
    "reply_author": ".signed",
    "thread": "h1.thread",
    "next": "a.next",
}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"rating": ".stars > i"},
        {"text": None},
        {"author": "a @href", "thread": "h1 @class"},
        {"reply_author": None},
        {"item": "article[class='card']", "text": "[class] p"},
        {"item": ".none"},
    ],
)
def test_reviews_are_the_same_whichever_way_a_page_is_looked_through(changed):
    select, page = Select.model_validate({**FIELDS, **changed}), Page("https://a.example/", REVIEWS.encode())
    quick, slow = looked_through(select, REVIEWS), parsed(REVIEWS)
    assert selected(select, quick, page) == selected(select, slow, page)
    assert following_link(select, quick) == following_link(select, slow) == "?page=2"


@pytest.mark.parametrize(
    "css",
    [
        "p:not(.a)",
        ":is(p, b)",
        "p + b",
        "p ~ b",
        "[type=text]",
        "[class~=a]",
        "[rel]",
        "[a='' ]",
        "a[b='c' i]",
        "a|b",
        ".a\\:b",
        "p:nth-child(2)",
        "p,",
        "> p",
        "p >",
        "",
    ],
)
def test_selectors_of_another_kind_are_left_to_bs4(css):
    assert plain_css(css) is None
    page = plain_page(REVIEWS)
    assert page is not None
    with pytest.raises(ValueError, match="not a plain selector"):
        page.whole.select(css)


def test_a_source_is_looked_through_the_quick_way_only_where_all_of_its_selectors_are_plain():
    assert Select.model_validate(FIELDS).is_plain
    assert not Select.model_validate({**FIELDS, "next": "a:last-child"}).is_plain
    assert not Select.model_validate({**FIELDS, "link": "a @rel"}).is_plain


@pytest.mark.parametrize("text", ["", "<", "<!-- x -->", "слова", "<template><p class=card>x</p></template>"])
def test_a_page_without_any_element_or_with_hidden_ones_is_left_to_bs4(text):
    assert looked_through(Select.model_validate(FIELDS), text).select(".card") == []


def test_a_part_is_the_same_for_all_who_ask_and_goes_with_its_page():
    page = plain_page(REVIEWS)
    assert page is not None
    part, gone = page.whole.select(".card")[1], ref(page)
    assert part is page.whole.select("article", limit=2)[-1] is next(part.select(".pros")[0].parents)
    del part, page
    assert gone() is None


def test_what_one_part_is_asked_is_not_answered_for_another():
    page = plain_page(REVIEWS)
    assert page is not None
    cards = page.whole.select(".card")
    assert [[value(who, ".who") for who in card.select(".list .who")] for card in cards] == [["Анна"], ["Пётр"], []]
    assert [card.select_one("time") is not None for card in cards] == [True, False, False]
    assert [len(card.select(".said", limit=1)) for card in cards] == [1, 0, 0]


def test_a_deep_page_is_looked_through_however_many_elements_a_selector_names():
    page = plain_page("<div>" * 120 + "<p>x")
    assert page is not None
    assert page.whole.select(f".none {'div ' * 6}p") == []
    assert len(page.whole.select(f"{'div ' * 6}p")) == 1
