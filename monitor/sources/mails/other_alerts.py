"""Reads the results out of the mails of services that search the web or social networks, other than Google."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.sources.mails.google_alerts import Result
from monitor.sources.mails.letter import Letter
from monitor.sources.mails.letter_lines import Line, Link, Read, links_of
from monitor.sources.mails.notice import Rules, rules_for, within, without_boilerplate
from monitor.sources.markup import folded

SERVICES = ("talkwalker.com", "mention.com", "awario.com", "brand24.com", "f5bot.com")

_BLANK = re.compile(r"\n\s*\n")
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?")


def read_results(letter: Letter, read: Read) -> tuple[Result, ...]:
    """Every result, each once; nothing where the mail is of another kind."""
    domain = letter.sender.rpartition("@")[2]
    if not any(within(domain, service) for service in SERVICES):
        return ()
    rules = rules_for(letter.sender)
    results = _linked(letter, read, rules) if letter.html.strip() else _listed(letter, rules)
    return tuple({result.url: result for result in results}.values())


def _linked(letter: Letter, read: Read, rules: Rules) -> Iterator[Result]:
    """Of a page: a heading that is a link, and what stands below it."""
    leads = {_letters(link.text): link.url for link in reversed([*links_of(read)]) if _is_result(link, rules)}
    heads = [n for n, line in enumerate(read.lines) if line.linked and _letters(line.text) in leads]
    for start, end in zip(heads, [*heads[1:], len(read.lines)], strict=True):
        head, *below = read.lines[start:end]
        said = without_boilerplate([line for line in below if not line.linked], letter.sender)
        yield Result(head.text, leads[_letters(head.text)], " ".join(said))


def _listed(letter: Letter, rules: Rules) -> Iterator[Result]:
    """Of plain text: title, address and words, one under another, a blank line between two results."""
    for block in _BLANK.split(letter.text.replace("\r\n", "\n")):
        lines = [folded(line) for line in block.splitlines() if line.strip()]
        found = [address for line in lines if (address := _ADDRESS.fullmatch(line))]
        title, *words = [line for line in lines if not _ADDRESS.fullmatch(line)] or [""]
        links = links_of(Read(links=[Link(address[1], title) for address in found]))
        link = next((link for link in links if _is_result(link, rules)), None)
        if title and link:
            yield Result(title, link.url, " ".join(words))


def _is_result(link: Link, rules: Rules) -> bool:
    """Whether a link leads to what was found, and is no button or footer."""
    return bool(link.text and without_boilerplate([Line(link.text)], "")) and not (
        rules.skip.search(link.text) or rules.skip_address.search(link.url)
    )


def _letters(text: str) -> str:
    return "".join(text.split())
