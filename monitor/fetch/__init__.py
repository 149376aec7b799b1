"""The only door to the web."""

from monitor.fetch.answer import Fetched
from monitor.fetch.clock import Clock
from monitor.fetch.fetcher import Fetcher
from monitor.fetch.remembered import Remembered, Web

__all__ = ["Clock", "Fetched", "Fetcher", "Remembered", "Web"]
