"""How a text sounds towards the supplier that it names, be that Зубр-Софт or Kestrel."""

from __future__ import annotations

from brand_names import Name

from monitor.match import Matcher
from monitor.sentiment import Scorer

FLAGGED = -0.25  # `negative_below` where nobody says otherwise

find = Matcher([Name("Зубр-Софт"), Name("Kestrel")]).find


def score(scorer: Scorer, text: str) -> float:
    """From -1 to 1."""
    return scorer.score(text, hits=find(text)).score
