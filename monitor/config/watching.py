"""Who watches over the product itself: `health:` of sources.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Annotated

from pydantic import Field

from monitor.config.model import Model
from monitor.config.scalars import WRITTEN, ClockTime, form, reading
from monitor.sources.base import WebAddress

LOOPBACK = "127.0.0.1"
_NAME = r"[\w-]{1,63}(?:\.[\w-]{1,63})*"  # each part as long as a name server takes it
_DOOR = re.compile(rf"(?:(?P<host>{_NAME}|\[[0-9a-fA-F:]+\]):)?(?P<port>\d{{1,5}})", re.ASCII)
_PORTS = range(1, 65_536)


@dataclass(frozen=True, slots=True)
class Door:
    """Where somebody may ask; without a host only programs on this machine may."""

    port: int
    host: str = LOOPBACK

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def read_door(written: str) -> Door:
    """A port, or an address with one.

    >>> str(read_door("9464")), str(read_door("0.0.0.0:9464")), str(read_door("[::1]:9464"))
    ('127.0.0.1:9464', '0.0.0.0:9464', '[::1]:9464')
    """
    found = _DOOR.fullmatch(written.strip())
    if not found or int(found["port"]) not in _PORTS:
        raise ValueError(written)
    return Door(int(found["port"]), (found["host"] or LOOPBACK).strip("[]"))


Metrics = Annotated[
    Door,
    reading("door", read_door, lambda port: read_door(str(port))),
    WRITTEN,
    form("door", "integer", "string"),
]


class HealthPlan(Model):
    """Who watches over Otklik itself."""

    ping: WebAddress | None = Field(
        None,
        description="Requested every five minutes while all is well; when that stops, the service there alerts you.",
        examples=["https://hc-ping.example/${PING_KEY}"],
    )
    metrics: Metrics | None = Field(
        None,
        description="Metrics for Prometheus: a port on this machine only, or ADDRESS:PORT. Needs the extra metrics.",
        examples=[9464],
    )
    daily: ClockTime | None = Field(
        None,
        description="On working days at this time the ops chat is told how the day went.",
        examples=["18:00"],
    )


def can_measure() -> bool:
    """Whether the library of the extra `metrics` is there."""
    return find_spec("prometheus_client") is not None
