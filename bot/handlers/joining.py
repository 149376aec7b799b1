"""Who comes in: a code from the terminal connects a chat, a button one more, a code from /invite brings a colleague."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

import structlog
from aiogram import Router
from aiogram.enums import ChatType
from aiogram.filters import BaseFilter, Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.callbacks import Connect
from bot.heard import Heard
from bot.joining_pages import connected_page, invitation_page, joined_page, paired_page, paste_page
from bot.pressed import Pressed
from bot.talk import place_of, turn_page
from monitor.config.editing import PlanFile
from monitor.config.enrolling import Enrolment, connected, invited, paired
from monitor.config.team import Team
from monitor.errors import ConfigError
from monitor.render.display import clean
from monitor.render.document import shorten
from monitor.team.codes import CodeKind, Invitation, code_digest, code_in, fresh_code

NAME, SIGNATURE = 60, 200  # letters
_QUOTED = r"«([^»]+)»|“([^”]+)”|\"([^\"]+)\""
_NAMED = re.compile(rf"(?:{_QUOTED}|(\S+))\s*(?:{_QUOTED}|(.*))", re.DOTALL)
_SURNAME = re.compile(r"[A-ZА-ЯЁ][a-zа-яё]+(?:-[A-ZА-ЯЁ][a-zа-яё]+)?")
_WAYS = 4  # to write each of the two: in one of three quotes, or bare

log = structlog.get_logger(__name__)


class Invited(BaseFilter):
    """Whoever came in by a code; the door has used it up."""

    async def __call__(self, _: Message, invitation: Invitation | None = None) -> bool:
        """Whether there was one."""
        return invitation is not None


class TooLate(BaseFilter):
    """Somebody of the team with a code that is good no longer: strangers are not even told that."""

    async def __call__(self, _: Message, command: CommandObject) -> bool:
        """Whether it looks like one of ours."""
        return code_in(command.args or "") is not None


def router() -> Router:
    """/start with a code, /invite, and the button under the news of one more group."""
    r = Router(name="joining")
    r.message.register(_entered, Command("start", ignore_case=True), Invited())
    r.message.register(_too_late, Command("start", ignore_case=True), TooLate())
    r.message.register(_invite, Command("invite", ignore_case=True))
    r.callback_query.register(_connect, Connect.filter())
    return r


def invitation_in(text: str) -> Invitation:
    """Name and signature as an admin wrote them; a name of two words before a signature stands in quotes, that may.

    >>> invitation_in("Анна Ли").name, invitation_in("Анна Анна").signature
    ('Анна Ли', 'Анна')

    >>> invitation_in('Анна Анна, отдел маркетинга').signature, invitation_in('«Анна Ли» Ли').name
    ('Анна, отдел маркетинга', 'Анна Ли')
    >>> invitation_in('Анна "Анна, отдел маркетинга"').signature, invitation_in('Анна «Зубр-Софт», Анна').signature
    ('Анна, отдел маркетинга', '«Зубр-Софт», Анна')
    """
    found = _NAMED.fullmatch(text.strip())
    if found is None:
        return Invitation(CodeKind.INVITE)
    said = found.groups("")
    name, signature = "".join(said[:_WAYS]), "".join(said[_WAYS:])
    if said[_WAYS - 1] and said[-1] != name and _SURNAME.fullmatch(said[-1]):
        name, signature = f"{name} {signature}", ""
    return Invitation(CodeKind.INVITE, _short(name, NAME), _short(signature, SIGNATURE))


async def _entered(
    message: Message, *, invitation: Invitation, heard: Heard, file: PlanFile, reread: Callable[[], Awaitable[None]]
) -> None:
    """Whoever comes in is heard from here on; where the file cannot be changed, the lines to paste are shown."""
    plan, texts, person = heard.plan, heard.texts, heard.person
    name = invitation.name or _short(person.name, NAME)
    here = place_of(message)

    def join(team: Team) -> Enrolment:
        if invitation.kind is CodeKind.PAIR:
            return paired(team, here.chat, here.topic, person.id, name)
        return invited(team, person.id, name, invitation.signature)

    try:
        await asyncio.to_thread(file.enrol, join)
    except ConfigError as error:
        log.warning("nobody written into sources.yaml", error=error)
        await heard.answer(paste_page(error, join(plan.team), texts))
        return
    log.info("somebody came in", kind=invitation.kind.value)
    if invitation.kind is CodeKind.PAIR:
        held, _ = await heard.store.held(heard.routes.scope())
        await heard.answer(paired_page(name, texts, held=held))
    else:
        await heard.answer(joined_page(name, invitation.signature, texts))
    await reread()  # what they write next in this chat waits for it


async def _connect(
    _: CallbackQuery, callback_data: Connect, pressed: Pressed, file: PlanFile, reread: Callable[[], Awaitable[None]]
) -> None:
    """What is connected is what the message shows; where the file cannot be changed, it shows the lines to paste."""
    if not await pressed.by_admin():
        return
    notice, chat = pressed.page, callback_data.chat
    if notice is None or str(chat) not in (notice.text or ""):
        await pressed.say("bot.toast.stale")
        return
    await pressed.say()
    try:
        await asyncio.to_thread(file.enrol, lambda team: connected(team, chat))
    except ConfigError as error:
        await turn_page(notice, paste_page(error, connected(pressed.plan.team, chat), pressed.texts), None)
        return
    log.info("chat connected")
    await turn_page(notice, connected_page(chat, pressed.person.name, pressed.texts), None)
    await reread()


async def _too_late(_: Message, heard: Heard) -> None:
    await heard.say("people.code.dead", reply=True)


async def _invite(message: Message, command: CommandObject, heard: Heard) -> None:
    """The code is good for whoever has it: it is shown where the admin asked for it, and nowhere else."""
    if not await heard.by_admin():
        return
    invitation, code = invitation_in(command.args or ""), fresh_code()
    await heard.store.give_code(code_digest(code), invitation, heard.now)
    page = invitation_page(invitation, code, (await heard.bot.me()).username or "", heard.plan.team, heard.texts)
    await heard.answer(page, reply=message.chat.type != ChatType.PRIVATE)


def _short(text: str, limit: int) -> str:
    return shorten(clean(text).strip(), limit)
