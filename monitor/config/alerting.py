"""What raises an alert, and how it reaches people: `alerts:` of sources.yaml."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from monitor.config.model import MailAddress, Model, PersonId
from monitor.config.scalars import Burst, ClockTime, DayHours, Duration, Storm, WeekHours, read_clock
from monitor.domain import Severity
from monitor.sources.base import WebAddress

Noise = Literal["vacancies", "tenders", "catalogues", "registers"]


class Deliver(Model):
    """When mentions that can wait are told together."""

    p3: ClockTime = Field(read_clock("10:00"), description="Once a working day at this time.")


class Fallback(Model):
    """How the team is told when Telegram is out for an hour."""

    webhook: WebAddress | None = Field(None, description="Address that gets a POST.")
    email: MailAddress | None = Field(None, description="Address that gets a mail.")


class Escalate(Model):
    """When nobody took it: remind, once each."""

    p1: Duration = Field(timedelta(minutes=15), description="For urgent ones.")
    p2: Duration = Field(timedelta(hours=4), description="For important ones.")


class AnswerWithin(Model):
    """Until when an answer is due, counted from when a mention was found."""

    p1: Duration = Field(timedelta(hours=4), description="For urgent ones.")
    p2: Duration = Field(timedelta(hours=24), description="For important ones.")
    p3: Duration = Field(timedelta(hours=72), description="For information.")

    def __getitem__(self, severity: Severity) -> timedelta:
        """By severity."""
        return {Severity.P1: self.p1, Severity.P2: self.p2, Severity.P3: self.p3}[severity]


class Urgency(Model):
    """What makes an alert urgent, important or for information; docs/severity.md shows the whole table."""

    lowest_rating: float = Field(0.0, ge=0, le=1, description="With strong words a rating up to here is urgent; 0..1.")
    strong_below: float = Field(-0.7, ge=-1, le=0, description="At or below this score words are strong.")
    mild_above: float = Field(-0.5, ge=-1, le=0, description="Without a rating, above this score it can wait.")
    growth: Storm = Field(Burst(5, timedelta(hours=1)), description="A story that grows so fast is urgent.")
    reach_from: float = Field(2.0, gt=0, description="From this `weight` of a source on nothing can wait.")
    first_results: int = Field(10, ge=0, description="Nor can what stands among so many first search results.")


class Alerts(Model):
    """What raises an alert, and how it reaches people."""

    negative_below: float = Field(-0.25, ge=-1, le=0, description="A negative text at or below this score is flagged.")
    severity: Urgency = Field(Urgency(), description="What is urgent, important or for information.")
    deliver: Deliver = Field(Deliver(), description="When mentions that can wait are told together.")
    quiet_hours: DayHours | None = Field(
        None, description="Held back and sent together in the morning; urgent ones pass."
    )
    working_hours: WeekHours | None = Field(None, description="Default: all hours count.")
    days_off: tuple[date, ...] = Field((), description="Days on which nobody works.")
    answer_within: AnswerWithin = Field(AnswerWithin(), description="Until when an answer is due.")
    escalate_after: Escalate = Field(Escalate(), description="When nobody took it: remind.")
    duty: tuple[PersonId, ...] = Field((), description="Who is on duty, in turns by week.")
    storm: Storm = Field(Burst(5, timedelta(minutes=30)), description="More than this: one message that grows.")
    noise: tuple[Noise, ...] = Field(
        ("vacancies", "tenders", "catalogues", "registers"), description="Stored, not alerted."
    )
    source_broken_after: int = Field(3, ge=1, description="Failures in a row until the team is told.")
    fallback: Fallback | None = Field(None, description="When Telegram is out for an hour.")
