"""Reads pages: small good ones beside everything else, large or strange ones in a process that may die of them."""

from monitor.reading.reader import Reader

__all__ = ["Reader"]
