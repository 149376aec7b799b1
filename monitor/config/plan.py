"""The models of sources.yaml: what the team may write, with the defaults of the promise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PrivateAttr,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from monitor.config.alerting import Alerts
from monitor.config.model import MailAddress, Model
from monitor.config.numbers import DECIMAL
from monitor.config.replies import Draft
from monitor.config.scalars import Duration, Moment, Pace, PerHost, Size, When, form, read_clock
from monitor.config.team import Team
from monitor.config.watching import HealthPlan
from monitor.config.zones import ZoneName
from monitor.domain import Audience, Role
from monitor.places.forbidden import read_place
from monitor.sources import AnySource
from monitor.sources.base import Proxy, ShortName, in_one_line
from monitor.texts import Language
from monitor.words.alphabets import in_one_alphabet

AGENT = "Otklik/1.0 (brand monitoring)"  # whom a site would write to is whoever runs it, and says so in `user_agent`


def _filled(written: str) -> str:
    if not written:
        raise PydanticCustomError("otklik_empty", "empty")
    return written


def _place(written: str) -> str:
    if read_place(written) is None:
        raise PydanticCustomError("otklik_place", "no place")
    return written


def _lettered(written: str) -> str:
    """Names are found, and compared, by their letters."""
    if not any(map(str.isalnum, written)):
        raise PydanticCustomError("otklik_letters", "no letters")
    return written


Word = Annotated[str, Field(min_length=2)]  # a single letter would match everywhere
Name = Annotated[Word, AfterValidator(_lettered)]
BrandName = Annotated[Name, AfterValidator(in_one_alphabet)]
Phrase = Annotated[Word, AfterValidator(in_one_alphabet)]
Place = Annotated[str, AfterValidator(_place), form("place")]
Steps = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]  # none would mean the built-in
_NAME = {"type": "string", "minLength": 2}
Signatures = Annotated[
    tuple[Name, ...],
    Field(min_length=1),
    BeforeValidator(lambda written: written if isinstance(written, list | tuple) else (written,)),
    WithJsonSchema({"anyOf": [_NAME, {"type": "array", "items": _NAME, "minItems": 1}]}),
]


class Replies(Model):
    """Who answers publicly for the brand."""

    author: Signatures = Field(
        description="The name, or a list of names, the company answers under: its answers close cards, "
        "and nothing it writes raises an alert.",
        examples=["Zubr Soft"],
    )


class Brand(Model):
    """A name to watch."""

    id: ShortName = Field(description="Short name, without spaces, for exports and for `brand:`.", examples=["zubr"])
    name: BrandName = Field(description="The name as people write it; all its forms are found.", examples=["Zubr Soft"])
    aliases: tuple[BrandName, ...] = Field(
        (),
        description="Other spellings, also a telephone number; otklik forms suggests more.",
        examples=[["ZubrSoft", "Зубр-Софт"]],
    )
    role: Role = Field(Role.OWN, description="own: ours, raises alerts. competitor: for comparison only, no alerts.")
    context: tuple[Phrase, ...] = Field(
        (), description="For an ambiguous name: it counts only near one of these words.", examples=[["CRM", "ERP"]]
    )
    exclude: tuple[Phrase, ...] = Field(
        (), description="Phrases that contain the name but are never a mention.", examples=[["Zubr National Park"]]
    )
    capital: bool | None = Field(
        None,
        description="true: only with a capital letter or in quotes; "
        "the default for a name that is also an ordinary word.",
        examples=[True],
    )
    replies: Replies | None = Field(None, description="Who answers publicly for the brand.")
    sites: tuple[Place, ...] = Field(
        (),
        description="Our own pages: they never raise an alert, and in search results they count as ours.",
        examples=[["zubr.example"]],
    )

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling a person wrote down."""
        return (self.name, *self.aliases)


class DigestPlan(Model):
    """The weekly digest."""

    when: Moment = Field(When(0, read_clock("09:00")), description="Day and time of the weekly summary.")
    style: Literal["auto", "classic"] = Field(
        "auto", description="auto: with tables and collapsible sections if the chat supports them; classic: without."
    )
    theme: Literal["light", "dark"] = Field("light", description="Colours of its pictures in Telegram.")
    email: tuple[MailAddress, ...] = Field(
        (), description="Who also gets it by mail; needs SMTP_URL in .env.", examples=[["director@example.com"]]
    )


class Http(Model):
    """How pages are fetched."""

    user_agent: Annotated[str, AfterValidator(in_one_line)] = Field(
        AGENT,
        min_length=3,
        description="How we introduce ourselves to sites; the first word, up to /, is our name in robots.txt.",
        examples=["ZubrWatch/1.0 (+https://zubr.example/bot)"],
    )
    per_host: PerHost = Field(
        Pace(1, timedelta(seconds=2)), description="The most requests to one site within a length of time."
    )
    timeout: Duration = Field(timedelta(seconds=30), description="How long a whole request may take.")
    max_bytes: Size = Field(
        10_000_000,
        description="How large one page may be once unpacked.",
        json_schema_extra={"default": "10MB"},
    )
    respect_robots: bool = Field(True, description="Whether to obey what sites ask for in robots.txt.")
    allow_private_network: bool = Field(
        False, description="true: addresses on this machine and in private networks may be read."
    )
    proxy: Proxy | None = Field(None, description="A proxy for all sources.", examples=["${PROXY}"])


class ForbiddenFile(Model):
    """A file with one place per line."""

    file: Annotated[str, AfterValidator(_filled)] = Field(
        description="A file next to this one, with one place per line.", examples=["forbidden.txt"]
    )


class ModelFolder(Model):
    """A trained model whose opinion makes up half of the tone."""

    path: Annotated[str, AfterValidator(_filled)] = Field(
        description="Folder next to this file with model.onnx, tokenizer.json and config.json.", examples=["model"]
    )
    languages: tuple[Literal["ru", "en", "uk", "be"], ...] = Field(
        ("ru",),
        min_length=1,
        description="Languages it was trained on; in other languages, words alone decide.",
        examples=[["ru", "en"]],
    )


Forbidden = Annotated[
    Annotated[tuple[Place, ...], Tag("a list")] | Annotated[ForbiddenFile, Tag("a file of its own")],
    Discriminator(lambda given: "a file of its own" if isinstance(given, Mapping | ForbiddenFile) else "a list"),
]


class Plan(Model):
    """The whole file."""

    language: Language = Field("en", description="Language of the bot and the digest.", examples=["ru"])
    timezone: ZoneName = Field(
        "UTC", description="Time zone for the digest, deadlines and dates without a zone.", examples=["Europe/Minsk"]
    )
    brands: tuple[Brand, ...] = Field(min_length=1, description="The names to watch for: yours and your competitors'.")
    sources: tuple[AnySource, ...] = Field(description="Where to look for them.")
    team: Team = Field(Team(), description="Who is told and who may act.")
    alerts: Alerts = Field(Alerts(), description="What raises an alert and how it reaches people.")
    digest: DigestPlan = Field(DigestPlan(), description="The weekly digest.")
    forbidden: Forbidden = Field(
        (),
        description="Places that are never read, stored, quoted or linked to: a list, or a separate file.",
        examples=[["bad.example", "@banned_channel"]],
    )
    checklists: Mapping[str, Steps] = Field(
        default_factory=dict,
        description="Your own checklist steps instead of the built-in ones: default, or per kind of source.",
        examples=[{"default": ["Find the contract", "Call the client", "Answer in public"]}],
    )
    replies: Mapping[str, Draft] = Field(
        default_factory=dict,
        description="Your own reply drafts instead of the built-in ones: default, or per reason or kind of source.",
        examples=[{"default": {"en": "Hello {author}, …", "ru": "Здравствуйте, {author}! …"}}],
    )
    lexicon: Mapping[str, Annotated[float, Field(ge=-4, le=4, allow_inf_nan=False), DECIMAL]] = Field(
        default_factory=dict,
        description="Your own words and their tone, from -4 (very bad) to 4 (very good).",
        examples=[{"missed the deadline": -2.5, "отвал": -2}],
    )
    model: ModelFolder | None = Field(None, description="A trained model whose opinion makes up half of the tone.")
    http: Http = Field(Http(), description="How pages are fetched.")
    health: HealthPlan = Field(HealthPlan(), description="Who watches over Otklik itself.")
    retention: Duration = Field(
        timedelta(days=730), description="How long mentions are kept after they were found; then they are deleted."
    )
    authors_for: Duration | None = Field(
        None,
        description="How long authors' names are kept; by default, as long as the mention.",
        examples=["180d"],
    )

    _former: Mapping[str, Audience] = PrivateAttr(default_factory=dict)

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

    def brand(self, id: str) -> Brand | None:  # noqa: A002  # the key in the file is called so
        """The brand with this id, if it is there."""
        return next((brand for brand in self.brands if brand.id == id), None)

    def brand_name(self, id: str) -> str:  # noqa: A002  # the same
        """What a brand is called; one that has left the file, by its id."""
        brand = self.brand(id)
        return brand.name if brand else id

    @property
    def audiences(self) -> Mapping[str, Audience]:
        """Who writes in each source, those included that have left the file and are remembered."""
        return {**self._former, **{source.id: source.audience for source in self.sources}}

    def audience_of(self, source: str) -> Audience:
        """Who writes in a source; in one that nobody remembers, clients."""
        entry = self.source(source)
        return entry.audience if entry else self._former.get(source, Audience.CLIENTS)

    def remembering(self, former: Mapping[str, Audience]) -> Plan:
        """The same, which still knows who wrote in sources that have left the file: what they found is still shown."""
        plan = self.model_copy()
        plan._former = former  # noqa: SLF001  # of its own kind
        return plan

    @property
    def enabled(self) -> tuple[AnySource, ...]:
        """The sources that are read."""
        return tuple(source for source in self.sources if source.enabled)

    def source(self, id: str) -> AnySource | None:  # noqa: A002  # the key in the file is called so
        """The source with this id, if it is there."""
        return self._by_id.get(id)

    @cached_property
    def _by_id(self) -> Mapping[str, AnySource]:
        return {source.id: source for source in self.sources}
