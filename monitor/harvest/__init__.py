"""Brings home what one source shows now."""

from monitor.harvest.brought import Harvest, Memory
from monitor.harvest.gathering import Judge, gather

__all__ = ["Harvest", "Judge", "Memory", "gather"]
