"""Changes one thing in sources.yaml and leaves every other character as the team wrote it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from threading import Lock

from monitor.config.enrolling import Enrolment, with_team
from monitor.config.load import PlanError, load
from monitor.config.marked_yaml import Path as Place
from monitor.config.marked_yaml import Read, Value, read
from monitor.config.team import Team
from monitor.errors import ConfigError

_MARK = "\ufeff"  # with which some editors begin a file


class PlanFile:
    """The file of a running bot; what is written there counts when it is next looked at."""

    def __init__(self, path: Path, environment: Callable[[], Mapping[str, str]]) -> None:
        self._path = path
        self._environment = environment
        self._lock = Lock()  # two people may join at once

    def exclude(self, brand: str, phrase: str) -> None:
        """Adds a phrase to what is excluded; raises ConfigError where the file cannot be changed safely."""
        try:
            before = self._path.read_bytes().decode()
            bare = before.removeprefix(_MARK)
            self._replace(before[: len(before) - len(bare)] + with_exclude(bare, brand, phrase))
        except (PlanError, UnicodeError) as error:
            raise ConfigError("config.not_editable", brand=brand) from error
        except OSError as error:
            raise ConfigError("config.not_writable", path=str(self._path)) from error

    def enrol(self, joining: Callable[[Team], Enrolment]) -> None:
        """Adds to the team as the file has it now; raises ConfigError where it cannot be changed safely."""
        try:
            with self._lock:
                more = joining(load(self._path, self._environment()).plan.team)
                before = self._path.read_bytes().decode()
                bare = before.removeprefix(_MARK)
                if more.entries:
                    self._replace(before[: len(before) - len(bare)] + with_team(bare, more))
        except (PlanError, UnicodeError) as error:
            raise ConfigError("config.not_editable", brand="team") from error
        except OSError as error:
            raise ConfigError("config.not_writable", path=str(self._path)) from error

    def _replace(self, text: str) -> None:
        """Tried under another name first; the former file stays beside the new one."""
        path = self._path.resolve()
        fresh = path.with_name(f".{path.name}.new")
        try:
            fresh.write_bytes(text.encode())
            shutil.copymode(path, fresh)
            load(fresh, self._environment())
            shutil.copy2(path, path.with_name(f"{path.name}.bak"))
            os.replace(fresh, path)  # noqa: PTH105  # at once, whatever stands there
        finally:
            fresh.unlink(missing_ok=True)


def with_exclude(text: str, brand: str, phrase: str) -> str:
    """The file with one more excluded phrase; raises ConfigError where it is written in a way we do not dare to touch.

    >>> print(with_exclude("brands:\\n  - id: zubr  # ours\\n    name: Зубр\\n", "zubr", "зубр европейский"))
    brands:
      - id: zubr  # ours
        exclude: ["зубр европейский"]
        name: Зубр
    <BLANKLINE>
    """
    found = read(text)
    number = _number(found.value, brand)
    if number is not None and not found.mistakes:
        at: Place = ("brands", number)
        changed = _edited(found, at, json.dumps(phrase, ensure_ascii=False))
        if read(changed).value == _expected(found.value, number, phrase):
            return changed
    raise ConfigError("config.not_editable", brand=brand)


def _number(value: Value, brand: str) -> int | None:
    brands = value.get("brands") if isinstance(value, dict) else None
    listed = brands if isinstance(brands, list) else []
    return next((n for n, one in enumerate(listed) if isinstance(one, dict) and one.get("id") == brand), None)


def _expected(value: Value, number: int, phrase: str) -> Value:
    """What the file must say afterwards; anything else is not written."""
    wanted = deepcopy(value)
    brands = wanted["brands"] if isinstance(wanted, dict) else None
    one = brands[number] if isinstance(brands, list) else None
    if isinstance(one, dict):
        already = one.get("exclude")
        one["exclude"] = [phrase, *(already if isinstance(already, list) else [])]
    return wanted


def _edited(found: Read, at: Place, quoted: str) -> str:
    lines, values = found.text.splitlines(keepends=True), found.places.values
    first = values.get((*at, "exclude", 0))
    listed = values.get((*at, "exclude"))
    if listed and _sign(lines, listed) == "[":
        return _inserted(lines, listed.line, listed.column, f"{quoted}, " if first else quoted)
    if first:
        line = lines[first.line - 1]
        dash = line.rfind("-", 0, first.column - 1)
        return _with_line(lines, first.line - 1, f"{line[:dash]}- {quoted}" if not line[:dash].strip() else "")
    if listed:
        return found.text
    if _sign(lines, values[at]) == "{":
        return _inserted(lines, values[at].line, values[at].column, f"exclude: [{quoted}], ")
    key = found.at_key((*at, "id"))
    return _with_line(lines, key.line, f"{' ' * (key.column - 1)}exclude: [{quoted}]")


def _sign(lines: list[str], place: tuple[int, int]) -> str:
    line, column = place
    return lines[line - 1][column - 1 : column]


def _inserted(lines: list[str], line: int, column: int, what: str) -> str:
    old = lines[line - 1]
    return "".join((*lines[: line - 1], old[:column] + what + old[column:], *lines[line:]))


def _with_line(lines: list[str], before: int, what: str) -> str:
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    above = lines[:before]
    if above and not above[-1].endswith("\n"):
        above = [*above[:-1], above[-1] + end]
    return "".join((*above, what + end, *lines[before:]))
