"""Looks inside a mail that somebody passed on: who wrote the first one, when, and where its words begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.sources.mails.letter import Letter, address_in
from monitor.sources.mails.letter_lines import Line, Read

_HEADERS = 8  # lines of the first mail's head that are repeated
_BEGINS = re.compile(
    r"^[-\s]*(?:forwarded message|original message|begin forwarded message|пересылаемое сообщение"
    r"|пересланное сообщение|перенаправленное сообщение|исходное сообщение|начало переадресованного сообщения)[-:\s]*$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^\*?(?:(?P<sender>from|от|от кого|отправитель)|(?P<subject>subject|тема)|(?P<date>date|sent|дата|отправлено)"
    r"|to|cc|кому|копия|reply-to)\s*:\*?\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_SENT = re.compile(r"^\*?(?:sent|отправлено)\s*:", re.IGNORECASE)  # no form on a site asks for it
_ENDS = re.compile(r"^[-\s]*(?:end of forwarded message|конец пересылаемого сообщения)[-\s]*$", re.IGNORECASE)
_ANSWER = re.compile(r"^(?:re|aw|sv|ответ|отв|на)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)  # below it stands what we wrote
_FORWARDED = re.compile(r"^(?:fwd?|fw|wg|tr|пересл\w*)\s*:", re.IGNORECASE)
# As Yandex says it.
_WRITTEN_BY = re.compile(r"^(?P<date>[\d.,:\s]{10,40}),?\s*(?P<sender>.{0,80}<[^<>\s]+@[^<>\s]+>):?$")


def first_one(letter: Letter, read: Read) -> tuple[Letter, Read]:
    """The mail that was passed on, as if it had come by itself; a mail that passes nothing on stays what it is.

    An answer ends where Outlook repeats the mail it answers, unless nothing stands above.
    """
    answers = _ANSWER.match(letter.subject) is not None
    end = _answered(read.lines) if answers or (letter.answers and not _FORWARDED.match(letter.subject)) else None
    if answers or end:
        return letter, Read(read.lines[:end], read.links)
    start = _start(read.lines)
    if start is None:
        return letter, read
    head, rest = _split(read.lines[start:])
    if not head.get("sender"):
        return letter, read
    end = next((number for number, line in enumerate(rest) if _ENDS.match(line.text)), None)
    rest = rest[:end]
    first = replace(
        letter,
        sender=address_in(head["sender"]) or letter.sender,
        subject=head.get("subject") or letter.subject,
        dates=(head.get("date", ""), *letter.dates),
    )
    told = Read([replace(line, quoted=False) if _all_quoted(rest) else line for line in rest], read.links)
    return first_one(first, told) if _ANSWER.match(first.subject) else (first, told)


def _start(lines: Sequence[Line]) -> int | None:
    """Where the head of the first mail stands: below a line that says so, or, as Outlook has it, below nothing."""
    for number, line in enumerate(lines):
        if _BEGINS.match(line.text):
            return number + 1
        found = _HEAD.match(line.text)
        if found and found["sender"] and address_in(found["value"]):
            head, _ = _split(lines[number:])
            if head.keys() == {"sender", "subject", "date"}:
                return number
    return None


def _answered(lines: Sequence[Line]) -> int | None:
    """Where the head of the mail that is answered stands below the answer."""
    heads = (number for number in range(1, len(lines)) if _is_answered(lines[number : number + 2 * _HEADERS]))
    return next(heads, None)


def _is_answered(lines: Sequence[Line]) -> bool:
    """Whether these lines begin with the whole head of a mail; Outlook gives colleagues no address there."""
    found = _HEAD.match(lines[0].text)
    if found is None or not found["sender"] or _split(lines)[0].keys() != {"sender", "subject", "date"}:
        return False
    return bool(address_in(found["value"])) or any(_SENT.match(line.text) for line in lines[:_HEADERS])


def _split(lines: Sequence[Line]) -> tuple[dict[str, str], Sequence[Line]]:
    """What the repeated head says, and the lines after it."""
    head: dict[str, str] = {}
    lines = _joined(lines)
    for number, line in enumerate(lines[:_HEADERS]):
        found = _HEAD.match(line.text)
        if found is None:
            named = _WRITTEN_BY.match(line.text) if not number else None
            return (named.groupdict(), lines[1:]) if named else (head, lines[number:])
        for name in ("sender", "subject", "date"):
            if found[name]:
                head.setdefault(name, found["value"])
    return head, lines[len(lines[:_HEADERS]) :]


def _joined(lines: Sequence[Line]) -> Sequence[Line]:
    """A head that is a table, as Thunderbird lays it out, in lines of a name and a value."""
    joined: list[Line] = []
    for name, value in zip(lines[::2], lines[1::2], strict=False):
        found = _HEAD.match(name.text)
        if found is None or found["value"] or _HEAD.match(value.text):
            break
        joined.append(Line(f"{name.text} {value.text}", name.quoted))
    return [*joined, *lines[2 * len(joined) :]] if joined else lines


def _all_quoted(lines: Sequence[Line]) -> bool:
    return all(line.quoted for line in lines)
