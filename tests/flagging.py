"""Which of some texts about Зубр-Софт or Kestrel would raise an alert."""

from __future__ import annotations

from collections.abc import Sequence

from brand_names import Name

from monitor.match import Matcher
from monitor.sentiment import Scorer

_FLAGGED = -0.25
_NAMES = Matcher([Name("Зубр-Софт"), Name("Kestrel")])


def flagged(scorer: Scorer, texts: Sequence[str]) -> list[str]:
    """For their tone, or for a danger."""
    tones = {text: scorer.score(text, hits=_NAMES.find(text)) for text in texts}
    return [text for text, tone in tones.items() if tone.score <= _FLAGGED or tone.risks]
