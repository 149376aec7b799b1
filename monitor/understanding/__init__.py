"""What the present plan makes of an item: whose name it is, what is said of it, whether somebody must be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from hashlib import blake2b

from monitor.config.forbidden import stands_in
from monitor.config.plan import Brand, Plan
from monitor.desk import Raised
from monitor.domain import (
    Audience,
    Flag,
    Growth,
    Hit,
    Item,
    Label,
    Mention,
    Record,
    Role,
    Sentiment,
    Severity,
    Verdict,
    Why,
)
from monitor.learning import Learnt, Opinion
from monitor.match import Matcher
from monitor.places.forbidden import compiled
from monitor.sentiment import Scorer
from monitor.sources.base import SourceBase
from monitor.sources.by_hand import MANUAL
from monitor.team.routes import Routes
from monitor.team.workdays import Workdays
from monitor.texts import Texts
from monitor.understanding import noise
from monitor.understanding.adviser import adviser_of
from monitor.understanding.checklists import steps
from monitor.understanding.triage import is_current, judge
from monitor.voices.ours import Ours
from monitor.words.language import detect, primary

MATCHING = "6"  # raised when names are matched otherwise than before: what only this brings up is history

# Fields that make it no other page.
_NOT_THE_PAGE = {"every", "enabled", "weight", "max_age", "answer_within", "audience", "proxy", "lang"}


About = Mapping[str, tuple[Hit, ...]]  # the brands that an item is about, and where it names them


class Understanding:
    """Built once per plan; pure but for its caches."""

    def __init__(self, plan: Plan, routes: Routes) -> None:
        self.plan = plan
        self.routes = routes
        self.texts = Texts(plan.language)
        self.places = compiled(plan.places)
        self._workdays = Workdays.of(plan)
        fast = plan.alerts.severity.growth
        self._roles = {brand.id: brand.role for brand in plan.brands}
        rivals = frozenset(brand for brand, role in self._roles.items() if role is not Role.OWN)
        elsewise = {one.id: due for one in plan.sources if (due := one.answer_within.get(Severity.P1))}
        self.growth = Growth(fast.count, fast.period, plan.alerts.answer_within.p1, rivals, elsewise)
        self.press = frozenset(source for source, audience in plan.audiences.items() if audience is Audience.PRESS)
        self._ours = Ours(plan)
        self.voices = self._ours.voices
        self._matcher = Matcher(plan.brands)
        self._scorer = Scorer(plan.lexicon, adviser_of(plan.model))
        self._steps = partial(steps, own=plan.checklists, texts=self.texts)
        self._learnt: Mapping[str, Learnt] = {}
        self._prints: dict[str, tuple[SourceBase, str]] = {}
        self._brands = _digest(MATCHING, *(brand.model_dump_json() for brand in plan.brands))

    def under(self, plan: Plan) -> Understanding:
        """What would be made of everything, had this been the plan; with what the team has taught."""
        other = Understanding(plan, self.routes.under(plan))
        other.learn(self._learnt)
        return other

    def about(self, item: Item, source: SourceBase, brands: Collection[str] = ()) -> About:
        """The brands an item names, and where.

        Whoever brings it may say which `brands` it is about, and a source with `brand:` says it of all its items, but
        for those of which their page says that they are about a rival.
        """
        hits = self._matcher.find(item.text, item.title)
        marked = dict.fromkeys(hit.brand for hit in self._matcher.find(item.about)) if item.about else {}
        if brands:
            named: Iterable[str] = brands
        elif source.brand:
            role = self._roles.get(source.brand)
            named = marked if marked and all(self._roles[one] is not role for one in marked) else (source.brand,)
        else:
            named = marked | dict.fromkeys(hit.brand for hit in hits)
        return {brand: tuple(hit for hit in hits if hit.brand == brand) for brand in named}

    def mention(
        self, item: Item, source: SourceBase, brand: str, about: About, *, now: datetime, history: bool
    ) -> Mention:
        """The item judged towards one of the brands that it is `about`."""
        sentiment, hits = self._tone(item, source, brand, about), about[brand]
        plain = self._towards(sentiment, item, source, brand, hits, now=now, history=history)
        match self._opinion(plain, source):
            case Opinion.UNWANTED:
                return _quiet(plain)
            case Opinion.MISSED:
                raised = self._towards(self._missed(sentiment), item, source, brand, hits, now=now, history=history)
                return raised if raised.verdict.severity else plain
            case _:
                return plain

    def _towards(
        self,
        sentiment: Sentiment,
        item: Item,
        source: SourceBase,
        brand: str,
        hits: tuple[Hit, ...],
        *,
        now: datetime,
        history: bool,
    ) -> Mention:
        verdict = judge(
            sentiment,
            rating=item.rating,
            role=self._roles[brand],
            audience=self._audience(item, source),
            negative_below=self.plan.alerts.negative_below,
            urgency=self.plan.alerts.severity,
            reach=source.weight,
            position=item.position,
        )
        told = verdict.severity is not None and verdict.flag is not Flag.RISK
        if told and self._is_noise(item, source, hits, sentiment):
            verdict = Verdict(verdict.flag)
        mention = Mention(
            item=item,
            brand=brand,
            lang=self.language(item, source),
            sentiment=sentiment,
            verdict=verdict,
            hits=hits,
            history=history,
        )
        return self._addressed(mention, source, now)

    def _is_noise(self, item: Item, source: SourceBase, hits: tuple[Hit, ...], sentiment: Sentiment) -> bool:
        """Whether it names us and is no opinion; a complaint is one, whatever its heading has in common with noise."""
        kind, alerts = noise.preset(item, self.plan.alerts.noise), self.plan.alerts
        if kind is None or item.text == item.title or sentiment.score > alerts.severity.mild_above:
            return kind is not None
        lang, near = _language(source), () if source.brand else hits
        in_title, in_text = ([hit for hit in near if hit.in_title is side] for side in (True, False))
        text = self._scorer.score(item.text, lang=lang, hits=in_text)
        title = self._scorer.score("", title=item.title, lang=lang, hits=in_title)
        title_is_bad = title.score <= alerts.negative_below
        return text.score > alerts.negative_below or not noise.is_opinion(item, kind, title_is_bad=title_is_bad)

    def deadline(self, severity: Severity, now: datetime, source: SourceBase | None = None) -> datetime:
        """Until when an answer is due there: what is urgent counts every hour, all else the team's working hours."""
        here = source.answer_within.get(severity) if source else None
        within = here or self.plan.alerts.answer_within[severity]
        return now + within if severity is Severity.P1 else self._workdays.after(now, within)

    def raised(self, record: Record, now: datetime) -> Raised:
        """What makes an alert of a mention that nobody was told of, because a person says it is one."""
        source = self.plan.source(record.source)
        audience = self.plan.audience_of(record.source)
        severity = record.severity or Severity.P2
        kind = source.kind if source else record.source
        list_of_steps = self._steps(kind, audience, severity, url=record.url, reasons=record.reasons, flag=record.flag)
        targets = self.routes.alerts(record.brand, audience) or self.routes.everyone()
        return Raised(targets, severity, list_of_steps, self.deadline(severity, now, source))

    def learn(self, learnt: Mapping[str, Learnt]) -> None:
        """From now on this is what the team taught us, by brand; what was judged before stays as it is."""
        self._learnt = learnt

    def tone(self, item: Item, source: SourceBase, about: About, brand: str | None = None) -> Sentiment:
        """The tone towards this brand, or the first one an item names; of the whole item where it names none."""
        return self._tone(item, source, brand or next(iter(about), None), about)

    def language(self, item: Item, source: SourceBase) -> str:
        """What the source says, else what the letters tell."""
        return _language(source) or detect(f"{item.title} {item.text}")

    def names(self, source: SourceBase) -> tuple[str, ...]:
        """The spellings that fill {brand} in this source's address."""
        return tuple(name for brand in self.plan.brands if _asked(brand, source) for name in brand.names)

    def forbids(self, source: SourceBase) -> bool:
        """Whether a source itself stands in a forbidden place."""
        return stands_in(source, self.places)

    def fingerprints(self, source: SourceBase) -> tuple[str, str]:
        """What tells that a source was rewritten, and that brands were: either makes it read whole once more."""
        known = self._prints.get(source.id)
        if known is None or known[0] is not source:
            self._prints[source.id] = known = source, _digest(source.model_dump_json(exclude=_NOT_THE_PAGE))
        return known[1], self._brands

    def was_changed(self, source: SourceBase, config: str) -> bool:
        """Whether it, or the brands, are others than at its last good visit."""
        return bool(config) and config != ":".join(self.fingerprints(source))

    def _opinion(self, mention: Mention, source: SourceBase) -> Opinion:
        """What the team would say: not of news, which is about events, nor of what one of them sends in to be seen.

        What was there before us raises no alert.
        """
        learnt = self._learnt.get(mention.brand)
        if learnt is None or source.audience in {Audience.PRESS, Audience.COMPANY} or source.id == MANUAL:
            return Opinion.NONE
        opinion = learnt.opinion(mention.item, mention.hits, mention.sentiment, mention.verdict.flag)
        return Opinion.NONE if mention.history and opinion is Opinion.MISSED else opinion

    def _missed(self, tone: Sentiment) -> Sentiment:
        """As bad as it has to be to be told, and no worse: for information."""
        score = min(tone.score, self.plan.alerts.negative_below)
        return replace(tone, label=Label.NEGATIVE, score=score, why=Why.CORRECTION)

    def _audience(self, item: Item, source: SourceBase) -> Audience:
        """Our own word is the company's, wherever it was found."""
        return Audience.COMPANY if self._ours.say(item.url, item.author) else source.audience

    def _tone(self, item: Item, source: SourceBase, brand: str | None, about: About) -> Sentiment:
        near = about[brand] if brand and not source.brand else ()  # a page about the brand is about it as a whole
        return self._scorer.score(
            item.text,
            title=item.title,
            lang=_language(source),
            rating=item.rating,
            hits=near,
            others=[hit for other, hits in about.items() if near and other != brand for hit in hits],
        )

    def _addressed(self, mention: Mention, source: SourceBase, now: datetime) -> Mention:
        """With checklist and deadline where somebody will be told; without urgency where nobody will."""
        severity = mention.verdict.severity
        if severity is None:
            return mention
        fresh = mention.history or is_current(mention.item.published, now, source.max_age)
        if not fresh or not self.routes.alerts(mention.brand, self._audience(mention.item, source)):
            return replace(mention, verdict=Verdict(mention.verdict.flag))
        list_of_steps = self._steps(
            source.kind,
            source.audience,
            severity,
            url=mention.item.url,
            reasons=mention.sentiment.reasons,
            flag=mention.verdict.flag,
            rival=self._roles[mention.brand] is not Role.OWN,
        )
        return replace(mention, steps=list_of_steps, deadline=self.deadline(severity, now, source))


def _quiet(mention: Mention) -> Mention:
    """Flagged as before, in every list and in the digest, but nobody is alerted."""
    tone = replace(mention.sentiment, why=Why.CORRECTION)
    return replace(mention, sentiment=tone, verdict=Verdict(mention.verdict.flag), steps=(), deadline=None)


def _language(source: SourceBase) -> str | None:
    """What a source says of all its texts; a search engine may want it more exactly: ru-RU."""
    return primary(source.lang) if source.lang else None


def _asked(brand: Brand, source: SourceBase) -> bool:
    if source.brand:
        return brand.id == source.brand
    return source.brands == "all" or brand.role is Role.OWN


def _digest(*parts: str) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()
