"""/statement: the agreed statement on a story, for three days, in place of any template."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from aiogram import Bot, Router
from aiogram.exceptions import AiogramError
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.heard import Heard
from bot.refusals import Address, trouble
from bot.talk import say_under
from monitor.config.replies import LONGEST
from monitor.domain import Owed
from monitor.render.display import clean
from monitor.render.document import Document, bold, code, line, sentence, shorten

OFF = "off"
_NAME = 20

log = structlog.get_logger(__name__)


def router() -> Router:
    """The command, for admins."""
    r = Router(name="statement")
    r.message.register(_statement, Command("statement", ignore_case=True))
    return r


async def _statement(message: Message, command: CommandObject, heard: Heard) -> None:
    """The answer stands where the command was given, and under every card of the story elsewhere."""
    if not await heard.by_admin():
        return
    name, text = _asked(command.args or "")
    story = await _seen(name, heard)
    if not text:
        await heard.say("statement.usage", reply=True)
    elif story is None:
        await heard.say("statement.unknown", story=shorten(clean(name), _NAME), reply=True)
    elif len(text) > LONGEST:
        await heard.say("statement.too_long", most=LONGEST, reply=True)
    else:
        page = await _done(story, text, heard)
        await heard.answer(page, reply=True)
        cards = await heard.store.cards_of(story, heard.routes.left)
        await _tell(heard.bot, cards, page, besides=message.chat.id)


async def _seen(name: str, heard: Heard) -> int | None:
    """The story, if its chat may see something of it."""
    story = await heard.store.story(name)
    seen = story is not None and any(heard.scope.holds(one) for one in await heard.store.told_by(story))
    return story if seen else None


def _asked(args: str) -> tuple[str, str]:
    """Which story, and what is said of it."""
    name, *rest = args.split(maxsplit=1) or [""]
    return name, rest[0].strip() if rest else ""


async def _done(story: int, text: str, heard: Heard) -> Document:
    texts, name = heard.texts, f"s-{story}"
    if text.lower() == OFF:
        ended = await heard.store.disagree(story, heard.now)
        return sentence(texts("statement.ended" if ended else "statement.none", story=name))
    agreed = await heard.store.agree(story, text, heard.person.name, heard.now)
    said = texts("statement.set", story=name, at=heard.calendar.stamp(agreed.until))
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
            log.warning("statement not told", mention=card.mention, error=trouble(error))
