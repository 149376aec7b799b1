"""Reads the results out of a mail of Google Alerts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from monitor.sources.mails.letter import Letter
from monitor.sources.mails.letter_lines import parsed, unwrapped
from monitor.sources.markup import folded

SENDER = re.compile(r"googlealerts[\w.-]*@google\.com\Z")

_IN_TEXT = re.compile(r"<(https?://(?:www\.)?google\.[a-z.]{2,6}/url\?[^>\s]+)>", re.IGNORECASE)
_APART = frozenset({"br", "div", "p", "table", "td", "tr"})
_HEADING = re.compile(r"^=== .* ===$|^- - -|^_{5,}")


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that Google found."""

    title: str
    url: str
    text: str = ""
    publisher: str = ""


def read_alert(letter: Letter) -> tuple[Result, ...]:
    """Every result, each once: by its markup in a page, else as the plain text lists them."""
    page = parsed(letter.html)
    found = [*_marked(page)] if page is not None else []
    unique = {result.url: result for result in reversed(found or [*_listed(letter.text)])}
    return tuple(reversed(unique.values()))


def _marked(page: HtmlElement) -> Iterator[Result]:
    for entry in page.xpath("//*[contains(@itemtype, 'schema.org/Article')]"):
        link = next(iter(entry.xpath(".//a[@itemprop='url'] | .//a[contains(@href, '/url?')]")), None)
        url = unwrapped(link.get("href") or "") if link is not None else ""
        title = _said(entry, "name") or (_words(link) if link is not None else "")
        if url and title:
            publisher = next(iter(entry.xpath(".//*[@itemprop='publisher']")), None)
            named = "" if publisher is None else _words(publisher)
            yield Result(title, url, _said(entry, "description"), named)


def _said(entry: HtmlElement, name: str) -> str:
    """What a part of an entry says, but not what one inside of its publisher does."""
    nodes = entry.xpath(".//*[@itemprop=$name][not(ancestor::*[@itemprop='publisher'])]", name=name)
    return _words(nodes[0]) if nodes else ""


def _words(node: HtmlElement) -> str:
    """A word stays whole where a part of it is bold: Google marks what was looked for."""
    said: list[str | None] = []
    for event, one in etree.iterwalk(node, events=("start", "end")):
        said.append(" " if one.tag in _APART else None)
        if event == "start":
            said.append(one.text)
        elif one is not node:
            said.append(one.tail)
    return folded("".join(filter(None, said)))


def _listed(text: str) -> Iterator[Result]:
    """Title, publisher, snippet and address, one under another, a blank line between two results."""
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        found = _IN_TEXT.search(block)
        url = unwrapped(found[1]) if found else ""
        lines = [folded(line) for line in block[: found.start()].splitlines() if line.strip()] if found else []
        lines = [line for line in lines if not _HEADING.match(line)]
        if url and lines:
            yield Result(lines[0], url, " ".join(lines[2:]), lines[1] if len(lines) > 1 else "")
