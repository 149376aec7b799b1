"""The pages of the repository as GitHub shows them: headings, links, fences, and what stands between backticks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("*.md", ".github/**/*.md", "docs/*.md", "docs/decisions/*.md", "benchmarks/*.md")

_FENCE = re.compile(r"^(?P<room> *)```(?P<kind>\w*)[^\n]*\n(?P<body>.*?)^ *```[ \t]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *#*$", re.MULTILINE)
_LINK = re.compile(
    r"\]\(<?([^)\s>]+)>?(?: +\"[^\"]*\")?\)|^\[[^\]]+\]: +(\S+)|\b(?:href|src)=\"([^\"]+)\"", re.MULTILINE
)
_SHOWN = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_NAMED = re.compile(r"<a (?:name|id)=\"([^\"]+)\"")
_NO_PART = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code: its language, its lines, and the line of the page it begins after."""

    kind: str
    body: str
    line: int
    before: str  # the words above it


@dataclass(frozen=True)
class Page:
    """One file."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """As one would say it."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """Its blocks of code."""
        return tuple(
            Fence(
                found["kind"],
                found["body"],
                self.text.count("\n", 0, found.start("body")),
                self.text[: found.start()].rstrip().rpartition("\n")[2].strip(),
            )
            for found in _FENCE.finditer(self.text)
        )

    @cached_property
    def words(self) -> str:
        """All but blocks of code and comments."""
        return _COMMENT.sub("", _FENCE.sub("", self.text))

    @cached_property
    def code(self) -> tuple[str, ...]:
        """What stands between backticks."""
        return tuple(_CODE.findall(self.words))

    @cached_property
    def headings(self) -> tuple[tuple[int, str], ...]:
        """Level and words."""
        return tuple((len(level), said) for level, said in _HEADING.findall(self.words))

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What may stand behind # in a link to this page."""
        seen: Counter[str] = Counter()
        found = set(_NAMED.findall(self.text))
        for _, said in self.headings:
            one = anchor(said)
            found.add(f"{one}-{seen[one]}" if seen[one] else one)
            seen[one] += 1
        return frozenset(found)

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Where it leads."""
        return tuple(unquote("".join(found)) for found in _LINK.findall(_CODE.sub("", self.words)))


def anchor(heading: str) -> str:
    """How GitHub names the place of a heading.

    >>> anchor("What `make bench` costs, [measured](x.md)"), anchor("Вопросы – команде (новое)")
    ('what-make-bench-costs-measured', 'вопросы--команде-новое')
    """
    return _NO_PART.sub("", _SHOWN.sub(r"\1", heading).lower()).replace(" ", "-")


@lru_cache(maxsize=1)
def pages() -> tuple[Page, ...]:
    """All there are."""
    files = sorted({path for place in PLACES for path in ROOT.glob(place)})
    return tuple(Page(path, path.read_text(encoding="utf-8")) for path in files)


def lost(page: Page) -> Iterator[str]:
    """Links of a page that lead nowhere in the repository."""
    known = {one.path: one for one in pages()}
    for link in page.links:
        if "://" in link or link.startswith("mailto:"):
            continue
        place, _, part = link.partition("#")
        path = (page.path.parent / place).resolve() if place else page.path
        if not path.exists() or (part and (path not in known or part not in known[path].anchors)):
            yield f"{page.name}: {link}"
