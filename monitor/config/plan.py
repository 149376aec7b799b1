"""The models of sources.yaml: what the team may write, with the defaults of the promise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator, model_validator
from pydantic_core import PydanticCustomError

from monitor.config.scalars import (
    Burst,
    ClockTime,
    DayHours,
    Duration,
    Moment,
    Pace,
    PerHost,
    Size,
    Storm,
    WeekHours,
    When,
    read_clock,
)
from monitor.domain import Audience, Role, Severity
from monitor.forbidden import read_place
from monitor.sources import AnySource
from monitor.sources.base import WebAddress

AGENT = "Otklik/0.1 (+https://github.com/otklik/otklik; brand monitoring)"


def _mail_address(written: str) -> str:
    if not _MAIL.fullmatch(written):
        raise PydanticCustomError("otklik_email", "not an e-mail address")
    return written


def _filled(written: str) -> str:
    if not written:
        raise PydanticCustomError("otklik_empty", "empty")
    return written


def _place(written: str) -> str:
    if read_place(written) is None:
        raise PydanticCustomError("otklik_place", "no place")
    return written


_MAIL = re.compile(r"[^\s@]+@[^\s@]+")

Word = Annotated[str, Field(min_length=2)]  # a single letter would match everywhere
MailAddress = Annotated[str, AfterValidator(_mail_address)]
Place = Annotated[str, AfterValidator(_place)]
TelegramId = Annotated[int, Field(ge=-(2**63), lt=2**63)]
PersonId = Annotated[int, Field(gt=0, lt=2**63)]


class Model(BaseModel):
    """Frozen, and strict about keys: what we do not know is a mistake, not a comment."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Replies(Model):
    """Who answers in public for a brand."""

    author: str = Field(description="The name under which the company answers on review sites.")


class Brand(Model):
    """A name that is watched."""

    id: str = Field(description="Short name; used in exports and in `brand:` of sources.", pattern=r"^[\w.\-]+$")
    name: Word = Field(description="The name as it is shown and matched, in every Russian case.")
    aliases: tuple[Word, ...] = Field((), description="Other spellings that match.")
    role: Role = Field(Role.OWN, description="own, or competitor: counted for share of voice, no alerts.")
    context: tuple[Word, ...] = Field((), description="An ambiguous name counts only near one of these words.")
    exclude: tuple[Word, ...] = Field((), description="Phrases that are never a mention.")
    capital: bool | None = Field(
        None, description="Only with a capital letter or in quotes; default: where the name is also a word."
    )
    replies: Replies | None = Field(None, description="Who answers in public for the brand.")
    sites: tuple[Place, ...] = Field((), description="Our own pages: never an alert.")

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling a person wrote down."""
        return (self.name, *self.aliases)


class Chat(Model):
    """A chat that gets alerts."""

    id: TelegramId = Field(description="Telegram's number of the group or person.")
    topic: int | None = Field(None, gt=0, description="Forum topic.")
    brands: tuple[str, ...] | None = Field(None, description="Default: all own brands.")
    audiences: tuple[Audience, ...] | None = Field(None, description="Default: all but hr.")


class User(Model):
    """A person who may act."""

    id: PersonId = Field(description="Telegram's number of the person.")
    name: str = Field("", description="As colleagues see it on a card.")
    signature: str = Field("", description="Ends a reply draft.")

    @model_validator(mode="before")
    @classmethod
    def _bare_number(cls, given: Any) -> Any:
        return {"id": given} if isinstance(given, int) and not isinstance(given, bool) else given


class Team(Model):
    """Who is told, and who may act."""

    chats: tuple[Chat, ...] = Field((), description="Where alerts go.")
    users: tuple[User, ...] = Field((), description="Who may act; without it, everyone in the listed chats.")
    admins: tuple[PersonId, ...] = Field((), description="Who may change sources by chat; default: users.")
    ops: TelegramId | None = Field(None, description="Where broken sources are reported; default: chats.")


class Deliver(Model):
    """When mentions that can wait are told together."""

    p3: ClockTime = Field(read_clock("10:00"), description="Once a working day at this time.")


class Fallback(Model):
    """How the team is told when Telegram is out for an hour."""

    webhook: WebAddress | None = Field(None, description="Address that gets a POST.")
    email: MailAddress | None = Field(None, description="Address that gets a mail.")


class Escalate(Model):
    """When nobody took it: remind, once each."""

    p1: Duration = Field(timedelta(minutes=15), description="For urgent ones.")
    p2: Duration = Field(timedelta(hours=4), description="For important ones.")


class AnswerWithin(Model):
    """Until when an answer is due, counted from when a mention was found."""

    p1: Duration = Field(timedelta(hours=4), description="For urgent ones.")
    p2: Duration = Field(timedelta(hours=24), description="For important ones.")
    p3: Duration = Field(timedelta(hours=72), description="For information.")

    def __getitem__(self, severity: Severity) -> timedelta:
        """By severity."""
        return {Severity.P1: self.p1, Severity.P2: self.p2, Severity.P3: self.p3}[severity]


class Urgency(Model):
    """What makes an alert urgent, important or for information; docs/severity.md shows the whole table."""

    lowest_rating: float = Field(0.0, ge=0, le=1, description="With strong words a rating up to here is urgent; 0..1.")
    strong_below: float = Field(-0.7, ge=-1, le=0, description="At or below this score words are strong.")
    mild_above: float = Field(-0.5, ge=-1, le=0, description="Without a rating, above this score it can wait.")
    growth: Storm = Field(Burst(5, timedelta(hours=1)), description="A story that grows so fast is urgent.")
    reach_from: float = Field(2.0, gt=0, description="From this `weight` of a source on nothing can wait.")
    first_results: int = Field(10, ge=0, description="Nor can what stands among so many first search results.")


Language = Literal["ru", "en"]
Noise = Literal["vacancies", "tenders", "catalogues", "registers"]


class Alerts(Model):
    """What raises an alert, and how it reaches people."""

    negative_below: float = Field(-0.25, ge=-1, le=0, description="A negative text at or below this score is flagged.")
    severity: Urgency = Field(Urgency(), description="What is urgent, important or for information.")
    deliver: Deliver = Field(Deliver(), description="When mentions that can wait are told together.")
    quiet_hours: DayHours | None = Field(
        None, description="Held back and sent together in the morning; urgent ones pass."
    )
    working_hours: WeekHours | None = Field(None, description="Default: all hours count.")
    days_off: tuple[date, ...] = Field((), description="Days on which nobody works.")
    answer_within: AnswerWithin = Field(AnswerWithin(), description="Until when an answer is due.")
    escalate_after: Escalate = Field(Escalate(), description="When nobody took it: remind.")
    duty: tuple[PersonId, ...] = Field((), description="Who is on duty, in turns by week.")
    storm: Storm = Field(Burst(5, timedelta(minutes=30)), description="More than this: one message that grows.")
    noise: tuple[Noise, ...] = Field(
        ("vacancies", "tenders", "catalogues", "registers"), description="Stored, not alerted."
    )
    source_broken_after: int = Field(3, ge=1, description="Failures in a row until the team is told.")
    fallback: Fallback | None = Field(None, description="When Telegram is out for an hour.")


class DigestPlan(Model):
    """The weekly digest."""

    when: Moment = Field(When(0, read_clock("09:00")), description="Day and time in the team's zone.")
    style: Literal["auto", "classic"] = Field("auto", description="auto: rich where it can be.")
    email: tuple[MailAddress, ...] = Field((), description="Who gets it by mail.")


class Http(Model):
    """How pages are fetched."""

    user_agent: str = Field(
        AGENT, min_length=3, description="Its first word up to / is the name robots.txt knows us by."
    )
    per_host: PerHost = Field(
        Pace(1, timedelta(seconds=2)), description="Starts to one host, at most so many in a time."
    )
    timeout: Duration = Field(timedelta(seconds=30), description="For a whole request.")
    max_bytes: Size = Field(10_000_000, description="After decompression.")
    respect_robots: bool = Field(True, description="Whether robots.txt is obeyed.")
    allow_private_network: bool = Field(False, description="Loopback and private addresses are refused unless true.")
    proxy: str | None = Field(None, description="For crawling.")


class ForbiddenFile(Model):
    """A file with one place a line."""

    file: Annotated[str, AfterValidator(_filled)] = Field(description="Path beside sources.yaml.")


class ModelFolder(Model):
    """A trained model beside the words."""

    path: Annotated[str, AfterValidator(_filled)] = Field(
        description="Folder beside sources.yaml with model.onnx, tokenizer.json and config.json."
    )
    languages: tuple[Literal["ru", "en", "uk", "be"], ...] = Field(
        ("ru",), min_length=1, description="Those it was trained on; texts in others are left to the words."
    )


Forbidden = Annotated[
    Annotated[tuple[Place, ...], Tag("a list")] | Annotated[ForbiddenFile, Tag("a file of its own")],
    Discriminator(lambda given: "a file of its own" if isinstance(given, Mapping | ForbiddenFile) else "a list"),
]
Draft = Annotated[
    Annotated[str, Tag("text")] | Annotated[Mapping[Language, str], Tag("by language")],
    Discriminator(lambda given: "by language" if isinstance(given, Mapping) else "text"),
]


class Plan(Model):
    """The whole file."""

    language: Language = Field("en", description="Of the bot and the digest.")
    timezone: str = Field("UTC", description="The team's zone, such as Europe/Minsk.")
    brands: tuple[Brand, ...] = Field(min_length=1, description="Names that are watched.")
    sources: tuple[AnySource, ...] = Field(description="Where they are looked for.")
    team: Team = Field(Team(), description="Who is told, and who may act.")
    alerts: Alerts = Field(Alerts(), description="What raises an alert.")
    digest: DigestPlan = Field(DigestPlan(), description="The weekly digest.")
    forbidden: Forbidden = Field((), description="Places never fetched, stored, quoted or linked.")
    checklists: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Steps: default, or by kind of source."
    )
    replies: Mapping[str, Draft] = Field(default_factory=dict, description="Drafts offered with the alert.")
    lexicon: Mapping[str, Annotated[float, Field(ge=-4, le=4)]] = Field(
        default_factory=dict, description="The team's own words, -4..4."
    )
    model: ModelFolder | None = Field(None, description="A trained model that has half a say in the tone.")
    http: Http = Field(Http(), description="How pages are fetched.")
    retention: Duration = Field(
        timedelta(days=730), description="How long mentions are kept, from when they were found."
    )
    authors_for: Duration | None = Field(None, description="How long authors' names are kept.")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise PydanticCustomError("otklik_timezone", "unknown time zone", {"example": "Europe/Minsk"}) from None
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The team's zone."""
        return ZoneInfo(self.timezone)

    @property
    def places(self) -> tuple[str, ...]:
        """The forbidden places; reading the file puts its lines in place of its name."""
        return self.forbidden if isinstance(self.forbidden, tuple) else ()

    @property
    def own(self) -> tuple[Brand, ...]:
        """Our own brands."""
        return tuple(brand for brand in self.brands if brand.role is Role.OWN)

    def brand(self, id: str) -> Brand:  # noqa: A002  # the key in the file is called so
        """The brand with this id."""
        return next(brand for brand in self.brands if brand.id == id)

    def source(self, id: str) -> AnySource | None:  # noqa: A002  # the key in the file is called so
        """The source with this id, if it is there."""
        return next((source for source in self.sources if source.id == id), None)
