"""What is said to whoever comes in, and to whoever invites."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.config.enrolling import Enrolment
from monitor.config.team import Team
from monitor.errors import ConfigError
from monitor.render.display import clean
from monitor.render.document import Document, Kind, Line, bold, code, document, line, link
from monitor.team.codes import LASTS, Invitation
from monitor.texts import Texts

DOOR = "https://t.me/{bot}?start={code}"


def paired_page(who: str, texts: Texts, *, held: int) -> Document:
    """To a chat that is connected: what happens next, and who may do what."""
    told = ["people.paired.next", *(["people.paired.held"] if held else [])]
    return document(
        [
            line("✅ ", bold(texts("people.paired.title")), kind=Kind.TITLE),
            *(line(texts(key)) for key in told),
            Line(),
            line(texts("people.paired.who", who=clean(who))),
            line(texts("people.paired.help")),
        ]
    )


def connected_page(chat: int, who: str, texts: Texts) -> Document:
    """In place of the news of one more group."""
    return document([line("✅ ", texts("people.connected", chat=chat, who=clean(who)))])


def joined_page(who: str, signature: str, texts: Texts) -> Document:
    """To a new colleague."""
    signed = [line(texts("people.joined.signature", signature=clean(signature)))] if signature else []
    title = line("👋 ", bold(texts("people.joined.title", who=clean(who))), kind=Kind.TITLE)
    return document([title, line(texts("people.joined.next")), *signed, line(texts("people.joined.help"))])


def paste_page(error: ConfigError, more: Enrolment, texts: Texts) -> Document:
    """Where the file cannot be changed: why not, and the lines to paste."""
    lines = (line(one, kind=Kind.CODE) for one in more.block)
    return document([line(clean(texts.error(error))), line(texts("people.paste")), *lines])


def invitation_page(invitation: Invitation, said: str, bot: str, team: Team, texts: Texts) -> Document:
    """To an admin: what to pass on, and what will change by it."""
    return document(_invitation(invitation, said, bot, team, texts))


def _invitation(invitation: Invitation, said: str, bot: str, team: Team, texts: Texts) -> Iterator[Line]:
    name = clean(invitation.name) or texts("people.invite.anybody")
    yield line("✉️ ", bold(texts("people.invite.title", name=name)), kind=Kind.TITLE)
    if invitation.signature:
        yield line(texts("people.invite.signature", signature=clean(invitation.signature)))
    door = DOOR.format(bot=bot, code=said)
    yield line(texts("people.invite.press"))
    yield line(link(door, door))
    yield line(texts("people.invite.type"))
    yield line(code(f"/start {said}"))
    yield line(texts("people.invite.lasts", minutes=int(LASTS.total_seconds() // 60)))
    yield Line()
    if not team.users:
        yield line("⚠️ ", texts("people.invite.first"))
    if not team.admins:
        yield line("⚠️ ", texts("people.invite.may_change"))
    if not invitation.name:
        yield line(texts("people.invite.how"), kind=Kind.SMALL)
