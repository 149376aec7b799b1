"""What a changed sources.yaml changes, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from monitor.config.plan import Plan
from monitor.config.scalars import write_duration
from monitor.config.team import Chat, Team, User
from monitor.sources.base import SourceBase
from monitor.texts import Texts

M = TypeVar("M", bound=BaseModel)

NAMED = 10  # names in a row
TOLD = 15  # entries of a kind whose own changes are told
_LONGEST = 80  # letters of a value
# What may hold what only the file should know.
_UNSAID = frozenset({"headers", "params", "proxy", "webhook", "ping", "password"})
_BRIEF = ("alerts", "digest", "http", "health", "model")
_ALONE = ("language", "timezone", "retention", "authors_for")
_PEOPLE = frozenset({"admins", "alerts.duty"})  # lists of their numbers


def difference(before: Plan, after: Plan, texts: Texts, hide: Callable[[str], str] = str) -> tuple[str, ...]:
    """A sentence for each change that matters; `hide` takes out what is secret."""
    told = _Telling(texts, {one.id: _person(one) for one in (*before.team.users, *after.team.users)})
    lines = [
        *told.entries("source", before.sources, after.sources, lambda one: one.id, lambda one: one.id),
        *told.entries("brand", before.brands, after.brands, lambda one: one.id, lambda one: one.name),
        *told.settings(before, after),
        *told.team(before.team, after.team),
        *told.words(before, after),
    ]
    return tuple(hide(line) for line in lines) or (texts("changed.nothing"),)


class _Telling:
    """Says it in one language."""

    def __init__(self, texts: Texts, people: Mapping[int, str]) -> None:
        self._texts = texts
        self._people = people

    def entries(
        self,
        kind: str,
        before: Iterable[M],
        after: Iterable[M],
        known: Callable[[M], object],
        called: Callable[[M], str],
    ) -> Iterator[str]:
        """What came, what went, and what is another thing in an entry that is `known` by the same as before."""
        old, new = ({known(one): one for one in some} for some in (before, after))
        yield from self._named(f"changed.{kind}s_added", [called(one) for key, one in new.items() if key not in old])
        yield from self._named(f"changed.{kind}s_removed", [called(one) for key, one in old.items() if key not in new])
        others = [(old[key], one) for key, one in new.items() if key in old and one != old[key]]
        for was, now in others[:TOLD]:
            yield self._texts(f"changed.{kind}", name=called(was), changes=self._changes(was, now))
        if rest := [called(was) for was, _ in others[TOLD:]]:
            yield self._texts("changed.more", n=len(rest), names=self._row(rest))

    def settings(self, before: Plan, after: Plan) -> Iterator[str]:
        was, now = (plan.model_dump(mode="json", include={*_ALONE, *_BRIEF}) for plan in (before, after))
        for name in _ALONE:
            yield from self._change(name, was[name], now[name])
        for name in _BRIEF:
            if was[name] != now[name]:
                old, new = _leaves(was[name], name), _leaves(now[name], name)
                for key in dict.fromkeys((*old, *new)):
                    yield from self._change(key, old.get(key), new.get(key))

    def team(self, before: Team, after: Team) -> Iterator[str]:
        yield from self.entries("chat", before.chats, after.chats, _chat, _chat)
        yield from self.entries("user", before.users, after.users, lambda one: one.id, _person)
        yield from self._change("admins", list(before.admins), list(after.admins))
        yield from self._change("ops", before.ops, after.ops)
        yield from self._change("client_search", before.client_search, after.client_search)

    def words(self, before: Plan, after: Plan) -> Iterator[str]:
        yield from self._places(set(before.places), set(after.places))
        for section in ("checklists", "replies"):
            old, new = getattr(before, section), getattr(after, section)
            other = [key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key)]
            yield from self._named(f"changed.{section}", other)
        old, new = before.lexicon, after.lexicon
        weights = [_weight(word, old.get(word), new.get(word)) for word in dict.fromkeys((*old, *new))]
        yield from self._named("changed.lexicon", [one for one in weights if one])

    def _places(self, were: set[str], are: set[str]) -> Iterator[str]:
        """How many, and no names: what is forbidden is shown nowhere, and what names it is removed."""
        if were != are:
            yield self._texts("changed.forbidden", added=len(are - were), gone=len(were - are))

    def _changes(self, old: BaseModel, new: BaseModel) -> str:
        """What is another thing in one entry, key by key."""
        was, now = _plain(old), _plain(new)
        keys = [key for key in dict.fromkeys((*was, *now)) if was.get(key) != now.get(key)]
        return "; ".join(said for key in keys for said in self._change(key, was.get(key), now.get(key)))

    def _change(self, key: str, was: Any, now: Any) -> Iterator[str]:
        if was == now:
            return
        name = self._texts(f"changed.key.{key}") if self._texts.has(f"changed.key.{key}") else key
        if isinstance(was, list) and isinstance(now, list):
            was, now = ([self._people.get(one, one) for one in some] if key in _PEOPLE else some for some in (was, now))
            yield self._texts("changed.list", key=name, changes=self._moved(was, now))
            return
        old, new = self._said(was, key), self._said(now, key)
        hidden = key.rpartition(".")[2] in _UNSAID or isinstance(was, dict) or isinstance(now, dict) or old == new
        yield (
            self._texts("changed.otherwise", key=name)
            if hidden
            else self._texts("changed.value", key=name, was=old, now=new)
        )

    def _moved(self, was: Sequence[Any], now: Sequence[Any]) -> str:
        added, gone = [one for one in now if one not in was], [one for one in was if one not in now]
        signed = [f"{sign} {self._row(some)}" for sign, some in (("+", added), ("−", gone)) if some]
        return "; ".join(signed) or self._texts("changed.order")

    def _said(self, value: Any, key: str) -> str:
        if value is None or value in ("", []):
            return self._texts("changed.none")
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int | float) and key not in {"id", "ops"}:
            return _figure(value)
        if isinstance(value, list):
            return self._row(value)
        page, query, _ = str(value).partition("?")
        return _cut(page + ("?…" if query else "") if key == "url" else str(value))

    def _named(self, sentence: str, names: Sequence[str]) -> Iterator[str]:
        if names:
            yield self._texts(sentence, n=len(names), names=self._row(names))

    def _row(self, names: Iterable[Any]) -> str:
        shown = [_cut(str(name)) for name in names]
        more = [self._texts("digest.more", n=len(shown) - NAMED)] if len(shown) > NAMED else []
        return ", ".join((*shown[:NAMED], *more))


def _plain(model: BaseModel) -> dict[str, Any]:
    """As people write it in the file; how often a source is read, also where it says nothing of that."""
    told = model.model_dump(mode="json")
    if not isinstance(model, SourceBase):
        return told
    due = _leaves(told.pop("answer_within"), "alerts.answer_within")
    return told | due | {"every": told["every"] or write_duration(model.interval)}


def _leaves(value: Any, path: str) -> dict[str, Any]:
    """Values by their dotted keys."""
    if not isinstance(value, Mapping):
        return {path: value}
    return {key: leaf for name, inner in value.items() for key, leaf in _leaves(inner, f"{path}.{name}").items()}


def _chat(chat: Chat) -> str:
    return str(chat.id) if chat.topic is None else f"{chat.id}:{chat.topic}"


def _person(user: User) -> str:
    return f"{user.name} ({user.id})" if user.name else str(user.id)


def _weight(word: str, was: float | None, now: float | None) -> str:
    """«сбой −1 → −2»; empty where nothing changed."""
    said = [_figure(value) for value in (was, now) if value is not None]
    if was == now:
        return ""
    if was is None:
        return f"+ {word} {said[0]}"
    return f"− {word}" if now is None else f"{word} {' → '.join(said)}"


def _figure(value: float) -> str:
    """Without zeros that say nothing, but never rounded.

    >>> _figure(-2.0), _figure(0.25), _figure(10_000_000)
    ('−2', '0.25', '10\\u202f000\\u202f000')
    """
    return f"{value:,}".removesuffix(".0").replace("-", "−").replace(",", "\u202f")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
