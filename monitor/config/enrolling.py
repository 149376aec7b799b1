"""Adds a chat and people to `team:` of sources.yaml and leaves every other character as the team wrote it."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass

from monitor.config.lines import line_end, sign_at, with_line, with_words
from monitor.config.marked_yaml import Path as Place
from monitor.config.marked_yaml import Read, Value, read
from monitor.config.team import Team
from monitor.errors import ConfigError

_TEAM = "team"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What is to stand in `team:` besides what stands there: entries as the file has them, by key."""

    chats: tuple[Value, ...] = ()
    users: tuple[Value, ...] = ()
    admins: tuple[Value, ...] = ()

    @property
    def block(self) -> tuple[str, ...]:
        """The lines for whoever has to paste them."""
        lists = (f"  {key}: {_written(list(entries))}" for key, entries in self.entries)
        return (f"{_TEAM}:", *lists) if self.entries else ()

    @property
    def entries(self) -> tuple[tuple[str, tuple[Value, ...]], ...]:
        """The lists that grow."""
        lists = (("chats", self.chats), ("users", self.users), ("admins", self.admins))
        return tuple((key, entries) for key, entries in lists if entries)


def connected(team: Team, chat: int) -> Enrolment:
    """One more chat, for what all chats are told."""
    return Enrolment(chats=() if any(one.id == chat for one in team.chats) else ({"id": chat},))


def paired(team: Team, chat: int, topic: int | None, person: int, name: str) -> Enrolment:
    """A chat, and whoever brought it as its first admin; whoever may change the file already needs no such word."""
    known = any((one.id, one.topic) == (chat, topic) for one in team.chats)
    place: Value = {"id": chat} if topic is None else {"id": chat, "topic": topic}
    admin = not team.users and not team.admins
    return Enrolment(
        chats=() if known else (place,),
        users=_joined(team, person, name),
        admins=(person,) if admin or (team.admins and person not in team.admins) else (),
    )


def invited(team: Team, person: int, name: str, signature: str) -> Enrolment:
    """A colleague."""
    return Enrolment(users=_joined(team, person, name, signature))


def with_team(text: str, more: Enrolment) -> str:
    """The file with these entries; raises ConfigError where it is written in a way we do not dare to touch.

    >>> print(with_team("team:  # ours\\n  users:\\n  - 22 # Boris\\n", Enrolment(users=({"id": 11, "name": "Анна"},))))
    team:  # ours
      users:
      - {id: 11, name: "Анна"}
      - 22 # Boris
    <BLANKLINE>
    """
    found = read(text)
    if found.mistakes or not isinstance(found.value, dict):
        raise ConfigError("config.not_editable", brand=_TEAM)
    wanted, changed = _expected(found.value, more), text
    for key, entries in reversed(more.entries):  # each comes to stand above what was written before
        for entry in reversed(entries):
            changed = _with_entry(read(changed), key, _written(entry))
    if read(changed).value != wanted or read(changed).mistakes:
        raise ConfigError("config.not_editable", brand=_TEAM)
    return changed


def _expected(value: dict[str, Value], more: Enrolment) -> Value:
    """What the file must say afterwards; anything else is not written."""
    wanted = deepcopy(value)
    section = wanted.get(_TEAM)
    team = section if isinstance(section, dict) else {}
    for key, entries in more.entries:
        before = team.get(key)
        team[key] = [*entries, *(before if isinstance(before, list) else [])]
    return wanted | ({_TEAM: team} if more.entries else {})


def _with_entry(found: Read, key: str, entry: str) -> str:
    """One more entry of a list, first in it; the list, or the whole section, begins where there is none."""
    at: Place = (_TEAM, key)
    keys, team = found.places.keys, _inside(found.value, _TEAM)
    listed = _inside(team, key)
    if isinstance(listed, list):
        return _with_first(found, at, entry, f"- {entry}", empty=not listed)
    if at in keys:
        return _below(found, at, f"- {entry}", indent=keys[at].column + 1)
    if isinstance(team, dict):
        whole = f"{key}: [{entry}]"
        return _with_first(found, (_TEAM,), whole, whole, empty=not team)
    if (_TEAM,) in keys:
        return _below(found, (_TEAM,), f"{key}: [{entry}]", indent=keys[_TEAM,].column + 1)
    return _at_end(found.text, f"{_TEAM}:\n  {key}: [{entry}]\n")


def _with_first(found: Read, at: Place, inside: str, below: str, *, empty: bool) -> str:
    """Between brackets, or on a line of its own right below the key: a comment there belongs to what follows it."""
    place = found.places.values[at]
    if sign_at(found.text, place) not in {"[", "{"}:
        return _below(found, at, below, indent=place.column - 1)
    return with_words(found.text, place, inside if empty else f"{inside}, ")


def _below(found: Read, at: Place, what: str, *, indent: int) -> str:
    return with_line(found.text, found.at_key(at).line, " " * indent + what)


def _at_end(text: str, what: str) -> str:
    end = line_end(text)
    gap = "" if text.endswith("\n") else end
    return text + gap + what.replace("\n", end)


def _inside(value: Value, key: str) -> Value:
    return value.get(key) if isinstance(value, dict) else None


def _joined(team: Team, person: int, name: str, signature: str = "") -> tuple[Value, ...]:
    """Where nobody was listed so far the admins are listed too, or they would be shut out."""
    if any(one.id == person for one in team.users):
        return ()
    admins = () if team.users else tuple(one for one in team.admins if one != person)
    return (*admins, _user(person, name, signature))


def _user(person: int, name: str, signature: str = "") -> Value:
    told = {"name": " ".join(name.split()), "signature": " ".join(signature.split())}
    return {"id": person, **{key: words for key, words in told.items() if words}}


def _written(value: Value) -> str:
    """In one line, words in quotes: a name may hold anything."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
