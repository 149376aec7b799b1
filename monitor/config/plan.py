"""The models of sources.yaml: what the team may write, with the defaults of the promise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, field_validator
from pydantic_core import PydanticCustomError

from monitor.config.alerting import Alerts
from monitor.config.model import MailAddress, Model
from monitor.config.replies import Draft
from monitor.config.scalars import Duration, Moment, Pace, PerHost, Size, When, read_clock
from monitor.config.team import Team
from monitor.config.watching import HealthPlan
from monitor.domain import Role
from monitor.forbidden import read_place
from monitor.sources import AnySource
from monitor.texts import Language

AGENT = "Otklik/0.1 (+https://github.com/otklik/otklik; brand monitoring)"


def _filled(written: str) -> str:
    if not written:
        raise PydanticCustomError("otklik_empty", "empty")
    return written


def _place(written: str) -> str:
    if read_place(written) is None:
        raise PydanticCustomError("otklik_place", "no place")
    return written


def _signature(written: str) -> str:
    """Names are compared by their letters."""
    return written if any(map(str.isalnum, written)) else _filled("")


Word = Annotated[str, Field(min_length=2)]  # a single letter would match everywhere
Place = Annotated[str, AfterValidator(_place)]
_NAME = {"type": "string", "minLength": 2}
Signatures = Annotated[
    tuple[Annotated[Word, AfterValidator(_signature)], ...],
    Field(min_length=1),
    BeforeValidator(lambda written: written if isinstance(written, list | tuple) else (written,)),
    WithJsonSchema({"anyOf": [_NAME, {"type": "array", "items": _NAME, "minItems": 1}]}),
]


class Replies(Model):
    """Who answers in public for a brand."""

    author: Signatures = Field(
        description="The name, or a list of the names, under which the company answers: its answers close a card, "
        "what it writes never raises one, and a stranger's comment is none."
    )


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
    sites: tuple[Place, ...] = Field((), description="Our own pages: never an alert; in search they count as ours.")

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling a person wrote down."""
        return (self.name, *self.aliases)


class DigestPlan(Model):
    """The weekly digest."""

    when: Moment = Field(When(0, read_clock("09:00")), description="Day and time in the team's zone.")
    style: Literal["auto", "classic"] = Field("auto", description="auto: rich where it can be.")
    theme: Literal["light", "dark"] = Field("light", description="Of the pictures in Telegram.")
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
    replies: Mapping[str, Draft] = Field(
        default_factory=dict, description="Drafts: default, or by kind of source, by reason, question, hr, permission."
    )
    lexicon: Mapping[str, Annotated[float, Field(ge=-4, le=4)]] = Field(
        default_factory=dict, description="The team's own words, -4..4."
    )
    model: ModelFolder | None = Field(None, description="A trained model that has half a say in the tone.")
    http: Http = Field(Http(), description="How pages are fetched.")
    health: HealthPlan = Field(HealthPlan(), description="Who watches over the product itself.")
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
        return self._by_id.get(id)

    @cached_property
    def _by_id(self) -> Mapping[str, AnySource]:
        return {source.id: source for source in self.sources}
