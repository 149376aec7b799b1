"""The plan in force, as the running program has it."""

from __future__ import annotations

from typing import Any

from monitor.config.load import Loaded
from monitor.config.plan import Plan
from monitor.live import Live


def live_of(plan: Plan | dict[str, Any], *, telegram: bool = True, mail: bool = False) -> Live:
    """By this file; another one is taken up by `take_up`."""
    return Live(_loaded(plan), telegram=telegram, mail=mail)


def take_up(live: Live, plan: Plan | dict[str, Any]) -> None:
    """As when the file has changed."""
    live.adopt(_loaded(plan))


def _loaded(plan: Plan | dict[str, Any]) -> Loaded:
    return Loaded(plan if isinstance(plan, Plan) else Plan.model_validate(plan))
