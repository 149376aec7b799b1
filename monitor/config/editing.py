"""Changes sources.yaml: one thing in it, every other character left as the team wrote it, or the file as a whole."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from monitor.config.adding import with_source
from monitor.config.enrolling import Enrolment, with_team
from monitor.config.lines import lines, sign_at, with_line, with_words
from monitor.config.load import Loaded, PlanError, read_plan
from monitor.config.marked_yaml import Path as Place
from monitor.config.marked_yaml import Read, Value, read
from monitor.config.plan import Plan
from monitor.config.team import Team
from monitor.errors import ConfigError, because

_MARK = "\ufeff"  # with which some editors begin a file


@dataclass(frozen=True, slots=True)
class Proposal:
    """A whole file that may take the place of the present one, and what it would replace."""

    data: bytes = field(repr=False)
    loaded: Loaded
    before: Plan
    on: str  # the mark of the file that it was compared with
    secrets: frozenset[str] = field(repr=False)

    @property
    def mark(self) -> str:
        """Another one for every other file."""
        return mark_of(self.data)


class PlanFile:
    """The file of a running bot; what is written there counts when it is next looked at."""

    def __init__(self, path: Path, environment: Callable[[], Mapping[str, str]]) -> None:
        self.path = path
        self._environment = environment
        self._one = Lock()  # who compares and then writes is not to be overtaken

    def exclude(self, brand: str, phrase: str) -> None:
        """Adds a phrase to what is excluded; raises ConfigError where the file cannot be changed safely."""
        try:
            self._change(lambda text: with_exclude(text, brand, phrase))
        except (PlanError, UnicodeError) as error:
            raise ConfigError("config.not_editable", brand=brand) from error

    def enrol(self, joining: Callable[[Team], Enrolment]) -> None:
        """Adds to the team as the file has it now; raises ConfigError where it cannot be changed safely."""
        try:
            self._change(lambda text: with_team(text, joining(self._read(text.encode()).plan.team)))
        except (PlanError, UnicodeError) as error:
            raise ConfigError("config.not_editable", brand="team") from error

    def add_source(self, source: str, block: str) -> None:
        """Adds a source, written as YAML; raises ConfigError with what would be wrong with the file then."""
        try:
            self._change(lambda text: with_source(text, block))
        except UnicodeError as error:
            raise ConfigError("config.not_editable", brand=source) from error

    def content(self) -> bytes:
        """As it is now; raises ConfigError where it cannot be read, or holds nothing."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise ConfigError("config.unreadable", path=self.path.name, reason=because(error)) from error
        if not data:
            raise ConfigError("config.empty_file", path=self.path.name)
        return data

    def propose(self, data: bytes, running: Plan) -> Proposal:
        """Reads what is to take the place of the file as if it stood there; raises ConfigError with every mistake.

        Where the present file is broken or gone, it is compared with the plan that is `running`.
        """
        loaded, before, secrets = self._read(data, running.language), running, frozenset[str]()
        try:
            present = self.content()
        except ConfigError:
            present = b""
        try:
            known = self._read(present)
            before, secrets = known.plan, known.secrets
        except ConfigError:
            pass
        return Proposal(data, loaded, before, mark_of(present), loaded.secrets | secrets)

    def take(self, proposal: Proposal) -> bool:
        """Puts it in place of the file; False where that is another one by now. Raises ConfigError where it cannot."""
        with self._one:
            try:
                present = self.path.read_bytes() if self.path.exists() else b""
                if mark_of(present) != proposal.on:
                    return False
                self._replace(proposal.data)
            except OSError as error:
                raise ConfigError("config.not_writable", path=str(self.path)) from error
        return True

    def _change(self, edit: Callable[[str], str]) -> None:
        with self._one:
            try:
                before = self.path.read_bytes().decode()
                bare = before.removeprefix(_MARK)
                changed = before[: len(before) - len(bare)] + edit(bare)
                if changed != before:
                    self._replace(changed.encode())
            except OSError as error:
                raise ConfigError("config.not_writable", path=str(self.path)) from error

    def _read(self, data: bytes, language: str = "") -> Loaded:
        return read_plan(data, self.path, self._environment(), name=self.path.name, language=language)

    def _replace(self, data: bytes) -> None:
        """Only with what can be read; at once, whatever stands there, and the former file stays beside the new one."""
        self._read(data)
        path = self.path.resolve()
        fresh = path.with_name(f".{path.name}.new")
        try:
            fresh.write_bytes(data)
            if path.exists():  # somebody deleted it: it comes back
                shutil.copymode(path, fresh)
                shutil.copy2(path, path.with_name(f"{path.name}.bak"))
            os.replace(fresh, path)  # noqa: PTH105  # at once, whatever stands there
        finally:
            fresh.unlink(missing_ok=True)


def mark_of(data: bytes) -> str:
    """A short word that tells one file from another; it fits into a button."""
    return blake2b(data, digest_size=8).hexdigest()


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
        if phrase in _excluded(found.value, number):  # two people may apply it before it is looked at
            return text
        at: Place = ("brands", number)
        changed = _edited(found, at, json.dumps(phrase, ensure_ascii=False))
        if read(changed).value == _expected(found.value, number, phrase):
            return changed
    raise ConfigError("config.not_editable", brand=brand)


def _number(value: Value, brand: str) -> int | None:
    brands = value.get("brands") if isinstance(value, dict) else None
    listed = brands if isinstance(brands, list) else []
    return next((n for n, one in enumerate(listed) if isinstance(one, dict) and one.get("id") == brand), None)


def _brand(value: Value, number: int) -> dict[str, Value]:
    brands = value["brands"] if isinstance(value, dict) else None
    one = brands[number] if isinstance(brands, list) else None
    return one if isinstance(one, dict) else {}


def _excluded(value: Value, number: int) -> list[Value]:
    already = _brand(value, number).get("exclude")
    return already if isinstance(already, list) else []


def _expected(value: Value, number: int, phrase: str) -> Value:
    """What the file must say afterwards; anything else is not written."""
    wanted = deepcopy(value)
    _brand(wanted, number)["exclude"] = [phrase, *_excluded(wanted, number)]
    return wanted


def _edited(found: Read, at: Place, quoted: str) -> str:
    text, values = found.text, found.places.values
    first = values.get((*at, "exclude", 0))
    listed = values.get((*at, "exclude"))
    if listed and sign_at(text, listed) == "[":
        return with_words(text, listed, f"{quoted}, " if first else quoted)
    if first:
        line = lines(text)[first.line - 1]
        dash = line.rfind("-", 0, first.column - 1)
        return with_line(text, first.line - 1, f"{line[:dash]}- {quoted}" if not line[:dash].strip() else "")
    if listed:
        return text
    if sign_at(text, values[at]) == "{":
        return with_words(text, values[at], f"exclude: [{quoted}], ")
    key = found.at_key((*at, "id"))
    return with_line(text, key.line, f"{' ' * (key.column - 1)}exclude: [{quoted}]")
