"""The other side of the process that draws: starts it, asks it, does without it."""

from __future__ import annotations

import asyncio
import pickle
from asyncio.subprocess import Process
from dataclasses import replace
from datetime import tzinfo
from weakref import WeakKeyDictionary

import structlog

from monitor.digest import Digest, Quality, Stories, Theme, pictured
from monitor.pictures.child import DEADLINE, Question
from monitor.process.subprocesses import end_module, start_module
from monitor.render.document import Picture
from monitor.texts import Texts

_PROGRAM = "monitor.pictures.child"

log = structlog.get_logger(__name__)
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


class UndrawnError(Exception):
    """There are no pictures, and it says why."""


async def draw(
    digest: Digest, *, texts: Texts, zone: tzinfo, theme: Theme, deadline: float = DEADLINE
) -> tuple[Picture, ...]:
    """The pictures of a digest; what cannot be drawn is left out, for the words are complete without it."""
    names = pictured(digest)
    if not names:
        return ()
    try:
        answers = await _answers((names, _shown(digest), texts.language, zone, theme), deadline)
    except UndrawnError as error:
        log.warning("a digest goes without its pictures", week=digest.week, reason=str(error))
        return ()
    for name, answer in zip(names, answers, strict=True):
        if isinstance(answer, str):
            log.warning("a picture could not be drawn", week=digest.week, picture=name, reason=answer)
    return tuple(answer for answer in answers if isinstance(answer, Picture))


def _shown(digest: Digest) -> Digest:
    """What pictures show of a digest: nobody's words."""
    return replace(
        digest,
        stories=Stories(mentions=digest.stories.mentions),
        sources=(),
        quality=Quality(0, 0, 0, 0, {}),
        past=tuple(replace(week, ratings=dict(week.ratings), rated=dict(week.rated)) for week in digest.past),
    )


async def _answers(question: Question, deadline: float) -> list[Picture | str]:
    async with _turns.setdefault(
        asyncio.get_running_loop(), asyncio.Lock()
    ):  # how many draw at once decides the memory
        process = await _started()
        try:
            async with asyncio.timeout(deadline):
                answer, _ = await process.communicate(pickle.dumps(question))
        except TimeoutError as error:
            raise UndrawnError(f"not ready after {deadline:g} s") from error
        finally:
            await end_module(process)
    if process.returncode or not answer:
        raise UndrawnError(f"the process that draws ended with {process.returncode}")
    drawn: list[Picture | str] = pickle.loads(answer)  # nosec B301  # noqa: S301  # from a process of our own
    return drawn


async def _started() -> Process:
    try:
        return await start_module(_PROGRAM, OPENBLAS_NUM_THREADS="1")  # each thread takes 30 MB
    except OSError as error:  # no memory, no room for another process
        raise UndrawnError(str(error)) from error
