"""What teams said of texts about invented companies: alerts they did not want, and complaints."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.domain import Item, Label, Lesson, Means, Sentiment

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TONE = Sentiment(Label.NEGATIVE, -0.6)  # alerts alike: only the words tell which of them was wanted
_LINES = Path(__file__).parent / "learning"


def texts(language: str, *, negative: bool) -> list[str]:
    """All of one kind."""
    lines = (_LINES / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    wanted = "negative" if negative else "not_negative"
    return [text for label, text in (line.split("\t") for line in lines) if label == wanted]


def lesson(number: int, text: str, *, negative: bool, means: Means = Means.PRESSED, days: float = 1) -> Lesson:
    """Said so many days ago."""
    at = NOW - timedelta(days=days, minutes=-number)
    return Lesson(number, "zubr", "", text, -0.1 if means is Means.ASKED else TONE.score, negative, means, at)


def lessons(language: str, unwanted: int, complaints: int, means: Means = Means.PRESSED) -> list[Lesson]:
    """The first so many of each kind, in turn."""
    no = [(text, False) for text in texts(language, negative=False)[:unwanted]]
    yes = [(text, True) for text in texts(language, negative=True)[:complaints]]
    return [lesson(n, text, negative=said, means=means) for n, (text, said) in enumerate([*no, *yes])]


def item(text: str, rating: float | None = None) -> Item:
    """Somebody says it."""
    return Item("forum", "https://forum.example/1", text=text, rating=rating)
