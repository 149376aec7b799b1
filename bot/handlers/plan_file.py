"""sources.yaml by chat: sent as a document it is checked, compared and applied; /sources file sends the present one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import BaseFilter, Command
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardMarkup,
    Message,
)
from aiogram.types import Document as Attachment

from bot.acting import Acting
from bot.attachments import fetched
from bot.callbacks import AddSource, Drop, Replace, button
from bot.heard import Heard
from bot.keyboard import as_keys
from bot.monitor import Rehearse
from bot.pressed import Pressed
from bot.talk import patiently, turn_page
from monitor.config.difference import difference
from monitor.config.editing import PlanFile, Proposal, mark_of
from monitor.config.team import Team
from monitor.errors import ConfigError
from monitor.logs import Redaction
from monitor.render.display import clean
from monitor.render.document import Document, sentence
from monitor.render.proposal import difference_page, lines_page, rehearsed_lines, trouble_page
from monitor.texts import Texts

ENDINGS = (".yaml", ".yml")


log = structlog.get_logger(__name__)


class PlanSent(BaseFilter):
    """A document that is meant to be sources.yaml, whatever it is called."""

    async def __call__(self, message: Message) -> bool | dict[str, Attachment]:
        """Passes the document on."""
        sent = message.document
        named = sent is not None and (sent.file_name or "").lower().endswith(ENDINGS)
        return {"sent": sent} if named and sent else False


def router() -> Router:
    """The document, the answers to what it would change, and the file as it is."""
    r = Router(name="plan_file")
    r.message.register(_sent, PlanSent())
    r.message.register(_file, Command("sources", ignore_case=True, magic=F.args.casefold().in_({"file", "файл"})))
    r.callback_query.register(_replace, Replace.filter())
    r.callback_query.register(_drop, Drop.filter())
    return r


def offer(change: AddSource | Replace, texts: Texts) -> InlineKeyboardMarkup | None:
    """«Применить» and «Отмена»."""
    apply, cancel = button(texts("bot.button.apply"), change), button(texts("bot.button.cancel"), Drop())
    return as_keys([[apply, cancel]])


async def _sent(message: Message, sent: Attachment, heard: Heard, file: PlanFile, rehearse: Rehearse) -> None:
    """The answer hangs on the document, so that a press can fetch it again after a restart."""
    if not await heard.by_admin():
        return
    try:
        proposal = await asyncio.to_thread(file.propose, await fetched(heard.bot, sent), heard.plan)
    except ConfigError as error:
        await heard.answer(_refused(error, heard.texts), reply=True)
        return
    if proposal.mark == proposal.on:
        await heard.say("file.same", reply=True)
        return
    page, keys = await _offered(proposal, message, heard, rehearse, title="file.proposed")
    await heard.answer(page, keys, reply=True)


async def _replace(
    _: CallbackQuery, callback_data: Replace, pressed: Pressed, file: PlanFile, rehearse: Rehearse
) -> None:
    """The running bot takes the new file up by itself. What is applied is what the button was shown under."""
    if not await pressed.by_admin():
        return
    question = pressed.page
    sent = question.reply_to_message.document if question and question.reply_to_message else None
    if question is None or sent is None:
        await pressed.say("file.no_file")
        return
    await pressed.say()
    texts = pressed.texts
    try:
        data = await fetched(pressed.bot, sent)
        page, keys = await _replaced(data, callback_data, question, file, pressed, rehearse)
    except ConfigError as error:
        by_hand = [texts("file.replace_by_hand", path=str(file.path))] if error.key == "config.not_writable" else []
        page, keys = trouble_page(error, texts, *by_hand), question.reply_markup
    await turn_page(question, page, keys)


async def _replaced(  # noqa: PLR0917  # called in one place
    data: bytes, wanted: Replace, question: Message, file: PlanFile, pressed: Pressed, rehearse: Rehearse
) -> tuple[Document, InlineKeyboardMarkup | None]:
    """Twice at most: whoever overtakes us between looking and writing has changed the difference."""
    plan, texts = pressed.plan, pressed.texts
    if mark_of(data) != wanted.file:
        return sentence(texts("file.other")), None
    proposal = await asyncio.to_thread(file.propose, data, plan)
    if proposal.mark == proposal.on:
        return sentence(texts("file.same")), None
    if proposal.on != wanted.on or not await asyncio.to_thread(file.take, proposal):
        proposal = await asyncio.to_thread(file.propose, data, plan)
        return await _offered(proposal, question, pressed, rehearse, title="file.changed_meanwhile")
    log.info("sources.yaml replaced by chat")
    done = texts("file.taken", who=clean(pressed.person.name), name=file.path.name)
    return lines_page(await asyncio.to_thread(_changes, proposal, texts), texts, title=done), None


async def _drop(_: CallbackQuery, pressed: Pressed) -> None:
    """Leaves everything as it was; whoever may apply may drop."""
    if not await pressed.by_admin():
        return
    await pressed.say()
    if pressed.page is not None:
        said = pressed.texts("file.dropped", who=clean(pressed.person.name))
        await turn_page(pressed.page, sentence(said), None)


async def _file(message: Message, heard: Heard, file: PlanFile) -> None:
    """As it is written, so that it can be edited and sent back."""
    if not await heard.by_admin():
        return
    if message.chat.type != ChatType.PRIVATE:
        await heard.say("file.private_only")
        return
    try:
        data = await asyncio.to_thread(file.content)
    except ConfigError as error:
        await heard.answer(trouble_page(error, heard.texts))
        return
    await patiently(lambda: message.answer_document(BufferedInputFile(data, filename=file.path.name)))


async def _offered(
    proposal: Proposal, message: Message, acting: Acting, rehearse: Rehearse, *, title: str
) -> tuple[Document, InlineKeyboardMarkup | None]:
    texts = acting.texts
    warnings = [*_losses(proposal, message.chat.id, acting.person.id, texts), *proposal.loaded.warnings]
    changes = await asyncio.to_thread(_changes, proposal, texts)
    would = rehearsed_lines(await rehearse(proposal.loaded.plan), texts)
    page = difference_page(changes, warnings, texts, title=texts(title), tried=would)
    return page, offer(Replace(on=proposal.on, file=proposal.mark), texts)


def _changes(proposal: Proposal, texts: Texts) -> Sequence[str]:
    hide = Redaction(proposal.secrets).text
    return difference(proposal.before, proposal.loaded.plan, texts, hide)


def _losses(proposal: Proposal, chat: int, user: int, texts: Texts) -> list[str]:
    """What whoever applies it may not have meant."""
    before, after = proposal.before.team, proposal.loaded.plan.team
    told = []
    if _told(before, chat) and not _told(after, chat):
        told.append(texts("file.loses_chat"))
    if not after.admins and not after.users:
        told.append(texts("file.nobody"))
    elif before.may_change(user) and not after.may_change(user):
        told.append(texts("file.loses_admin"))
    return told


def _told(team: Team, chat: int) -> bool:
    return any(one.id == chat for one in team.chats)


def _refused(error: ConfigError, texts: Texts) -> Document:
    return lines_page(texts.error(error).splitlines(), texts, title=texts("file.refused"))
