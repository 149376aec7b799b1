"""Where the reading of a feed stands: the feed and the entries so far, and the elements that are open."""

from __future__ import annotations

from xml.sax.saxutils import escape  # nosec B406  # it parses nothing

from feedparser.urls import make_safe_absolute_uri

from monitor.sources.feeds.names import Attributes, DoubtError, Names
from monitor.sources.feeds.told import Told, finished, linked, resolved

PLAIN, HTML, XHTML = "text/plain", "text/html", "application/xhtml+xml"

_TYPES = {"text": PLAIN, "plain": PLAIN, "html": HTML, "xhtml": XHTML, PLAIN: PLAIN, HTML: HTML, XHTML: XHTML}
_OF_INPUT = frozenset({"title", "link", "description", "name"})
_OF_IMAGE = frozenset({"title", "link", "description", "url", "href", "width", "height"})
_ADDRESSES = frozenset({"id", "link", "href"})


class State:
    """What feedparser remembers while it reads, as far as it decides what becomes of an entry."""

    def __init__(self, base: str, names: Names) -> None:
        self.names = names
        self.base = base
        self.feed, self.source = Told(), Told()
        self.image: Told | None = None
        self.input: Told | None = None
        self.entries: list[Told] = []
        self.depth, self.title_depth = 0, -1
        self.in_feed = self.in_entry = self.in_source = self.in_image = self.in_input = False
        self.in_author = self.in_owner = False
        self.guid_is_link = self.has_content = False
        self.summary = ""  # as what the present summary counts
        self.type = ""  # of the present content
        self._open: list[tuple[str, bool, list[str] | None]] = []
        self._bases: list[tuple[int, str]] = []

    @property
    def told(self) -> Told:
        """What the present element tells something of."""
        if self.in_source:
            return self.source
        if self.in_image and self.image is not None:
            return self.image
        if self.in_input and self.input is not None:
            return self.input
        return self.entries[-1] if self.in_entry else self.feed

    @property
    def inside(self) -> bool:
        """Whether anything is told of at all."""
        return self.in_feed or self.in_entry or self.in_source

    def leave(self, key: str) -> None:
        """An element that neither an image nor a form for searching has ends it, whether it was closed or not."""
        self.in_input = self.in_input and key in _OF_INPUT
        self.in_image = self.in_image and key in _OF_IMAGE

    def rebase(self, base: str) -> None:
        """From here on, and inside, addresses go from another one."""
        if not self.base:
            raise DoubtError
        self._bases.append((self.depth, self.base))
        self.base = make_safe_absolute_uri(self.base, base) or self.base

    def close(self) -> None:
        """The present element ends."""
        if self._bases and self._bases[-1][0] == self.depth:
            self.base = self._bases.pop()[1]
        self.depth -= 1

    def open(self, name: str, *, wanted: bool = True) -> None:
        """A text begins."""
        self._open.append((name, wanted, []))

    def skip(self, name: str) -> None:
        """A text begins that nobody asks for."""
        self._open.append((name, False, None))

    def open_content(self, name: str, attributes: Attributes, usual: str, *, wanted: bool = True) -> None:
        """A text begins that may hold markup."""
        self.type = _type(attributes, usual) if attributes else usual
        self.open(name, wanted=wanted)

    def say(self, text: str) -> None:
        """A piece of the text that began last."""
        if self._open and (pieces := self._open[-1][2]) is not None:
            pieces.append(escape(text) if self.type == XHTML else text)

    def mark_up(self, tag: str) -> None:
        """A tag inside of a text."""
        if self._open and (pieces := self._open[-1][2]) is not None:
            pieces.append(tag)

    def finish(self, name: str) -> str:
        """The text ends, and is kept; it is empty where another one has not ended yet."""
        if not self._open or self._open[-1][0] != name:
            return ""
        _, wanted, pieces = self._open.pop()
        if pieces is None:
            return ""
        if self.type == XHTML and self.names.version == "atom10":
            pieces = _unwrapped(pieces)
        text = "".join(pieces).strip()
        if not wanted:
            return text
        if name in _ADDRESSES and text and (name != "id" or self.guid_is_link):
            text = resolved(self.base, text)
        if not text.isascii():
            text = finished(text)
        if name == "title" and -1 < self.title_depth <= self.depth:
            return text
        if self.in_entry and not self.in_source:
            self._keep_of_entry(name, text)
        elif self.inside:
            name = "subtitle" if name == "description" else name
            self.told.texts[name] = linked(text) if name == "link" else text
        return text

    def finish_content(self, name: str) -> str:
        """The same of a text that may hold markup."""
        text = self.finish(name)
        self.type = ""
        return text

    def _keep_of_entry(self, name: str, text: str) -> None:
        entry = self.entries[-1]
        if name == "content":
            entry.contents.append(text)
        elif name != "link":
            entry.put("summary" if name == "description" else name, text, self.depth)
        elif not self.in_image:
            link = linked(text.replace("&amp;", "&")) if "&" in text else text
            entry.texts["link"] = link
            entry.linked = entry.linked or bool(link)


def _type(attributes: Attributes, usual: str) -> str:
    kind = _TYPES.get(attributes.get("type", usual).lower())
    if kind is None or attributes.get("mode") == "base64":
        raise DoubtError
    return kind


def _unwrapped(pieces: list[str]) -> list[str]:
    """Without the one <div> round everything that Atom asks for."""
    said = [place for place, piece in enumerate(pieces) if piece.strip()]
    inner = pieces[said[0] : said[-1] + 1] if said else pieces[-1:]
    if not inner or inner[-1] != "</div>" or not inner[0].startswith(("<div>", "<div ")):
        return inner
    depth = 0
    for piece in inner[:-1]:
        depth += -1 if piece.startswith("</") else piece.startswith("<") and not piece.endswith("/>")
        if depth == 0:
            return inner
    return inner[1:-1]
