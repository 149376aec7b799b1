"""A web site that does its worst: one scenario for each host name, all of them on loopback."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from web_site import Reply, Route, Seen, Site, endless, moved

SAFE, PRIVATE = "127.0.0.1", "127.0.0.2"  # what stands for the public internet, and what for a private network
XML, HTML, JSON = "application/rss+xml", "text/html; charset=utf-8", "application/json"
_MEGABYTE = 1_000_000
_RATING = {"@type": "Rating", "ratingValue": 1}


@dataclass(frozen=True)
class Scenario:
    """A source that asks for /NAME of NAME.test, and a pattern of the sentence it ends with; empty: it works."""

    name: str
    says: str
    replies: tuple[Route, ...]
    kind: str = "feed"
    fields: Mapping[str, object] = field(default_factory=dict)
    robots: Reply = field(default_factory=lambda: Reply(404))
    items: int = 0

    @property
    def host(self) -> str:
        """Its own, for pauses are kept by host."""
        return f"{self.name}.test"


def installed(site: Site, scenarios: Iterable[Scenario]) -> list[dict[str, object]]:
    """Serves them all; gives the entries of sources.yaml."""
    robots = {scenario.host: scenario.robots for scenario in scenarios}

    def allowed(seen: Seen) -> Reply:
        return robots.get(seen.headers["host"].partition(":")[0], Reply(404))

    site.serve("/robots.txt", allowed)
    sources = []
    for scenario in scenarios:
        site.serve(f"/{scenario.name}", *scenario.replies)
        url = site.url(f"/{scenario.name}", scenario.host)
        sources.append({"id": scenario.name, "kind": scenario.kind, "url": url, **scenario.fields})
    return sources


def rss(items: bytes, head: bytes = b"") -> bytes:
    """A feed."""
    return (
        b'<?xml version="1.0"?>' + head + b'<rss version="2.0"><channel><title>x</title>' + items + b"</channel></rss>"
    )


def entries(number: int, words: int = 10) -> bytes:
    """Entries with nothing wrong about them."""
    text = "Зубр-Софт помог нам с отчётом. ".encode() * words
    entry = b"<item><guid>%d</guid><title>%d</title><description>%b</description></item>"
    return b"".join(entry % (n, n, text) for n in range(number))


def reviews(*said: Mapping[str, object]) -> bytes:
    """A page of schema.org reviews."""
    block = json.dumps({"@context": "https://schema.org", "@graph": said}, ensure_ascii=False)
    return f'<html><head><script type="application/ld+json">{block}</script></head><body>x</body></html>'.encode()


def page(body: bytes, kind: str = XML, **headers: str) -> Reply:
    """A body with its type."""
    return Reply(body=body, headers={"Content-Type": kind, **{k.replace("_", "-"): v for k, v in headers.items()}})


def packed(pieces: Callable[[], Iterable[bytes]], how: str) -> Reply:
    """A body that is sent packed."""
    return Reply(pieces=pieces, headers={"Content-Type": XML, "Content-Encoding": how})


def bomb(megabytes: int, wrapping: int) -> Iterator[bytes]:
    """Zeros without end, of which each megabyte is a kilobyte on the wire and costs nothing to make."""
    packer = zlib.compressobj(9, wbits=wrapping)
    yield packer.compress(bytes(_MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(_MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    yield from (piece for _ in range(megabytes))


def good() -> tuple[Scenario, ...]:
    """Five sources that deserve to be read."""
    said = [
        {"@type": "Review", "author": f"a{n}", "reviewBody": f"Отзыв {n}", "reviewRating": _RATING} for n in range(20)
    ]
    old = "".join(f"<div class=r><p>Зубр-Софт, отзыв {n}</p></div>" for n in range(20)).encode("cp1251")
    listed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": n, "title": f"t{n}"} for n in range(20)]}
    select = {"item": ".r", "text": "p"}
    return (
        Scenario("good-feed", "", (page(rss(entries(20))),), items=20),
        Scenario("good-large-feed", "", (page(rss(entries(100, 40))),), items=100),
        Scenario("good-json-feed", "", (page(json.dumps(listed).encode(), JSON),), items=20),
        Scenario("good-reviews", "", (page(reviews(*said), HTML),), "reviews", items=20),
        Scenario("good-old-page", "", (page(old, "text/html"),), "reviews", {"select": select}, items=20),
    )


def hostile(canary: str) -> tuple[Scenario, ...]:
    """Everything else. `canary` is the address of a private page that nobody may reach."""
    return (*_wire(), *_packing(), *_redirects(canary), *_bodies(canary), *_pages(canary), *_manners())


def _wire() -> Iterator[Scenario]:
    ok = b"HTTP/1.1 200 OK\r\n"
    chunked = ok + b"Content-Type: application/rss+xml\r\nTransfer-Encoding: chunked\r\n\r\n"
    late, damaged, cut = "no whole answer", "is damaged", "broke off|is damaged"

    def stairs() -> Iterator[bytes]:
        yield ok
        yield from (b"X-%d: %b\r\n" % (n, b"a" * 1000) for n in count())

    yield Scenario("never-answers", late, (Reply(hang=True),))
    yield Scenario("slowloris", late, (Reply(stream=lambda: (bytes([b]) for b in ok + b"X: " + b"a" * 999), drip=0.1),))
    yield Scenario("drips", late, (Reply(pieces=lambda: endless(b"x"), drip=0.1),))
    yield Scenario("endless-body", f"larger than|{late}", (Reply(pieces=endless),))
    yield Scenario(
        "endless-raw-body",
        f"larger than|{late}",
        (Reply(stream=lambda: (ok + b"\r\n", *[b"x" * 65536] * 900)),),
    )
    yield Scenario("endless-headers", f"{damaged}|{late}", (Reply(stream=stairs),))
    yield Scenario("endless-header", f"{damaged}|{late}", (Reply(stream=lambda: (ok + b"X: ", *[b"a" * 65536] * 900)),))
    yield Scenario("ten-thousand-headers", damaged, (Reply(raw=ok + b"X: y\r\n" * 10_000 + b"\r\nx"),))
    yield Scenario("flood-of-100", late, (Reply(stream=lambda: endless(b"HTTP/1.1 100 Continue\r\n\r\n")),))
    yield Scenario(
        "flood-of-103", late, (Reply(stream=lambda: endless(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")),)
    )
    yield Scenario("bad-chunk", cut, (Reply(raw=chunked + b"zz\r\nabc\r\n0\r\n\r\n"),))
    yield Scenario("negative-chunk", cut, (Reply(raw=chunked + b"-5\r\nabc\r\n0\r\n\r\n"),))
    yield Scenario("huge-chunk", cut, (Reply(raw=chunked + b"ffffffffff\r\nabc"),))
    yield Scenario("endless-chunk-size", f"{late}|{cut}", (Reply(stream=lambda: (chunked, *[b"0" * 65536] * 900)),))
    yield Scenario(
        "endless-trailers",
        f"{late}|{cut}",
        (Reply(stream=lambda: (chunked + b"1\r\nx\r\n0\r\n", *[b"X: y\r\n" * 9] * 90_000)),),
    )
    yield Scenario("truncated", cut, (Reply(body=rss(entries(9)), cut=500),))
    yield Scenario("truncated-chunks", cut, (Reply(pieces=lambda: (rss(entries(9)), b"x"), cut=100),))
    yield Scenario("length-too-long", cut, (Reply(raw=ok + b"Content-Length: 9999\r\n\r\n" + rss(entries(2))),))
    yield Scenario(
        "length-too-short", "no feed|is damaged", (Reply(raw=ok + b"Content-Length: 60\r\n\r\n" + rss(entries(2))),)
    )
    yield Scenario("length-negative", damaged, (Reply(raw=ok + b"Content-Length: -1\r\n\r\nx"),))
    yield Scenario("length-twice", damaged, (Reply(raw=ok + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxy"),))
    yield Scenario("length-of-a-terabyte", "larger than", (Reply(raw=ok + b"Content-Length: 999999999999\r\n\r\nx"),))
    yield Scenario("hangs-up", "closed the connection", (Reply(raw=b""),))
    yield Scenario("speaks-ssh", damaged, (Reply(raw=b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),))
    yield Scenario("no-http-at-all", damaged, (Reply(raw=bytes(range(256)) * 99),))
    yield Scenario(
        "odd-status", "trouble of its own", (Reply(raw=b"HTTP/1.1 999 Whatever\r\nContent-Length: 0\r\n\r\n"),)
    )
    yield Scenario("unasked-304", r"not a page \(304\)", (Reply(304),))


def _packing() -> Iterator[Scenario]:
    nested = gzip.compress(gzip.compress(bytes(50 * _MEGABYTE)))
    whole = gzip.compress(rss(entries(50)))
    large = "larger than|no whole answer"
    yield Scenario("bomb-of-10-gb", large, (packed(lambda: bomb(10_000, 31), "gzip"),))
    yield Scenario("bomb-in-zlib", large, (packed(lambda: bomb(10_000, 15), "deflate"),))
    yield Scenario("bomb-in-deflate", large, (packed(lambda: bomb(10_000, -15), "deflate"),))
    yield Scenario("empty-members", large, (packed(lambda: endless(gzip.compress(b"") * 3000), "gzip"),))
    yield Scenario("bomb-in-a-bomb", "no feed", (page(nested, Content_Encoding="gzip"),))
    yield Scenario("packed-twice", "packed in a way", (page(nested, Content_Encoding="gzip, gzip"),))
    yield Scenario("brotli", "packed in a way", (page(b"x" * 99, Content_Encoding="br"),))
    yield Scenario("not-packed-at-all", "is damaged", (page(rss(entries(2)), Content_Encoding="gzip"),))
    yield Scenario("no-deflate-at-all", "is damaged", (page(rss(entries(2)), Content_Encoding="deflate"),))
    yield Scenario("broken-in-the-middle", "is damaged", (page(whole[:300] + b"?" * 99, Content_Encoding="gzip"),))
    yield Scenario("gzip-cut-short", "broke off", (page(whole[:-20], Content_Encoding="gzip"),))


def _redirects(canary: str) -> Iterator[Scenario]:
    port = canary.rpartition(":")[2].partition("/")[0]
    private = (
        *(f"{PRIVATE}", "2130706434", "0x7f000002", "017700000002", "127.2", "0x7f.0.0.2", "127.0.0.2.", "0177.0.0.2"),
        *("[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "[64:ff9b::7f00:2]", "[2002:7f00:2::]", "[::127.0.0.2]", "[::1]"),
        *("[64:ff9b:1::7f00:2]", "[2001:0:7f00:2::80ff:fffd]", "[fe80::1]", "[fc00::1]", "[::]", "0"),
        *("100.64.0.1", "169.254.169.254", "10.0.0.1", "192.168.0.1", "172.16.0.1", "localhost", "router.local"),
        *("１２７.0.0.2", "127。0。0。2", "private.test", "anna:secret@127.0.0.2"),
    )
    for number, host in enumerate(private):
        yield Scenario(f"private-{number}", "private network|not an address", (moved(f"http://{host}:{port}/secret"),))
    for scheme in (
        "file:///etc/passwd",
        "ftp://site.test/x",
        "javascript:alert(1)",
        "data:text/xml,<rss/>",
        "gopher://x:70",
    ):
        name = f"to-{scheme.partition(':')[0]}"
        yield Scenario(name, "not an address", (moved(scheme),))
    yield Scenario("to-nonsense", "not an address", (moved("http://[::1"),))
    yield Scenario("to-itself", "redirected more than 10", (moved("/to-itself"),))
    numbers = count()
    yield Scenario("ever-further", "redirected more than 10", (lambda seen: moved(f"/ever-further?{next(numbers)}"),))
    cookie = Reply(302, headers={"Location": "/wants-a-cookie", "Set-Cookie": "seen=1"})
    yield Scenario("wants-a-cookie", "redirected more than 10", (cookie,))
    yield Scenario("long-location", "", (moved("/good-feed?" + "x" * 60_000),), items=20)


def _bodies(canary: str) -> Iterator[Scenario]:
    slow, none = "could not be read within", "no feed can be read"
    laughs = b"".join(b'<!ENTITY l%d "%b">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    outside = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{canary}"><!ENTITY f SYSTEM "file:///etc/passwd">]>'.encode()
    dtd = f'<!DOCTYPE r SYSTEM "{canary}">'.encode()
    quoted = b"<item><guid>1</guid><title>t&x;&f;</title></item>"
    author = b"<item><title>x</title><author>" + b"a" * 60_000 + b"</author></item>"
    attributes = b"<item " + b" ".join(b"a%d='1'" % n for n in range(200_000)) + b"><title>x</title></item>"
    many = b"<item><title>t</title><guid>g</guid><description>hello</description></item>" * 100_000
    yield Scenario(
        "laughs",
        "",
        (page(rss(b"<item><title>&l11;</title></item>", b'<!DOCTYPE r [<!ENTITY l0 "ha">' + laughs + b"]>")),),
        items=-1,
    )
    yield Scenario("outside-entity", "", (page(rss(quoted, outside)),), items=-1)
    yield Scenario("outside-dtd", "", (page(rss(quoted, dtd)),), items=-1)
    yield Scenario("deep", f"{none}|{slow}", (page(rss(b"<a>" * 100_000)),))
    yield Scenario(
        "fifty-megabytes",
        "larger than|no whole answer",
        (Reply(pieces=lambda: (b"<item>x</item>" * 7000 for _ in range(500))),),
    )
    yield Scenario("long-author", slow, (page(rss(author * 4)),))
    yield Scenario("many-attributes", slow, (page(rss(attributes)),))
    yield Scenario("many-entries", slow, (page(rss(many)),))
    yield Scenario("empty", "the answer is empty", (page(b""),))
    yield Scenario("no-content", "the answer is empty", (Reply(raw=b"HTTP/1.1 204 No Content\r\n\r\n"),))
    yield Scenario("zeros", none, (page(bytes(100_000)),))
    yield Scenario("zeros-in-a-feed", "", (page(rss(b"<item><title>a\0b</title></item>")),), items=-1)
    yield Scenario("noise", none, (page(bytes(n * n % 251 for n in range(200_000))),))
    yield Scenario("page-as-feed", "a web page, not a feed", (page(b"<!doctype html><html><body>Hello</body></html>"),))
    yield Scenario("picture-as-feed", none, (page(b"\x89PNG\r\n\x1a\n" + bytes(999), "image/png"),))
    yield Scenario("lies-about-utf-16", "", (page(rss(entries(3)), "text/xml; charset=utf-16"),), items=-1)
    yield Scenario("unknown-letters", "", (page(rss(entries(3)), "text/xml; charset=x-nonsense"),), items=3)
    yield Scenario("dangerous-letters", "", (page(rss(entries(3)), "text/xml; charset=unicode_escape"),), items=-1)
    yield Scenario("broken-json", "broken JSON", (page(b'{"version": 1, "items": [', JSON),))
    yield Scenario("deep-json", "broken JSON", (page(b'{"version":1,"items":' + b"[" * 100_000, JSON),))
    yield Scenario(
        "number-of-a-megabyte", "broken JSON", (page(b'{"version":1,"items":[' + b"9" * _MEGABYTE + b"]}", JSON),)
    )


def _pages(canary: str) -> Iterator[Scenario]:
    body = "Отзыв. " * 30_000
    shared = {"@id": "#text", "name": body}
    same = [{"@type": "Review", "author": "a", "reviewBody": {"@id": "#text"}} for _ in range(2000)]
    deep = b'<script type="application/ld+json">' + b'{"review":' * 100_000 + b"</script>"
    loop = {"@type": "Review", "author": {"@id": "#a"}, "reviewBody": "x", "reviewRating": _RATING}
    chain = [{"@id": "#a", "name": {"@id": "#b"}}, {"@id": "#b", "name": {"@id": "#a"}}]
    select = {"item": ".r", "text": "p", "next": "a @href"}
    entry = "<div class=r><p>Отзыв {}</p></div><a href='{}'>next</a>"
    wild = b"<div class=r><p>" * 30_000 + b"</p>" * 10
    numbers = count()

    def further(seen: Seen) -> Reply:
        return page(entry.format(0, f"?page={next(numbers)}").encode(), HTML)

    yield Scenario(
        "same-text-by-name",
        "holds too much|took more than|could not be read within",
        (page(reviews(shared, *same), HTML),),
        "reviews",
    )
    yield Scenario("deep-markup-block", "no reviews", (page(deep, HTML),), "reviews")
    yield Scenario("names-in-a-circle", "", (page(reviews(loop, *chain), HTML),), "reviews", items=1)
    yield Scenario("many-reviews", "", (page(reviews(*[loop] * 5_000), HTML),), "reviews", items=-1)
    yield Scenario(
        "next-is-itself",
        "",
        (page(entry.format(1, "").encode(), HTML),),
        "reviews",
        {"select": select, "pages": 9},
        items=1,
    )
    yield Scenario("next-without-end", "", (further,), "reviews", {"select": select, "pages": 20}, items=20)
    yield Scenario(
        "next-is-private",
        "",
        (page(entry.format(1, canary).encode(), HTML),),
        "reviews",
        {"select": select, "pages": 2},
        items=1,
    )
    yield Scenario("wild-markup", "", (page(wild, HTML),), "reviews", {"select": select}, items=-1)
    yield Scenario("deep-markup", "no reviews", (page(b"<div>" * 100_000, HTML),), "reviews")
    yield Scenario("feed-as-page", "no reviews", (page(rss(entries(3))),), "reviews")


def _manners() -> Iterator[Scenario]:
    lines = b"User-agent: x\nDisallow: /a\n" * 2000
    sixty = Reply(pieces=lambda: (lines for _ in range(1100)))
    many = Reply(body=b"User-agent: *\n" + b"Disallow: /*a*b*c*d*e*f*g\n" * 15_000)
    fine = page(rss(entries(4)))
    yield Scenario("robots-of-60-mb", "", (fine,), robots=sixty, items=4)
    yield Scenario("robots-that-hangs", "no whole answer", (fine,), robots=Reply(hang=True))
    yield Scenario("robots-in-trouble", "cannot say now", (fine,), robots=Reply(503))
    yield Scenario("robots-of-stars", "", (fine,), robots=many, items=4)
    yield Scenario("robots-in-a-circle", "", (fine,), robots=moved("/robots.txt"), items=4)
    yield Scenario(
        "robots-that-forbids",
        "robots.txt of the site forbids",
        (fine,),
        robots=Reply(body=b"User-agent: *\nDisallow: /"),
    )
    yield Scenario("robots-to-private", "private network", (fine,), robots=moved(f"http://{PRIVATE}/robots.txt"))
    check = "<html><title>Проверка</title><p>Подтвердите, что вы не робот</p></html>".encode()
    yield Scenario("challenge-403", "a human visitor", (Reply(403, check),))
    yield Scenario("challenge-503", "a human visitor", (Reply(503, check.decode().encode("cp1251")),))
    yield Scenario("challenge-200", "a human visitor", (page(check, HTML),))
    yield Scenario("challenge-elsewhere", "a human visitor", (moved("/showcaptcha?retpath=x"),))
    yield Scenario("slow-down", "come less often", (Reply(429, headers={"Retry-After": "120"}),))
    yield Scenario("slow-down-for-ever", "come less often", (Reply(429, headers={"Retry-After": "9" * 400}),))
