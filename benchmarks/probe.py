"""Runs the product with a probe in its loop: `python -m benchmarks.probe REPORT run ...` is `otklik run ...`, observed.

Every five milliseconds the probe wants its turn. How late it comes is a stall: by the clock, which neighbours on the
machine push as well; by the time that the loop itself computed meanwhile; and by the time that all of our threads did,
for whoever holds the interpreter's lock keeps the loop waiting too. The last two do not depend on neighbours.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import threading
import time
from array import array
from collections.abc import Coroutine
from pathlib import Path
from traceback import StackSummary, walk_stack
from typing import Any, NoReturn

PAUSE = 0.005  # seconds from one tick to the next
LATE = 0.020  # from here on a sampler looks at what runs
SAMPLE = 0.008
FRAMES = 14
IDLE = (
    "_worker",
    "_connection_worker_thread",
    "_do_waitpid",
    "wait",
    "select",
)  # functions in which a thread waits for work

_HERE = Path(__file__).resolve().parents[1]


class Probe:
    """What was seen; written down when the product ends."""

    def __init__(self) -> None:
        self.ticks = array("d")  # at, late, by the loop, by the process; one after the other
        self.stacks: list[tuple[float, float, list[str], list[list[str]]]] = []
        self.collections: list[tuple[float, float, int, str]] = []
        self._due = 0.0
        self._own = self._all = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._began = 0.0
        self._main = threading.get_ident()

    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop of the product, with the probe at work in it."""
        self._loop = asyncio.SelectorEventLoop()
        self._loop.call_soon(self._next)
        threading.Thread(target=self._watch, daemon=True, name="sampler").start()
        gc.callbacks.append(self._collected)
        return self._loop

    def write(self, path: Path) -> None:
        """All of it."""
        own = [time.thread_time(), time.process_time()]
        seen = {"ticks": list(self.ticks), "stacks": self.stacks, "collections": self.collections, "cpu": own}
        path.write_text(json.dumps(seen), encoding="utf-8")

    def _next(self) -> None:
        self._due = time.perf_counter() + PAUSE
        self._own, self._all = time.thread_time(), time.process_time()
        assert self._loop is not None
        self._loop.call_later(PAUSE, self._tick)

    def _tick(self) -> None:
        late = max(time.perf_counter() - self._due, 0.0)
        own, everybody = time.thread_time() - self._own, time.process_time() - self._all
        self.ticks.extend((time.time(), late, min(late, own), min(late, everybody)))
        self._next()

    def _watch(self) -> None:
        """Looks at every thread while the loop is late."""
        while True:
            time.sleep(SAMPLE)
            due = self._due
            late = time.perf_counter() - due
            if not due or late < LATE:
                continue
            frames = sys._current_frames()
            mine = frames.pop(self._main)
            frames.pop(threading.get_ident(), None)
            others = [told for frame in frames.values() if not (told := _told(frame))[-1].endswith(IDLE)]
            self.stacks.append((time.time(), late, _told(mine), others))

    def _collected(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self._began = time.perf_counter()
        elif (took := time.perf_counter() - self._began) > PAUSE:
            name = threading.current_thread().name
            self.collections.append((time.time(), took, info["generation"], name))


def _told(frame: Any) -> list[str]:
    """The innermost frames, outermost first."""
    told = []
    for one in StackSummary.extract(walk_stack(frame), limit=FRAMES, lookup_lines=False):
        path = Path(one.filename)
        name = str(path.relative_to(_HERE)) if path.is_relative_to(_HERE) else "/".join(path.parts[-2:])
        told.append(f"{name}:{one.lineno} {one.name}")
    return told[::-1]


def main() -> None:
    """The product, with `asyncio.run` of our own."""
    report, probe = Path(sys.argv[1]), Probe()
    sys.argv = ["otklik", *sys.argv[2:]]

    def run(work: Coroutine[Any, Any, Any]) -> Any:
        with asyncio.Runner(loop_factory=probe.loop) as runner:
            return runner.run(work)

    asyncio.run = run  # type: ignore[assignment]  # the command line calls it by this name
    from monitor.__main__ import main as otklik  # noqa: PLC0415

    us, leave = os.getpid(), os._exit

    def end(code: int) -> NoReturn:
        if os.getpid() == us:  # a child leaves this way as well
            probe.write(report)
        leave(code)

    os._exit = end  # type: ignore[assignment]  # the product leaves by this when all has ended in order
    otklik()


if __name__ == "__main__":
    main()
