"""A file of sources and an environment that a team without a developer can go on with: every line says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.config.adding import in_one_line, with_brand, with_source, written
from monitor.config.marked_yaml import Value, read
from monitor.config.plan import Brand
from monitor.setup.answers import Answers
from monitor.setup.proposals import Entry, is_there
from monitor.texts import Texts

_COLUMN = 60  # of remarks
_EMPTY = re.compile(r"^[ \t]*(?:export[ \t]+)?{name}[ \t]*=[ \t]*(?:\"\"|'')?[ \t\r]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """A source of the file, and what is worth knowing of it."""

    entry: Entry
    remark: str = ""


def first_plan(answers: Answers, lines: Sequence[Line], texts: Texts) -> str:
    """A whole file, which `otklik check` finds right."""

    def say(key: str) -> str:
        return texts(f"init.file.{key}")

    ready = [line for line in lines if "preset" in line.entry]
    own = [line for line in lines if "preset" not in line.entry]
    parts: list[str] = [
        *(f"# {one}" if one else "#" for one in texts.lines("init.file.head")),
        "",
        _remarked(f"language: {answers.language}", say("language")),
        _remarked(f"timezone: {answers.place.zone}", say("timezone")),
        "",
        "brands:",
        *(one for number, brand in enumerate(answers.brands) for one in _brand(brand, texts, first=not number)),
        "",
        "sources:" if lines else "sources: []",
        *([f"  # {say('ready')}"] if ready else []),
        *(_remarked(f"  - {in_one_line(line.entry)}", line.remark) for line in ready),
        *([f"  # {say('own')}"] if own else []),
        *(one for line in own for one in _block(line)),
        "",
        "team:",
        _remarked("  chats: []", say("chats")),
        "",
        "alerts:",
        _remarked('  quiet_hours: "22:00-08:00"', say("quiet")),
        _remarked('  working_hours: "mon-fri 09:00-18:00"', say("working")),
        "",
        "digest:",
        _remarked('  when: "mon 09:00"', say("digest")),
        "",
        *(f"# {one}" if one else "#" for one in texts.lines("init.file.specialist")),
    ]
    return "\n".join(parts) + "\n"


def more_plan(text: str, brands: Iterable[Brand], lines: Iterable[Line]) -> tuple[str, list[Brand], list[Line]]:
    """The file with what it does not have yet, and what that was; every other character stays.

    Raises ConfigError where the file is written in a way we do not dare to touch.
    """
    value = read(text).value
    present = value if isinstance(value, dict) else {}
    names = {str(one.get("name", "")).casefold() for one in _listed(present, "brands")}
    ids = {str(one.get("id", "")) for one in _listed(present, "brands")}
    added: list[Brand] = []
    for brand in brands:
        if brand.name.casefold() not in names and brand.id not in ids:
            text, added = with_brand(text, written(_shown(brand))), [*added, brand]
    new = not_there(text, (line.entry for line in lines))
    fresh = [line for line in lines if line.entry in new]
    for line in fresh:
        text = with_source(text, written(line.entry))
    return text, added, fresh


def not_there(text: str, entries: Iterable[Entry]) -> list[Entry]:
    """Those of them that the file does not read yet.

    >>> not_there("sources: [{preset: vc-ru, every: 2h}]", [{"preset": "vc-ru"}, {"preset": "habr-search"}])
    [{'preset': 'habr-search'}]
    """
    value = read(text).value if text else None
    present = _listed(value, "sources") if isinstance(value, dict) else []
    return [entry for entry in entries if not is_there(entry, present)]


def with_variable(text: str, name: str, value: str, remark: str) -> str:
    """A .env with one more value; one that is there already stays as it is.

    >>> print(with_variable("A=1\\n", "TOKEN", "1:x", "The bot."), end="")
    A=1
    # The bot.
    TOKEN=1:x
    >>> with_variable("TOKEN=\\nA=1\\n", "TOKEN", "1:x", ""), with_variable("TOKEN=2:y\\n", "TOKEN", "1:x", "")
    ('TOKEN=1:x\\nA=1\\n', 'TOKEN=2:y\\n')
    """
    if re.search(_EMPTY.pattern.format(name=name), text, re.MULTILINE):
        return re.sub(_EMPTY.pattern.format(name=name), lambda _: f"{name}={value}", text, count=1, flags=re.MULTILINE)
    if re.search(rf"^[ \t]*(?:export[ \t]+)?{name}[ \t]*=", text, re.MULTILINE):
        return text
    end = "" if not text or text.endswith("\n") else "\n"
    return f"{text}{end}# {remark}\n{name}={value}\n"


def _listed(present: Mapping[str, Value], key: str) -> list[dict[str, Value]]:
    found = present.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _shown(brand: Brand) -> dict[str, Value]:
    """What differs from what is meant anyway."""
    said: dict[str, Value] = {"id": brand.id, "name": brand.name}
    if brand.aliases:
        said["aliases"] = list(brand.aliases)
    said["role"] = brand.role.value
    if brand.sites:
        said["sites"] = [str(site) for site in brand.sites]
    return said


def _brand(brand: Brand, texts: Texts, *, first: bool) -> Iterator[str]:
    """Each key is explained once."""
    for number, (key, value) in enumerate(_shown(brand).items()):
        remark = texts(f"init.file.brand.{brand.role.value if key == 'role' else key}")
        code = f"{'    ' if number else '  - '}{written({key: value})}"
        yield _remarked(code, remark if first or key == "role" else "")


def _block(line: Line) -> Iterator[str]:
    """What is written in a block has room for its keys."""
    first, *others = written(line.entry).splitlines()
    yield _remarked(f"  - {first}", line.remark)
    yield from (f"    {one}" for one in others)


def _remarked(code: str, remark: str) -> str:
    return f"{code:<{_COLUMN}}  # {remark}" if remark else code
