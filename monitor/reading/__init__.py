"""Reads pages: small good ones beside everything else, large or strange ones in a process that may die of them."""

from monitor.reading.reader import Read, Reader
from monitor.reading.seen import Marks, Seen, SeenEntries, prints

__all__ = ["Marks", "Read", "Reader", "Seen", "SeenEntries", "prints"]
