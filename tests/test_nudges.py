"""Of what the team is reminded, when, and who is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.config.plan import Plan
from monitor.domain import Nudge, Person, Severity, Shift, ShiftKind, Status
from monitor.team.nudges import Rules, Told, Waiting, due
from monitor.team.roster import Roster

MINSK = ZoneInfo("Europe/Minsk")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, 12:00 in Minsk
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ANNA, BORIS, VERA = Person(11, "Анна"), Person(22, "Борис"), Person(33, "Вера")
OFFICE = "mon-fri 09:00-18:00"


def plan(duty=(11, 22, 33), **alerts):
    users = [{"id": one.id, "name": one.name} for one in (ANNA, BORIS, VERA)]
    return Plan.model_validate(
        {
            "timezone": "Europe/Minsk",
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": [],
            "team": {"users": users},
            "alerts": {"duty": list(duty), **alerts},
        }
    )


def rules(*shifts, **alerts):
    one = plan(**alerts)
    return Rules.of(one, Roster(one, shifts))


def away(who, start=NOW - DAY, end=NOW + DAY):
    return Shift(ShiftKind.AWAY, who, start, end)


def card(severity=Severity.P2, *, hours=24, **changes):
    one = Waiting(1, severity, Status.NEW, asked=NOW, shown=NOW, deadline=NOW + hours * HOUR)
    return replace(one, **changes)


def taken(severity=Severity.P2, **changes):
    return card(severity, **{"status": Status.TAKEN, "assignee": BORIS, **changes})


def told_of(one, by, start, end, step=MINUTE):
    """What is said of a card as time goes by, each with its time and whom it names."""
    said, at = [], start
    while at <= end:
        for reminder in due(one, by, at):
            said.append((at, reminder.nudge, [who.name for who in reminder.people]))
            known = Told(reminder.nudge, reminder.moment, tuple(who.id for who in reminder.people))
            one = replace(one, told=(*one.told, known))
        at += step
    return said


def test_after_a_colleague_left_whoever_is_on_duty_is_reminded_of_what_they_had():
    one = taken(assignee=Person(99, "Глеб"), follow_up=NOW + 30 * HOUR)
    said = told_of(one, rules(duty=[33]), NOW, NOW + 48 * HOUR, HOUR)
    assert [(nudge, whom) for _, nudge, whom in said] == [
        (Nudge.HALF, ["Вера"]),
        (Nudge.DUE, ["Вера"]),
        (Nudge.FOLLOW_UP, ["Вера"]),
    ]
    assert [whom for *_, whom in told_of(one, rules(duty=[]), NOW, NOW + 48 * HOUR, HOUR)] == [[], [], []]


def test_while_whoever_has_it_is_away_the_one_on_duty_is_reminded_and_told_whose_it_is():
    one = taken(follow_up=NOW + 30 * HOUR)
    there, gone = rules(duty=[33]), rules(away(BORIS, end=NOW + 20 * HOUR), duty=[33])
    [half] = due(one, gone, NOW + 12 * HOUR)
    assert (half.nudge, half.people, half.absent) == (Nudge.HALF, (VERA,), "Борис")
    [half] = due(one, there, NOW + 12 * HOUR)
    assert (half.people, half.absent) == ((BORIS,), "")
    back = told_of(one, gone, NOW + 12 * HOUR, NOW + 31 * HOUR, HOUR)
    assert [whom for *_, whom in back] == [["Вера"], ["Борис"], ["Борис"]]
    [alone] = due(one, rules(away(BORIS), duty=[]), NOW + 12 * HOUR)
    assert (alone.people, alone.absent) == ((), "Борис")


def test_what_somebody_put_off_who_is_away_by_then_calls_whoever_is_on_duty():
    one = card(snoozed_until=NOW + HOUR, snoozed_by="Борис", asked=NOW - HOUR, shown=NOW - HOUR)
    [woken] = due(one, rules(away(BORIS), duty=[33]), NOW + HOUR)
    assert (woken.nudge, woken.people) == (Nudge.SNOOZE_OVER, (VERA,))


def test_whoever_has_it_is_reminded_at_half_of_the_time_and_at_its_end():
    assert told_of(taken(), rules(), NOW, NOW + 48 * HOUR, HOUR) == [
        (NOW + 12 * HOUR, Nudge.HALF, ["Борис"]),
        (NOW + 24 * HOUR, Nudge.DUE, ["Борис"]),
    ]


def test_half_of_the_time_is_half_of_the_working_time():
    late = datetime(2026, 11, 27, 17, 0, tzinfo=MINSK)  # a Friday: due on Tuesday at 17:00 after 18 working hours
    due_at = datetime(2026, 12, 1, 17, 0, tzinfo=MINSK)
    one = taken(asked=late, shown=late, deadline=due_at)
    said = told_of(one, rules(working_hours=OFFICE), late, due_at, HOUR)
    assert said == [
        (datetime(2026, 11, 30, 17, 0, tzinfo=MINSK), Nudge.HALF, ["Борис"]),
        (due_at, Nudge.DUE, ["Борис"]),
    ]


def test_half_of_an_urgent_answers_time_goes_by_at_night_too():
    late = datetime(2026, 11, 27, 17, 0, tzinfo=MINSK)  # an hour before everybody goes home
    one = taken(Severity.P1, asked=late, shown=late, deadline=late + 4 * HOUR)
    assert told_of(one, rules(working_hours=OFFICE), late, late + 4 * HOUR, HOUR / 2) == [
        (late + 2 * HOUR, Nudge.HALF, ["Борис"]),
        (late + 4 * HOUR, Nudge.DUE, ["Борис"]),
    ]


def test_what_nobody_took_names_who_is_on_duty_once():
    said = told_of(card(), rules(), NOW, NOW + 11 * HOUR)
    assert said == [(NOW + 4 * HOUR, Nudge.NOBODY, [rules().roster.on_duty(NOW).name])]


def test_the_end_of_the_time_of_what_nobody_took_names_who_is_on_duty():
    said = told_of(card(), rules(duty=[33]), NOW + 23 * HOUR, NOW + 25 * HOUR)
    assert said[-1] == (NOW + 24 * HOUR, Nudge.DUE, ["Вера"])
    assert told_of(card(Severity.P3), rules(duty=[33]), NOW + 24 * HOUR, NOW + 25 * HOUR)[-1][2] == []


def test_what_is_for_information_calls_nobody():
    assert told_of(card(Severity.P3), rules(), NOW, NOW + 11 * HOUR) == []


def test_what_is_urgent_calls_one_after_the_other_but_nobody_who_is_away():
    first, second, third = (one.name for one in rules().roster.order(NOW))
    absent = next(one for one in (ANNA, BORIS, VERA) if one.name == second)
    said = told_of(card(Severity.P1, hours=4), rules(away(absent)), NOW, NOW + 119 * MINUTE)
    assert said == [(NOW + 15 * MINUTE, Nudge.NOBODY, [first]), (NOW + 30 * MINUTE, Nudge.NOBODY, [third])]


def test_calling_ends_when_somebody_takes_it():
    one = card(Severity.P1, hours=4, told=(Told(Nudge.NOBODY, NOW + 15 * MINUTE, (11,)),))
    assert len(due(one, rules(), NOW + 30 * MINUTE)) == 1
    assert due(replace(one, status=Status.TAKEN, assignee=VERA), rules(), NOW + 30 * MINUTE) == ()


def test_what_was_given_back_waits_as_long_again_before_anybody_is_called():
    back = NOW + 40 * MINUTE
    one = card(Severity.P1, hours=4, given_back=back, told=(Told(Nudge.NOBODY, NOW + 15 * MINUTE, (11,)),))
    said = told_of(one, rules(), back, NOW + 100 * MINUTE)
    assert [at for at, _, _ in said] == [back + n * 15 * MINUTE for n in (1, 2, 3)]
    assert len({names[0] for _, _, names in said}) == 3


def test_a_round_missed_while_we_were_down_is_one_round():
    said = told_of(card(Severity.P1, hours=4), rules(), NOW + HOUR, NOW + 119 * MINUTE)
    assert [at - NOW for at, _, _ in said] == [60 * MINUTE, 75 * MINUTE, 90 * MINUTE]


def test_where_everybody_is_away_it_is_said_plainly_and_once():
    gone = [away(one) for one in (ANNA, BORIS, VERA)]
    said = told_of(card(Severity.P1, hours=4), rules(*gone), NOW, NOW + 119 * MINUTE)
    assert said == [(NOW + 15 * MINUTE, Nudge.ALL_AWAY, [])]


def test_where_all_on_duty_are_away_colleagues_are_called():
    said = due(card(), rules(away(ANNA), duty=(11,)), NOW + 4 * HOUR)
    assert [one.people for one in said] == [(BORIS,)]


def test_without_duty_nobody_is_named():
    said = told_of(card(Severity.P1, hours=4), rules(duty=()), NOW, NOW + 119 * MINUTE)
    assert said == [(NOW + 15 * MINUTE, Nudge.NOBODY, [])]


def test_after_an_outage_only_the_latest_is_told():
    said = told_of(card(), rules(), NOW + 30 * HOUR, NOW + 40 * HOUR, HOUR)
    assert said == [(NOW + 30 * HOUR, Nudge.DUE, [rules().roster.on_duty(NOW).name])]


def test_what_fell_due_before_the_card_went_out_is_not_said():
    one = card(shown=NOW + 25 * HOUR)
    assert told_of(one, rules(), NOW + 25 * HOUR, NOW + 28 * HOUR, HOUR) == []
    assert [one.nudge for one in due(one, rules(), NOW + 29 * HOUR)] == [Nudge.NOBODY]


def test_a_deadline_that_came_nearer_is_told_at_its_new_time_only():
    one = taken(told=(Told(Nudge.HALF, NOW + 12 * HOUR),))
    grown = replace(one, severity=Severity.P1, asked=NOW + 13 * HOUR, deadline=NOW + 17 * HOUR)
    assert [(at - NOW, nudge) for at, nudge, _ in told_of(grown, rules(), NOW + 13 * HOUR, NOW + 30 * HOUR, HOUR)] == [
        (15 * HOUR, Nudge.HALF),
        (17 * HOUR, Nudge.DUE),
    ]


def test_what_is_put_off_wakes_once_and_then_counts_on():
    one = card(snoozed_until=NOW + 5 * HOUR, snoozed_by="Вера")
    assert told_of(one, rules(), NOW, NOW + 13 * HOUR, HOUR)[:2] == [
        (NOW + 5 * HOUR, Nudge.SNOOZE_OVER, ["Вера"]),
        (NOW + 9 * HOUR, Nudge.NOBODY, [rules().roster.on_duty(NOW).name]),
    ]


def test_the_end_of_an_urgent_answers_time_is_told_though_it_is_put_off():
    later = NOW + 6 * HOUR
    assert told_of(taken(Severity.P1, hours=4, snoozed_until=later), rules(), NOW, NOW + 8 * HOUR, HOUR) == [
        (NOW + 4 * HOUR, Nudge.DUE, ["Борис"]),
        (later, Nudge.SNOOZE_OVER, ["Борис"]),
    ]
    assert told_of(taken(hours=4, snoozed_until=later), rules(), NOW, NOW + 8 * HOUR, HOUR) == [
        (later, Nudge.SNOOZE_OVER, ["Борис"])
    ]


def test_outside_working_hours_only_what_is_urgent_is_told():
    evening = datetime(2026, 11, 24, 18, 30, tzinfo=MINSK)
    office = rules(working_hours=OFFICE)
    one = taken(asked=NOW, snoozed_until=evening)
    assert due(one, office, evening) == ()
    assert [r.nudge for r in due(one, office, datetime(2026, 11, 25, 9, 0, tzinfo=MINSK))] == [Nudge.SNOOZE_OVER]
    assert [r.nudge for r in due(replace(one, severity=Severity.P1), office, evening)] == [Nudge.SNOOZE_OVER]


def test_in_quiet_hours_only_what_is_urgent_is_told():
    night, morning = datetime(2026, 11, 24, 23, 0, tzinfo=MINSK), datetime(2026, 11, 25, 8, 0, tzinfo=MINSK)
    quiet = rules(quiet_hours="22:00-08:00")
    one = taken(hours=72, snoozed_until=night)
    assert told_of(one, quiet, night, morning - MINUTE) == []
    assert [r.nudge for r in due(one, quiet, morning)] == [Nudge.SNOOZE_OVER]
    assert [r.nudge for r in due(replace(one, severity=Severity.P1), quiet, night)] == [Nudge.SNOOZE_OVER]


def test_whoever_is_on_duty_is_called_in_the_morning_though_half_of_the_time_went_by_in_the_night_too():
    evening, morning = datetime(2026, 11, 24, 19, 30, tzinfo=MINSK), datetime(2026, 11, 25, 8, 0, tzinfo=MINSK)
    one = card(asked=evening, shown=evening, deadline=evening + DAY)
    quiet = rules(quiet_hours="22:00-08:00")
    assert told_of(one, quiet, evening, morning + HOUR) == [
        (morning, Nudge.NOBODY, [quiet.roster.on_duty(morning).name]),
        (morning, Nudge.HALF, []),
    ]
    assert told_of(taken(asked=evening, shown=evening, deadline=evening + DAY), quiet, evening, morning + HOUR) == [
        (morning, Nudge.HALF, ["Борис"])
    ]


def test_what_was_agreed_is_told_of_answered_cards_too_and_never_dropped():
    one = taken(follow_up=NOW + HOUR, promise="вернуть деньги", promised_for=NOW + 2 * HOUR)
    answered = replace(one, status=Status.ANSWERED)
    said = due(answered, rules(), NOW + 30 * HOUR)
    assert [(r.nudge, r.people, r.detail) for r in said] == [
        (Nudge.FOLLOW_UP, (BORIS,), ""),
        (Nudge.PROMISE, (BORIS,), "вернуть деньги"),
    ]
    assert told_of(answered, rules(), NOW, NOW + 30 * HOUR, HOUR) == [
        (NOW + HOUR, Nudge.FOLLOW_UP, ["Борис"]),
        (NOW + 2 * HOUR, Nudge.PROMISE, ["Борис"]),
    ]


@pytest.mark.parametrize("status", [Status.DISMISSED, Status.ANSWERED])
def test_what_is_closed_is_left_alone(status):
    assert told_of(card(status=status), rules(), NOW, NOW + 30 * HOUR, HOUR) == []


def test_a_card_opened_again_after_its_time_is_told_so_once():
    one = taken(asked=NOW + 30 * HOUR)
    assert told_of(one, rules(), NOW + 30 * HOUR, NOW + 40 * HOUR, HOUR) == [(NOW + 30 * HOUR, Nudge.DUE, ["Борис"])]


def test_duty_goes_round_by_weeks_over_the_ends_of_years():
    roster = Roster(plan())
    mondays = [datetime(2026, 11, 23, 12, 0, tzinfo=MINSK) + n * 7 * DAY for n in range(60)]
    names = [roster.on_duty(monday).id for monday in mondays]
    assert all(names[n : n + 3] == names[:3] for n in range(0, 57, 3))
    assert len(set(names[:3])) == 3


def test_duty_changes_on_monday_at_midnight_of_the_team():
    roster = Roster(plan())
    monday = datetime(2026, 11, 30, tzinfo=MINSK)
    assert roster.on_duty(monday - timedelta(seconds=1)) != roster.on_duty(monday)
    assert roster.on_duty(monday) == roster.on_duty(monday + 7 * DAY - timedelta(seconds=1))
    assert roster.week_end(NOW) == monday


def test_turns_are_told_in_stretches_of_one_person_each():
    absent = Roster(plan()).on_duty(NOW)
    thursday, friday = (datetime(2026, 11, day, tzinfo=MINSK) for day in (26, 27))
    turns = list(Roster(plan(), [away(absent, thursday, friday)]).turns(NOW, 2))
    assert [turn.start for turn in turns] == [NOW, thursday, friday, datetime(2026, 11, 30, tzinfo=MINSK)]
    assert turns[0].who == turns[2].who == absent != turns[1].who


def test_a_colleague_who_takes_over_is_first_and_then_the_turns_go_on():
    monday = datetime(2026, 11, 30, tzinfo=MINSK)
    third = Roster(plan()).order(NOW)[2]
    roster = Roster(plan(), [Shift(ShiftKind.DUTY, third, NOW, monday)])
    assert roster.order(NOW) == (third, *[one for one in Roster(plan()).order(NOW) if one != third])
    assert roster.on_duty(monday) == Roster(plan()).on_duty(monday)


def test_times_when_nobody_is_there_are_found_where_absences_meet():
    start, end = datetime(2026, 12, 28, tzinfo=MINSK), datetime(2027, 1, 2, tzinfo=MINSK)
    shifts = [
        away(ANNA, start - DAY, end),
        away(BORIS, start, end + DAY),
        away(VERA, start - 2 * DAY, start + DAY),
        away(VERA, start + DAY, end + DAY),
    ]
    assert Roster(plan(), shifts).unattended(NOW) == ((start, end),)
    assert Roster(plan(), shifts).unattended(end) == ()
    assert Roster(plan(), shifts[:2]).unattended(NOW) == ()
    assert Roster(plan(duty=()), shifts).unattended(NOW) == ((start, end),)


def test_a_weekend_without_anybody_is_no_news_where_nobody_works_then():
    start = datetime(2026, 11, 28, tzinfo=MINSK)
    gone = [away(one, start, start + 2 * DAY) for one in (ANNA, BORIS, VERA)]
    assert Roster(plan(working_hours=OFFICE), gone).unattended(NOW) == ()
    assert Roster(plan(), gone).unattended(NOW) == ((start, start + 2 * DAY),)


@pytest.mark.parametrize(
    ("name", "found"), [("анна", [ANNA]), ("БОРИС", [BORIS]), ("ве", [VERA]), ("Галя", []), ("", [])]
)
def test_people_are_known_by_name_in_any_case_or_by_its_beginning(name, found):
    assert list(Roster(plan()).called(name)) == found


def test_a_whole_name_wins_over_a_longer_one_that_begins_so():
    roster = Roster(plan(), [])
    others = Person(44, "Аннабель"), Person(55, "Алёна")
    assert roster.called("Анна", *others) == (ANNA,)
    assert roster.called("анн", *others) == (ANNA, others[0])
    assert roster.called("алена", *others) == (others[1],)
