"""Brings home what one source shows now."""

from monitor.harvest.brought import Harvest, Memory
from monitor.harvest.entries import kept_as_shown
from monitor.harvest.gathering import gather

__all__ = ["Harvest", "Memory", "gather", "kept_as_shown"]
