"""sources.yaml at the door: every mistake with its place, all at once, and nothing silently ignored."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.commands.asked import Asked
from monitor.commands.check import check
from monitor.commands.schema import schema
from monitor.config.load import LARGEST, Loaded, PlanError, load, spoken
from monitor.config.spoken import language_of
from monitor.domain import Severity
from monitor.errors import ConfigError
from monitor.sources.feed import FeedSource
from monitor.texts import LANGUAGES, Texts

ROOT = Path(__file__).parent.parent
BRANDS = "brands: [{id: zubr, name: Зубр-Софт}]\n"
NO_KEYS = "stands where keys with values belong."
SOURCES = "sources: [{id: news, kind: feed, url: 'https://news.example/rss'}]\n"
Reading = Callable[..., Loaded]
Mistakes = Callable[..., list[str]]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Loads a text as sources.yaml."""

    def read(text: str | bytes, environment: Mapping[str, str] | None = None) -> Loaded:
        path = tmp_path / "sources.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return load(path, environment or {})

    return read


@pytest.fixture
def mistakes(reading: Reading, tmp_path: Path) -> Mistakes:
    """The lines that a wrong text is answered with, without the folder."""

    def wrong(text: str | bytes, environment: Mapping[str, str] | None = None) -> list[str]:
        with pytest.raises(PlanError) as error:
            reading(text, environment)
        return [line.removeprefix(f"{tmp_path}/") for line in error.value.lines]

    return wrong


def test_five_different_mistakes_are_five_lines_with_line_and_column(mistakes: Mistakes) -> None:
    text = """\
brands:
  - {id: zubr, name: Зубр-Софт, rolle: own}
sources:
  - id: news
    kind: feed
    url: https://news.example/rss
    every: 15 minutes
  - id: news
    kind: feeed
  - id: forum
    kind: feed
    urll: https://forum.example/rss
"""
    assert mistakes(text) == [
        "sources.yaml:2:33: rolle: there is no such key here. Did you mean role?",
        (
            "sources.yaml:7:12: every: “15 minutes” is not a length of time. "
            "Write it like 30s, 15m, 4h or 7d, at least one second; or the shortest and the longest: 15m-4h."
        ),
        "sources.yaml:8:9: id: news is used by an earlier entry too. Give each its own.",
        "sources.yaml:9:11: kind: there is no kind of source called feeed. Did you mean feed?",
        "sources.yaml:12:5: urll: there is no such key here. Did you mean url?",
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("timezone: Mars/Base", "1:11: timezone: “Mars/Base” is not a known time zone."),
        ("team: {chats: [{id: abc}]}", "1:21: id: “abc” is not the number of a chat. "),
        (
            "timezone: Europe/Moskow",
            "1:11: timezone: “Europe/Moskow” is not a known time zone. Did you mean Europe/Moscow?",
        ),
        ("timezone: minsk", "1:11: timezone: “minsk” is not a known time zone. Did you mean Europe/Minsk?"),
        ("timezone: ''", "1:11: timezone: this is empty."),
        ("alerts: {quiet_hours: ''}", "1:23: quiet_hours: this is empty."),
        ("forbidden: *gone", "1:12: *gone: nothing above is marked &gone."),
        ("http: {<<: {timeout: 30s}}", "1:8: <<: keys are not taken from elsewhere."),
        (
            "team: {chats: [{id: 1, brands: [kestrel]}]}",
            "1:33: brands: there is no brand kestrel in this file. Choose one of these: ",
        ),
        ("team: {users: [{id: -5}]}", "1:21: id: -5 is too low. Write a number above 0."),
        ("team: {users: [x]}", "1:16: users: “x” is not the number of a person. "),
        ("team: {chats: [{id: true}]}", "1:21: id: “true” is not a whole number."),
        ("team: {admins: [true]}", "1:17: admins: “true” is not a whole number."),
        (
            "alerts: {negative_below: '-0,25'}",
            "1:26: negative_below: “-0,25” is not a number. Write digits and a point, such as 0.5 or -0.5.",
        ),
        ("alerts: {fallback: {email: [a@b.example]}}", "1:28: email: “[…]” stands where one text belongs."),
        ("team: {users: [{id: 1, name: A}, {id: 1, name: B}]}", "1:39: id: 1 is used by an earlier entry too."),
        ("team: {users: [{id: 1, name: A}, 1]}", "1:34: id: 1 is used by an earlier entry too."),
        ("team: {users: [{id: 1, name: A}, '1']}", "1:34: id: 1 is used by an earlier entry too."),
        ("alerts: {negative_below: 0.5}", "1:26: negative_below: 0.5 is too high. Write 0 or less."),
        (
            "alerts: {days_off: [tomorrow]}",
            "1:21: days_off: “tomorrow” is not a day. Write it like 2026-12-25; for every year, like 8 mar or 1-8 jan.",
        ),
        (
            "alerts: {noise: [all]}",
            "1:18: noise: “all” is not possible here. Choose one of these: vacancies, tenders, catalogues, registers.",
        ),
        ("alerts: {answer_within: {p9: 4h}}", "1:26: p9: there is no such key here."),
        ("alerts: {fallback: {email: me}}", "1:28: email: “me” is not an e-mail address."),
        ("digest: {style: fancy}", "1:17: style: “fancy” is not possible here. Choose one of these: auto, classic."),
        ("forbidden: [bad.example, some where]", "1:26: forbidden: “some where” is not a place. Write a host name"),
        ("digest: {email: [имя@site.example]}", "1:18: email: “имя@site.example” is not an e-mail address."),
        ("digest: {email: ['a,b@site.example']}", "1:18: email: “a,b@site.example” is not an e-mail address."),
        ("digest: {email: [a..b@site.example]}", "1:18: email: “a..b@site.example” is not an e-mail address."),
        ("digest: {email: [boss@зубр.бел, team@site..example]}", "1:33: email: “team@site..example” is no"),
        ("forbidden: {file: ''}", "1:19: file: this is empty."),
        ("forbidden: {file: none.txt}", "1:19: file: there is no "),
        ("forbidden: {fil: x}", "1:13: fil: there is no such key here. Did you mean file?"),
        ("lexicon: {отвал: -9}", "1:18: отвал: -9 is too low. Write -4 or more."),
        ("checklists: {default: step}", "1:23: default: this is not a list."),
        ("team: {chats: brands}", "1:15: chats: “brands” stands where a list of entries belongs. Begin each on a line"),
        ("lexicon: {отвал: -2,5}", "1:22: 5: a comma in braces ends the value before it. Write a decimal with a point"),
        ("alerts: {negative_below: -0,25}", "1:29: 25: a comma in braces ends the value before it."),
        ("lexicon: {отвал: -2, сбой: }", "1:28: сбой: this is empty."),
        ("timezone: MSK", "1:11: timezone: “MSK” is not a known time zone. Did you mean Europe/Moscow?"),
        ("timezone: GMT+3", "1:11: timezone: “GMT+3” is not a known time zone. Write it like Europe/Minsk."),
        ("forbidden: bad.example", "1:12: forbidden: this is not a list. Write it as [one, two]."),
        ("team: {chats: [{id: -5, brands: ['']}]}", "1:34: brands: this is empty."),
        ("alerts: {deliver: '10:00'}", "1:19: deliver: “10:00” stands where keys with values belong. Write them one"),
        ("checklists: {default: []}", "1:23: default: this is empty."),
        ("checklists: {default: [step, '']}", "1:30: default: this is empty."),
        ("replies: {default: ' '}", "1:20: default: this is empty."),
        ("replies: {default: {}}", "1:20: default: this is empty."),
        ("checklists: {review: [step]}", "1:14: review: there is no such key here. Did you mean reviews?"),
        ("checklists: {page: [step]}", "1:14: page: there is no such key here. Delete it, or choose one"),
        ("replies: {default: {de: hi}}", "1:21: de: “de” is not possible here. Choose one of these: ru, en."),
        ("replies: {default: 'Hello {autor}'}", "1:20: default: there is no blank {autor}. Did you mean {author}?"),
        (
            "team: {client_search: 'https://crm.example/?q={autor}'}",
            "1:23: client_search: it does not say where the name of an author goes. Put {author} there:",
        ),
        ("team: {client_search: 'crm {author}'}", "1:23: client_search: "),
        (
            "team: {client_search: 'https://crm.example/?k=${KEY}&q={author}'}",
            "1:23: client_search: ${...} is filled in only",
        ),
        (
            "replies: {default: {ru: '{имя}!'}}",
            "1:25: ru: there is no blank {имя}. Delete it: only {author}, {brand}, {url},",
        ),
        ("replies: {deadline: hi}", "1:11: deadline: there is no such key here. Did you mean deadlines?"),
        (
            "http: {respect_robots: perhaps}",
            "1:24: respect_robots: “perhaps” says neither yes nor no. Write true or false.",
        ),
        ('http: {user_agent: "Otklik/1.0\\nX: y"}', "1:20: user_agent: a header is one line, and this one is broken."),
        ("http: {proxy: 'proxy.example:1080'}", "1:15: proxy: this is not the address of a proxy. Write it"),
        ("http: []", "1:7: http: “[…]” stands where keys with values belong."),
        ("http: {proxy: 'socks5://u:пароль@a.example:1080'}", "1:15: proxy: this is not the address of a proxy."),
        ("http: {proxy: 'socks5://a.example'}", "1:15: proxy: this is not the address of a proxy."),
        ("Timezone: UTC", "1:1: Timezone: there is no such key here. Did you mean timezone?"),
        ("TIMEZONE: UTC", "1:1: TIMEZONE: there is no such key here. Did you mean timezone?"),
        (
            "unheard_of:",
            "1:1: unheard_of: there is no such key here. Delete it, or choose one of these: alerts,",
        ),
    ],
)
def test_a_mistake_is_told_where_it_stands(mistakes: Mistakes, wrong: str, said: str) -> None:
    (line,) = mistakes(f"{wrong}\n{BRANDS}{SOURCES}")
    assert line.startswith(f"sources.yaml:{said}")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{id: a, kind: feed}", "2:5: url is missing here. Add it."),
        ("{id: a, kind: feed, url: }", "2:25: url: this is empty."),
        ("{id: a, url: 'https://a.example/'}", "2:5: kind is missing here."),
        ("{id: a b, kind: feed, url: 'https://a.example/'}", "2:10: id: “a b” contains more than letters"),
        ("{id: a, kind: feed, url: a.example/rss}", "2:30: url: “a.example/rss” is not a web address."),
        (
            "{id: a, kind: telegram, url: 'https://t.me/+AbCdEf'}",
            "2:34: url: this names no public channel of Telegram.",
        ),
        ("{id: a, kind: telegram, url: 'https://t.me/joinchat/AbC'}", "2:34: url: this names no public channel"),
        ("{id: a, kind: telegram, url: 'https://t.me/c/1234/5'}", "2:34: url: this names no public channel"),
        (
            "{id: a, kind: telegram, url: 'https://web.telegram.org/k/#-1001'}",
            "2:34: url: this names no public channel",
        ),
        ("{id: a, kind: telegram, url: our channel}", "2:34: url: this names no public channel"),
        ("{id: a, kind: mail, url: 'https://a.example/'}", "2:30: url: “https://a.example/” is not a mailbox."),
        ("{id: a, kind: search, engine: searxng, query: x}", "2:5: engine: searxng needs url"),
        ("{id: a, kind: reviews, url: 'https://a.example/', select: {item: '..x'}}", "2:70: item: “..x” is not a CSS"),
        (
            "{id: a, kind: reviews, url: 'https://a.example/', select: {item: '.r @id'}}",
            "2:70: item: “.r @id” takes an attribute, and an entry is a whole part of the page. Write it without @id,",
        ),
        ("{id: a, kind: reviews, url: 'https://a.example/', select: {item: ''}}", "2:70: item: this is empty."),
        ("{id: a, kind: feed, url: 'https://a.example/', brand: kestrel}", "2:59: brand: there is no brand kestrel"),
        ("{id: a, kind: feed, url: 'https://a.example/', params: {page: 1.5}}", "2:67: page: this is not text."),
        ("{id: a, kind: feed, url: 'https://a.example/', params: {page: 01}}", "2:67: page: this is not text."),
        ("{id: a, kind: feed, url: 'https://a.example/', proxy: 'ftp://a.example'}", "2:59: proxy: this is not"),
        ("{id: a, kind: feed, url: 'https://a.example/', headers: {A b: c}}", "2:62: headers: no header has the name"),
        ("{id: a, kind: feed, url: 'https://a.example/', headers: {A: \"b\\nc\"}}", "2:65: A: a header is one line"),
        ("{id: a, kind: feed, url: 'https://a.example/', lang: russian}", "2:58: lang: “russian” is not a language"),
        ("{id: a, kind: feed, url: 'https://a.example/', lang: ua}", "2:58: lang: “ua” is not a language code."),
        ("{id: a, kind: feed, url: 'https://a.example/', lang: ''}", "2:58: lang: this is empty."),
        ("{preset: google-news, lang: russian}", "2:33: lang: this value does not suit preset google-news."),
        (
            "{id: a, kind: feed, url: 'https://a.example/?q={brnd}'}",
            "2:30: url: there is no blank {brnd}. Did you mean",
        ),
        ("{id: a, kind: feed, url: 'https://a.example/%7Bbrand%7D'}", "2:30: url: there is no blank %7Bbrand%7D."),
        (
            "{id: a, kind: feed, url: 'https://a.example/', params: {q: '{Brand}'}}",
            "2:64: q: there is no blank {Brand}. Did you mean {brand}?",
        ),
        (
            "{id: a, kind: search, engine: yandex, query: ['{brand}', '{бренд} отзывы']}",
            "2:62: query: there is no blank {бренд}. Did you mean {brand}?",
        ),
        (
            "{id: a, kind: reviews, url: 'https://a.example/', select: {item: .r, rating_min: 5, rating_max: 1}}",
            "2:63: rating_min: the worst rating is not below the best (rating_max).",
        ),
        ("just words", f"2:5: sources: “just words” {NO_KEYS}"),
        (
            "{id: a, kind: reviews, url: 'https://a.example/', select: .review}",
            f"2:63: select: “.review” {NO_KEYS} Write them one per line, indented, such as item: …",
        ),
        ("{id: a, kind: feed, url: 'https://a.example/', brand: ''}", "2:59: brand: this is empty."),
        ("{preset: gogle-news}", "2:14: preset: there is no gogle-news. Did you mean google-news?"),
        ("{preset: youtube-channel}", "2:14: preset youtube-channel needs channel_id."),
        ("{preset: google-news, contry: BY}", "2:27: contry: there is no such key here. Did you mean country?"),
    ],
)
def test_a_wrong_source_is_told_where_it_stands(mistakes: Mistakes, entry: str, said: str) -> None:
    (line,) = mistakes(f"sources:\n  - {entry}\n{BRANDS}")
    assert line.startswith(f"sources.yaml:{said}")


def test_two_entries_without_an_id_have_none_in_common(mistakes: Mistakes) -> None:
    said = mistakes("brands: [{name: Zubr}, {name: Sokol}]\nsources: []\n")
    assert said == ["sources.yaml:1:10: id is missing here. Add it.", "sources.yaml:1:24: id is missing here. Add it."]


def test_a_brand_that_is_no_text_is_not_looked_for_among_the_brands(mistakes: Mistakes) -> None:
    said = mistakes(f"{BRANDS}{SOURCES}team: {{chats: [{{id: -1001, brands: [7]}}]}}\n")
    assert said == ["sources.yaml:3:37: brands: this is not text. Put the value in quotes."]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{id: a, knd: feed, url: 'https://a.example/'}", ["13: knd: there is no such key here. Did you mean kind?"]),
        ("{prset: google-news}", ["6: prset: there is no such key here. Did you mean preset?"]),
        ("{id: a, knd: fed, url: x}", ["13: knd: there is no such key", "28: url: “x” is not a web address."]),
        ("{id: a, kind: fed, evry: 5m}", ["19: kind: there is no kind of source called fed.", "24: evry: there is"]),
        ("{id: a, kind: rss, every: soon}", ["19: kind: there is no kind of source called rss.", "31: every: “soon”"]),
        (
            "{id: a, url: x, evry: 5m}",
            ["5: kind is missing here.", "21: evry: there is no such key here. Did you mean"],
        ),
        ("{id: a, select: {item: .r}, brand: kestrel}", ["5: kind is missing here.", "40: brand: there is no brand"]),
        ("{id: a, kind: ''}", ["19: kind: this is empty."]),
        ("{kind: manual, url: x}", ["5: id is missing here.", "12: kind: there is no kind of source called manual."]),
        ("{id: a, kind: VK}", ["19: kind: there is no kind called VK, but ready-made sources: vk-search, vk-wall. "]),
        ("{id: a, kind: Отзывы}", ["19: kind: there is no kind of source called Отзывы. Did you mean reviews?"]),
        (
            "{id: a, kind: RSS}",
            ["19: kind: there is no kind of source called RSS. Did you mean feed?"],
        ),
        (
            "{preset: gogle-news, every: soon}",
            ["14: preset: there is no gogle-news.", "33: every: “soon” is not a length"],
        ),
    ],
)
def test_a_source_without_a_known_kind_is_told_whatever_else_is_wrong(
    mistakes: Mistakes, entry: str, said: list[str]
) -> None:
    lines = mistakes(f"sources:\n  - {entry}\n{BRANDS}")
    assert len(lines) == len(said)
    assert all(line.startswith(f"sources.yaml:2:{one}") for line, one in zip(lines, said, strict=True)), lines


def test_what_a_merge_key_was_to_bring_is_not_called_missing_as_well(mistakes: Mistakes) -> None:
    sources = "sources:\n  - &first {id: a, kind: feed, url: 'https://a.example/rss'}\n"
    sources += "  - {<<: *first, id: b}\n  - {<<: [*first, {every: 1h}], id: c}\n"
    found = mistakes(f"{BRANDS}{sources}team: {{<<: {{users: [1]}}, chats: [{{<<: {{id: 1}}}}]}}\n")
    assert len(found) == 4
    assert all("<<: keys are not taken from elsewhere" in one for one in found)


def test_braces_that_are_no_blank_are_left_to_the_site(reading: Reading) -> None:
    params = "params: {query: '{shop{brand_id name}}', filter: '{\"a\": {name}}'}"
    assert reading(f"{BRANDS}{SOURCES.replace('}', f', {params}}}')}").plan.sources


def test_the_number_of_a_person_may_stand_in_quotes(reading: Reading) -> None:
    team = reading(f"{BRANDS}{SOURCES}team: {{users: ['11'], admins: ['11']}}\n").plan.team
    assert (team.users[0].id, team.admins) == (11, (11,))


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ("alerts: {source_broken_after: true}", "31: source_broken_after: “true”"),
        ("alerts: {negative_below: false}", "26: negative_below: “false”"),
        ("alerts: {severity: {reach_from: inf}}", "33: reach_from: “inf”"),
        ("team: {chats: [{id: -5, topic: true}]}", "32: topic: “true”"),
        ("lexicon: {отвал: nan}", "18: отвал: “nan”"),
        ("lexicon: {отвал: true}", "18: отвал: “true”"),
    ],
)
def test_neither_a_switch_nor_what_has_no_end_is_a_number(mistakes: Mistakes, more: str, place: str) -> None:
    (line,) = mistakes(f"{BRANDS}{SOURCES}{more}\n")
    assert re.match(rf"sources\.yaml:3:{re.escape(place)} is not a (whole )?number\.", line)


def test_pages_and_weights_are_numbers_too(mistakes: Mistakes) -> None:
    more = "pages: true, weight: 1e999, select: {item: .r, rating_max: true}"
    source = f"{{id: a, kind: reviews, url: 'https://a.example/', {more}}}"
    lines = mistakes(f"{BRANDS}sources: [{source}]\n")
    assert [line.split(": ")[1] for line in lines] == ["pages", "weight", "rating_max"]
    assert [line.split(" is not a ")[1].split(".")[0] for line in lines] == ["whole number", "number", "number"]


@pytest.mark.parametrize("lang", ["ru", "EN", "uk-UA", "ru_RU", "de", "zh-Hans-CN", "es-419", "sah"])
def test_a_language_may_be_named_more_exactly(reading: Reading, lang: str) -> None:
    (source,) = reading(f"{BRANDS}{SOURCES.replace('}', f', lang: {lang}}}')}").plan.sources
    assert source.lang == lang


@pytest.mark.parametrize(
    ("text", "place", "meant"),
    [
        (f"{BRANDS}{SOURCES}alerts: {{quiet_hours: 22:00–08:00}}\n", "3:23", "– (U+2013). Type it again: 22:00-08:00"),
        (f"{BRANDS}{SOURCES}alerts: {{negative_below: −0.3}}\n", "3:26", "− (U+2212). Type it again: -0.3"),
        (f"{BRANDS}{SOURCES.replace('feed', 'fееd')}", "2:28", "е (U+0435). Type it again: feed"),
        (f"{BRANDS}{SOURCES.replace('kind', 'kіnd')}", "2:22", "і (U+0456). Type it again: kind"),
        (f"{BRANDS}{SOURCES}аlerts: {{}}\n", "3:1", "а (U+0430). Type it again: alerts"),
        (BRANDS + SOURCES.replace("feed", "feed\u00a0"), "2:28", "U+00A0. Type it again: feed"),
        (f"{BRANDS}sources:\n  — id: news\n    kind: feed\n", "3:3", "— (U+2014). Type it again, with a plain"),
        (f"{BRANDS}sources:\n  - id: news\n\u00a0\u00a0kind: feed\n    brand: a\n", "4:1", "U+00A0. Type it again"),
    ],
)
def test_a_sign_that_only_looks_right_is_named(mistakes: Mistakes, text: str, place: str, meant: str) -> None:
    (line,) = mistakes(text)
    assert line.startswith(f"sources.yaml:{place}: ")
    assert f"only looks like the right character: {meant}" in line


def test_a_file_without_a_brand_of_ours_is_refused(mistakes: Mistakes) -> None:
    text = f"brands: [{{id: kestrel, name: Kestrel Cloud, role: competitor}}]\n{SOURCES}"
    assert mistakes(text) == ["sources.yaml:1:1: brands: all are competitors. Make at least one your own: role: own."]


def test_a_missing_section_is_told_at_the_top(mistakes: Mistakes) -> None:
    assert mistakes(BRANDS) == ["sources.yaml:1:1: sources is missing here. Add it."]


@pytest.mark.parametrize("brands", ["", "brnds: [{id: zubr, name: Зубр}]\n", "brands:\n", "brands: []\n"])
def test_where_no_brand_is_named_nobody_is_told_to_choose_one_of_none(mistakes: Mistakes, brands: str) -> None:
    (said,) = mistakes(brands + SOURCES.replace("}", ", brand: zubr}"))
    assert "zubr" not in said


def test_a_list_without_an_entry_is_told(mistakes: Mistakes) -> None:
    assert mistakes(f"brands: []\n{SOURCES}") == [
        "sources.yaml:1:9: brands: this is empty. Fill it in, or delete the key if it is not needed."
    ]


def test_mistakes_are_told_in_the_language_of_the_file(mistakes: Mistakes) -> None:
    assert mistakes(f"language: ru\n{BRANDS}{SOURCES}teem: {{}}\n") == [
        "sources.yaml:4:1: teem: такого ключа здесь нет. Может быть, team?"
    ]


def test_even_a_file_that_is_no_yaml_is_answered_in_its_language(mistakes: Mistakes) -> None:
    (line,) = mistakes("language: ru\nbrands: [a\n")
    assert line.startswith("sources.yaml:2:9: скобка, которая здесь открывается, не закрыта")


@pytest.mark.parametrize(
    "begins", [b"PK\x03\x04\x14\x00", b"{\\rtf1\\ansi language: ru}", b"\xd0\xcf\x11\xe0\xa1", b"%PDF-1.7"]
)
def test_a_document_of_another_program_is_called_so(
    reading: Reading, tmp_path: Path, begins: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    with pytest.raises(ConfigError, match="this is a document of Word"):
        reading(begins)
    assert spoken(tmp_path / "sources.yaml") == "ru"


def test_a_file_whose_lines_excel_has_quoted_is_answered_in_its_language(mistakes: Mistakes) -> None:
    (line,) = mistakes('"language: ru"\n"brands:"\n')
    assert line.startswith("sources.yaml:2:1: эта строка не подходит")


def test_a_file_in_another_encoding_is_told_with_line_and_column(reading: Reading, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        reading("language: ru\nbrands: бренд".encode("cp1251"))
    assert str(error.value).startswith(f"{tmp_path}/sources.yaml:2:9: not UTF-8 text. Save the file as UTF-8 (in")
    assert spoken(tmp_path / "sources.yaml") == "ru"


@pytest.mark.parametrize(
    "written",
    [
        '{"brands": [{"id": "zubr"}], "language": "ru"}',
        '{\n  "language": "ru",\n  "brands": []\n}',
        '"language": "ru"\n',
        "\ufefflanguage: ru\n",
    ],
)
def test_a_file_written_by_a_program_is_answered_in_its_language(tmp_path: Path, written: str) -> None:
    (tmp_path / "sources.yaml").write_text(written, encoding="utf-8")
    assert spoken(tmp_path / "sources.yaml") == "ru"


def test_a_mark_at_the_beginning_and_windows_line_ends_are_no_trouble(reading: Reading) -> None:
    assert reading("\ufeff" + (BRANDS + SOURCES).replace("\n", "\r\n")).plan.brands[0].name == "Зубр-Софт"


def test_a_file_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no such file in /"):
        load(tmp_path / "sources.yaml", {})


@pytest.mark.parametrize("there", ["sources.yaml.txt", "sources.yml"])
def test_a_file_that_an_editor_called_otherwise_is_named(tmp_path: Path, there: str) -> None:
    (tmp_path / there).touch()
    with pytest.raises(
        ConfigError, match=rf"no such file, but there is {re.escape(there)}\. Rename it to sources\.yaml"
    ):
        load(tmp_path / "sources.yaml", {})


def test_a_folder_in_place_of_the_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"this is a folder"):
        load(tmp_path, {})


def test_a_huge_file_is_not_even_read(reading: Reading) -> None:
    with pytest.raises(ConfigError, match=r"larger than 20 MB"):
        reading(b"#" * (LARGEST + 1))


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("{id: a, kind: reviews, url: 'https://a.example/', select: {item: #reviews .review}}", "4:64"),
        ("id: a\n    kind: reviews\n    url: https://a.example/\n    select:\n      item: #reviews .review", "8:7"),
    ],
)
def test_a_selector_that_begins_with_the_sign_of_a_comment_needs_quotes(
    mistakes: Mistakes, written: str, place: str
) -> None:
    (line,) = mistakes(f"{BRANDS}\nsources:\n  - {written}\n")
    assert line == (
        f"sources.yaml:{place}: item: what follows # is a comment, so there is no value. "
        "Write it before the #; where the # is its beginning, put the value in quotes."
    )


@pytest.mark.parametrize(
    ("written", "place"), [("[#zubr, Zubr]", "4:5"), ("[Zubr, #zubr]", "4:5"), ("\n      - Zubr\n      - #zubr", "6:8")]
)
def test_a_hashtag_among_aliases_needs_quotes(mistakes: Mistakes, written: str, place: str) -> None:
    (line,) = mistakes(f"brands:\n  - id: zubr\n    name: Zubr\n    aliases: {written}\nsources: []\n")
    assert line.startswith(f"sources.yaml:{place}: aliases: what follows # is a comment"), line


def test_a_page_that_is_closed_to_programs_is_warned_of_while_it_is_read(reading: Reading) -> None:
    entry = "{id: a, kind: reviews, url: 'https://www.g2.com/products/zubr/reviews', enabled: %s}"
    (warning,) = reading(f"{BRANDS}sources: [{entry % 'true'}]\n").warnings
    assert warning.partition("sources.yaml:2:34: ")[2].startswith(
        "https://www.g2.com/products/zubr/reviews: this platform closes such"
    )
    assert reading(f"{BRANDS}sources: [{entry % 'false'}]\n").warnings == ()


def test_a_bracket_with_a_comment_after_it_is_shown_where_it_opens(mistakes: Mistakes) -> None:
    (line,) = mistakes(f"{BRANDS}sources:\n  - {{id: a,  # ours\n")
    assert line.startswith("sources.yaml:3:5: the bracket that opens here is not closed")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("quiet_hours: 22:00-08:00", "1: quiet_hours: this is not the place for this key. Move it into alerts: and"),
        ("url: https://a.example/", "1: url: this is not the place for this key. Move it into sources: and indent it."),
        (
            "proxy: http://a.example:1",
            "1: proxy: this is not the place for this key. Move it into http: / sources: and",
        ),
        ("team: {when: mon 09:00}", "8: when: this is not the place for this key. Move it into digest: and"),
        ("alerts: {webhook: x}", "10: webhook: this is not the place for this key. Move it into fallback: and"),
        ("alerts: {retention: 30d}", "10: retention: this is not the place for this key. Move it to the left edge"),
        ("alerts.storm: 5 in 1h", "1: alerts.storm: no key of this file is written with a dot. Write alerts: and in"),
        ("alarts.storm: 5 in 1h", "1: alarts.storm: there is no such key here."),
    ],
)
def test_a_key_in_the_wrong_section_is_told_where_it_belongs(mistakes: Mistakes, more: str, said: str) -> None:
    (line,) = mistakes(f"{BRANDS}{SOURCES}{more}\n")
    assert line.startswith(f"sources.yaml:3:{said}")


def test_a_space_of_a_web_page_before_a_key_is_named(mistakes: Mistakes) -> None:
    (line,) = mistakes(f"{BRANDS}{SOURCES}\u00a0\u00a0every: 5m\n")
    assert line.startswith("sources.yaml:3:1: here is what only looks like the right character: U+00A0.")


def test_a_language_in_the_quotes_of_a_text_processor_is_understood(tmp_path: Path) -> None:
    assert [language_of(f"language: {written}\n") for written in ("«ru»", "“ru”")] == ["ru", "ru"]


def test_a_selector_outside_select_is_told_to_go_there(mistakes: Mistakes) -> None:
    source = "{id: a, kind: reviews, url: 'https://a.example/', item: .r, text: p}"
    lines = mistakes(f"{BRANDS}sources: [{source}]\n")
    assert ["Move it into select: and indent it." in line for line in lines] == [True, True]


@pytest.mark.parametrize("key", ["TELEGRAM_BOT_TOKEN", "token", "telegram"])
def test_a_token_in_the_file_is_sent_to_dotenv(mistakes: Mistakes, key: str) -> None:
    (line,) = mistakes(f"{BRANDS}{SOURCES}{key}: 123456:abc\n")
    assert line.startswith(f"sources.yaml:3:1: {key}: tokens and addresses of servers do not go into this file.")
    assert "Write TELEGRAM_BOT_TOKEN=... into .env" in line


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "words"])
def test_a_file_without_keys_is_a_sentence(mistakes: Mistakes, text: str) -> None:
    (line,) = mistakes(text)
    assert "the file must consist of keys" in line


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "words"])
def test_a_file_without_keys_is_answered_in_the_language_of_the_terminal(
    mistakes: Mistakes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    (line,) = mistakes(text)
    assert "файл должен состоять из ключей" in line
    assert (spoken(tmp_path / "sources.yaml"), language_of("sources: []\n")) == ("ru", "en")


def test_a_name_with_a_letter_of_the_other_alphabet_is_read_as_it_looks(reading: Reading) -> None:
    plan = reading("brands: [{id: a, name: Зубр-Cофт, aliases: [Zubr Sоft], context: [бaнк]}]\n" + SOURCES).plan
    assert plan.brands[0].names == ("Зубр-Софт", "Zubr Soft")
    assert plan.brands[0].context == ("банк",)


def test_words_that_other_readers_take_for_switches_stay_words(reading: Reading) -> None:
    plan = reading("brands: [{id: no, name: Off, aliases: [yes, on, 12:30, 1_000]}]\n" + SOURCES).plan
    assert plan.brands[0].id == "no"
    assert plan.brands[0].names == ("Off", "yes", "on", "12:30", "1_000")


def test_a_section_whose_lines_are_all_comments_means_its_defaults(reading: Reading) -> None:
    plan = reading(f"{BRANDS}{SOURCES}team:\n  # chats: []\nalerts:\n  storm:\nforbidden: ~\n").plan
    assert plan == reading(BRANDS + SOURCES).plan


def test_the_defaults_are_those_of_the_promise(reading: Reading) -> None:
    plan = reading(BRANDS + SOURCES).plan
    assert (plan.language, plan.timezone, str(plan.digest.when), plan.digest.style) == (
        "en",
        "UTC",
        "mon 09:00",
        "auto",
    )
    assert [plan.alerts.answer_within[severity] for severity in Severity] == [
        timedelta(hours=4),
        timedelta(hours=24),
        timedelta(hours=72),
    ]
    assert (plan.alerts.negative_below, str(plan.alerts.storm), plan.alerts.source_broken_after) == (
        -0.25,
        "5 in 30m",
        3,
    )
    assert (str(plan.http.per_host), plan.http.timeout, plan.http.max_bytes) == (
        "1 per 2s",
        timedelta(seconds=30),
        10_000_000,
    )
    assert (plan.http.respect_robots, plan.http.allow_private_network) == (True, False)
    assert plan.sources[0].interval == timedelta(minutes=15)


def test_part_of_a_section_leaves_the_rest_at_its_defaults(reading: Reading) -> None:
    within = reading(f"{BRANDS}{SOURCES}alerts: {{answer_within: {{p1: 1h}}}}\n").plan.alerts.answer_within
    assert (within.p1, within.p2) == (timedelta(hours=1), timedelta(hours=24))


def test_a_bare_number_is_a_user(reading: Reading) -> None:
    users = reading(f"{BRANDS}{SOURCES}team: {{users: [11111111, {{id: 2, name: Анна}}]}}\n").plan.team.users
    assert [(user.id, user.name) for user in users] == [(11111111, ""), (2, "Анна")]


def test_a_brand_can_be_asked_for_by_its_id(reading: Reading) -> None:
    plan = reading("brands: [{id: zubr, name: Зубр-Софт}, {id: k, name: Kestrel, role: competitor}]\n" + SOURCES).plan
    assert (plan.brand("k").name, [brand.id for brand in plan.own]) == ("Kestrel", ["zubr"])
    assert plan.source("news") is plan.sources[0]
    assert plan.source("nowhere") is None


# ---------------------------------------------------------------- secrets


def _with_url(url: str, more: str = "") -> str:
    return f"{BRANDS}sources:\n  - id: news\n    kind: feed\n    url: {url}\n{more}"


def test_a_value_from_the_environment_fills_addresses_headers_and_params(reading: Reading) -> None:
    text = _with_url("https://news.example/${PART}/rss", "    headers: {Key: 'x ${KEY}'}\n    params: {k: '${KEY}'}\n")
    loaded = reading(text, {"PART": "se/cret", "KEY": "a b"})
    source = loaded.plan.sources[0]
    assert isinstance(source, FeedSource)
    assert source.url == "https://news.example/se/cret/rss"
    assert (source.headers, source.params) == ({"Key": "x a b"}, {"k": "a b"})
    assert {"se/cret", "a b"} <= loaded.secrets


def test_a_whole_number_needs_no_quotes_where_a_text_is_sent(reading: Reading) -> None:
    text = _with_url("https://news.example/rss", "    headers: {X-Version: 2}\n    params: {page: 1, code: '007'}\n")
    source = reading(text).plan.sources[0]
    assert (source.headers, source.params) == ({"X-Version": "2"}, {"page": "1", "code": "007"})


def test_a_password_or_a_query_is_encoded_so_that_the_address_stays_whole(reading: Reading) -> None:
    loaded = reading(
        _with_url("https://robot:${PASSWORD}@news.example/rss?key=${KEY}"), {"PASSWORD": "p@s/s", "KEY": "a+b"}
    )
    source = loaded.plan.sources[0]
    assert isinstance(source, FeedSource)
    assert source.url == "https://robot:p%40s%2Fs@news.example/rss?key=a%2Bb"
    assert {"p@s/s", "p%40s%2Fs", "a+b", "a%2Bb"} <= loaded.secrets


def test_a_value_may_be_the_whole_address_also_of_a_preset(reading: Reading) -> None:
    text = f"{BRANDS}sources: [{{preset: google-alerts, url: '${{ALERT}}'}}]\n"
    source = reading(text, {"ALERT": "https://www.google.example/alerts/feeds/1/2"}).plan.sources[0]
    assert isinstance(source, FeedSource)
    assert source.url == "https://www.google.example/alerts/feeds/1/2"


def test_a_value_may_come_from_a_file(reading: Reading, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-file\n", encoding="utf-8")
    source = reading(_with_url("https://news.example/${KEY}"), {"KEY_FILE": str(tmp_path / "key")}).plan.sources[0]
    assert isinstance(source, FeedSource)
    assert source.url == "https://news.example/from-file"


def test_a_password_written_in_the_file_is_a_secret_too(reading: Reading) -> None:
    assert {"p%40ss", "p@ss"} <= reading(_with_url("https://robot:p%40ss@news.example/rss")).secrets


def test_a_login_in_a_header_and_the_address_of_a_webhook_are_secrets_too(reading: Reading) -> None:
    headers = "    headers: {Authorization: Bearer abc-1234, Cookie: 'sid=long-session; a=b', Accept: text/html}\n"
    more = "alerts: {fallback: {webhook: 'https://hooks.example/services/T01/x9'}}\n"
    secrets = reading(_with_url("https://news.example/rss", headers + more)).secrets
    assert secrets == {"abc-1234", "long-session", "services/T01/x9"}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://news.example/${KEY}", "${KEY} is not set. Write KEY=... into .env beside this file."),
        ("${KEY}", "${KEY} is not set."),
        ("https://news.example/${TELEGRAM_BOT_TOKEN}", "${TELEGRAM_BOT_TOKEN} belongs to the program"),
        ("https://news.example/${SMTP_URL_FILE}", "${SMTP_URL_FILE} belongs to the program"),
        ("https://news.example/${MY-KEY}", "${MY-KEY}: between ${ and } only Latin letters"),
        ("https://news.example/${KEY", "${KEY: between ${ and } only Latin letters"),
    ],
)
def test_a_blank_that_cannot_be_filled_is_one_mistake(mistakes: Mistakes, url: str, said: str) -> None:
    environment = {"TELEGRAM_BOT_TOKEN": "1:x", "SMTP_URL_FILE": "/x", "KEY": ""}
    (line,) = mistakes(_with_url(url), environment)
    assert line.startswith(f"sources.yaml:5:10: {said}")


def test_a_blank_where_nothing_is_filled_in_is_a_mistake(mistakes: Mistakes) -> None:
    (line,) = mistakes("brands: [{id: zubr, name: '${NAME}'}]\n" + SOURCES, {"NAME": "Зубр"})
    assert line.startswith("sources.yaml:1:27: name: ${...} is filled in only in url, headers")


def test_no_mistake_repeats_a_secret(mistakes: Mistakes) -> None:
    (line,) = mistakes(_with_url("ftp://${HOST}/rss"), {"HOST": "hidden.example"})
    assert "“ftp://***/rss” is not a web address" in line


def test_what_is_loaded_shows_no_secret_of_its_own(reading: Reading) -> None:
    loaded = reading(_with_url("https://news.example/rss", "    headers: {Key: '${KEY}'}\n"), {"KEY": "s3cret"})
    assert "s3cret" not in repr(loaded.warnings)
    assert "secrets" not in repr(loaded)


# ---------------------------------------------------------------- presets


def test_a_preset_becomes_a_source(reading: Reading) -> None:
    text = f"{BRANDS}sources: [{{preset: google-news, lang: ru, country: BY, every: 1h, brands: all}}]\n"
    source = reading(text).plan.sources[0]
    assert isinstance(source, FeedSource)
    assert source.id == "google-news"
    assert source.url.endswith("q=%22{brand}%22+when:7d&hl=ru&gl=BY&ceid=BY:ru")
    assert (source.interval, source.audience, source.brands) == (timedelta(hours=1), "press", "all")


def test_ids_of_presets_count_up_around_those_that_are_written(reading: Reading) -> None:
    text = (
        f"{BRANDS}sources: [{{preset: vc-ru}}, {{preset: vc-ru}}, {{preset: vc-ru, id: mine}},"
        " {id: vc-ru-2, kind: feed, url: 'https://vc.example/'}]\n"
    )
    assert [source.id for source in reading(text).plan.sources] == ["vc-ru", "vc-ru-3", "mine", "vc-ru-2"]


# ---------------------------------------------------------------- how long things are kept


@pytest.mark.parametrize(
    ("used", "sentence"),
    [
        ("retention: 7d", "retention_short"),
        ("authors_for: 800d", "authors_long"),
        ("authors_for: 365d\nretention: 365d", "authors_long"),
        ("authors_for: 7d", "authors_short"),
        ("authors_for: 180d", None),
        ("retention: 365d", None),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_times_that_can_hardly_be_meant_are_warned_of_where_they_stand(
    reading: Reading, used: str, sentence: str | None, language: str
) -> None:
    warnings = reading(f"{BRANDS}{SOURCES}{used}\nlanguage: {language}\n", {"SMTP_URL": "smtp://x"}).warnings
    said = Texts(language)(f"check.{sentence}") if sentence else ""
    assert [one.partition("sources.yaml:3:1: ")[2] for one in warnings] == ([said] if sentence else [])


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ("08:00-22:00", "quiet_noon"),
        ("22:00-22:00", "quiet_never"),
        ("22:00-08:00", None),
        ("22:00-12:00", None),
        ("12:00-13:00", None),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_quiet_hours_of_the_day_are_warned_of(
    reading: Reading, hours: str, sentence: str | None, language: str
) -> None:
    warnings = reading(f"{BRANDS}{SOURCES}alerts: {{quiet_hours: '{hours}'}}\nlanguage: {language}\n").warnings
    said = Texts(language)(f"check.{sentence}") if sentence else ""
    assert [one.partition("sources.yaml:3:10: ")[2] for one in warnings] == ([said] if sentence else [])


def test_what_works_is_not_warned_of(reading: Reading) -> None:
    text = f"""{BRANDS}{SOURCES}
alerts: {{negative_below: -0.3, answer_within: {{p1: 1h}}, source_broken_after: 2,
  working_hours: mon-fri 09:00-18:00, days_off: [2026-12-25], escalate_after: {{p1: 15m}}, duty: [1]}}
digest: {{when: fri 18:00, style: classic}}
team: {{chats: [{{id: -100, topic: 7, brands: [zubr], audiences: [hr]}}], users: [{{id: 1, name: Анна}}], ops: -100}}
checklists: {{default: [Проверить]}}
replies: {{default: {{ru: "{{author}}! {{signature}}"}}, reviews: Hi, deadlines: Hi, question: Hi, hr: Hi}}
lexicon: {{отвал: -2.0}}
http: {{per_host: 1 per 1s, timeout: 10s, max_bytes: 1MB, respect_robots: true, allow_private_network: true}}
"""
    assert reading(text).warnings == ()


def test_two_brands_of_one_name_are_warned_of_unless_words_beside_it_tell_them_apart(reading: Reading) -> None:
    brands = "brands: [{{id: a, name: Zubr}}, {{id: b, name: Bison, aliases: [ZUBR]{more}}}]\n"
    (warning,) = reading(brands.format(more="") + SOURCES).warnings
    assert ":1:62: ZUBR: brand a has this name too, and one text counts for both." in warning
    assert not reading(brands.format(more=", context: [bank]") + SOURCES).warnings


def test_what_is_excluded_without_the_name_or_is_the_name_is_warned_of(reading: Reading) -> None:
    brands = "brands: [{id: a, name: Зубр-Софт, aliases: [Zubr], exclude: [зоопарк, zubr, зубра европейского]}]\n"
    nothing, itself = reading(brands + SOURCES).warnings
    assert ":1:62: exclude: “зоопарк” holds no name of this brand" in nothing
    assert ":1:71: exclude: “zubr” is the name itself" in itself


def test_a_selector_that_a_browser_copied_for_one_entry_is_warned_of(reading: Reading) -> None:
    page = "kind: reviews, url: 'https://a.example/'"
    copied = f"sources: [{{id: a, {page}, select: {{item: '#list > div:nth-child(2)'}}}}]\n"
    (warning,) = reading(BRANDS + copied).warnings
    assert "item: #list > div:nth-child(2) is one entry, by its place" in warning
    assert "#list > div." in warning
    assert not reading(BRANDS + copied.replace("#list > div", ".row > div")).warnings  # one of each row


def test_a_source_that_stands_under_two_ids_is_warned_of(reading: Reading) -> None:
    feed = "kind: feed, url: 'https://news.example/rss'"
    same = f"sources: [{{id: a, {feed}}}, {{id: b, {feed}, every: 1h}}, {{id: c, {feed}, lang: ru}}]\n"
    (warning,) = reading(BRANDS + same).warnings
    assert ":2:66: b reads the same as a, and the site is asked twice." in warning
    assert not reading(BRANDS + same.replace("every: 1h", "enabled: false")).warnings


def test_two_people_of_one_name_are_warned_of(reading: Reading) -> None:
    team = "team: {users: [{id: 11, name: Anna}, {id: 22, name: Boris}, {id: 33, name: anna}, 44, 55]}\n"
    (warning,) = reading(BRANDS + SOURCES + team).warnings
    assert "“anna” is the name of more than one person" in warning


def test_a_word_of_signs_that_is_never_heard_is_warned_of(reading: Reading) -> None:
    text = f"{BRANDS}{SOURCES}lexicon: {{'🐌': -2, 24/7: 1, 'не !!!': -1, '!!!': -2}}\n"
    (warning,) = reading(text).warnings
    assert "sources.yaml:3:43: lexicon: “!!!” can never be found" in warning


def test_whoever_is_on_duty_without_a_name_is_warned_of(reading: Reading) -> None:
    text = f"{BRANDS}{SOURCES}alerts: {{duty: [1, 2]}}\nteam: {{users: [{{id: 1, name: Анна}}, 2]}}\n"
    (warning,) = reading(text).warnings
    assert "sources.yaml:3:10: 2 is on duty and cannot be called by name" in warning


def test_the_number_of_a_group_without_its_minus_is_told(reading: Reading) -> None:
    chats = "[{id: 1001234567890}, {id: 7654321098}, {id: -1001}]"
    chat, ops = reading(f"{BRANDS}{SOURCES}team: {{chats: {chats}, ops: 1009876543210}}\n").warnings
    assert "sources.yaml:3:17: 1001234567890: no person has such a number." in chat
    assert "a minus stands before it: -1001234567890." in chat
    assert "-1009876543210" in ops


def test_a_service_without_its_key_is_warned_of(reading: Reading) -> None:
    text = f"{BRANDS}sources: [{{id: a, kind: search, engine: yandex, query: x}}]\n"
    assert any("YANDEX_SEARCH_KEY, YANDEX_SEARCH_FOLDER is not set" in line for line in reading(text).warnings)
    given = {"YANDEX_SEARCH_KEY": "k", "YANDEX_SEARCH_FOLDER_FILE": "/f"}
    assert not any("is not set" in line for line in reading(text, given).warnings)


def test_mails_without_a_server_are_warned_of_and_with_one_not(reading: Reading) -> None:
    text = f"{BRANDS}{SOURCES}digest: {{email: [director@zubr.example]}}\n"
    (warning,) = reading(text).warnings
    assert "sources.yaml:3:10: SMTP_URL is not set" in warning
    assert reading(text, {"SMTP_URL": "smtps://mail.example"}).warnings == ()


@pytest.mark.parametrize(
    "nobody", ["digest: {email: []}", "alerts: {fallback: {email: null, webhook: https://hook.example}}"]
)
def test_a_list_of_nobody_needs_no_mail_server(reading: Reading, nobody: str) -> None:
    assert reading(f"{BRANDS}{SOURCES}{nobody}\n").warnings == ()


# ---------------------------------------------------------------- the committed files, the command


def test_the_example_of_the_project_is_right_and_warns_of_nothing() -> None:
    loaded = load(ROOT / "sources.yaml", {})
    assert loaded.warnings == ()
    assert loaded.plan.language == "ru"


def test_editors_find_the_schema_in_the_first_line_of_the_example() -> None:
    first = (ROOT / "sources.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=sources.schema.json"


def test_the_committed_schema_is_fresh() -> None:
    assert (ROOT / "sources.schema.json").read_text(encoding="utf-8") == schema()


@pytest.fixture
def checked(tmp_path: Path) -> Callable[..., tuple[bool, list[str]]]:
    """What `otklik check` prints for a file, with an environment beside it."""

    def run(text: str, dotenv: str = "") -> tuple[bool, list[str]]:
        (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
        (tmp_path / ".env").write_text(dotenv, encoding="utf-8")
        out = io.StringIO()
        written = check(Asked(tmp_path / "sources.yaml", "error", "text"), out)
        return written is not None, out.getvalue().replace(f"{tmp_path}/", "").splitlines()

    return run


def test_check_says_that_all_is_right_and_warnings_do_not_change_that(
    checked: Callable[..., tuple[bool, list[str]]],
) -> None:
    right, lines = checked(f"language: ru\n{BRANDS}{SOURCES}retention: 1d\n", "TELEGRAM_BOT_TOKEN=123:abc\n")
    assert right
    assert lines == [
        "sources.yaml:4:1: " + Texts("ru")("check.retention_short"),
        Texts("ru")("check.no_chat"),
        "sources.yaml: всё верно. Брендов: 1, источников: 1.",
    ]


@pytest.mark.parametrize("settled", ["", "capital: false", "context: [CRM]"])
def test_check_warns_of_a_word_of_every_text_that_is_meant_for_a_name(
    checked: Callable[..., tuple[bool, list[str]]], settled: str
) -> None:
    brands = f"brands:\n- {{id: a, name: Мир, aliases: [зубр, мирософт, ЗУБР, box, точка зрения], {settled}}}\n"
    right, lines = checked(f"language: ru\n{brands}{SOURCES}", "TELEGRAM_BOT_TOKEN=123:abc\n")
    assert right
    warned = [line.partition(": ")[2] for line in lines if "со строчной буквы" in line]
    told = [Texts("ru")("check.small", name=name, meant=name.capitalize()) for name in ("зубр", "box")]
    assert warned == ([] if settled else told)


def test_check_warns_of_several_spellings_that_are_written_as_one(
    checked: Callable[..., tuple[bool, list[str]]],
) -> None:
    """Each of them alone was not found, and nothing said why."""
    aliases = 'aliases: ["ЗубрСофт, Zubr Soft", Zubr; ZS-9, "Kestrel, Inc."]'
    right, lines = checked(f"language: ru\nbrands:\n- {{id: a, name: Зубр-Софт, {aliases}}}\n{SOURCES}")
    assert right
    several = {"ЗубрСофт, Zubr Soft": "ЗубрСофт, Zubr Soft", "Zubr; ZS-9": "Zubr, ZS-9"}
    told = [Texts("ru")("check.several", name=name, names=names) for name, names in several.items()]
    assert lines[:2] == [f"sources.yaml:3:{column}: {said}" for column, said in zip((38, 61), told, strict=True)]
    assert len([line for line in lines if ":3:" in line]) == 2


def test_check_warns_of_a_channel_that_is_to_be_read_as_a_feed(checked: Callable[..., tuple[bool, list[str]]]) -> None:
    """The source was told to be a page without a feed, and to look for RSS on it."""
    channel = "kind: {}, url: 'https://t.me/zubr'"
    entries = (channel.format("feed"), channel.format("telegram"), channel.format("reviews, select: {item: .post}"))
    sources = "\n".join(f"- {{id: s{number}, {entry}}}" for number, entry in enumerate(entries))
    right, lines = checked(f"language: ru\n{BRANDS}sources:\n{sources}\n")
    assert right
    assert lines[0] == "sources.yaml:4:24: " + Texts("ru")("check.channel_kind", kind="feed")
    assert not lines[1].startswith("sources.yaml:5")
    assert not lines[1].startswith("sources.yaml:6")


def test_a_mistake_in_a_value_of_several_lines_is_one_line_with_its_place(mistakes: Mistakes) -> None:
    assert mistakes(f"{BRANDS}{SOURCES}alerts:\n  quiet_hours: |\n    at\n    night\n") == [
        "sources.yaml:4:16: quiet_hours: “at night” is not understood. Write it like 22:00-08:00."
    ]


def test_a_shortened_key_and_a_russian_word_are_taken_for_what_they_are(mistakes: Mistakes) -> None:
    """`lang:` was to be moved into a source, and «24 мес» to be typed as “24 mec”."""
    lang, retention = mistakes(f"lang: ru\n{BRANDS}{SOURCES}retention: 24 мес\n")
    assert lang == "sources.yaml:1:1: lang: there is no such key here. Did you mean language?"
    assert retention.startswith("sources.yaml:4:12: retention: “24 мес” is not a length of time. Write it like 30s")


@pytest.mark.parametrize(
    ("written", "key", "part"),
    [
        ("https://a.example/rss, https://b.example/rss", "two_addresses", ""),
        ("https://a.example/rss,", "address_end", ","),
        ("https://a,example/rss", "no_host", "a,example"),
        ("https://ехample.com/rss", "mixed_host", "ехample.com"),
    ],
)
def test_check_warns_of_an_address_that_leads_nowhere(
    checked: Callable[..., tuple[bool, list[str]]], written: str, key: str, part: str
) -> None:
    """All was said to be right, and the source failed at each visit."""
    right, lines = checked(f'language: ru\n{BRANDS}sources:\n- {{id: news, kind: feed, url: "{written}"}}\n')
    assert right
    assert lines[0] == "sources.yaml:4:26: " + Texts("ru")(f"check.{key}", part=part)


def test_check_warns_of_a_brand_that_is_called_like_a_person(checked: Callable[..., tuple[bool, list[str]]]) -> None:
    brands = "brands:\n- {id: a, name: Зубр-Софт, aliases: [Zubr, Анна Каренина]}\n- {id: b, name: Мария-Ра}\n"
    right, lines = checked(f"language: ru\n{brands}{SOURCES}", "TELEGRAM_BOT_TOKEN=123:abc\n")
    assert right
    assert lines[0] == "sources.yaml:3:44: " + Texts("ru")("check.person", name="Анна Каренина")
    assert len(lines) == 3


def test_check_tells_mistakes_of_the_file_and_of_the_environment_together(
    checked: Callable[..., tuple[bool, list[str]]],
) -> None:
    right, lines = checked(f"{BRANDS}{SOURCES}teem: {{}}\n", "TELEGRAM_BOT_TOKEN=abc\nTELEGRAM_PROXY=here\n")
    assert not right
    assert [line.split(": ")[0] for line in lines] == ["sources.yaml:3:1", "TELEGRAM_BOT_TOKEN", "TELEGRAM_PROXY"]


def test_every_command_tells_mistakes_of_the_file_and_of_the_environment_together(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(f"{BRANDS}{SOURCES}digset: {{}}\n", encoding="utf-8")
    (tmp_path / ".env").write_text("no line\nTELEGRAM_BOT_TOKEN=abc\n", encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        Asked(tmp_path / "sources.yaml", "error", "text").written()
    file, line, token = str(error.value).replace(f"{tmp_path}/", "").splitlines()
    assert file.startswith("sources.yaml:3:1: digset:")
    assert line.startswith(".env:1: ")
    assert token.startswith("TELEGRAM_BOT_TOKEN: ")


def test_forbidden_places_may_stand_in_a_file_of_their_own(reading: Reading, tmp_path: Path) -> None:
    listed = "\ufeff# what the court says\nbad.example\n\n@banned_channel  # since May\n"
    (tmp_path / "forbidden.txt").write_text(listed, encoding="utf-8")
    loaded = reading(f"{BRANDS}{SOURCES}forbidden: {{file: forbidden.txt}}\n")
    assert loaded.plan.places == ("bad.example", "@banned_channel")
    assert loaded.beside == (tmp_path / "forbidden.txt",)


def test_a_wrong_line_of_the_file_is_told_beside_all_other_mistakes(mistakes: Mistakes, tmp_path: Path) -> None:
    (tmp_path / "forbidden.txt").write_text("bad.example\nsomewhere\nbad .example\n", encoding="utf-8")
    lines = mistakes(f"timezone: Mars\n{BRANDS}{SOURCES}forbidden: {{file: forbidden.txt}}\n")
    assert [line.partition(": ")[0] for line in lines] == ["sources.yaml:1:11", "forbidden.txt:2", "forbidden.txt:3"]
    assert "This is not a place. Write one in a line" in lines[1]


def test_no_line_of_a_file_that_was_named_by_mistake_is_repeated(mistakes: Mistakes, tmp_path: Path) -> None:
    secrets = "TELEGRAM_BOT_TOKEN=123:abc-long-token\nSMTP_URL=smtps://anna:pass-77@mail.example\n"
    (tmp_path / ".env").write_text(secrets, encoding="utf-8")
    lines = mistakes(f"{BRANDS}{SOURCES}forbidden: {{file: .env}}\n")
    assert [line.partition(": ")[0] for line in lines] == [".env:1", ".env:2"]
    assert not any(secret in "\n".join(lines) for secret in ("abc-long-token", "pass-77"))


@pytest.mark.parametrize(("content", "said"), [(b"\xff\xfe", "not UTF-8 text"), (None, "cannot be read")])
def test_a_list_that_cannot_be_read_is_an_error(
    mistakes: Mistakes, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "forbidden.txt"
    file.mkdir() if content is None else file.write_bytes(content)
    (line,) = mistakes(f"{BRANDS}{SOURCES}forbidden: {{file: forbidden.txt}}\n")
    assert line.startswith("sources.yaml:3:19: ")
    assert said in line


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("{id: a, kind: feed, url: 'https://www.bad.example/rss'}", "bad.example"),
        ("{id: a, kind: telegram, url: 'https://preview.example/s/banned_channel'}", "'@banned_channel'"),
        ("{id: a, kind: telegram, url: 'https://preview.bad.example/s/channel'}", "bad.example"),
        ("{id: a, kind: mail, url: 'imaps://b:c@imap.bad.example/INBOX', from: [r@a.example]}", "bad.example"),
    ],
)
def test_a_source_in_a_forbidden_place_is_a_warning_where_it_stands(reading: Reading, source: str, place: str) -> None:
    other = "{id: b, kind: feed, url: 'https://good.example/rss'}"
    loaded = reading(f"{BRANDS}sources: [{source}, {other}]\nforbidden: [{place}]\n")
    told = [line for line in loaded.warnings if "stands in a forbidden place (forbidden:)" in line]
    assert [line.partition(": ")[0].rpartition("/")[2] for line in told] == ["sources.yaml:2:12"]


@pytest.mark.long
def test_ten_thousand_places_are_read_at_once(reading: Reading, tmp_path: Path) -> None:
    (tmp_path / "forbidden.txt").write_text("\n".join(f"site{n}.example/p" for n in range(10_000)), encoding="utf-8")
    assert len(reading(f"{BRANDS}{SOURCES}forbidden: {{file: forbidden.txt}}\n").plan.places) == 10_000


def test_a_site_of_ours_that_is_no_place_is_a_mistake(tmp_path):
    path = tmp_path / "sources.yaml"
    path.write_text("brands:\n  - {id: zubr, name: Зубр, sites: [zubr.by, our site]}\nsources: []\n", encoding="utf-8")
    with pytest.raises(PlanError) as refused:
        load(path, {})
    (told,) = refused.value.lines
    assert ":2:" in told
    assert "our site" in told


@pytest.mark.long
def test_a_file_of_endless_mistakes_is_told_up_to_twenty_thousand_and_counted(mistakes: Mistakes) -> None:
    lines = mistakes(BRANDS + SOURCES + "language: en\n" * 22_001)
    assert len(lines) == 20_001
    assert lines[-1] == "sources.yaml:20003:1: mistakes that are not listed here: 2000. Correct those above first."


@pytest.mark.long
def test_keys_that_stand_twice_are_bounded_like_all_others(mistakes: Mistakes) -> None:
    (line,) = mistakes("a: b\n" * 600_000)
    assert line.endswith("too many values inside each other. Check anchors (&) and aliases (*).")
