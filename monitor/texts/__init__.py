"""The words of the product in the team's language: one YAML per language, sentences that need no plural.

What refuses something is written in two parts, `wrong` and `advice`, and said as one: see decision 0004.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Literal, Protocol, get_args

import yaml

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = tuple(sorted(get_args(Language)))
REFUSAL = ("wrong", "advice")  # what is wrong, and where; what to do about it
_QUOTED = re.compile(r"[«“]\{(\w+)\}[»”]")
_LAST = re.compile(r"\{(\w+)\}\.(?!\.)")  # what a sentence ends with
_INNER = {"ru": str.maketrans("«»", "„“"), "en": str.maketrans("“”", "‘’")}  # quotes within quotes


class Told(Protocol):
    """Anything that is told by a key of the texts; MonitorError is one."""

    key: str
    blanks: dict[str, object]


class Texts:
    """All sentences of one language; passed to whoever speaks.

    >>> Texts("ru")("word.negative"), Texts("ru")("errors.init.short", name="«К»").split(":")[0]
    ('негатив', '«„К“»')
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._entries = _entries(language)

    def of_span(self, span: str) -> Texts:
        """The same, but for what is said of a month or a quarter otherwise than of a week.

        >>> Texts("en").of_span("month")("digest.unfinished"), Texts("en").of_span("week")("digest.unfinished")
        ('The month is not over yet.', 'The week is not over yet.')
        """
        texts = Texts(self.language)
        texts._entries = _of_span(self.language, f"{span}.")
        return texts

    def __call__(self, key: str, /, **blanks: object) -> str:
        """The sentence under a dotted key with its blanks filled; quotes within its own become the inner ones."""
        entry = self._entries[key]
        if not isinstance(entry, str):
            raise TypeError(f"{key} is a list: use lines()")
        said = {name: self._said(value) for name, value in blanks.items()}
        said |= {name: self.within_quotes(str(said[name])) for name in _QUOTED.findall(entry)}
        said |= {name: _but_for_stop(str(said[name])) for name in _LAST.findall(entry)}
        return entry.format(**said)

    def within_quotes(self, text: str) -> str:
        """Words that will stand between quotes."""
        return text.translate(_INNER[self.language])

    def lines(self, key: str) -> tuple[str, ...]:
        """A list of sentences, such as the steps of a checklist."""
        entry = self._entries[key]
        return (entry,) if isinstance(entry, str) else entry

    def has(self, key: str) -> bool:
        """Whether this key is there."""
        return key in self._entries

    def error(self, error: Told) -> str:
        """An error as a sentence; errors inside its blanks are said in the same language."""
        return self(f"errors.{error.key}", **error.blanks)

    def keys(self) -> frozenset[str]:
        """Every key, for the test that compares languages."""
        return frozenset(self._entries)

    def _said(self, value: object) -> object:
        told = hasattr(value, "key") and hasattr(value, "blanks")
        return self.error(value) if told else value  # type: ignore[arg-type]  # a Told, just checked


def _but_for_stop(text: str) -> str:
    """What stands before a full stop brings none of its own: «через 5 дн.».

    >>> _but_for_stop("5 дн."), _but_for_stop("wait..")
    ('5 дн', 'wait..')
    """
    return text if text.endswith("..") else text.removesuffix(".")


@lru_cache(maxsize=len(LANGUAGES))
def _entries(language: str) -> Mapping[str, str | tuple[str, ...]]:
    text = resources.files(__name__).joinpath(f"{language}.yaml").read_text(encoding="utf-8")
    return dict(_flat(yaml.load(text, yaml.CSafeLoader), ""))


@lru_cache
def _of_span(language: str, span: str) -> Mapping[str, str | tuple[str, ...]]:
    entries = _entries(language)
    return {**entries, **{key.removeprefix(span): said for key, said in entries.items() if key.startswith(span)}}


def _flat(node: object, path: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    if isinstance(node, dict) and tuple(node) == REFUSAL:
        yield path, " ".join(node[part] for part in REFUSAL)
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _flat(value, f"{path}.{key}" if path else str(key))
    elif isinstance(node, list):
        yield path, tuple(str(line) for line in node)
    else:
        yield path, str(node)
