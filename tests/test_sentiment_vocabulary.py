"""Everyday words: which of them complain, and which only seem to praise."""

from __future__ import annotations

import pytest

from monitor.domain import Label
from monitor.sentiment import Scorer


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer()


@pytest.mark.parametrize(
    "text",
    [
        "Need help, the export at Kestrel fails",
        "I hope Kestrel reads this: the export is broken",
        "As a loyal customer of Kestrel I am still waiting for a callback",
        "Support at Kestrel is pretty slow",
        "Kestrel support was unable to help",
        "Would appreciate an answer from Kestrel, third week without one",
    ],
)
def test_who_asks_and_hopes_praises_nobody(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Can you help me set up Kestrel?",
        "Hope to see you at the Kestrel stand",
        "Need help choosing a plan at Kestrel",
        "Would appreciate a price list from Kestrel",
    ],
)
def test_nor_does_it_complain(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEUTRAL
