"""Who is told, and who may act: `team:` of sources.yaml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from monitor.config.model import BrandId, Model, PersonId, TelegramId
from monitor.config.numbers import NUMBER
from monitor.domain import Audience, Person, Severity


class Chat(Model):
    """A chat that gets alerts."""

    id: TelegramId = Field(
        description="Telegram's number of the group or person; the bot fills it in when a chat is paired.",
        examples=[-1001234567890],
    )
    topic: Annotated[int, Field(gt=0), NUMBER] | None = Field(
        None, description="A topic of a group with topics.", examples=[7]
    )
    brands: tuple[BrandId, ...] | None = Field(
        None, description="Alerts of which brands come here; without it all own brands.", examples=[["zubr"]]
    )
    audiences: tuple[Audience, ...] | None = Field(
        None, description="From which kinds of voices; without it all but hr.", examples=[["clients", "press"]]
    )
    digest: Literal["auto", "classic"] = Field(
        "auto",
        description="classic: where somebody reads in an app that shows no rich messages.",
        examples=["classic"],
    )
    severities: tuple[Severity, ...] | None = Field(
        None, description="How urgent; without it all. [p1] makes a chat for emergencies.", examples=[["p1"]]
    )


class User(Model):
    """A person who may act."""

    id: PersonId = Field(description="Telegram's number of the person.", examples=[11111111])
    name: str = Field("", description="The name as colleagues see it on a card.", examples=["Anna"])
    signature: str = Field("", description="Ends a reply draft.", examples=["Anna, Zubr Soft"])

    @model_validator(mode="before")
    @classmethod
    def _bare_number(cls, given: Any) -> Any:
        alone = isinstance(given, int | float | str) and not isinstance(given, bool) and given != ""
        return {"id": given} if alone else given


class Team(Model):
    """Who is told, and who may act."""

    chats: tuple[Chat, ...] = Field((), description="Where alerts go: groups or persons.")
    users: tuple[User, ...] = Field(
        (), description="Who may press buttons: numbers, or entries with a name; without it everyone in these chats."
    )
    admins: tuple[PersonId, ...] = Field(
        (),
        description="Who may change this file by chat; without it users, without both nobody.",
        examples=[[11111111]],
    )
    ops: TelegramId | None = Field(
        None, description="Where broken sources are reported; without it in the chats.", examples=[-1009876543210]
    )

    @property
    def named(self) -> tuple[Person, ...]:
        """Those whom colleagues know by name."""
        return tuple(Person(user.id, user.name) for user in self.users if user.name)

    def may_change(self, user: int) -> bool:
        """Whether this user may change sources.yaml by chat: admins, else users; without both nobody."""
        return user in (self.admins or {one.id for one in self.users})
