"""/duty: who is on duty, and who takes over; /away: who is not there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.acting import Acting
from bot.callbacks import OnDuty, button
from bot.heard import Heard
from bot.keyboard import as_keys, in_rows
from bot.pressed import Pressed
from bot.talk import say, targets
from monitor.dates.period import Misread, read_period
from monitor.domain import DutyHanded, Person
from monitor.render.display import clean
from monitor.render.document import Document, line, sentence, shorten
from monitor.render.phrase import numbered
from monitor.render.roster import away_page, days, duty_handed, duty_page, name_of, told_apart
from monitor.store import Query, Work
from monitor.team.roster import Roster
from monitor.team.workdays import Workdays
from monitor.telling.reminders import roster_of
from monitor.texts import Texts

WEEKS = 5  # this one and the next four
BUTTONS = 12  # colleagues who can be put on duty by a press
_IN_ROW = 3
BACK = frozenset({"off", "no", "cancel", "отменить", "отмена", "нет"})
_GIVEN = 60  # characters of what somebody typed


def router() -> Router:
    """Both commands, and the names under the list of turns."""
    r = Router(name="duty")
    r.message.register(_duty, Command("duty", ignore_case=True))
    r.message.register(_away, Command("away", ignore_case=True))
    r.callback_query.register(_chosen, OnDuty.filter())
    return r


async def _duty(message: Message, command: CommandObject, heard: Heard) -> None:
    """Shows the turns, or hands duty over to whoever is named."""
    now, people = heard.now, (heard.person, *await heard.store.colleagues())
    roster = await roster_of(heard.store, heard.plan, now, people)
    wanted = clean(command.args or "").strip()
    if not wanted:
        able = _able(roster, now)
        page = duty_page(list(roster.turns(now, WEEKS)), able, heard.calendar)
        await heard.answer(page, _names(able, roster))
        return
    found = roster.called(wanted, *{one.id: one for one in people}.values())
    if len(found) != 1:
        await heard.answer(_unclear(wanted, found or roster.known, heard.texts, several=bool(found)))
        return
    await heard.answer(await _hand_over(message, found[0], roster, heard))
    heard.wake()


async def _chosen(_: CallbackQuery, callback_data: OnDuty, pressed: Pressed) -> None:
    """A press is as good as the name; people of an older file can no longer be chosen."""
    roster = await roster_of(pressed.store, pressed.plan, pressed.now, await pressed.store.colleagues())
    who = next((one for one in roster.known if one.id == callback_data.person), None)
    if who is None or pressed.page is None:
        await pressed.say("bot.toast.stale")
        return
    if _is_on_duty(who, roster, pressed.now):
        await pressed.say("roster.same", who=name_of(who.name))
        return
    await pressed.say()
    await say(pressed.page, await _hand_over(pressed.page, who, roster, pressed))
    pressed.wake()


async def _away(_: Message, command: CommandObject, heard: Heard) -> None:
    """Shows who is away, or notes that whoever writes will be."""
    now, given, store, person = heard.now, clean(command.args or "").strip(), heard.store, heard.person
    if not given:
        roster = await roster_of(store, heard.plan, now)
        await heard.answer(away_page(roster.absences(now), heard.calendar))
        return
    if given.casefold() in BACK:
        back = await store.come_back(person, now)
        await heard.say("roster.back" if back else "roster.not_away")
        return
    workdays = Workdays.of(heard.plan)
    period = read_period(given, workdays.day_of(now))
    if isinstance(period, Misread):
        await heard.say(f"roster.{period}", given=shorten(given, _GIVEN))
        return
    start, end = workdays.midnight(period[0]), workdays.midnight(period[1] + timedelta(days=1))
    before = [one for one in await store.go_away(person, start, end) if one[0] < start or end < one[1]]
    going, was = days(start, end, heard.calendar), ", ".join(days(*one, heard.calendar) for one in before)
    said = heard.texts("roster.going_instead" if before else "roster.going", days=going, before=was)
    await heard.answer(Document((line(said), *[line(one) for one in await _in_hand(heard)])))


async def _in_hand(heard: Heard) -> list[str]:
    """What somebody has to see to while they are away."""
    scope = heard.scope
    mine = Query(brands=scope.brands, hidden=scope.hidden, work=Work.MINE, assignee=heard.person.id)
    numbers = [one.number for one in await heard.store.mentions(mine)]
    return [heard.texts("roster.in_hand", list=numbered(numbers, heard.texts))] if numbers else []


async def _hand_over(message: Message, who: Person, roster: Roster, acting: Acting) -> Document:
    """What comes of it, for whoever asked; the other chats of the team are told the same."""
    store, texts, now = acting.store, acting.texts, acting.now
    before = roster.on_duty(now)
    if _is_on_duty(who, roster, now):
        return sentence(texts("roster.same", who=name_of(who.name)))
    absent = roster.absence(who, now)
    if absent is not None:
        gone = days(absent.start, absent.end, acting.calendar)
        return sentence(texts("roster.absent", who=name_of(who.name), days=gone))
    await store.take_duty(who, now, roster.week_end(now))
    handed = DutyHanded(before.name if before else "", who.name, who.id, await store.at_work())
    here = set(targets(message, acting.plan))
    others = [one for one in acting.routes.everyone() if one not in here]
    await store.owe_all(others, handed, now, f"duty:{now.isoformat()}")
    return duty_handed(handed, texts)


def _able(roster: Roster, now: datetime) -> list[Person]:
    """Colleagues who are there and could take over."""
    gone = roster.away(now)
    return [one for one in roster.known if one.id not in gone and not _is_on_duty(one, roster, now)]


def _names(able: Sequence[Person], roster: Roster) -> InlineKeyboardMarkup | None:
    names = told_apart(roster.known)
    buttons = [button(names[one.id], OnDuty(person=one.id)) for one in able[:BUTTONS]]
    return as_keys(in_rows(buttons, _IN_ROW))


def _is_on_duty(who: Person, roster: Roster, now: datetime) -> bool:
    """By number: the same person may go by two names."""
    current = roster.on_duty(now)
    return current is not None and current.id == who.id


def _unclear(wanted: str, people: Sequence[Person], texts: Texts, *, several: bool) -> Document:
    if not people:
        return sentence(texts("roster.no_names"))
    key = "roster.several" if several else "roster.unknown"
    known = ", ".join(told_apart(people).values())
    return sentence(texts(key, name=shorten(wanted, _GIVEN), known=known))
