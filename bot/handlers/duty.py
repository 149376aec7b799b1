"""/duty: who is on duty, and who takes over; /away: who is not there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.callbacks import OnDuty, button
from bot.keyboard import in_rows
from bot.pressed import Pressed
from bot.talk import say, targets
from monitor.config.plan import Plan
from monitor.dates.period import Misread, read_period
from monitor.domain import DutyHanded, Person
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import Document, sentence, shorten
from monitor.render.roster import away_page, days, duty_handed, duty_page, name_of, told_apart
from monitor.store import Store
from monitor.team.roster import Roster
from monitor.team.routes import Routes
from monitor.team.workdays import Workdays
from monitor.telling.reminders import roster_of
from monitor.texts import Texts

WEEKS = 5  # this one and the next four
BUTTONS = 12  # colleagues who can be put on duty by a press
_IN_ROW = 3
BACK = frozenset({"off", "cancel", "отменить", "отмена"})
_GIVEN = 60  # characters of what somebody typed


def router() -> Router:
    """Both commands, and the names under the list of turns."""
    r = Router(name="duty")
    r.message.register(_duty, Command("duty", ignore_case=True))
    r.message.register(_away, Command("away", ignore_case=True))
    r.callback_query.register(_chosen, OnDuty.filter())
    return r


async def _duty(
    message: Message,
    command: CommandObject,
    *,
    store: Store,
    plan: Plan,
    person: Person,
    texts: Texts,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
) -> None:
    """Shows the turns, or hands duty over to whoever is named."""
    now = clock()
    people = (person, *await store.colleagues())
    roster = await roster_of(store, plan, now, people)
    wanted = clean(command.args or "").strip()
    if not wanted:
        page = duty_page(list(roster.turns(now, WEEKS)), roster.known, Calendar(texts, plan.zone, now))
        await say(message, page, _names(roster, now))
        return
    found = roster.called(wanted, *{one.id: one for one in people}.values())
    if len(found) != 1:
        await say(message, _unclear(wanted, found or roster.known, texts, several=bool(found)))
        return
    await say(message, await _hand_over(message, found[0], roster, store, plan=plan, texts=texts, now=now))
    wake()


async def _chosen(query: CallbackQuery, callback_data: OnDuty, pressed: Pressed) -> None:
    """A press is as good as the name; people of an older file can no longer be chosen."""
    store, plan, texts, now = pressed.store, pressed.plan, pressed.texts, pressed.now
    roster = await roster_of(store, plan, now, await store.colleagues())
    who = next((one for one in roster.known if one.id == callback_data.person), None)
    if who is None or not isinstance(query.message, Message):
        await pressed.say("bot.toast.stale")
        return
    if _is_on_duty(who, roster, now):
        await pressed.say("roster.same", who=name_of(who.name))
        return
    await pressed.say()
    await say(query.message, await _hand_over(query.message, who, roster, store, plan=plan, texts=texts, now=now))
    pressed.wake()


async def _away(
    message: Message,
    command: CommandObject,
    *,
    store: Store,
    plan: Plan,
    person: Person,
    texts: Texts,
    clock: Callable[[], datetime],
) -> None:
    """Shows who is away, or notes that whoever writes will be."""
    now, given = clock(), clean(command.args or "").strip()
    if not given:
        roster = await roster_of(store, plan, now)
        await say(message, away_page(roster.absences(now), Calendar(texts, plan.zone, now)))
        return
    if given.casefold() in BACK:
        back = await store.come_back(person, now)
        await say(message, sentence(texts("roster.back" if back else "roster.not_away")))
        return
    calendar = Workdays.of(plan)
    period = read_period(given, calendar.day_of(now))
    if isinstance(period, Misread):
        await say(message, sentence(texts(f"roster.{period}", given=shorten(given, _GIVEN))))
        return
    start, end = calendar.midnight(period[0]), calendar.midnight(period[1] + timedelta(days=1))
    await store.go_away(person, start, end)
    await say(message, sentence(texts("roster.going", days=days(start, end, Calendar(texts, plan.zone, now)))))


async def _hand_over(
    message: Message, who: Person, roster: Roster, store: Store, *, plan: Plan, texts: Texts, now: datetime
) -> Document:
    """What comes of it, for whoever asked; the other chats of the team are told the same."""
    before = roster.on_duty(now)
    if _is_on_duty(who, roster, now):
        return sentence(texts("roster.same", who=name_of(who.name)))
    absent = next((one for one in roster.absences(now) if one.who.id == who.id and one.covers(now)), None)
    if absent is not None:
        gone = days(absent.start, absent.end, Calendar(texts, plan.zone, now))
        return sentence(texts("roster.absent", who=name_of(who.name), days=gone))
    await store.take_duty(who, now, roster.week_end(now))
    handed = DutyHanded(before.name if before else "", who.name, who.id, await store.at_work())
    here = set(targets(message, plan))
    others = [one for one in Routes(plan, telegram=True).everyone() if one not in here]
    await store.owe_all(others, handed, now, f"duty:{now.isoformat()}")
    return duty_handed(handed, texts)


def _names(roster: Roster, now: datetime) -> InlineKeyboardMarkup | None:
    """Colleagues who are there and could take over."""
    gone = roster.away(now)
    able = [one for one in roster.known if one.id not in gone and not _is_on_duty(one, roster, now)][:BUTTONS]
    names = told_apart(roster.known)
    buttons = [button(names[one.id], OnDuty(person=one.id)) for one in able]
    return InlineKeyboardMarkup(inline_keyboard=list(in_rows(buttons, _IN_ROW))) if buttons else None


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
