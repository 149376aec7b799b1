"""The other side of the process that reads: starts it, asks it, ends it."""

from __future__ import annotations

import asyncio
import pickle
from asyncio.subprocess import Process
from dataclasses import replace
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from monitor.domain import Found, Page
from monitor.process.subprocesses import end_module, start_module
from monitor.reading.child import LENGTH
from monitor.sources.base import SourceBase

_PROGRAM = "monitor.reading.child"
_SLICE = 256 * 1024  # bytes of a body that wait in the pipe: a copy of it all would double it
_MOST = 64 * 1024 * 1024  # bytes of an answer


class DiedError(Exception):
    """It ended in the middle of a page, or said more than can be true."""


class Child:
    """A process of our own that reads one page at a time. It knows nothing of our environment, hence no secret."""

    def __init__(self, process: Process, questions: asyncio.StreamWriter, answers: asyncio.StreamReader) -> None:
        self._process = process
        self._questions = questions
        self._answers = answers

    @classmethod
    async def started(cls) -> Self:
        """One that is ready to read."""
        try:
            process = await start_module(_PROGRAM)
        except OSError as error:  # no memory, no room for another process
            raise DiedError from error
        if process.stdin is None or process.stdout is None:
            raise DiedError
        child = cls(process, process.stdin, process.stdout)
        try:
            await child._frame()
        except BaseException:
            await child.end()
            raise
        return child

    async def read(self, source: SourceBase, page: Page, *, now: datetime, zone: ZoneInfo) -> list[Found] | Exception:
        """What the page holds, or why it cannot be read. Whoever stops waiting has to end this process."""
        try:
            await self._tell(pickle.dumps((source, replace(page, body=b""), now, zone)))
            await self._tell(page.body)
        except ConnectionError as error:
            raise DiedError from error
        things: list[Found] = []
        size = 0
        while size <= _MOST:
            frame = await self._frame()
            size += len(frame)
            answer = pickle.loads(frame)  # nosec B301  # noqa: S301  # from a process of our own
            if answer is None:
                return things
            if isinstance(answer, Exception):
                return answer
            things += answer
        raise DiedError

    async def end(self) -> None:
        """Ends it, whatever it does."""
        await end_module(self._process)

    async def _tell(self, frame: bytes) -> None:
        pipe, view = self._questions, memoryview(frame)
        pipe.write(LENGTH.pack(len(frame)))
        for start in range(0, len(frame), _SLICE):
            pipe.write(view[start : start + _SLICE])
            await pipe.drain()

    async def _frame(self) -> bytes:
        try:
            (length,) = LENGTH.unpack(await self._answers.readexactly(LENGTH.size))
            return await self._answers.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise DiedError from error
