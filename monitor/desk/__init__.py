"""The team's work on a mention: who may press what, and what comes of it."""

from __future__ import annotations

from monitor.desk.rules import answered_in_public, apply, reopened
from monitor.desk.state import Acted, Outcome, Press, Raised, Result, State, Undo

__all__ = [
    "Acted",
    "Outcome",
    "Press",
    "Raised",
    "Result",
    "State",
    "Undo",
    "answered_in_public",
    "apply",
    "reopened",
]
