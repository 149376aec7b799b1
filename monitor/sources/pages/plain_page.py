"""A page that is looked through by plain selectors: as bs4 would do it, in a tenth of the time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from weakref import ref

from lxml import etree, html

from monitor.sources.answers import BEGINS
from monitor.sources.markup import ERASED, LONGEST, folded, plain
from monitor.sources.pages.plain_css import Above, Chain, Compound, plain_css
from monitor.sources.pages.plain_writing import attribute, inside, only_text, outside

_WRITTEN_OTHERWISE = re.compile(  # in XML than by bs4: begins with what is rare in a text, and looks back from there
    r"[<&\"'=](?:(?<=<)[!?]|(?<=&)(?:#|quot;)|(?<= [\"'=<])[^\s=]*=\")"
)
_MAY_QUOTE = (b"uote", b"&gt;", "итата".encode(), b"onebox", b"unfurl", b'class="lightbox"')
_MAY_ANSWER = tuple(sign.encode() for sign in BEGINS)
_NO_CLASSES: frozenset[str] = frozenset()


class PlainPage:
    """The elements of a page in their order. What stands round one, and where it ends, is found when that is asked."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.elements: list[html.HtmlElement] = list(root.iter(etree.Element))
        self._tags: list[str] = [element.tag for element in self.elements]
        self._ends: dict[int, int] = {}
        self._found: dict[str, Sequence[int]] = {}  # by each selector
        self._parts: dict[int, ref[PlainPart]] = {}  # no circle: it goes when they go

    def end(self, place: int) -> int:
        """The first place after everything that stands in one."""
        found = self._ends.get(place)
        if found is None:
            found = self._ends[place] = self._end(self.elements[max(place, 0)])
        return found

    def _end(self, element: html.HtmlElement | None) -> int:
        while element is not None:
            for beside in element.itersiblings(etree.Element):
                return self.number[beside]
            element = element.getparent()
        return len(self.elements)

    def parent(self, place: int) -> int:
        """The place in which another one stands; -1 is all of the page."""
        holder = self.elements[place].getparent()
        return -1 if holder is None else self.number[holder]

    def is_usual(self, place: int) -> bool:
        """Whether all that stands in a place is merely erased from its text, however it is written."""
        first = bisect_left(self._strange, place)
        return first == len(self._strange) or self._strange[first] >= self.end(place)

    @cached_property
    def _strange(self) -> Sequence[int]:
        """What is not merely erased from a text."""
        return [place for place, tag in enumerate(self._tags) if tag not in ERASED]

    @cached_property
    def _written(self) -> Mapping[str, Sequence[int]]:
        """Where classes stand, by how they are written."""
        places = defaultdict[str, list[int]](list)
        for place, element in enumerate(self.elements):
            if written := element.get("class"):
                places[written].append(place)
        return places

    @cached_property
    def _classes(self) -> Mapping[str, frozenset[str]]:
        return {written: frozenset(written.split()) for written in self._written}

    def _of_class(self, name: str) -> Sequence[int]:
        found = [self._written[written] for written, names in self._classes.items() if name in names]
        return found[0] if len(found) == 1 else sorted(chain.from_iterable(found))

    def _of_tag(self, wanted: str) -> Sequence[int]:
        return [place for place, tag in enumerate(self._tags) if tag == wanted]

    @cached_property
    def number(self) -> dict[html.HtmlElement, int]:
        """The place of each element."""
        return {element: place for place, element in enumerate(self.elements)}

    @property
    def whole(self) -> PlainPart:
        """All of it, its outermost element included."""
        return self.part(-1)

    def part(self, place: int) -> PlainPart:
        """The same part for the same place, as long as anybody has it."""
        known = self._parts.get(place)
        part = known() if known else None
        if part is None:
            part = PlainPart(self, place)
            self._parts[place] = ref(part)
        return part

    def found(self, css: str) -> Sequence[int]:
        """The places that a selector names, in the order of the page: looked for once, however many parts ask."""
        found = self._found.get(css)
        if found is None:
            found = self._found[css] = self._looked_for(css)
        return found

    def _looked_for(self, css: str) -> Sequence[int]:
        chains = plain_css(css)
        if chains is None:
            raise ValueError(f"not a plain selector: {css}")
        found = [self._at_the_end_of(one) for one in chains]
        return found[0] if len(found) == 1 else sorted(set().union(*found))

    def _at_the_end_of(self, wanted: Chain) -> Sequence[int]:
        places, failed = self._alike(wanted.own), set[tuple[int, int]]()
        if not wanted.above:
            return places
        return [place for place in places if self._stands(self.parent(place), wanted.above, failed)]

    def _alike(self, own: Compound) -> Sequence[int]:
        lists = [self._of_class(name) for name in own.classes] + [self._of_tag(tag) for tag in (own.tag,) if tag]
        places: Sequence[int] = min(lists, key=len, default=range(len(self.elements)))
        if len(lists) == 1 and not own.attributes:
            return places
        return [place for place in places if self._is(place, own)]

    def _is(self, place: int, compound: Compound) -> bool:
        element = self.elements[place]
        names = self._classes.get(element.get("class", ""), _NO_CLASSES)
        return compound.matches(self._tags[place], names, element.attrib)

    def _stands(self, place: int, above: Above, failed: set[tuple[int, int]]) -> bool:
        """Whether what is wanted stands at or above a place; where it does not, it is looked for once."""
        if not above:
            return True
        if (place, len(above)) in failed:
            return False
        right_above, compound = above[0]
        for holder in self._upwards(place) if not right_above else islice(self._upwards(place), 1):
            if self._is(holder, compound) and self._stands(self.parent(holder), above[1:], failed):
                return True
        failed.add((place, len(above)))
        return False

    def _upwards(self, place: int) -> Iterator[int]:
        while place >= 0:
            yield place
            place = self.parent(place)


class PlainPart:
    """One element of a page, with as much of what a tag of bs4 can do as selecting needs."""

    __slots__ = ("__weakref__", "_element", "_page", "_place", "_xml")

    def __init__(self, page: PlainPage, place: int) -> None:
        self._page = page
        self._place = place
        self._element = page.elements[max(place, 0)]
        self._xml = b""  # as lxml writes it, once that was needed

    @property
    def name(self) -> str:
        """What its tag is called."""
        return str(self._element.tag)

    @property
    def parents(self) -> Iterator[PlainPart]:
        """What it stands in, from the inside out."""
        place = self._place
        while place >= 0:
            place = self._page.parent(place)
            yield self._page.part(place)

    def select(self, css: str, limit: int = 0) -> list[PlainPart]:
        """The parts inside of it that a selector names."""
        found = self._page.found(css)
        start, end = bisect_left(found, self._place + 1), bisect_left(found, self._page.end(self._place))
        return [self._page.part(place) for place in found[start:end][: limit or None]]

    def select_one(self, css: str) -> PlainPart | None:
        """The first of them."""
        found = self._page.found(css)
        first = bisect_left(found, self._place + 1)
        if first == len(found) or found[first] >= self._page.end(self._place):
            return None
        return self._page.part(found[first])

    def get(self, name: str) -> str | None:
        """An attribute; of several words, as one text."""
        written = None if self._place < 0 else self._element.get(name.lower())
        return attribute(name, written) if written else written

    def decode_contents(self) -> str:
        """What stands inside of it, markup and all."""
        if self._place < 0:
            return outside(self._element)
        element = self._element
        if not len(element):
            return only_text(element)
        written = self._as_xml.decode() if self._page.is_usual(self._place) else ""
        if not written or len(written) > LONGEST or _WRITTEN_OTHERWISE.search(written):
            return inside(element)
        end = written.rfind("</")
        return written[written.index(">") + 1 : end] if end > 0 else ""

    @property
    def words(self) -> str:
        """Its words; of an element with nothing but plain words in it, without being written out and read again."""
        element = self._element
        if self._place >= 0 and not len(element):
            text = element.text or ""
            if "&" not in text and "<" not in text and ">" not in text:
                return folded(text[:LONGEST])
        return plain(self.decode_contents())

    @property
    def may_lead(self) -> bool:
        """Whether an address may stand in it, a link or written out; a place without elements is quickly read."""
        return not len(self._element) or b"://" in self._as_xml or b"href" in self._as_xml.lower()

    @property
    def has_parts(self) -> bool:
        """Whether elements stand in it: without them, nothing parts somebody else's words from others."""
        return self._place < 0 or len(self._element) > 0

    @property
    def may_quote(self) -> bool:
        """Whether somebody else's words may be quoted in it."""
        return any(map(self._as_xml.__contains__, _MAY_QUOTE))

    @property
    def may_be_answered(self) -> bool:
        """Whether a company's answer may stand in it that only its head tells."""
        return any(map(self._as_xml.__contains__, _MAY_ANSWER))

    @property
    def _as_xml(self) -> bytes:
        self._xml = self._xml or etree.tostring(self._element, encoding="utf-8", with_tail=False)
        return self._xml

    def find_previous_siblings(self, name: str, limit: int) -> list[PlainPart]:
        """Those of this name before it, the nearest first."""
        return self._siblings(name, limit, preceding=True)

    def find_next_siblings(self, name: str, limit: int) -> list[PlainPart]:
        """Those of this name after it."""
        return self._siblings(name, limit, preceding=False)

    def _siblings(self, name: str, limit: int, *, preceding: bool) -> list[PlainPart]:
        beside = islice(self._element.itersiblings(name, preceding=preceding), limit)
        return [self._page.part(self._page.number[element]) for element in beside]


def plain_page(text: str) -> PlainPage | None:
    """A page as the parser under bs4 understands it; None where it understands nothing, and where a part is hidden.

    What stands in a template is no part of the page for selectors, but may be looked through by itself.
    """
    parser = etree.HTMLParser(recover=True)
    try:
        parser.feed(text)
        root = parser.close()
    except (etree.LxmlError, ValueError):
        return None
    return None if root is None or root.find(".//template") is not None else PlainPage(root)
