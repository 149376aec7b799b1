"""Reads the review out of a platform's «new review» mail, by rules that stand in notices.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from monitor.sources.mails.letter import Letter
from monitor.sources.mails.letter_lines import Line, Link, Read, links_of
from monitor.sources.pages.rating import Rating, read_rating

Patterns = tuple[re.Pattern[str], ...]

_LONGEST = 600  # characters of a line in which its kind shows
_ANNOUNCEMENT = 100  # characters; «You have a new review of ...» is no longer
_PARAGRAPH = 40  # characters; shorter lines beside the review are captions
_NAME = r"(?P<author>(?:[^\n:,;«\"“.!?(]|(?<=\b\w)\.){2,60}?)"
_LABELS = ("author", "rating", "text", "more", "other")
_MARK = re.compile(
    r"[★⭐☆](?:[\s\ufe0f]?[★⭐☆]){1,9}|^[★⭐]\ufe0f?$"
    r"|(?<![\d/.,])\d{1,2}(?:[.,]\d{1,2})?\s*(?:/|из|out of|of)\s*(?:5|10)(?![\d/.,]\d|\d)",
    re.IGNORECASE,
)
_STARS = re.compile(r"(?<!\d)(\d(?:[.,]\d)?)[\s-]{0,2}(?:stars?\b|звезд|звёзд|балл)", re.IGNORECASE)
_GRADE = re.compile(r"^(?:оценка|(?:overall )?score)\W{0,3}(\d(?:[.,]\d)?)\W*$", re.IGNORECASE)
_SHORT_NAME = re.compile(r"^[A-ZА-ЯЁ][\w'’-]{1,30} [A-ZА-ЯЁ]\.$")  # «Иван П.»: so no company is called
_FULL_STOP = re.compile(r"(?<=\w\w)\.+$")  # but not of an initial
_SENTENCE = re.compile(r"[.!?…)]\W{0,5}$")
_QUOTED = re.compile(r"^[«\"“„'](.+)[»\"”“'][.!]?$")


@dataclass(frozen=True, slots=True)
class Notice:
    """A review as a mail tells it."""

    text: str = ""
    author: str = ""
    rating: Rating | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for the mails of one sender."""

    review: Patterns  # what brings a review at all ...
    announced: Patterns  # ... and what says so in words that no reviewer uses
    author: Patterns
    boilerplate: Patterns
    button: Patterns
    labels: Mapping[str, re.Pattern[str]]
    nobody: re.Pattern[str]
    skip: re.Pattern[str]  # words of a link, and its address: never the one to a review
    skip_address: re.Pattern[str]
    after: Patterns = ()
    before: Patterns = ()


@lru_cache(maxsize=256)
def rules_for(sender: str) -> Rules:
    """Of the platform that a mail comes from, or those of no platform in particular."""
    domain = sender.rpartition("@")[2]
    everywhere = _written()["everywhere"]
    platforms = (one for one in _written()["platforms"] if any(within(domain, place) for place in one["from"]))
    own: Mapping[str, list[str]] = next(platforms, {})
    labels = {
        name: _pattern(rf"^\W{{0,3}}(?:{everywhere['labels'][name]})\s*(?:[:：?]\s*(.*)|())$") for name in _LABELS
    }
    return Rules(
        review=_patterns([*own.get("review", ()), *everywhere["review"]]),
        announced=_patterns(everywhere["review"]),
        author=_patterns([*own.get("author", ()), *everywhere["author"]]),
        boilerplate=_patterns(everywhere["boilerplate"]),
        button=_patterns(everywhere["button"]),
        labels=labels,
        nobody=_pattern(everywhere["nobody"]),
        skip=_pattern(everywhere["skip"]["words"]),
        skip_address=_pattern(everywhere["skip"]["address"]),
        after=_patterns(own.get("after", ())),
        before=_patterns(own.get("before", ())),
    )


def within(domain: str, place: str) -> bool:
    """Whether a domain is this one or lies in it.

    >>> within("mail.platform.example", "platform.example"), within("notplatform.example", "platform.example")
    (True, False)
    """
    return domain == place or domain.endswith(f".{place}")


def read_notices(letter: Letter, read: Read) -> tuple[Notice, ...]:
    """The reviews of a mail; none where it brings none."""
    rules = rules_for(letter.sender)
    said = [letter.subject, *(line.text for line in read.lines)]
    announced = any(_any(rules.announced, text) for text in said)
    rated = _rating("", _marking(said, rules)) is not None
    if not announced and not (rated and any(_any(rules.review, text) for text in said)):
        return ()
    link = best_link(links_of(read), rules)
    several = _several(read.lines, rules)
    if several:
        return tuple(_notice(lines, (), link, rules, above=lines[0]) for lines in several)
    notice = _notice(read.lines, (letter.subject,), link, rules)
    return (notice,) if notice.text or notice.rating else ()


def _notice(
    lines: Sequence[Line], heading: tuple[str, ...], link: str, rules: Rules, *, above: Line | None = None
) -> Notice:
    labelled, rest = _labelled(lines, rules)
    said = [*heading, *(line.text for line in lines)]
    caption = above.text if above and _is_caption(above, rules) else ""
    author = _bare(labelled.get("author", caption), rules) or _author(said, rules)
    text = " ".join(filter(None, (labelled.get("text", ""), labelled.get("more", ""))))
    text = text or _text(_cut(rest, rules), rules, author)
    return Notice(text, author, _rating(labelled.get("rating", ""), _marking(said, rules)), link)


def _several(lines: Sequence[Line], rules: Rules) -> list[Sequence[Line]]:
    """Where a mail brings several: each begins with a label, or its mark and the name above it, and says something."""
    labels = ([n for n, line in enumerate(lines) if _is(rules.labels[name], line)] for name in ("author", "rating"))
    marks = [n for n, line in enumerate(lines) if _only_mark(line.text)]
    marks = [n - 1 if n and _is_caption(lines[n - 1], rules) else n for n in marks]
    for starts in (*sorted(filter(None, labels), key=min), marks):
        parts = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=False)]
        if len(parts) > 1 and all(any(len(line.text) >= _PARAGRAPH for line in part[1:]) for part in parts):
            return parts
    return []


def _is(label: re.Pattern[str], line: Line) -> bool:
    return label.match(line.text[:_LONGEST]) is not None


def _is_caption(line: Line, rules: Rules) -> bool:
    short = len(line.text) < _PARAGRAPH and not line.linked and not _only_mark(line.text)
    return short and not any(_is(label, line) for label in rules.labels.values())


def _only_mark(text: str) -> bool:
    return len(text) < _PARAGRAPH and bool(_MARK.fullmatch(text) or _STARS.fullmatch(text))


def without_boilerplate(lines: Iterable[Line], sender: str) -> list[str]:
    """The lines of any mail that only this mail has."""
    rules = rules_for(sender)
    return [line.text for line in lines if not _any(rules.boilerplate, line.text)]


def best_link(links: Iterable[Link], rules: Rules) -> str:
    """The link that most likely leads to what the mail is about; empty where none does."""
    first: dict[str, str] = {}  # all links of a line have the whole line for words, and there may be thousands
    for link in links:
        text = link.text[:_LONGEST]
        if text not in first and not rules.skip_address.search(link.url):
            first[text] = link.url
    good = {text: url for text, url in first.items() if not rules.skip.search(text)}
    for pattern in rules.button:
        for text, url in good.items():
            if pattern.search(text):
                return url
    return next(iter(good.values()), "")


def _labelled(lines: Sequence[Line], rules: Rules) -> tuple[dict[str, str], list[Line]]:
    """What stands behind «Author:», «Rating:», «Review:» and their kin, and the other lines."""
    found: dict[str, list[str]] = {}
    rest: list[Line] = []
    under = ""
    for line in lines:
        label = next((name for name in _LABELS if _is(rules.labels[name], line)), "")
        if label:
            value = rules.labels[label].match(line.text)
            found.setdefault(label, []).append((value[1] or "") if value else "")
            under = label
        elif under in {"text", "more"} and not _ends(line, rules):
            found[under].append(line.text)
        elif under and not any(found[under]):
            found[under].append(line.text)
            under = ""
        else:
            under = ""
            rest.append(line)
    return {name: " ".join(filter(None, values)) for name, values in found.items()}, rest


def _ends(line: Line, rules: Rules) -> bool:
    return line.linked or _any(rules.boilerplate, line.text) or _any(rules.before, line.text)


def _marking(said: Iterable[str], rules: Rules) -> list[str]:
    """Where a mark may stand: in captions and announcements, for a review may count anything."""
    return [text for text in said if len(text) < _PARAGRAPH or _any(rules.announced, text)]


def _rating(labelled: str, said: Iterable[str]) -> Rating | None:
    for text in filter(None, (labelled, *said)):
        short = text[:_LONGEST]
        if mark := _MARK.search(short):
            return read_rating(mark[0])
        if alone := _STARS.search(short) or _GRADE.search(short):
            return read_rating(alone[1])
    return read_rating(labelled) if labelled else None


def _author(said: Sequence[str], rules: Rules) -> str:
    for text in said:
        for pattern in rules.author:
            found = pattern.search(text[:_LONGEST])
            name = _bare(found["author"], rules) if found else ""
            if name:
                return name
    return next(filter(_SHORT_NAME.match, said), "")


def _bare(name: str, rules: Rules) -> str:
    name = _FULL_STOP.sub("", _MARK.sub("", name).strip(" ,;:-–—«»\"“”'"))
    return "" if rules.nobody.search(name) else name


def _cut(lines: Sequence[Line], rules: Rules) -> list[Line]:
    """From where the platform begins to quote the review to where it goes on itself."""
    start = next((number + 1 for number, line in enumerate(lines) if _any(rules.after, line.text)), 0)
    kept = list(lines[start:]) or list(lines)
    end = next((number for number, line in enumerate(kept) if _any(rules.before, line.text)), len(kept))
    return kept[:end] or kept


def _text(lines: Sequence[Line], rules: Rules, author: str) -> str:
    """What is quoted; else the longest paragraph that only this mail has, with those beside it.

    Where all are short, what ends like a sentence is no caption.
    """
    own = [line for line in lines if _says(line, rules, author)] or [line for line in lines if not _ends(line, rules)]
    quoted = [line.text for line in own if line.quoted] or [
        found[1].strip() for line in own if (found := _QUOTED.match(line.text))
    ]
    if quoted:
        return _unquoted(" ".join(quoted))
    if not own:
        return ""
    said = [len(line.text) >= _PARAGRAPH for line in own]
    if not any(said):
        said = [_SENTENCE.search(line.text) is not None for line in own]
    longest = max(range(len(own)), key=lambda number: (said[number], len(own[number].text)))
    first = longest
    while first and said[first - 1]:
        first -= 1
    last = longest + 1
    while last < len(own) and said[last]:
        last += 1
    return _unquoted(" ".join(line.text for line in own[first:last]))


def _says(line: Line, rules: Rules, author: str) -> bool:
    """Whether a line may be the reviewer's: no caption, no greeting, no name, no mark, no announcement."""
    text = line.text
    if line.linked or text == author or _only_mark(text):
        return False
    if line.quoted:
        return True
    announced = _any(rules.announced, text) and (_any(rules.author, text) or len(text) < _ANNOUNCEMENT)
    return not announced and not _any(rules.boilerplate, text)


def _unquoted(text: str) -> str:
    found = _QUOTED.match(text)
    return found[1].strip() if found else text


def _any(patterns: Patterns, text: str) -> bool:
    return any(pattern.search(text[:_LONGEST]) for pattern in patterns)


def _patterns(written: Iterable[str]) -> Patterns:
    return tuple(_pattern(one) for one in written)


@lru_cache(maxsize=1024)
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written.replace("NAME", _NAME), re.IGNORECASE)


@lru_cache(maxsize=1)
def _written() -> Any:
    return yaml.safe_load(files("monitor.sources.mails").joinpath("notices.yaml").read_text(encoding="utf-8"))
