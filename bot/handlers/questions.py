"""The answers to our questions: was this negative? Whoever presses first answers, and all see it."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import Say, TakeBack
from bot.pressed import Pressed
from monitor.domain import Came, Reaction, Said
from monitor.live import Live
from monitor.render.display import clean
from monitor.render.question import said_of
from monitor.texts import Texts

_DONE = {
    Said.NEGATIVE: "lists.missed_done",
    Said.NEUTRAL: "bot.toast.not_negative",
    Said.SKIPPED: "questions.skipped_now",
}


def router() -> Router:
    """A press acts only on the questions of its own message."""
    r = Router(name="questions")
    r.callback_query.register(_say, Say.filter())
    r.callback_query.register(_take_back, TakeBack.filter())
    return r


async def _say(_: CallbackQuery, callback_data: Say, pressed: Pressed, live: Live) -> None:
    """«Это негатив» raises the card that was missed; each answer teaches, but a skip."""
    owed = await pressed.message(pressed.store.questions_at, callback_data.message)
    if owed is None:
        return
    place, said, raised = callback_data.place, callback_data.said, None
    if said is Said.PASSED:  # no button of ours says so
        await pressed.say("bot.toast.stale")
        return
    mention = await pressed.store.asked_about(owed.id, place)
    if said is Said.NEGATIVE and mention is not None:
        raised = live.understanding.raised(mention, pressed.now)
    reaction = await pressed.store.answer_question(
        owed.id, place, said, who=pressed.person, now=pressed.now, raised=raised
    )
    pressed.wake()
    await pressed.tell(_told(reaction, pressed.texts))


async def _take_back(_: CallbackQuery, callback_data: TakeBack, pressed: Pressed) -> None:
    """Only of the last answer; what it raised stays on the table and is said to."""
    owed = await pressed.message(pressed.store.questions_at, callback_data.message)
    if owed is None:
        return
    reaction = await pressed.store.take_back_answer(owed.id, callback_data.place, pressed.person, pressed.now)
    pressed.wake()
    if reaction.came is not Came.DONE:
        await pressed.say("questions.undo_late")
        return
    key = "questions.undone_card" if reaction.said is Said.NEGATIVE else "questions.undone"
    await pressed.say(key, id=f"m-{reaction.mention}")


def _told(reaction: Reaction, texts: Texts) -> str:
    """What the press came to; where nothing came of it, why."""
    name = f"m-{reaction.mention}"
    match reaction.came:
        case Came.DONE if reaction.said:
            return texts(_DONE[reaction.said], id=name)
        case Came.LATE if reaction.said:
            return texts("questions.late", id=name, who=clean(reaction.who), said=said_of(reaction.said, texts))
        case Came.SETTLED:
            return texts("questions.settled", id=name)
    return texts("questions.gone")
