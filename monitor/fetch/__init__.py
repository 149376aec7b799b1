"""The only door to the web."""

from monitor.fetch.clock import Clock
from monitor.fetch.fetcher import Fetched, Fetcher

__all__ = ["Clock", "Fetched", "Fetcher"]
