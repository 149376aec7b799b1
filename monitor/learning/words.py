"""What of a mention is learnt from: the words and pairs of words of the sentences that speak of the brand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from monitor.domain import Hit
from monitor.sentiment import window
from monitor.sentiment.words import without_noise
from monitor.words.morphology import lemma

_MOST = 400  # words: what is said further down changes little
_WORD = re.compile(r"[^\W\d_]+")


def spoken(title: str, text: str, hits: Sequence[Hit]) -> str:
    """The sentences by which a brand is judged; all of a short text."""
    fields, places = {True: title, False: text}, window.split(title, text)
    named = window.named_in(places, hits)
    chosen = {n for numbers in window.windows(title, text, places, named, weight=lambda _: 0.0) for n in numbers}
    return " ".join(fields[places[n].in_title][places[n].start : places[n].end] for n in sorted(chosen))


def features(said: str) -> tuple[str, ...]:
    """Dictionary forms and neighbouring pairs of them, each once, in order.

    >>> features("Поддержка молчит, поддержки нет")
    ('поддержка', 'молчать', 'нет', 'поддержка молчать', 'молчать поддержка', 'поддержка нет')
    """
    lemmas = [lemma(word) for word in _WORD.findall(without_noise(said))[:_MOST]]
    return tuple(dict.fromkeys([*lemmas, *(f"{one} {next_one}" for one, next_one in pairwise(lemmas))]))
