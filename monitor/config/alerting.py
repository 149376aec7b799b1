"""What raises an alert, and how it reaches people: `alerts:` of sources.yaml."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from monitor.config.days import AnyDays
from monitor.config.model import MailAddress, Model, PersonId
from monitor.config.numbers import Decimal, Whole
from monitor.config.scalars import Burst, ClockTime, DayHours, Duration, Storm, WeekHours, read_clock
from monitor.domain import Severity
from monitor.sources.base import WebAddress

Noise = Literal["vacancies", "tenders", "catalogues", "registers"]


class Deliver(Model):
    """When alerts that can wait are sent together."""

    p3: ClockTime = Field(
        read_clock("10:00"), description="Alerts for information are sent together, once per working day at this time."
    )


class Fallback(Model):
    """How urgent and important alerts arrive when Telegram is down for an hour."""

    webhook: WebAddress | None = Field(
        None,
        description="An address that gets them as a JSON POST. Keep its secret part in .env.",
        examples=["https://hooks.example.com/otklik"],
    )
    email: MailAddress | None = Field(
        None, description="Who gets them by mail; needs SMTP_URL in .env.", examples=["team@example.com"]
    )


class Escalate(Model):
    """How soon to remind the team of an alert that nobody has taken."""

    p1: Duration = Field(
        timedelta(minutes=15), description="Of an urgent one; then again and again, calling the next person each time."
    )
    p2: Duration = Field(timedelta(hours=4), description="Of an important one; once.")


class AnswerWithin(Model):
    """How soon an answer is due after a mention was found."""

    p1: Duration = Field(timedelta(hours=4), description="For urgent alerts.")
    p2: Duration = Field(timedelta(hours=24), description="For important alerts.")
    p3: Duration = Field(timedelta(hours=72), description="For alerts for information.")

    def __getitem__(self, severity: Severity) -> timedelta:
        """By severity."""
        return {Severity.P1: self.p1, Severity.P2: self.p2, Severity.P3: self.p3}[severity]


class Urgency(Model):
    """What makes an alert urgent, important or for information."""

    lowest_rating: Decimal = Field(
        0.0,
        ge=0,
        le=1,
        description="A rating this low or lower is urgent if the words are strong; 0 is the worst rating, 1 the best.",
    )
    strong_below: Decimal = Field(-0.7, ge=-1, le=0, description="Words count as strong at or below this tone.")
    mild_above: Decimal = Field(
        -0.5, ge=-1, le=0, description="Without a rating, anything above this tone is for information."
    )
    growth: Storm = Field(
        Burst(5, timedelta(hours=1)), description="A story that grows this fast is urgent.", examples=["3 in 2h"]
    )
    reach_from: Decimal = Field(
        2.0, gt=0, description="From sources of this `weight` or more, every alert is at least important."
    )
    first_results: Whole = Field(
        10, ge=0, description="Anything among this many first search results is at least important."
    )


class Alerts(Model):
    """What raises an alert and how it reaches people."""

    negative_below: Decimal = Field(
        -0.25,
        ge=-1,
        le=0,
        description="A negative text raises an alert at or below this tone; the lower it is, the fewer alerts.",
    )
    severity: Urgency = Field(Urgency(), description="What makes an alert urgent, important or for information.")
    deliver: Deliver = Field(Deliver(), description="When alerts that can wait are sent together.")
    quiet_hours: DayHours | None = Field(
        None,
        description="Alerts are held back and sent together when these hours end; urgent ones get through.",
        examples=["22:00-08:00"],
    )
    working_hours: WeekHours | None = Field(
        None,
        description="Deadlines count only these hours, except urgent ones; by default, all hours count.",
        examples=["mon-fri 09:00-18:00"],
    )
    days_off: tuple[AnyDays, ...] = Field(
        (),
        description="Days when nobody works; deadlines skip them, except urgent ones.",
        examples=[["1-8 jan", "8 mar", "2026-12-25"]],
    )
    answer_within: AnswerWithin = Field(
        AnswerWithin(), description="How soon an answer is due after a mention was found."
    )
    escalate_after: Escalate = Field(
        Escalate(), description="How soon to remind the team of an alert that nobody has taken."
    )
    duty: tuple[PersonId, ...] = Field(
        (),
        description="Who is on duty, taking weekly turns; reminders call them by name.",
        examples=[[11111111, 22222222]],
    )
    storm: Storm = Field(
        Burst(5, timedelta(minutes=30)),
        description="If a chat gets more alerts than this, they become one growing message.",
    )
    noise: tuple[Noise, ...] = Field(
        ("vacancies", "tenders", "catalogues", "registers"),
        description="What is stored without an alert unless it speaks of a danger; [] lets everything through.",
        examples=[["vacancies", "tenders"]],
    )
    source_broken_after: Whole = Field(3, ge=1, description="The team is told after this many failures in a row.")
    fallback: Fallback | None = Field(
        None, description="How urgent and important alerts arrive when Telegram is down for an hour."
    )
