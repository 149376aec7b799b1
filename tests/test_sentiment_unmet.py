"""Nothing bad that was met with is praise: "haven't had a single problem"; what nobody mends is still there."""

from __future__ import annotations

import pytest

from monitor.domain import Label
from monitor.sentiment import Scorer


@pytest.mark.parametrize(
    "text",
    [
        "We haven't had a single problem with Kestrel",
        "There hasn't been any more trouble with Kestrel",
        "Kestrel didn't throw up any errors",
        "We did not come across any serious bugs in Kestrel",
        "Kestrel never gives us any trouble",
        "Kestrel doesn't get any better than this",
    ],
)
def test_what_nobody_met_with_is_praise(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.POSITIVE


@pytest.mark.parametrize("text", ["If you don't like paperwork, try Kestrel", "We have used it for two months now"])
def test_what_is_only_supposed_and_how_long_one_stays_is_nothing(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEUTRAL


@pytest.mark.parametrize(
    "text",
    [
        "Kestrel did not answer any of our complaints",
        "Kestrel won't fix any bugs",
        "They did not apologise for any of the damaged boxes, Kestrel",
        "We have not seen any fix for the bug from Kestrel",
        "Kestrel does not care about any problem we have",
        "We have had problems with Kestrel for two months now",
        "If you don't like waiting for weeks, avoid Kestrel",
        "The hard drive from Kestrel died",
    ],
)
def test_what_is_still_there_complains(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).label is Label.NEGATIVE
