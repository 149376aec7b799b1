"""/statement: the agreed statement on a story, for three days, in place of any template."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog
from aiogram import Bot, Router
from aiogram.exceptions import AiogramError
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.refusals import Address, trouble
from bot.talk import only_admins, say, say_under
from monitor.config.plan import Plan
from monitor.config.replies import LONGEST
from monitor.domain import Owed, Person
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import Document, bold, code, line, sentence, shorten
from monitor.store import Store
from monitor.team.routes import Routes, Scope
from monitor.texts import Texts

OFF = "off"
_NAME = 20

log = structlog.get_logger(__name__)


def router() -> Router:
    """The command, for admins."""
    r = Router(name="statement")
    r.message.register(_statement, Command("statement", ignore_case=True))
    return r


async def _statement(
    message: Message,
    *,
    command: CommandObject,
    bot: Bot,
    store: Store,
    plan: Plan,
    person: Person,
    texts: Texts,
    scope: Scope,
    clock: Callable[[], datetime],
) -> None:
    """The answer stands where the command was given, and under every card of the story elsewhere."""
    if not plan.team.may_change(person.id):
        await say(message, sentence(only_admins(plan.team, texts)), reply=True)
        return
    name, text = _asked(command.args or "")
    story = await _seen(store, name, scope)
    if not text:
        await say(message, sentence(texts("statement.usage")), reply=True)
    elif story is None:
        await say(message, sentence(texts("statement.unknown", story=shorten(clean(name), _NAME))), reply=True)
    elif len(text) > LONGEST:
        await say(message, sentence(texts("statement.too_long", most=LONGEST)), reply=True)
    else:
        page = await _done(store, story, text, person, Calendar(texts, plan.zone, clock()))
        await say(message, page, reply=True)
        await _tell(bot, await store.cards_of(story, Routes(plan, telegram=True).left), page, besides=message.chat.id)


async def _seen(store: Store, name: str, scope: Scope) -> int | None:
    """The story, if its chat may see something of it."""
    story = await store.story(name)
    seen = story is not None and any(scope.holds(one) for one in await store.told_by(story))
    return story if seen else None


def _asked(args: str) -> tuple[str, str]:
    """Which story, and what is said of it."""
    name, *rest = args.split(maxsplit=1) or [""]
    return name, rest[0].strip() if rest else ""


async def _done(store: Store, story: int, text: str, person: Person, calendar: Calendar) -> Document:
    texts, name = calendar.texts, f"s-{story}"
    if text.lower() == OFF:
        ended = await store.disagree(story, calendar.now)
        return sentence(texts("statement.ended" if ended else "statement.none", story=name))
    agreed = await store.agree(story, text, person.name, calendar.now)
    said = texts("statement.set", story=name, at=calendar.stamp(agreed.until))
    lines = (clean(one).strip() for one in agreed.text.splitlines())
    return Document((line("🤝 ", bold(said)), line(code("\n".join(lines)))))


async def _tell(bot: Bot, cards: Iterable[Owed], page: Document, *, besides: int) -> None:
    """Whoever works on a card of this story must know, in whichever chat of the team it stands."""
    for card in cards:
        if Address.of(card.target).chat == besides:
            continue
        try:
            await say_under(bot, card, page)
        except AiogramError as error:  # the draft under that card will say so all the same
            log.warning("statement not told", mention=card.mention, error=str(trouble(error)))
