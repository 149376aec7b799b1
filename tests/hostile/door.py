"""A door: one place where bytes of others come in, and the promise that holds there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import process_time
from traceback import extract_tb

from monitor.errors import MonitorError
from monitor.texts import LANGUAGES, Texts

SECONDS = 2.0  # of CPU for what runs beside everything else
COMMAND = 10.0  # of CPU for what a person waits for, such as a file of 50 MB that is imported
PARSER = 8.0  # of CPU for a page that the product reads in a process which it may end

_TEXTS = tuple(map(Texts, LANGUAGES))
_OWN = ("/monitor/", "/bot/", "/hostile/")


@dataclass(frozen=True)
class Door:
    """Takes input as the product takes it; answers with something small that tells one kind of input from another."""

    name: str
    take: Callable[[bytes], object]
    form: str = "text"  # how it is built: xml, html, json, yaml, mail, lines, bytes
    words: tuple[bytes, ...] = ()  # that mean something there
    apart: Callable[[bytes], bool] = lambda _: False  # whether the product would take it in a process of its own
    close: Callable[[], None] = lambda: None
    seconds: float = SECONDS  # of CPU for one input
    encoding: str = "strict"  # "replace" where only a terminal hears of it: that shows a sign for what is no letter


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one input. `fault` is a finding: an error that is none of ours, a broken promise, too much time."""

    told: object = None
    fault: str = ""
    place: str = ""  # where it happened; one fault is found in many ways
    seconds: float = 0.0


def through(door: Door, data: bytes) -> Outcome:
    """Pushes one input through a door. It may be refused, with a sentence; nothing else."""
    started = process_time()
    try:
        told: object = door.take(data)
    except MonitorError as error:
        told = error.key
        fault = next(_unsayable(error, door.encoding), "")
        if fault:
            return Outcome(told, fault, error.key)
    except MemoryError:
        if not door.apart(data):
            return Outcome(None, "MemoryError", "memory")
        told = "too heavy"
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what we look for
        return Outcome(None, f"{type(error).__name__}: {str(error)[:200]}", _place(error), process_time() - started)
    seconds = process_time() - started
    if seconds > (PARSER if door.apart(data) else door.seconds):
        return Outcome(told, f"took {seconds:.1f} s", "time", seconds)
    return Outcome(told, seconds=seconds)


def _unsayable(error: MonitorError, encoding: str) -> Iterator[str]:
    """A refusal has to be told, in every language, in letters that every terminal and messenger takes."""
    for texts in _TEXTS:
        try:
            said = texts.error(error)
            said.encode(errors=encoding)
        except Exception as wrong:  # noqa: BLE001  # as above
            yield f"a refusal that cannot be told: {error.key}: {type(wrong).__name__}: {str(wrong)[:100]}"
        else:
            if not said.strip() or said == error.key:
                yield f"a refusal without words: {error.key}"


def _place(error: Exception) -> str:
    frames = extract_tb(error.__traceback__)
    ours = [frame for frame in frames if any(one in frame.filename for one in _OWN)] or list(frames)
    last = ours[-1]
    return f"{type(error).__name__} in {last.filename.rpartition('/')[2]}:{last.name}"
