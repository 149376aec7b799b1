"""Who is told, and who may act: `team:` of sources.yaml."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from monitor.config.model import BrandId, Model, PersonId, TelegramId
from monitor.config.numbers import NUMBER
from monitor.domain import Audience, Person, Severity
from monitor.identity.authors import is_nobody
from monitor.sources.base import WebAddress

AUTHOR: Final = "{author}"


def _with_author(written: str) -> str:
    if AUTHOR not in written:
        raise PydanticCustomError("otklik_no_author", "no author", {"blank": AUTHOR})
    return written


class Chat(Model):
    """A chat that gets alerts."""

    id: TelegramId = Field(
        description="Telegram number of the group or person; the bot fills it in when you pair a chat.",
        examples=[-1001234567890],
    )
    topic: Annotated[int, Field(gt=0), NUMBER] | None = Field(
        None, description="Number of the topic, in a group with topics.", examples=[7]
    )
    brands: tuple[BrandId, ...] | None = Field(
        None,
        description="Which brands' alerts come here; by default, all own brands. Name a competitor to hear who asks "
        "about it before buying.",
        examples=[["zubr"]],
    )
    audiences: tuple[Audience, ...] | None = Field(
        None, description="Whose words come here; by default, everyone's but hr.", examples=[["clients", "press"]]
    )
    digest: Literal["auto", "classic"] = Field(
        "auto",
        description="classic: for a chat where somebody's app does not show rich messages.",
        examples=["classic"],
    )
    severities: tuple[Severity, ...] | None = Field(
        None,
        description="How urgent; by default, alerts of any urgency come here. [p1] makes a chat for emergencies.",
        examples=[["p1"]],
    )


class User(Model):
    """A person who may act."""

    id: PersonId = Field(description="Telegram number of the person.", examples=[11111111])
    name: str = Field("", description="The name colleagues see on a card.", examples=["Anna"])
    signature: str = Field("", description="The signature at the end of a reply draft.", examples=["Anna, Zubr Soft"])

    @model_validator(mode="before")
    @classmethod
    def _bare_number(cls, given: Any) -> Any:
        alone = isinstance(given, int | float | str) and not isinstance(given, bool) and given != ""
        return {"id": given} if alone else given


class Team(Model):
    """Who is told and who may act."""

    chats: tuple[Chat, ...] = Field((), description="Where alerts go: groups or people.")
    users: tuple[User, ...] = Field(
        (), description="Who may press buttons: numbers, or entries with a name; by default, everyone in these chats."
    )
    admins: tuple[PersonId, ...] = Field(
        (),
        description="Who may change this file from the chat; by default, users; if neither is set, nobody.",
        examples=[[11111111]],
    )
    ops: TelegramId | None = Field(
        None, description="Where broken sources are reported; by default, in the chats.", examples=[-1009876543210]
    )
    client_search: Annotated[WebAddress, AfterValidator(_with_author)] | None = Field(
        None,
        description="Where you look up clients, such as the search page of your CRM, with {author} where the name "
        "goes: a link on each card. Nothing is opened or sent by itself.",
        examples=["https://crm.example.com/search?query={author}"],
    )

    @property
    def named(self) -> tuple[Person, ...]:
        """Those whom colleagues know by name."""
        return tuple(Person(user.id, user.name) for user in self.users if user.name)

    def may_change(self, user: int) -> bool:
        """Whether this user may change sources.yaml by chat: admins, else users; without both nobody."""
        return user in (self.admins or {one.id for one in self.users})

    def client_page(self, author: str) -> str:
        """Where whoever goes by this name is looked for among the clients; empty where nobody says who it is."""
        if self.client_search is None or not author.strip() or is_nobody(author):
            return ""
        return self.client_search.replace(AUTHOR, quote(author.strip(), safe=""))
