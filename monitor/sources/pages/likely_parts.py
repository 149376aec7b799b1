"""Which parts of blocks that repeat on a page are the author, the date, the mark, the words: selectors for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from statistics import mean
from zoneinfo import ZoneInfo

from bs4 import Tag

from monitor.dates import read_date
from monitor.sources.pages.likely_hints import (
    BOTH_SIDES,
    DATE,
    DAY,
    ELSE_DATED,
    INSIDE,
    MARK,
    NAME,
    NO_MARK,
    NOBODY,
    OTHER_MARK,
    OVERALL,
    PERMALINK,
    PERSON,
    REPLY,
    TEXT,
    TITLE,
    WHO,
)
from monitor.sources.pages.likely_names import SILENT, Words, ways_to
from monitor.sources.pages.rating import read_number, read_rating
from monitor.sources.pages.select import class_names, said
from monitor.sources.pages.stars import mark

MOST, SOME = 0.8, 0.6  # of the blocks
_ATTRIBUTES = ("", "@datetime", "@title", "@content", "@data-date", "@data-time")

_SURE_DATES = {"": 0, "@datetime": 2}
_LONGEST_NAME, _LONGEST_TITLE, _LONGEST_DATE = 60, 160, 50
_SHORTEST_REPLY, _TELLING = 30, 5  # letters of an answer; of a text, on average
_SCALES = (5.0, 10.0)
_DISTINCT = 0.5
_AS_LONG, _OFTEN = 0.95, 0.3
_MOST_SELECTORS = 150
_LOOKED_AT = 8  # blocks


@dataclass(frozen=True, slots=True)
class _Part:
    """What a selector finds in each block."""

    css: str
    found: Mapping[int, Tag]  # by the number of the block
    hint: str  # what it is called, or what the head of its column says


class Parts:
    """The selectors that fit the blocks; `columns` are the heads of a table."""

    def __init__(
        self, blocks: Sequence[Tag], columns: Sequence[str], words_of: Words, *, now: datetime, zone: ZoneInfo
    ) -> None:
        self._blocks = blocks[:: max(1, len(blocks) // _LOOKED_AT)][:_LOOKED_AT]
        self._columns = columns
        self._now = now
        self._zone = zone
        self._dates: dict[str, bool] = {}
        self._words = words_of
        self._names = sorted(class_names(blocks[0]).split(), key=len, reverse=True)

    @cached_property
    def select(self) -> Mapping[str, str]:
        """By the keys of `select:`, without `item`; a part that is not surely found is left out."""
        found = {"date": self._date, "rating": self._rating, "author": self._author, "title": self._title}
        named = {key: css for key, css in found.items() if css}
        text = self._text(set(named.values()))
        order = {"text": text, **named, "link": self._link, "reply": self._reply(text)}
        return {key: css for key, css in order.items() if css}

    def _values(self, part: _Part, attribute: str = "") -> list[str]:
        nodes = part.found.values()
        return [str(node.get(attribute[1:]) or "") for node in nodes] if attribute else [*map(self._words, nodes)]

    def _share(self, part: _Part) -> float:
        return len(part.found) / len(self._blocks)

    @cached_property
    def _all(self) -> Sequence[_Part]:
        """Whatever stands in at least one block and has a name, or a place of its own."""
        found: dict[str, dict[int, Tag]] = {}
        for number, block in enumerate(self._blocks):
            nodes = [node for node in block.find_all(True) if node.name not in SILENT]
            names = Counter(node.name for node in nodes)
            for node in nodes:
                for css in ways_to(node, block, alone=names[node.name] == 1):
                    found.setdefault(css, {}).setdefault(number, node)
        common = Counter({css: len(nodes) for css, nodes in found.items()}).most_common(_MOST_SELECTORS)
        return [_Part(css, found[css], self._called(css, found[css].values())) for css, _ in common]

    def _called(self, css: str, nodes: Iterable[Tag]) -> str:
        place = re.fullmatch(r"td:nth-of-type\((\d+)\)", css)
        number = int(place[1]) - 1 if place else len(self._columns)
        if number < len(self._columns):
            return self._columns[number]
        leads = all(PERSON.search(str(node.get("href") or "")) for node in nodes)
        return "author" if leads else self._own_part(css.strip(".[]"))

    def _own_part(self, name: str) -> str:
        """Without what the block itself is called: .response__date is no date of a response."""
        return next((name[len(one) :] for one in self._names if re.match(rf"{re.escape(one)}[-_]", name)), name)

    def _in_most(self, share: float = SOME) -> Iterator[_Part]:
        return (part for part in self._all if self._share(part) >= share)

    @cached_property
    def _date(self) -> str:
        found = [
            (
                bool(DATE.search(part.hint)),
                self._share(part),
                _SURE_DATES.get(attribute, 1),
                -mean(map(len, values)),
                css,
            )
            for part in self._in_most()
            if not ELSE_DATED.search(part.hint)
            for attribute in _ATTRIBUTES
            if (values := [*filter(None, self._values(part, attribute))])
            and len(values) >= MOST * len(part.found)
            and (css := f"{part.css} {attribute}".strip())
            and _mostly(self._is_date, values)
        ]
        return max(found)[-1] if found else ""

    def _is_date(self, written: str) -> bool:
        if len(written) > _LONGEST_DATE or not DAY.search(written):
            return False
        if written not in self._dates:
            self._dates[written] = read_date(written, zone=self._zone, now=self._now).at is not None
        return self._dates[written]

    @cached_property
    def _rating(self) -> str:
        """The first, or what it consists of; one that is called the overall mark goes before others."""
        marks = [
            part
            for part in self._in_most()
            if MARK.search(part.hint)
            and not OTHER_MARK.search(part.hint)
            and _mostly(_is_mark, [mark(self._blocks[number], part.css) for number in part.found])
        ]
        overall = [part for part in marks if OVERALL.search(part.hint)] or marks
        best = max(overall, key=self._share, default=None)
        for part in overall:
            if best and _overlap(best, part) and len(self._values(part)[0]) < len(self._values(best)[0]):
                best = part
        return best.css if best else ""

    @cached_property
    def _author(self) -> str:
        return self._named(self._is_author, NAME, WHO) or self._named(
            self._is_author, re.compile(r"^(?:b|strong|cite|h[3-5])$")
        )

    def _named(self, fits: Callable[[_Part], bool], *hints: re.Pattern[str]) -> str:
        for hint in hints:
            found = [
                (self._share(part), -mean(map(len, self._values(part))), -len(part.css), part.css)
                for part in self._in_most()
                if hint.search(part.hint) and fits(part)
            ]
            if found:
                return max(found)[-1]
        return ""

    def _is_author(self, part: _Part) -> bool:
        values = self._values(part)
        return (
            not NOBODY.search(part.hint)
            and _differ(values)
            and _mostly(
                lambda one: 1 < len(one) <= _LONGEST_NAME and one[0] != "#" and not one.endswith((":", "…")), values
            )
            and not any(map(self._is_date, values))
            and not self._holds(part, self._date)
        )

    def _holds(self, part: _Part, css: str) -> bool:
        """Whether what another selector finds stands within."""
        bare = css.partition(" @")[0]
        return bool(bare) and any(node.select_one(bare) is not None for node in part.found.values())

    @cached_property
    def _title(self) -> str:
        taken_by = {self._author, self._date, self._rating}

        def fits(part: _Part) -> bool:
            values = self._values(part)
            short = _mostly(lambda one: 1 < len(one) <= _LONGEST_TITLE, values)
            apart = part.css not in taken_by and not any(self._holds(part, css) for css in taken_by)
            return short and apart and _differ(values)

        return self._named(fits, TITLE)

    def _text(self, others: set[str]) -> str:
        """The longest that holds none of the others; what is liked and what is not belong to it."""
        apart = others - {self._title}
        fitting = [
            (mean(map(len, self._texts(part))), part)
            for part in self._in_most(MOST)
            if part.css not in others
            and _differ(self._values(part))
            and not (TITLE.search(part.hint) and not TEXT.search(part.hint))
            and not _mostly(self._is_date, self._values(part))
            and not any(self._holds(part, css) for css in apart)
        ]
        longest = max((length for length, _ in fitting), default=0)
        if longest < _TELLING:
            return ""
        untitled = [one for one in fitting if not self._holds(one[1], self._title) and one[0] >= longest * SOME]
        longest = max(length for length, _ in untitled or fitting)
        best = [part for length, part in untitled or fitting if length >= longest * _AS_LONG]
        text = max(
            best,
            key=lambda part: (
                ">" not in part.css and not part.css[0].islower(),
                bool(TEXT.search(part.hint)),
                -len(part.css),
            ),
        )
        return ", ".join(self._with_both_sides(text))

    def _texts(self, part: _Part) -> Sequence[str]:
        """A text may be several paragraphs."""
        if part.css != "p":
            return self._values(part)
        return [said(self._blocks[number], part.css, None) for number in part.found]

    def _with_both_sides(self, text: _Part) -> Sequence[str]:
        sides: list[_Part] = []
        for part in self._in_most(_OFTEN):
            named = part.css[0] == "." and " " not in part.css and BOTH_SIDES.search(part.hint)
            if named and not any(_overlap(part, other) for other in sides) and not self._holds(text, part.css):
                sides.append(part)
        if any(_overlap(text, side) for side in sides):
            return [side.css for side in sides] if len(sides) > 1 else [text.css]
        return [text.css, *(side.css for side in sides)]

    @cached_property
    def _link(self) -> str:
        """What leads to the entry itself: another page in each, not another place of this one."""
        for part in self._in_most(MOST):
            links = [str(node.get("href") or "") for node in part.found.values() if node.name == "a"]
            sure = all(PERMALINK.search(f"{link} {part.css}") for link in links)
            if sure and len(links) == len(part.found) == len({link.partition("#")[0] for link in links} - {""}):
                return f"{part.css} @href"
        return ""

    def _reply(self, text: str) -> str:
        found = [
            (bool(INSIDE.search(part.hint)), mean(lengths), part.css)
            for part in self._all
            if REPLY.search(part.hint)
            and part.css != text
            and not self._holds(part, text)
            and min(lengths := [len(one) for one in self._values(part)]) >= _SHORTEST_REPLY
        ]
        return max(found)[-1] if found else ""


def _overlap(part: _Part, other: _Part) -> bool:
    """Whether one stands in the other anywhere."""
    both = part.found.keys() & other.found.keys()
    pairs = [(part.found[number], other.found[number]) for number in both]
    return any(one is two or one in two.parents or two in one.parents for one, two in pairs)


def _mostly(fits: Callable[[str], bool], values: Sequence[str]) -> bool:
    return sum(map(fits, values)) >= MOST * len(values) > 0


def _differ(values: Sequence[str]) -> bool:
    return len({*values}) >= _DISTINCT * len(values) and (len({*values}) > 1 or len(values) == 1)


def _is_mark(written: str) -> bool:
    if NO_MARK.search(written):
        return False
    found = read_rating(written) if 0 < len(written) <= _LONGEST_NAME else None
    return found is not None and ("%" in written or read_number(found.text.partition("/")[2]) in _SCALES)
