"""A question to the team: was this negative? One at a time in one message, and what the last answer was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from monitor.domain import Answered, Record, Said, Sitting
from monitor.render.card import NAME, footer, place_of
from monitor.render.display import clean
from monitor.render.document import Document, Kind, Line, Span, bold, cut, document, italic, joined, line, shorten
from monitor.render.excerpt import excerpt
from monitor.render.phrase import phrase, rating
from monitor.render.reasons import doubt, weighed
from monitor.texts import Texts

LIMIT: Final = 899  # as of a card
QUOTE: Final = 350
CLOSE: Final = 0.1  # from the threshold
_WORDS: Final = {Said.NEGATIVE: "word.negative", Said.NEUTRAL: "word.not_negative", Said.SKIPPED: "questions.skipped"}


def question_document(sitting: Sitting, *, brand: str, below: float, texts: Texts) -> Document:
    """What is asked now; when all is answered, a line that sums it up."""
    if sitting.alert is None:
        return document([*_over(sitting, texts), *_last(sitting.last, texts)])
    alert = sitting.alert
    chosen = excerpt(
        alert.record.title, alert.record.text, hits=alert.hits, words=alert.record.words, risks=alert.risks
    )
    above = [
        line("❓ ", texts("questions.title", n=sitting.place + 1, all=sitting.total), kind=Kind.TITLE),
        _where(alert.record, brand, texts),
        Line(chosen.title) if chosen.title else line(italic(texts("card.no_text"))),
    ]
    below_quote = [
        *_why(alert.record, below, texts),
        footer(alert.record, texts),
        *([] if sitting.said else [line(italic(texts("questions.intro")))]),
        *_last(sitting.last, texts),
    ]
    quote = chosen.quote(min(QUOTE, LIMIT - Document((*above, Line(), *below_quote)).size))
    return cut(document([*above, *([Line(quote, Kind.QUOTE)] if quote else []), *below_quote]), LIMIT)


def said_of(said: Said, texts: Texts) -> str:
    """An answer in words."""
    return texts(_WORDS[said])


def _where(record: Record, brand: str, texts: Texts) -> Line:
    stars = shorten(rating(record.rating_text, texts), NAME // 2)
    where = shorten(clean(place_of(record, texts)), NAME)
    return Line(joined([[bold(shorten(clean(brand), NAME))], [Span(where)], [Span(stars)]]))


def _why(record: Record, below: float, texts: Texts) -> Iterator[Line]:
    """The words that were weighed, and in plain words what they came to."""
    words = weighed(record, texts)
    came_to = texts(f"questions.{_verdict(record, below)}")
    reasons = [words, came_to, doubt(record, texts)]
    yield line(italic(texts("questions.why")), " ", "; ".join(reason for reason in reasons if reason))


def _verdict(record: Record, below: float) -> str:
    weights = [cue.weight for cue in record.words if cue.weight]
    if not weights:
        return "no_words"
    if record.score - below <= CLOSE:
        return "close"
    return "mixed" if min(weights) < 0 < max(weights) else "mild"


def _last(last: Answered | None, texts: Texts) -> Iterator[Line]:
    if last is None:
        return
    who = shorten(clean(last.who).strip(), NAME)
    said = ", ".join(filter(None, (said_of(last.said, texts), who)))
    yield line("✔ ", *phrase(texts, "questions.answered", id=f"m-{last.mention}", said=said), kind=Kind.SMALL)


def _over(sitting: Sitting, texts: Texts) -> Iterator[Line]:
    if sitting.last is None:
        yield line("❓ ", texts("questions.nothing_left"))
        return
    counts = {"negative": Said.NEGATIVE, "neutral": Said.NEUTRAL, "skipped": Said.SKIPPED}
    told = {name: bold(str(sitting.count(said))) for name, said in counts.items()}
    yield line("🙏 ", *phrase(texts, "questions.done", **told))
