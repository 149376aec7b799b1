"""What a team does with a card beside taking and closing it: puts it off, hands it over, comes back, promises."""

from __future__ import annotations

from datetime import timedelta

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.asking import Answer, keep_asking
from bot.callbacks import ComeBack, Give, PutOff
from bot.heard import Heard
from bot.pressed import Pressed
from monitor.dates.ahead import but_for_day, day_ahead
from monitor.desk.later import morning, returned_at, snoozed_until
from monitor.domain import Action, Question
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import sentence, shorten
from monitor.team.workdays import Workdays
from monitor.telling.letters import colleagues

LONGEST_PROMISE = 200
_SHORTEST = 3  # letters of a promise that says something, beside the day
_WEEK = timedelta(days=7)


def router() -> Router:
    """The buttons behind «Отложить», «Передать» and «Вернуться к этому?», and what was promised."""
    r = Router(name="desk")
    r.callback_query.register(_put_off, PutOff.filter())
    r.callback_query.register(_give, Give.filter())
    r.callback_query.register(_come_back, ComeBack.filter())
    for said in (r.message, r.edited_message):
        said.register(_promised, Answer("promise"))
    return r


def day_to_come(calendar: Calendar) -> str:
    """A day for an example, that still lies ahead when it is read."""
    return calendar.day(calendar.now + _WEEK)


async def _put_off(_: CallbackQuery, callback_data: PutOff, pressed: Pressed) -> None:
    """The card goes back to its own buttons and says until when."""
    card = await pressed.card(callback_data.mention)
    if card is None:
        return
    until = snoozed_until(callback_data.snooze, pressed.now, pressed.plan.zone)
    acted = await pressed.act(callback_data.mention, Action.SNOOZE, until=until)
    await pressed.show(card, "card")
    due = acted.alert.record.due
    late = due is not None and pressed.now < due < until
    await pressed.tell_what_came(
        acted, "bot.toast.snooze_late" if late else "bot.toast.snooze", at=pressed.moment(until)
    )


async def _give(_: CallbackQuery, callback_data: Give, pressed: Pressed) -> None:
    """Only to somebody of the team: a forged button names nobody else."""
    card = await pressed.card(callback_data.mention)
    if card is None:
        return
    team = await colleagues(pressed.store, pressed.plan)
    colleague = next((one for one in team if one.id == callback_data.person), None)
    if colleague is None:
        await pressed.say("bot.toast.stale")
        return
    acted = await pressed.act(callback_data.mention, Action.HAND_OVER, to=colleague)
    await pressed.show(card, "card")
    await pressed.tell_what_came(acted, "bot.toast.give")


async def _come_back(_: CallbackQuery, callback_data: ComeBack, pressed: Pressed) -> None:
    """A reminder, on the morning of a day that the team works."""
    if await pressed.card(callback_data.mention) is None:
        return
    until = returned_at(callback_data.when, pressed.now, Workdays.of(pressed.plan))
    acted = await pressed.act(callback_data.mention, Action.FOLLOW_UP, until=until)
    if until is None:
        await pressed.tell_what_came(acted, "bot.toast.no_come_back")
        return
    await pressed.tell_what_came(acted, "bot.toast.come_back", at=pressed.moment(until))


async def _promised(_: Message, question: Question, heard: Heard) -> None:
    """Words and a day, wherever in them it stands; without a day the question stays."""
    said, zone = clean(heard.words).strip(), heard.plan.zone
    day = day_ahead(said, heard.now.astimezone(zone).date())
    if day is None or sum(map(str.isalpha, but_for_day(said))) < _SHORTEST:
        key = "bot.promise.when" if day is None else "bot.promise.what"
        again = heard.texts(key, example=day_to_come(heard.calendar))
        await keep_asking(question, sentence(again), heard)
        return
    said, until = shorten(said, LONGEST_PROMISE), morning(day, zone)
    acted = await heard.act(question.mention, Action.PROMISE, text=said, until=until)
    await heard.say_what_came(acted, "bot.promise.saved", at=heard.calendar.moment(until))
