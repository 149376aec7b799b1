"""What handlers ask of the monitor, and what can be set going there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from monitor.capture import Capture
from monitor.config.editing import PlanFile
from monitor.config.plan import Plan
from monitor.domain import Record, Rehearsed
from monitor.live import Live
from monitor.recognition import Recognition
from monitor.rehearsal import rehearsed
from monitor.render.document import Document
from monitor.store import Store
from monitor.team.routes import Scope

Digests = Callable[[Scope, str], Awaitable[tuple[Document, tuple[Record, ...]]]]  # as far as a chat may see it
Due = Callable[[set[str]], None]
Rehearse = Callable[[Plan], Awaitable[Rehearsed | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor:
    """The plan in force is asked for each time: a changed file counts at once."""

    store: Store
    live: Live
    clock: Callable[[], datetime]
    wake: Callable[..., None]
    digest: Digests
    capture: Capture
    recognition: Recognition
    file: PlanFile
    check: Callable[[], Awaitable[Sequence[str]]]
    reread: Callable[[], Awaitable[None]]
    due: Due

    async def rehearse(self, proposed: Plan) -> Rehearsed | None:
        """What another file would have made of the newest mentions."""
        return await rehearsed(self.store, self.live.understanding, proposed, self.clock())

    def parts(self) -> dict[str, Any]:
        """By the names under which handlers ask for them."""
        return {one.name: getattr(self, one.name) for one in fields(self)} | {"rehearse": self.rehearse}
