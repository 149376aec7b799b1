"""`otklik analyze`: JSON lines in, JSON lines out: which language, which brands where, which tone and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Self, TextIO

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from monitor.config.plan import Brand, Plan
from monitor.domain import Hit, Sentiment
from monitor.match import Matcher
from monitor.sentiment import Scorer
from monitor.texts import Texts
from monitor.understanding.adviser import adviser_of
from monitor.understanding.triage import flag_of
from monitor.words.language import detect, primary

NEGATIVE_BELOW = -0.25  # where there is no configuration


def _sayable(value: Any) -> Any:
    """What is read need not be what may be written: NaN is no JSON, and a number of five thousand digits is no id."""
    try:
        json.dumps(value, allow_nan=False)
    except ValueError as error:
        raise PydanticCustomError("id", "not JSON") from error
    return value


class Line(BaseModel):
    """What one line asks."""

    model_config = ConfigDict(extra="ignore")

    id: Annotated[Any, AfterValidator(_sayable)] = None  # comes back as it is
    text: str
    title: str | None = None
    lang: Annotated[str, AfterValidator(primary)] | None = None
    rating: float | None = Field(None, ge=0, le=1)
    brand: str | None = None
    start: int | None = None
    end: int | None = None

    @model_validator(mode="after")
    def _names_a_place(self) -> Self:
        if self.start is None and self.end is None:
            return self
        if self.start is None or self.end is None or not 0 <= self.start < self.end <= len(self.text):
            raise PydanticCustomError("place", "start and end name no place in the text")
        return self


class Analyst:
    """Answers one line after another; brands come from the plan, where there is one."""

    def __init__(self, plan: Plan | None, texts: Texts) -> None:
        self._brands: tuple[Brand, ...] = plan.brands if plan else ()
        self._negative_below = plan.alerts.negative_below if plan else NEGATIVE_BELOW
        self._matcher = Matcher(self._brands)
        self._scorer = Scorer(plan.lexicon, adviser_of(plan.model)) if plan else Scorer()
        self._texts = texts

    def answer(self, line: str) -> dict[str, object]:
        """The answer to a line; one that is no such object gets an error."""
        try:
            return self._analysis(Line.model_validate_json(line))
        except ValidationError as error:
            return {"id": None, "error": self._refusal(error.errors(include_url=False, include_input=False)[0])}

    def _refusal(self, mistake: ErrorDetails) -> str:
        """What is wrong with a line, in the team's language."""
        if mistake["loc"]:
            return self._texts("cli.analyze.bad_field", field=mistake["loc"][0])
        return self._texts("cli.analyze.bad_place" if mistake["type"] == "place" else "cli.analyze.bad_line")

    def _analysis(self, line: Line) -> dict[str, object]:
        title = line.title or ""
        hits = self._matcher.find(line.text, title)
        places = self._places(line, hits)
        sentiment = self._score(line, places, hits)
        tones = self._tones(line, hits)
        flag = flag_of(sentiment if places else _near(sentiment, tones.values()), self._negative_below)
        return {
            "id": line.id,
            "lang": line.lang or detect(f"{title} {line.text}"),
            "label": sentiment.label.value,
            "score": sentiment.score,
            "flag": flag.value if flag else None,
            "why": sentiment.why.value,
            "words": [[cue.text, cue.weight] for cue in sentiment.words],
            "reasons": list(sentiment.reasons),
            "unsure": sentiment.unsure.value if sentiment.unsure else None,
            "brands": list(_named(hits, tones)),
        }

    def _places(self, line: Line, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Whom the tone is wanted for: the place given, the brand named, else the text as a whole."""
        if line.start is not None and line.end is not None:
            return (Hit(line.brand or "", line.start, line.end, line.text[line.start : line.end]),)
        return tuple(hit for hit in hits if hit.brand == line.brand) if line.brand else ()

    def _tones(self, line: Line, hits: tuple[Hit, ...]) -> Mapping[str, Sentiment]:
        """The tone towards each brand that is named."""
        brands = dict.fromkeys(hit.brand for hit in hits)
        return {one: self._score(line, tuple(hit for hit in hits if hit.brand == one), hits) for one in brands}

    def _score(self, line: Line, places: tuple[Hit, ...], hits: tuple[Hit, ...]) -> Sentiment:
        return self._scorer.score(
            line.text,
            title=line.title or "",
            lang=line.lang,
            rating=line.rating,
            hits=places,
            others=[hit for hit in hits if not any(_is_there(hit, place) for place in places)],
        )


def analyze(plan: Plan | None, texts: Texts, lines: Iterable[str], out: TextIO) -> int:
    """Answers every line at once, in order; 1 where a line could not be read."""
    analyst = Analyst(plan, texts)
    failed = 0
    for answer in _answers(analyst, lines):
        failed |= "error" in answer
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()
    return int(failed)


def _answers(analyst: Analyst, lines: Iterable[str]) -> Iterator[dict[str, object]]:
    return (analyst.answer(line) for line in lines)


def _is_there(hit: Hit, place: Hit) -> bool:
    """Whether what is named is the one whom the tone is wanted for."""
    overlaps = hit.in_title == place.in_title and hit.start < place.end and place.start < hit.end
    return overlaps or hit.brand == place.brand


def _near(whole: Sentiment, tones: Iterable[Sentiment]) -> Sentiment:
    """The tone of a text, with the dangers and the questions that stand near a brand of ours, where one is named."""
    told = tuple(tones) or (whole,)
    risks = tuple(dict.fromkeys(risk for tone in told for risk in tone.risks))
    return replace(whole, risks=risks, question=max(tone.question for tone in told))


def _named(hits: Iterable[Hit], tones: Mapping[str, Sentiment]) -> Iterator[dict[str, object]]:
    """Every place of the text where a brand is named, with the tone towards that brand."""
    for hit in hits:
        if not hit.in_title:
            tone = tones[hit.brand]
            where = {"start": hit.start, "end": hit.end, "text": hit.text}
            yield {"id": hit.brand, **where, "label": tone.label.value, "score": tone.score}
