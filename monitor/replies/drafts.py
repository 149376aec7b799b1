"""A draft to begin with: in the language of the mention, about what is complained of, never twice the same in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from monitor.config.plan import Plan
from monitor.config.replies import BLANK, DEFAULT, QUESTION, STAFF, Draft
from monitor.domain import LAWYER_FIRST, Audience, Flag, Person, Record, Role, Severity, Statement, needs_a_lawyer
from monitor.match.persons import is_first_name
from monitor.match.spelling import LEGAL
from monitor.render.display import clean
from monitor.replies.platforms import Platform, platform_of
from monitor.sources.by_hand import MANUAL
from monitor.texts import LANGUAGES, Texts

_NEAREST: Final = {"uk": "ru", "be": "ru"}  # drafts exist in the languages of the texts
_UNTOLD: Final = "und"
_NO_NAME = re.compile(
    r"a|an|the|my|our|anon(?:ymous)?|guest|user(?:name)?|customer|client|buyer|reviewer|owner|manager|admin|former|ex"
    r"|(?:un)?happy|angry|mad|sad|upset|frustrated|disappointed|honest|real|verified|google|facebook|local|private"
    r"|someone|nobody|anyone|mrs?|ms|dr|deleted|team|company",
    re.IGNORECASE,
)
_GRAVE: Final = (*LAWYER_FIRST, "news")  # nobody is thanked for an accident, and no step is promised by a template
_BRIEF: Final = 500  # characters: where no more are taken, thanks and the next step give way


@dataclass(frozen=True, slots=True)
class Reply:
    """A draft, and what to know before it is used. Without `text` there is none: a press enquiry gets no template."""

    text: str
    language: str
    platform: Platform
    approval: bool = False  # only after somebody agreed
    lawyer: bool = False
    agreed_until: datetime | None = None
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Who answers, and what their team wrote down for it."""

    brand: str  # of ours
    signature: str
    kind: str  # of the source
    audience: Audience
    own: Mapping[str, Draft]
    language: str  # of the team
    rival: bool = False  # whether it is a competitor who is asked about


def desk_of(plan: Plan, record: Record, person: Person) -> Desk:
    """Who answers this mention; a source or a brand may have left the file since."""
    source = plan.source(record.source)
    unknown = MANUAL if record.source == MANUAL else ""
    named = plan.brand(record.brand)
    rival = named is not None and named.role is not Role.OWN
    ours = plan.own[0] if rival else named
    return Desk(
        brand=ours.name if ours else record.brand,
        signature=next((user.signature for user in plan.team.users if user.id == person.id), ""),
        kind=source.kind if source else unknown,
        audience=plan.audience_of(record.source),
        own=plan.replies,
        language=plan.language,
        rival=rival,
    )


def reply_to(record: Record, desk: Desk, statement: Statement | None = None) -> Reply:
    """What to begin with. An agreed statement comes before everything else, the team's own words before ours."""
    language = language_of(record.lang, desk.language)
    platform = platform_of(record.url)
    lawyer = needs_a_lawyer(record.flag, record.reasons)
    approval = record.severity is Severity.P1
    staff = desk.audience is Audience.HR
    told = (language, platform, approval, lawyer)
    if statement is not None:
        return Reply(statement.text, *told, agreed_until=statement.until, staff=staff)
    if desk.audience is Audience.PRESS:
        return Reply("", *told)
    template = "" if desk.rival else _own(record, desk, language)
    if template:
        return Reply(_filled(template, record, desk, language), *told, staff=staff)
    parts = _built_in(record, desk, Texts(language), platform)
    signed = [] if staff else [clean(desk.signature or desk.brand)]
    return Reply("\n\n".join((*parts, *signed)), *told, staff=staff)


def language_of(lang: str, team: str) -> str:
    """The language to answer in: that of the mention where we write it, else English.

    >>> language_of("be", "en"), language_of("de", "ru"), language_of("und", "ru")
    ('ru', 'en', 'ru')
    """
    if lang in LANGUAGES:
        return lang
    return team if lang == _UNTOLD else _NEAREST.get(lang, "en")


def category(record: Record) -> str:
    """What the answer is about: a danger before all else, then what is complained about most; who asks is answered."""
    if record.flag is Flag.QUESTION:
        return QUESTION
    return next((reason for reason in (*LAWYER_FIRST, *record.reasons) if reason in record.reasons), DEFAULT)


def first_name(author: str, language: str) -> str:
    """By which name to greet; empty where what is shown is no name.

    >>> first_name("Ирина Петрова", "ru"), first_name("Петров Иван", "ru"), first_name("user123", "ru")
    ('Ирина', 'Иван', '')
    >>> first_name("John S.", "en"), first_name("Angry Client", "en"), first_name("Acme Ltd", "en")
    ('John', '', '')
    """
    words = clean(author).replace(".", " ").split()[:3]
    if not words or not all(word.isalpha() and word[0].isupper() for word in words):
        return ""
    if language == "ru":
        return next((word for word in words if is_first_name(word)), "")
    if not all(word.isascii() and (word[1:].islower() or len(word) == 1) for word in words) or len(words[0]) == 1:
        return ""
    return "" if any(_NO_NAME.fullmatch(word) or word.lower() in LEGAL for word in words) else words[0]


def written_in(draft: Draft, language: str) -> str:
    """The team's words in this language; empty where there are none."""
    if isinstance(draft, str):
        return draft
    return next((text for lang, text in draft.items() if lang == language), "")


def filled(template: str, values: Mapping[str, str], texts: Texts) -> str:
    """With its blanks filled; what is not known stands as «[ВПИШИТЕ: …]»."""
    return BLANK.sub(lambda blank: values.get(blank[1]) or texts(f"reply.blank.{blank[1]}"), template).strip()


def _own(record: Record, desk: Desk, language: str) -> str:
    """The most specific that is written in this language: for the reason, for the kind of source, for all."""
    reasons = () if desk.audience is Audience.HR else (category(record), desk.kind, DEFAULT)
    for key in (STAFF,) if desk.audience is Audience.HR else reasons:
        if text := written_in(desk.own.get(key, ""), language):
            return text
    return ""


def _filled(template: str, record: Record, desk: Desk, language: str) -> str:
    texts, staff = Texts(language), desk.audience is Audience.HR
    reason = category(record)
    values = {
        "author": texts("reply.anybody") if staff else first_name(record.author, language),
        "brand": clean(desk.brand),
        "url": clean(record.url),
        "signature": clean(desk.signature or desk.brand),
        "reason": texts(f"reason.{reason}") if texts.has(f"reason.{reason}") else "",
    }
    return filled(template, values, texts)


def _built_in(record: Record, desk: Desk, texts: Texts, platform: Platform) -> Iterator[str]:
    asks = record.flag is Flag.QUESTION
    if desk.rival:
        return _for_buyer(clean(desk.brand), record, texts)
    if desk.audience is Audience.HR:
        return _for_staff_question(record, texts) if asks else _for_staff(record, texts)
    return _for_question(record, texts) if asks else _for_complaint(record, texts, platform)


def _for_complaint(record: Record, texts: Texts, platform: Platform) -> Iterator[str]:
    greeting, reason = _greeting(record, texts), category(record)
    about = _turn(texts.lines(f"reply.about.{reason}"), record.number)
    if platform.longest is not None and platform.longest < _BRIEF:
        yield f"{greeting}\n{about} {texts('reply.closing_short')}"
        return
    if reason in _GRAVE:
        yield f"{greeting}\n{about}"
        yield texts("reply.closing_grave")
        return
    yield f"{greeting}\n{_turn(texts.lines('reply.thanks'), record.number)}"
    yield about
    yield _turn(texts.lines("reply.closing"), record.number)


def _for_question(record: Record, texts: Texts) -> Iterator[str]:
    yield f"{_greeting(record, texts)}\n{_turn(texts.lines('reply.question.thanks'), record.number)}"
    yield _turn(texts.lines("reply.question.about"), record.number)
    yield _turn(texts.lines("reply.question.closing"), record.number)


def _for_buyer(ours: str, record: Record, texts: Texts) -> Iterator[str]:
    """Who asks about a competitor hears who we are, and nothing about the other."""
    opening = filled(_turn(texts.lines("reply.buyer.opening"), record.number), {"brand": ours}, texts)
    yield f"{_greeting(record, texts)}\n{opening}"
    yield _turn(texts.lines("reply.buyer.about"), record.number)
    yield _turn(texts.lines("reply.question.closing"), record.number)


def _for_staff(record: Record, texts: Texts) -> Iterator[str]:
    yield f"{texts('reply.greeting_plain')}\n{_turn(texts.lines('reply.hr.thanks'), record.number)}"
    yield _turn(texts.lines("reply.hr.about"), record.number)
    yield _turn(texts.lines("reply.hr.closing"), record.number)


def _for_staff_question(record: Record, texts: Texts) -> Iterator[str]:
    yield f"{texts('reply.greeting_plain')}\n{_turn(texts.lines('reply.question.thanks'), record.number)}"
    yield _turn(texts.lines("reply.hr.question.about"), record.number)
    yield _turn(texts.lines("reply.hr.question.closing"), record.number)


def _greeting(record: Record, texts: Texts) -> str:
    name = first_name(record.author, texts.language)
    return texts("reply.greeting", name=name) if name else texts("reply.greeting_plain")


def _turn(variants: tuple[str, ...], number: int) -> str:
    return variants[number % len(variants)]
