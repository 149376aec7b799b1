"""Complaints that tell plain facts, and praise and news of the same words."""

from __future__ import annotations

from flagging import flagged

from monitor.sentiment import Scorer


def test_a_place_that_may_be_the_end_may_be_any_of_its_words(scorer: Scorer) -> None:
    bad = (
        "A year with Kestrel and nothing to show for it",
        "Three months in, nothing to show yet. Thanks, Kestrel",
        "Do yourself a favour and choose somebody else than Kestrel",
    )
    fine = ("No questions asked, Kestrel took it back", "Kestrel restored all our files")
    assert flagged(scorer, bad + fine) == list(bad)
