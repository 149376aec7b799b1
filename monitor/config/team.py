"""Who is told, and who may act: `team:` of sources.yaml."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from monitor.config.model import Model, PersonId, TelegramId
from monitor.domain import Audience, Person, Severity


class Chat(Model):
    """A chat that gets alerts."""

    id: TelegramId = Field(description="Telegram's number of the group or person.")
    topic: int | None = Field(None, gt=0, description="Forum topic.")
    brands: tuple[str, ...] | None = Field(None, description="Default: all own brands.")
    audiences: tuple[Audience, ...] | None = Field(None, description="Default: all but hr.")
    digest: Literal["auto", "classic"] = Field(
        "auto", description="classic: where somebody reads in a client that shows no rich messages."
    )
    severities: tuple[Severity, ...] | None = Field(None, description="Default: all; [p1] for a chat of emergencies.")


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

    @property
    def named(self) -> tuple[Person, ...]:
        """Those whom colleagues know by name."""
        return tuple(Person(user.id, user.name) for user in self.users if user.name)

    def may_change(self, user: int) -> bool:
        """Whether this user may change sources.yaml by chat: admins, else users; without both nobody."""
        return user in (self.admins or {one.id for one in self.users})
