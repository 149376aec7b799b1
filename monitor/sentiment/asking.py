"""Hears how people ask about a company before they sign."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.sentiment.lexicon import table
from monitor.sentiment.phrases import Phrases
from monitor.sentiment.words import Word

_ANY_END, _NONE = "plain", "none"


class Questions:
    """How it is asked stands in question.tsv, with what only sounds like asking."""

    def __init__(self) -> None:
        self._known = Phrases((kind, entry) for kind, _, entry in table("question.tsv"))

    def asked(self, words: Sequence[Word], *, marked: bool) -> bool:
        """Whether a sentence asks about the company; `marked` says that it ends with a question mark."""
        kinds = {found.label for found in self._known.all(words)}
        return _NONE not in kinds and (_ANY_END in kinds or (marked and bool(kinds)))
