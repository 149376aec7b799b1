"""Seeds that are large, and therefore built: towers, deserts, bombs, and millions of the same."""

# ruff: noqa: PLW0108  # each is built when it is wanted, not before

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Mapping
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

_NAME = "Зубр-Софт"
_SENTENCE = f"{_NAME} молчит, поддержка хамит, сроки сорвали. "


def built_for(name: str) -> dict[str, bytes]:
    """What is built for a door, by name."""
    return {f"built-{what}": build() for what, build in _BUILT.get(name, {}).items()}


def _billion(root: bytes) -> bytes:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">' + entities + b"]>" + root % b"&l9;"


def _feed(items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def _page(body: str) -> bytes:
    return f"<html><head><title>t</title></head><body>{body}</body></html>".encode()


def _ld(value: object) -> bytes:
    return _page(f'<script type="application/ld+json">{json.dumps(value)}</script>')


def _book(rows: bytes) -> bytes:
    """A workbook as a program writes it, with these rows in its sheet."""
    plain, packed = io.BytesIO(), io.BytesIO()
    book = Workbook(plain)
    book.add_worksheet("S")
    book.close()
    with ZipFile(plain) as before, ZipFile(packed, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"<sheetData/>", b"<sheetData>" + rows + b"</sheetData>")
            after.writestr(name, content)
    return packed.getvalue()


def _cells(*rows: list[str]) -> bytes:
    return "".join(
        f'<row r="{n}">' + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        for n, row in enumerate(rows, 1)
    ).encode()


def _same(count: int) -> str:
    """Entries that say the same and are told by their numbers alone."""
    return "".join(
        f"<item><guid>{n}</guid><title>t</title><description>{_NAME}</description></item>" for n in range(count)
    )


_Built = Mapping[str, Callable[[], bytes]]


def _each(names: tuple[str, ...], built: _Built) -> dict[str, _Built]:
    return dict.fromkeys(names, built)


_TOWER = "[" * 100_000
_PAGES: _Built = {
    "tower": lambda: _page("<div>" * 20_000),
    "attributes": lambda: _page(f"<div {' '.join(f'a{n}=1' for n in range(20_000))}>x</div>"),
    "desert": lambda: _page(" " * 120_000),
    "half-open": lambda: _page("<" * 60_000),
    "half-open-tags": lambda: _page("<a href=" * 12_000),
    "comment": lambda: _page("<!--" * 20_000),
    "ampersands": lambda: _page("&" * 100_000),
    "nothing": lambda: b"\0" * 100_000,
    "one-word": lambda: _page(f"<article><p>{'я' * 60_000}</p></article>"),
    "reviews": lambda: _page("<li class=review><p class=text>x</p></li>" * 3_000),
}
_XML: _Built = {
    "laughs": lambda: _billion(b'<rss version="2.0"><channel><item><title>%s</title></item></channel></rss>'),
    "tower": lambda: b"<rss><channel>" + b"<a>" * 30_000,
    "same": lambda: _feed(_same(1_000)),
    "many-same": lambda: _feed(_same(20_000)),
    "author": lambda: _feed(f"<item><author>{'a' * 1_900}</author><title>t</title></item>" * 30),
    "author-signs": lambda: _feed(f"<item><author>{'(' * 1_900}</author><title>t</title></item>" * 20),
    "long-title": lambda: _feed(f"<item><title>{'x<b ' * 25_000}</title></item>"),
    "dates": lambda: _feed("<item><title>t</title><pubDate>1 1 1 1 1 1 1 1 1 1 1 1 1 1 1</pubDate></item>" * 500),
    "spaces": lambda: _feed(f"<item><title>t</title><pubDate>{' ' * 50_000}</pubDate></item>"),
    "packed": lambda: gzip.compress(b"<urlset>" + b"<url><loc>https://site.example/a</loc></url>" * 60_000),
}
_TABLES: _Built = {
    "wide": lambda: (";".join(["x"] * 100_000) + "\nОтзыв;Дата\nа;б\n").encode(),
    "deep": lambda: ("Отзыв;Дата\n" + f"{_NAME};2026-11-01\n" * 20_000).encode(),
    "quotes": lambda: ("Отзыв\n" + '"' * 200_001).encode(),
    "one-cell": lambda: ("Отзыв;Дата\n" + "x" * 200_000 + ";1\n").encode(),
    "empty-lines": lambda: b"Text,Date\n" + b"\n" * 100_000,
    "letters": lambda: ("Отзыв;Автор;Дата\n" + "".join(f"{_NAME};А{n};1.1.26\n" for n in range(5_000))).encode(),
}
_YAML: _Built = {
    "tower": lambda: _TOWER.encode(),
    "flow-tower": lambda: b"{a: " * 5_000,
    "laughs": lambda: (
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9))
    ).encode(),
    "many-keys": lambda: "".join(f"key{n}: 1\n" for n in range(20_000)).encode(),
    "many-sources": lambda: (
        "brands: [{id: z, name: Зубр}]\nsources:\n"
        + "".join(f"- {{id: s{n}, kind: feed, url: 'https://a.example/{n}'}}\n" for n in range(3_000))
    ).encode(),
    "many-wrong": lambda: (
        "brands: [{id: z, name: Зубр}]\nsources:\n"
        + "".join(f"- {{id: s, kind: fed, urll: 'https://a.example/{n}'}}\n" for n in range(1_000))
    ).encode(),
    "many-brands": lambda: (
        "sources: []\nbrands:\n" + "".join(f"- {{id: b{n}, name: Зубр {n}}}\n" for n in range(1_000))
    ).encode(),
    "long-line": lambda: ("brands: [{id: z, name: '" + "Ж" * 200_000 + "'}]\nsources: []\n").encode(),
    "long-key": lambda: ("k" * 200_000 + ": 1\n").encode(),
    "comments": lambda: b"# c\n" * 100_000,
    "long-alias": lambda: (
        "brands: [{id: z, name: Зубр, aliases: ["
        + ", ".join(f"'Зубр {n} софт групп'" for n in range(500))
        + "]}]\nsources: []\n"
    ).encode(),
}
_WORDS: _Built = {
    "name-on-name": lambda: f"t\na\n{f'{_NAME} ' * 10_000}".encode(),
    "many-sentences": lambda: f"t\na\n{_SENTENCE * 2_000}".encode(),
    "context": lambda: f"t\na\n{'Точка банк. ' * 8_000}".encode(),
    "one-word": lambda: f"t\na\n{_NAME}{'я' * 100_000}".encode(),
    "smileys": lambda: f"t\na\n{_NAME} {'))) :( ' * 14_000}".encode(),
    "stars": lambda: f"t\na\n{_NAME} {'*' * 90_000}".encode(),
    "marks": lambda: f"t\na\n{_NAME} {'!?' * 45_000}".encode(),
    "combining": lambda: f"t\na\n{_NAME} {'а' + chr(0x301) * 90_000}".encode(),
    "no-space": lambda: f"t\na\n{_NAME}{'.' * 90_000}".encode(),
    "not": lambda: f"t\na\n{_NAME} {'не ' * 30_000}".encode(),
    "dangers": lambda: f"t\na\n{_NAME} {'суд утечка ' * 9_000}".encode(),
    "quotes": lambda: f"t\na\n{'«' * 45_000}{_NAME}{'»' * 45_000}".encode(),
    "hyphens": lambda: f"t\na\n{'Зубр-' * 18_000}Софт".encode(),
    "digits": lambda: f"t\na\n{_NAME} {'1' * 90_000}".encode(),
    "links": lambda: f"t\na\n{_NAME} {'https://a.example/ ' * 5_000}".encode(),
    "at-signs": lambda: f"t\na\n{_NAME} {'@a' * 45_000}".encode(),
    "english": lambda: f"t\na\n{'Kestrel Cloud is very very bad, not good! ' * 2_200}".encode(),
    "emoji": lambda: f"t\na\n{_NAME} {'😡👍🏽' * 20_000}".encode(),
    "shortened": lambda: f"t\na\n{_NAME} {'т. ' * 30_000}".encode(),
    "lines": lambda: f"t\na\n{_NAME} {chr(10) * 90_000}".encode(),
    "title": lambda: f"{_SENTENCE * 1_500}\na\nb".encode(),
    "author": lambda: f"t\n{'Анна ' * 20_000}\n{_NAME}".encode(),
}
_DATED: _Built = {
    "spaces": lambda: b" " * 200_000,
    "digits": lambda: b"1" * 200_000,
    "pieces": lambda: "\n".join(
        ["1 января " * 13, "1:1:1 " * 19, "1-1-1-" * 19, "час назад " * 11, "a1" * 29]
    ).encode(),
}
_BUILT: Mapping[str, _Built] = {
    "feed": _XML,
    "feed-full": _XML,
    "sitemap": _XML,
    "yandex": {
        "laughs": lambda: _billion(b"<yandexsearch><response>%s</response></yandexsearch>"),
        "tower": lambda: b"<a>" * 30_000,
    },
    "json-feed": {
        "tower": lambda: b'{"items":' + _TOWER.encode(),
        "same": lambda: json.dumps(
            {
                "version": "https://jsonfeed.org/version/1",
                "items": [{"id": str(n), "content_text": _NAME} for n in range(5_000)],
            }
        ).encode(),
    },
    "searxng": {"tower": lambda: b'{"results":' + _TOWER.encode()},
    "json": {
        "tower": lambda: _TOWER.encode(),
        "tower-whole": lambda: b"[" * 900 + b"]" * 900,
        "same": lambda: json.dumps([{"id": n, "text": _NAME} for n in range(5_000)]).encode(),
    },
    "jmespath": {
        "tower": lambda: b"(" * 20_000 + b"\n[]",
        "stars": lambda: b"[*]" * 3_000 + b"\n[[]]",
        "not": lambda: b"!" * 20_000 + b"a\n[{}]",
        "pipe": lambda: b"a|" * 5_000 + b"a\n[{}]",
        "flatten": lambda: b"[" + b"@," * 3_000 + b"@]\n[{}]",
        "power": lambda: b"|".join([b"[@,@]"] * 24) + b"\n[1]",
        "power-flat": lambda: b"|".join([b"[@,@][]"] * 24) + b"\n[{}]",
        "join": lambda: b"join('" + b"x" * 1_000 + b"', map(&to_string(@), " + b"[" * 5 + b"@" + b"]" * 5 + b"))\n[1]",
    },
    "css": {
        "not": lambda: b":not(" * 2_000 + b"a" + b")" * 2_000 + b"\n<li>",
        "comma": lambda: b"a," * 5_000 + b"a\n<li>",
        "has": lambda: b":has(" * 50 + b"a" + b")" * 50 + b"\n" + b"<li>" * 500,
        "nth": lambda: b"li:nth-child(2n+1 of li:has(li))\n" + b"<li><li>" * 400,
        "descend": lambda: b"* " * 40 + b"a\n<li>" + b"<b>" * 150,
        "contains": lambda: b"li:-soup-contains('x') *\n" + b"<li><b>" * 800,
    },
    **_each(
        ("json-ld", "select", "articles", "article", "telegram", "linked", "shown-page"),
        _PAGES
        | {
            "ld-tower": lambda: _page(f'<script type="application/ld+json">{_TOWER}</script>'),
            "ld-many": lambda: _ld([{"@type": "Review", "reviewBody": f"{_NAME} {n}"} for n in range(3_000)]),
            "ld-ids": lambda: _ld(
                {
                    "@graph": [{"@type": "Review", "@id": "#a", "author": {"@id": "#a"}, "itemReviewed": {"@id": "#a"}}]
                    * 1_000
                }
            ),
            "ld-scripts": lambda: _page('<script type="application/ld+json">{</script>' * 2_000),
            "ld-unclosed": lambda: _page('<script type="application/ld+json" ' * 2_500),
            "micro": lambda: _page(
                '<div itemscope itemtype="https://schema.org/Review" itemref="a"><b id=a itemprop=reviewBody>x' * 800
            ),
            "micro-refs": lambda: _page(
                "".join(
                    f'<div itemscope itemtype="https://schema.org/Review" id=r{n}'
                    f' itemref="r{(n + 1) % 900} r{(n + 2) % 900}"></div>'
                    for n in range(900)
                )
            ),
            "links": lambda: _page("".join(f'<p><time>1.1.26</time><a href="/{n}">x</a></p>' for n in range(2_500))),
            "next": lambda: _page('<a rel=next class=next href="?p=2">x</a>' * 3_000),
        },
    ),
    "mail": {
        "parts": lambda: (
            b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\nContent-Type: text/plain\n\nx\n" * 3_000
        ),
        "nested": lambda: b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(400)
        ),
        "nested-messages": lambda: b"Content-Type: message/rfc822\n\n" * 400,
        "encoded-words": lambda: b"Subject: " + b"=?utf-8?B?0JfRg9Cx0YA=?= " * 4_000 + b"\n\nx",
        "headers": lambda: b"".join(b"X-%d: y\n" % n for n in range(20_000)) + b"\nx",
        "folded-header": lambda: b"Subject: x\n" + b" y\n" * 30_000 + b"\nx",
        "parameters": lambda: b"Content-Type: text/plain" + b"".join(b"; a*%d=x" % n for n in range(6_000)) + b"\n\nx",
        "from": lambda: b"From: " + b"a@b.c, " * 20_000 + b"\n\nx",
        "from-brackets": lambda: b"From: " + b"(" * 50_000 + b"\n\nx",
        "quoted": lambda: b"Subject: x\n\n" + b"> " * 50_000,
        "lines": lambda: b"From: a@b.c\nSubject: x\n\n" + ("Отзыв о компании: 5 из 5\n" * 4_000).encode(),
        "html": lambda: b"Content-Type: text/html\n\n" + b"<div>" * 20_000,
        "table": lambda: b"Content-Type: text/html\n\n<table>" + b"<tr><td>5</td><td>x</td></tr>" * 3_500,
    },
    **_each(("sources-yaml", "yaml", "plan-by-chat"), _YAML),
    **_each(("csv", "places"), _TABLES),
    "jsonl": {
        "tower": lambda: _TOWER.encode(),
        "keys": lambda: "\n".join(json.dumps({f"k{n}": 1, "text": "x"}) for n in range(3_000)).encode(),
        "lines": lambda: b'{"text": "x"}\n' * 20_000,
        "list": lambda: json.dumps([{"text": _NAME}] * 5_000).encode(),
    },
    "xlsx": {
        "book": lambda: _book(_cells(["Отзыв", "Дата"], [_NAME, "2026-11-01"], ["=1+1", "46000"])),
        "wide": lambda: _book(_cells(["Отзыв"] * 3_000)),
        "far": lambda: _book(
            b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
        "bomb": lambda: _book(b'<row r="1">' + b'<c t="n"><v>1</v></c>' * 2_000_000 + b"</row>"),
        "liar": lambda: _book(b"<row r='99999999999999999999'><c r='ZZZZZZ99999999999'><v>x</v></c></row>"),
    },
    "mention": _WORDS,
    "stories": _WORDS,
    "markup": _PAGES | _WORDS,
    "dates": _DATED,
    "headers": _DATED,
    "addresses": {
        "long": lambda: b"https://a.example/" + b"a" * 200_000,
        "parameters": lambda: b"https://a.example/?" + b"utm_a=1&" * 20_000,
        "dots": lambda: b"https://" + b"a." * 50_000,
        "percent": lambda: b"https://a.example/" + b"%2f" * 30_000,
        "slashes": lambda: b"https://a.example" + b"/" * 50_000,
        "ats": lambda: b"https://" + b"@" * 50_000,
    },
    "robots": {
        "agents": lambda: b"User-agent: *\n" * 20_000,
        "rules": lambda: b"User-agent: *\n" + b"Disallow: /a\n" * 10_000,
        "stars": lambda: b"User-agent: *\nDisallow: /" + b"*a" * 200 + b"$\n",
        "many-stars": lambda: b"User-agent: *\n" + b"Disallow: /*a*b*c*d*e*f*g*h*$\n" * 200,
        "line": lambda: b"User-agent: *\nDisallow: /" + b"a" * 200_000,
    },
    "inflating": {
        "bomb": lambda: gzip.compress(b"\0" * 50_000_000),
        "members": lambda: gzip.compress(b"") * 5_000,
        "cut": lambda: gzip.compress(b"x" * 5_000)[:-9],
    },
    "analyze": {
        "name-on-name": lambda: json.dumps({"text": f"{_NAME} " * 3_000}).encode(),
        "long": lambda: json.dumps({"text": _SENTENCE * 4_000}).encode(),
        "tower": lambda: b'{"id":' + _TOWER.encode(),
        "megabyte": lambda: json.dumps({"text": "слово " * 150_000}).encode(),
        "one-word": lambda: json.dumps({"text": "я" * 1_000_000}).encode(),
        "number": lambda: b'{"text": "x", "id": ' + b"9" * 5_000 + b"}",
    },
    **_each(
        ("search-sqlite", "search-postgresql"),
        {
            "words": lambda: b"word " * 20_000,
            "different": lambda: " ".join(f"w{n}" for n in range(20_000)).encode(),
            "letters": lambda: b"a" * 100_000,
        },
    ),
    **_each(
        ("keep-sqlite", "keep-postgresql"),
        {
            "words": lambda: f"t\na\n{' '.join(f'слово{n}' for n in range(9_000))}".encode(),
            "long": lambda: f"t\na\n{_SENTENCE * 1_500}".encode(),
        },
    ),
}
