"""Decides who is told: which chats a brand's alerts, the digest and the news about sources are owed to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from monitor.config.plan import Plan
from monitor.config.team import Chat
from monitor.domain import Audience, Record, Severity
from monitor.domain.targets import HELD, TELEGRAM, TERMINAL, chat_target, mail_target, parts


@dataclass(frozen=True, slots=True)
class Scope:
    """What a chat may look at: the brands it hears of, and nothing that stands only on sources kept from it."""

    brands: frozenset[str] | None = None  # None: all
    hidden: frozenset[str] = frozenset()

    def holds(self, record: Record) -> bool:
        """Whether this mention may be shown there."""
        return any(self.shows(record.brand, source) for source in (record.source, *record.also))

    def shows(self, brand: str, source: str) -> bool:
        """Whether what a source says of a brand may be shown there, be it a mention of the store or not."""
        return (self.brands is None or brand in self.brands) and source not in self.hidden


EVERYTHING = Scope()


class Routes:
    """The targets of one plan."""

    def __init__(self, plan: Plan, *, telegram: bool, mail: bool = False) -> None:
        self._team = plan.team
        self._telegram = telegram
        self._mails = plan.digest.email if mail else ()
        self._own = tuple(brand.id for brand in plan.own)
        self._rivals = frozenset(brand.id for brand in plan.brands) - set(self._own)
        self._audiences = plan.audiences

    def under(self, plan: Plan) -> Routes:
        """The same ways, had this been the plan; nobody asks such a one about digests."""
        return Routes(plan, telegram=self._telegram)

    def alerts(self, brand: str, audience: Audience) -> tuple[str, ...]:
        """Where an alert about this brand goes; empty where nobody wants it. Of a competitor: to chats that name it."""
        if brand not in self._own:
            return self._named(brand, audience)
        return self._chosen(lambda chat: _wants_brand(chat, brand) and _wants_audience(chat, audience))

    def takes(self, brand: str, audience: Audience) -> Mapping[str, frozenset[Severity]]:
        """Of these the ones that do not want every alert, and what they want; a chat that stands twice wants both."""
        wanted: dict[str, list[tuple[Severity, ...] | None]] = {}
        for chat in self._team.chats if self._telegram else ():
            if _wants_brand(chat, brand) and _wants_audience(chat, audience):
                wanted.setdefault(_target(chat), []).append(chat.severities)
        return {
            target: frozenset(one for some in said for one in some or ())
            for target, said in wanted.items()
            if None not in said
        }

    def of(self, record: Record) -> tuple[str, ...]:
        """Where a mention that is stored already would be told now."""
        audience = self._audiences.get(record.source, Audience.CLIENTS)
        takes = self.takes(record.brand, audience)
        chats = self.alerts(record.brand, audience)
        return tuple(one for one in chats if one not in takes or record.severity in takes[one])

    def left(self, *targets: str) -> bool:
        """Whether the file names other chats, and none by one of these addresses: nobody is answered there."""
        named = [parts(one) for one in targets]
        if not self._telegram or not self._team.chats or any(one.kind != TELEGRAM for one in named):
            return False
        ours = {self._team.ops, *(chat.id for chat in self._team.chats), *(user.id for user in self._team.users)}
        return not any(int(one.place) in ours for one in named)

    def scope(self, *numbers: int) -> Scope:
        """Of the chat with one of these numbers; of one that stands in no list what a chat sees by default."""
        return self._scope([chat for chat in self._team.chats if chat.id in numbers] or [Chat(id=0)])

    def scope_of(self, *targets: str) -> Scope:
        """What a digest that is owed there may be about, by any address of the chat; a terminal is told of all.

        Whoever stands in no list, such as a reader by mail, sees what a chat does that asks for nothing special.
        """
        if TERMINAL in targets:
            return EVERYTHING
        return self._scope([chat for chat in self._team.chats if _target(chat) in targets] or [Chat(id=0)])

    def scopes(self) -> Mapping[str, Scope]:
        """What each of the chats may look at."""
        return {target: self.scope_of(target) for target in self.everyone() if target != HELD}

    def plain(self, *targets: str) -> bool:
        """Whether the file wants plain digests in this chat: somebody reads there who sees no rich ones."""
        return any(chat.digest == "classic" for chat in self._team.chats if _target(chat) in targets)

    def _scope(self, chats: Sequence[Chat]) -> Scope:
        hidden = frozenset(
            source
            for source, audience in self._audiences.items()
            if not any(_wants_audience(chat, audience) for chat in chats)
        )
        if any(not chat.brands for chat in chats):
            return Scope(hidden=hidden)
        brands = {brand for chat in chats for brand in chat.brands or ()}
        return Scope(self._rivals | brands, hidden)

    def about(self, brand: str) -> tuple[str, ...]:
        """Where what is said of a brand as a whole goes."""
        return self._chosen(lambda chat: _wants_brand(chat, brand))

    def everyone(self) -> tuple[str, ...]:
        """All chats, for the first summary."""
        return self._chosen(lambda _: True)

    def digest(self) -> tuple[str, ...]:
        """All chats, and whoever gets the digest by mail; nobody by mail without a server to send it."""
        mails = {address.casefold(): mail_target(address) for address in self._mails}
        return (*self.everyone(), *mails.values())

    def operations(self) -> tuple[str, ...]:
        """Where broken sources and the like are reported."""
        if self._telegram and self._team.ops is not None:
            return (chat_target(self._team.ops),)
        return self.everyone()

    def _named(self, brand: str, audience: Audience) -> tuple[str, ...]:
        chats = self._team.chats if self._telegram else ()
        wanting = (chat for chat in chats if brand in (chat.brands or ()) and _wants_audience(chat, audience))
        return tuple(dict.fromkeys(map(_target, wanting)))

    def _chosen(self, wanted: Callable[[Chat], bool]) -> tuple[str, ...]:
        if not self._telegram:
            return (TERMINAL,)
        if not self._team.chats:
            return (HELD,)
        return tuple(dict.fromkeys(_target(chat) for chat in self._team.chats if wanted(chat)))


def _target(chat: Chat) -> str:
    return chat_target(chat.id, chat.topic)


def _wants_brand(chat: Chat, brand: str) -> bool:
    return not chat.brands or brand in chat.brands


def _wants_audience(chat: Chat, audience: Audience) -> bool:
    """Employees' reviews go only to chats that ask for them."""
    return audience in chat.audiences if chat.audiences else audience is not Audience.HR
