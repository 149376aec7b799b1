"""Why a mention was flagged, in words: no flag without a reason that a person can check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.domain import Alert, Cue, Doubt, Flag, Label, Record, Severity, Why
from monitor.render.display import clean
from monitor.render.document import Line, italic, line, shorten
from monitor.render.phrase import in_quotes, number, signed
from monitor.texts import Texts

_ALL = 150  # characters
_WORD = 30
_CUES = 4
_LANGUAGES = ("be", "uk")
_BETWEEN = re.compile(r", (?=[«“])|; ")


def why(alert: Alert, texts: Texts) -> Iterator[Line]:
    """«Почему: оценка 2/5; «хамит» −2,8»: the correction, dangers, rating, question and words that decided."""
    reasons = "; ".join(reason for reason in _reasons(alert, texts) if reason)
    if reasons:
        yield line(italic(texts("card.why")), " ", _cut(reasons))


def _cut(reasons: str) -> str:
    """As many as there is room for, each whole.

    >>> _cut("danger words: “" + "lawsuit" * 19 + "”; “never answers” −2.8, “late” −2.2")[-15:]
    'awsuitlawsuit”…'
    """
    if len(reasons) <= _ALL:
        return reasons
    ends = [one.start() for one in _BETWEEN.finditer(reasons, 0, _ALL)]
    return f"{reasons[: ends[-1]]}…" if ends else shorten(reasons, _ALL)


def telling_words(record: Record) -> list[Cue]:
    """The words of the tone that won, strongest first, each once; of both tones where none did."""
    sign = {Label.NEGATIVE: -1, Label.POSITIVE: 1}.get(record.label, 0)
    telling: dict[str, Cue] = {}
    for cue in record.words:
        if cue.weight and cue.weight * sign >= 0:
            telling.setdefault(cue.text.casefold(), cue)
    return list(telling.values())


def weighed(record: Record, texts: Texts) -> str:
    """The words of both tones, strongest first: «долго» −1,1, «удобно» +0,9."""
    cues: dict[str, Cue] = {}
    for cue in sorted(record.words, key=lambda cue: -abs(cue.weight)):
        if cue.weight:
            cues.setdefault(cue.text.casefold(), cue)
    return _weights([*cues.values()], texts)


def tone(record: Record, texts: Texts) -> str:
    """The tone in words; one that we could not tell is not called neutral."""
    return texts("word.unsure" if record.unsure and record.label is Label.NEUTRAL else f"word.{record.label}")


def doubt(record: Record, texts: Texts) -> str:
    """Why the tone may be another."""
    if record.unsure is Doubt.LANGUAGE:
        known = record.lang if record.lang in _LANGUAGES else "other"
        return texts("card.unsure_language", language=texts(f"language.{known}"))
    return texts("card.unsure_sarcasm") if record.unsure else ""


def _reasons(alert: Alert, texts: Texts) -> Iterator[str]:
    record = alert.record
    named = {risk.casefold() for risk in alert.risks}
    cues = _weights([cue for cue in telling_words(record) if cue.text.casefold() not in named], texts)
    if record.why is Why.CORRECTION:
        yield texts(_decided(record))
    if alert.risks:
        words = _apart(alert.risks)[:_CUES]
        yield texts("card.why_risk", words=", ".join(_quoted(word, texts) for word in words))
    if record.severity is Severity.P1 and record.flag is not Flag.RISK and record.rating is None:
        yield texts("card.why_grew")  # nothing else makes these urgent
    if record.rating_text:
        shown = clean(record.rating_text).replace(".", texts("word.decimal_mark"))
        yield texts("card.why_rating", rating=shorten(shown, _WORD))
    if record.flag is Flag.QUESTION:
        yield texts("card.why_question")
    if cues or not alert.risks:  # the danger words say themselves what it is about
        yield _about(record, cues, texts)
    yield doubt(record, texts)
    yield _overall(record, texts, told=bool(cues or alert.risks or record.rating_text or record.why is Why.CORRECTION))


def _weights(cues: Sequence[Cue], texts: Texts) -> str:
    return ", ".join(f"{_quoted(cue.text, texts)} {signed(cue.weight, texts)}" for cue in cues[:_CUES])


def _apart(words: Sequence[str]) -> list[str]:
    """Without what another of them says already: «суд» beside «Суд взыскал»."""
    padded = [f" {word.casefold()} " for word in words]
    return [
        word
        for place, word in enumerate(words)
        if not any(padded[place] in other for other in padded if len(other) > len(padded[place]))
    ]


def _about(record: Record, cues: str, texts: Texts) -> str:
    """«поддержка, сроки: «не отвечает» −2,8»."""
    if not record.reasons or record.label is not Label.NEGATIVE:
        return cues
    about = ", ".join(texts(f"reason.{reason}") for reason in record.reasons)
    return texts("card.why_about", reasons=about, words=cues) if cues else about


def _decided(record: Record) -> str:
    """By the team itself, or by what it said of others like it."""
    if not record.learnt:
        return "card.why_correction"
    return "card.why_sifted" if record.sifted else "card.why_missed"


def _overall(record: Record, texts: Texts, *, told: bool) -> str:
    """The tone as one number, where nothing smaller decided."""
    score = number(record.score, texts, digits=2)
    if record.why is Why.MODEL:
        return texts("card.why_model", score=score)
    return texts("card.why_tone", score=score) if record.label is Label.NEGATIVE and not told else ""


def _quoted(word: str, texts: Texts) -> str:
    return in_quotes(shorten(clean(word), _WORD), texts)
