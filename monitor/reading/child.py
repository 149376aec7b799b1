"""The process that reads pages which may kill it: takes questions from its input, answers on its output, until it ends.

Everything it is told and says is a frame: four bytes of length, then a pickle, or the bare body of a page.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import islice
from struct import Struct
from typing import BinaryIO
from zoneinfo import ZoneInfo

from monitor.domain import Page
from monitor.errors import MonitorError
from monitor.reading.bounds import found
from monitor.sources.base import SourceBase

LENGTH = Struct(">I")
DEADLINE = 8  # seconds for one page; threads cannot be stopped, processes can
_GRACE = 2  # seconds more before it ends itself: nobody may be left to do that
MEMORY = 208 * 1024 * 1024  # bytes of address space, of which the program itself takes 70 MB
_BATCH = 200  # entries in one frame: unpacking it must not stall the other side

Question = tuple[SourceBase, Page, datetime, ZoneInfo]


def main() -> None:
    """Reads pages until nobody asks any more."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _limit_memory()
    _say(answers, b"")
    while head := _told(questions):
        source, page, now, zone = pickle.loads(head)  # nosec B301  # noqa: S301  # from the process that started us
        body = _told(questions)
        _end_in(DEADLINE + _GRACE)
        for frame in _answer((source, replace(page, body=body), now, zone)):
            _say(answers, frame)
        _end_in(0)


def _limit_memory() -> None:
    """Windows has no such limit."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # nor the module

        with suppress(ValueError, OSError):  # not every other system has it
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _end_in(seconds: int) -> None:
    """0 takes it back. On Windows only the other side can end us."""
    if sys.platform != "win32":
        signal.alarm(seconds)


def _answer(question: Question) -> Iterator[bytes]:
    """What was found, batch by batch, and nothing; or why it cannot be read."""
    source, page, now, zone = question
    things = found(source, page, now=now, zone=zone)
    try:
        while batch := list(islice(things, _BATCH)):
            yield pickle.dumps(batch)
    except MonitorError as error:
        yield pickle.dumps(error)
    except MemoryError:
        raise  # a process that is full is of no more use
    except Exception as error:  # noqa: BLE001  # the one boundary is on the other side
        yield pickle.dumps(RuntimeError("".join(traceback.format_exception(error))))
    else:
        yield pickle.dumps(None)


def _told(questions: BinaryIO) -> bytes:
    """One frame; nothing where the other side has gone."""
    length = questions.read(LENGTH.size)
    return questions.read(*LENGTH.unpack(length)) if len(length) == LENGTH.size else b""


def _say(answers: BinaryIO, frame: bytes) -> None:
    answers.write(LENGTH.pack(len(frame)) + frame)
    answers.flush()
