"""Forbidden places as people write them: a file of their own, and sources that stand in one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from monitor.config.marked_yaml import Value
from monitor.config.plan import Plan
from monitor.config.problems import Problems
from monitor.errors import because
from monitor.places.forbidden import Places, read_place
from monitor.sources.base import SourceBase
from monitor.texts import Texts

LARGEST = 20_000_000  # bytes
_KEY = ("forbidden", "file")


def named_file(value: dict[str, Value], folder: Path) -> Path | None:
    """The file with the places, where sources.yaml names one."""
    given = value.get("forbidden")
    name = given.get("file") if isinstance(given, dict) and given.keys() == {"file"} else None
    return folder / name if isinstance(name, str) and name.strip() else None


def put_places(value: dict[str, Value], file: Path, problems: Problems, texts: Texts) -> list[str]:
    """Puts the lines of the file in place of its name; answers with what is wrong with them, a sentence each.

    No line is repeated: what is named by mistake, or by chat, may be `.env` or any other file of this machine.
    """
    text = _text(file, problems)
    written = {number: line.partition("#")[0].strip() for number, line in enumerate(text.splitlines(), 1)}
    wrong = {number for number, line in written.items() if line and read_place(line) is None}
    value["forbidden"] = [line for number, line in written.items() if line and number not in wrong]
    return [f"{file}:{number}: {texts('errors.config.place_line')}" for number in wrong]


def stands_in(source: SourceBase, places: Places) -> bool:
    """Whether a source itself is forbidden; the preview of a channel is that channel on any host."""
    url = source.address
    if source.kind == "telegram":
        return places.holds(url) or places.holds(f"https://t.me{urlsplit(url).path}")
    return places.holds(url)


def forbidden_sources(plan: Plan, places: Places) -> Iterator[tuple[int, str]]:
    """The place in the list, and the id, of each such source."""
    if places:
        yield from ((place, one.id) for place, one in enumerate(plan.sources) if stands_in(one, places))


def _text(file: Path, problems: Problems) -> str:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        if len(data) > LARGEST:
            problems.at(_KEY, "config.too_large", path=str(file))
            return ""
        return data.decode("utf-8-sig")
    except FileNotFoundError:
        problems.at(_KEY, "config.places_missing", path=str(file))
    except OSError as error:
        problems.at(_KEY, "config.unreadable", path=str(file), reason=because(error))
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        problems.at(_KEY, "config.not_utf8", path=str(file), line=line, column=column)
    return ""
