"""Reads sitemaps: XML of any namespace or none, packed or not, broken or whole, and plain lists of addresses."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from lxml import etree

from monitor.domain import Page
from monitor.errors import ParseError
from monitor.sources.markup import decode, folded

LARGEST = 50_000_000  # bytes when unpacked, and ...
MOST = 50_000  # ... addresses that a sitemap may hold (sitemaps.org)
MOST_ELEMENTS = 20 * MOST  # with the pictures of each page and its other languages
LONGEST_FIELD = 4_000  # characters

_PIECE = 64 * 1024  # bytes handed on at a time: a bomb is noticed before it goes off
_MARKUP = (b"<", b"\xff\xfe", b"\xfe\xff")  # the latter: in letters of two bytes
_PACKED = b"\x1f\x8b"
_AND = re.compile(rb"&(?:amp;|(?!#?\w{1,9};|\x00))")  # \x00: in letters of two bytes
_LONGEST_ENTITY = 12  # bytes
_GZIP = 31  # what zlib calls this wrapping
_ROOTS = ("urlset", "sitemapindex")
_ENTRIES = ("url", "sitemap")
_HOLDERS = {"loc": _ENTRIES, "lastmod": _ENTRIES, "publication_date": ("news",), "title": ("news",)}  # no image's title


@dataclass(frozen=True, slots=True)
class Location:
    """A page or a further sitemap, as a sitemap writes it."""

    address: str
    changed: str = ""
    published: str = ""  # where it is news
    title: str = ""  # likewise
    is_sitemap: bool = False


def locations(page: Page) -> Iterator[Location]:
    """Every location of a sitemap; a break loses only what stands behind it.

    Raises ParseError for what is no sitemap, and for one that holds more than sitemaps may.
    """
    body = page.body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not body:
        raise ParseError("parse.empty", url=page.url)
    beginning = next(_pieces(page, body), b"").lstrip(b"\xef\xbb\xbf \t\r\n")
    found = _marked(page, body) if beginning.startswith(_MARKUP) else _listed(page, body)
    for count, location in enumerate(found):
        if count == MOST:
            raise _too_large(page)
        yield location


def _pieces(page: Page, body: bytes) -> Iterator[bytes]:
    """The body, unpacked where a server sends a packed file as it is; what follows a break in it is lost."""
    if not body.startswith(_PACKED):
        yield from (body[start : start + _PIECE] for start in range(0, len(body), _PIECE))
        return
    size = 0
    stream = zlib.decompressobj(_GZIP)
    while body:
        try:
            piece = stream.decompress(body, _PIECE)
        except zlib.error:
            return
        size += len(piece)
        if size > LARGEST:
            raise _too_large(page)
        yield piece
        body = stream.unconsumed_tail
        if stream.eof and stream.unused_data.startswith(_PACKED):
            body, stream = stream.unused_data, zlib.decompressobj(_GZIP)


def _listed(page: Page, body: bytes) -> Iterator[Location]:
    """One address in each line."""
    lines = [line.strip() for line in decode(replace(page, body=b"".join(_pieces(page, body)))).splitlines()]
    written = [line for line in lines if line]
    if not written or not all(line.startswith(("http://", "https://")) for line in written):
        raise _no_sitemap(page)
    yield from map(Location, written)


def _marked(page: Page, body: bytes) -> Iterator[Location]:
    """No tree is built: a small packed file may hold millions of elements."""
    reader = _Reader()
    parser = etree.XMLParser(
        target=reader,  # type: ignore[arg-type]  # the stubs want comments to be taken, too; lxml does not
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    for piece in _escaped(_pieces(page, body)):
        try:
            parser.feed(piece)
        except UnicodeDecodeError:  # a name of half letters: nothing behind it is read
            break
        if reader.elements > MOST_ELEMENTS:
            raise _too_large(page)
        yield from reader.taken()
    with suppress(etree.XMLSyntaxError, UnicodeDecodeError):  # it breaks off: what was whole has been read
        parser.close()
    yield from reader.taken()
    if not reader.is_sitemap:
        raise _no_sitemap(page)


def _escaped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """With every & by its number: people paste addresses as they are, and behind a break no name is understood.

    >>> b"".join(_escaped(iter([b"<loc>https://a.example/?x=1&", b"y=2&amp;z=3</loc>"])))
    b'<loc>https://a.example/?x=1&#38;y=2&#38;z=3</loc>'
    """
    rest = b""
    for piece in pieces:
        whole = rest + piece
        cut = whole.find(b"&", max(len(whole) - _LONGEST_ENTITY, 0))  # what may go on in the next piece
        whole, rest = (whole, b"") if cut < 0 else (whole[:cut], whole[cut:])
        yield _AND.sub(b"&#38;", whole)
    yield _AND.sub(b"&#38;", rest)


class _Reader:
    """What a parser tells of a sitemap, element by element."""

    def __init__(self) -> None:
        self.is_sitemap = False
        self.elements = 0
        self._found: list[Location] = []
        self._path: list[str] = []
        self._entry = ""  # url or sitemap, where one is open
        self._said: dict[str, str] = {}

    def taken(self) -> Iterator[Location]:
        """The locations that have become whole since the last time."""
        found, self._found = self._found, []
        yield from found

    def start(self, tag: str, _attributes: object) -> None:
        """An element opens."""
        name = _local(tag)
        self.elements += 1
        self.is_sitemap = self.is_sitemap or name in _ENTRIES or (not self._path and name in _ROOTS)
        self._path.append(name)
        if name in _ENTRIES:
            self._finish()  # where the last one was never closed
            self._entry = name

    def data(self, text: str) -> None:
        """Letters stand in the element that opened last."""
        holder, name = self._path[-2:] if len(self._path) > 1 else ("", "")
        if self._entry and holder in _HOLDERS.get(name, ()) and len(self._said.get(name, "")) < LONGEST_FIELD:
            self._said[name] = self._said.get(name, "") + text

    def end(self, tag: str) -> None:
        """An element closes."""
        if self._path:
            self._path.pop()
        if _local(tag) == self._entry:
            self._finish()

    def close(self) -> None:
        """The document ends."""

    def _finish(self) -> None:
        said = {field: folded(text) for field, text in self._said.items()}
        if said.get("loc"):
            self._found.append(
                Location(
                    address=said["loc"].replace("&#38;", "&"),  # in CDATA it stays as it was escaped
                    changed=said.get("lastmod", ""),
                    published=said.get("publication_date", ""),
                    title=said.get("title", ""),
                    is_sitemap=self._entry == "sitemap",
                )
            )
        self._entry, self._said = "", {}


def _local(tag: str) -> str:
    """
    >>> _local("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"), _local("news:title")
    ('loc', 'title')
    """
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _no_sitemap(page: Page) -> ParseError:
    return ParseError("parse.no_sitemap", url=page.url)


def _too_large(page: Page) -> ParseError:
    return ParseError("parse.large_sitemap", url=page.url, most=MOST, megabytes=LARGEST // 1_000_000)
