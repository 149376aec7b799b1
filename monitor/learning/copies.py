"""Copies of what the team spoke of: the same story, or the same form letter with other numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from monitor.domain import Lesson
from monitor.stories import Wording, alike, fingerprint, wording

_NUMBER = re.compile(r"\d+")
_COMPARED = 20  # lessons that one text is compared with, the newest


@dataclass(frozen=True, slots=True)
class Copies:
    """Lessons, looked up by what copies share; later ones overrule earlier ones."""

    lessons: tuple[tuple[Wording, bool], ...] = ()  # what was said, and whether it was a complaint
    places: Mapping[tuple[int, int], tuple[int, ...]] | None = None  # by place and band of the fingerprint

    @classmethod
    def of(cls, lessons: Sequence[Lesson]) -> Self:
        """From the oldest to the newest."""
        said = tuple((_pattern(lesson.title, lesson.text), lesson.negative) for lesson in lessons)
        places: dict[tuple[int, int], tuple[int, ...]] = {}
        for number, (pattern, _) in enumerate(said):
            for place in enumerate(fingerprint(pattern).bands):
                places[place] = (*places.get(place, ()), number)
        return cls(said, places)

    def negative(self, title: str, text: str) -> bool | None:
        """What was said of a copy of this text; None where nobody spoke of one."""
        if not self.places:
            return None
        pattern = _pattern(title, text)
        near = {n for place in enumerate(fingerprint(pattern).bands) for n in self.places.get(place, ())}
        for number in sorted(near, reverse=True)[:_COMPARED]:
            known, negative = self.lessons[number]
            if alike(known, pattern):
                return negative
        return None


def _pattern(title: str, text: str) -> Wording:
    """A form letter differs in its numbers alone."""
    return wording(_NUMBER.sub("0", title), _NUMBER.sub("0", text))
