"""What a text is to the search and to the stories, worked out before the database is kept waiting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.domain import Item
from monitor.store.values import Lemmas
from monitor.store.words import forms
from monitor.stories import Wording, fingerprint, wording


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared when copies are looked for, and the bands by which they are looked up."""

    wording: Wording
    bands: tuple[int, ...]
    forms: str  # by which it is found


class Heard:
    """Each item once: dictionaries are slow, and a transaction is no place to open one."""

    def __init__(self, lemmas: Lemmas) -> None:
        self._lemmas = lemmas
        self._texts: dict[Item, Text] = {}

    def __call__(self, item: Item) -> Text:
        """What this item is."""
        text = self._texts.get(item)
        if text is None:
            said = wording(item.title, item.text, author=item.author, rated=item.rating is not None)
            bands = tuple(place << 31 | band for place, band in enumerate(fingerprint(said).bands))
            text = self._texts[item] = Text(said, bands, forms(f"{item.title} {item.text}", self._lemmas))
        return text

    def all(self, items: Iterable[Item]) -> None:
        """Works out all of them; to be called in a thread, for the loop must not stall."""
        for item in items:
            self(item)
