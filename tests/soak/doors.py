"""Pushes bad input through every door for as long as one likes: `python tests/soak/doors.py --minutes 10 --door feed`.

Each door is opened in a process of its own, which a watchdog ends when one input takes too long or too much. Whatever
is found is kept as a file, with the command that shows it again; the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import logging
import os
import resource
import struct
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from mmap import mmap
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from signal import SIGKILL
from time import monotonic
from traceback import format_exc
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:] = [str(HERE.parents[1]), str(HERE.parent), *(one for one in sys.path if Path(one or ".").resolve() != HERE)]

from hostile.door import Door, through  # noqa: E402  # found only after the line above
from hostile.doors import doors, light_doors, seeds  # noqa: E402
from hostile.mutation import LARGEST, Mutator  # noqa: E402

STUCK = 20.0  # seconds of one input, by the clock of a machine that does much else
OPENING = 120.0  # seconds: a door may start a server
MEMORY = 700 * 1024 * 1024  # bytes of address space beside what the open door has already
_PROCESSES = 100  # one after another: a door that ends more of them needs no further proof
_HEAD = struct.Struct("<dQ")  # when the present input was taken, and its length
_ROOM = 64 * 1024 * 1024


@dataclass
class Tally:
    """What came of one door."""

    name: str
    inputs: int = 0
    kinds: int = 0
    slowest: float = 0.0
    ended: int = 0  # processes that were ended over pages which the product reads in a process that it ends as well
    found: dict[str, str] = field(default_factory=dict)  # by place: what happened, and the file
    done: set[str] = field(default_factory=set)  # seeds that were pushed through already


@dataclass(frozen=True)
class Asked:
    """What the command line says."""

    minutes: float
    seed: int
    folder: Path
    coverage: bool
    seeds_only: bool
    small: bool


def main() -> int:
    """1 where anything was found."""
    asked, names, again = _asked()
    if again:
        return _again(names[0], again)
    print(f"seed {asked.seed}", flush=True)
    tallies = []
    for name in names:
        tally = _watched(name, asked, 60 * asked.minutes / len(names))
        tallies.append(tally)
        note = f", {tally.ended} ended as the product ends them" if tally.ended else ""
        print(
            f"{name:20} {tally.inputs:>9} inputs, {tally.kinds:>4} kinds, slowest {tally.slowest:5.2f} s{note}",
            flush=True,
        )
        for place, told in tally.found.items():
            print(f"    FOUND {place}: {told}", flush=True)
    found = sum(len(tally.found) for tally in tallies)
    print(f"{sum(tally.inputs for tally in tallies)} inputs through {len(tallies)} doors, {found} findings")
    return int(found > 0)


def _asked() -> tuple[Asked, list[str], Path | None]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0, help="for all the doors together")
    parser.add_argument("--door", action="append", default=[], help="only this one; may be said several times")
    parser.add_argument("--light", action="store_true", help="only the doors that need neither the bot nor a database")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3)), help="to see the same again")
    parser.add_argument("--findings", type=Path, default=Path("findings"), help="where findings are kept")
    parser.add_argument("--atheris", action="store_true", help="led by what is executed, where atheris is installed")
    parser.add_argument("--seeds", action="store_true", help="the seeds alone, unchanged")
    parser.add_argument("--small", action="store_true", help="without the seeds that are built because they are large")
    parser.add_argument("--again", type=Path, help="one file through one door")
    parser.add_argument("--list", action="store_true", help="names the doors")
    told = parser.parse_args()
    known = list(light_doors() if told.light else doors())
    if told.list:
        print("\n".join(known))
        sys.exit(0)
    if strange := set(told.door) - set(doors()):
        parser.error(f"no such door: {', '.join(sorted(strange))}")
    if told.again and len(told.door) != 1:
        parser.error("--again needs one --door")
    if told.atheris:
        _instrument()
    return (
        Asked(told.minutes, told.seed, told.findings, told.atheris, told.seeds, told.small),
        told.door or known,
        told.again,
    )


def _again(name: str, path: Path) -> int:
    door = doors()[name]()
    try:
        outcome = through(door, path.read_bytes())
    finally:
        door.close()
    print(outcome)
    return int(bool(outcome.fault))


# ---------------------------------------------------------------- the watchdog


def _watched(name: str, asked: Asked, seconds: float) -> Tally:
    """One process after another, until the time is up: each goes on where the last one ended."""
    tally, left = Tally(name), seconds
    for number in range(_PROCESSES):
        here, there = get_context("fork").Pipe(duplex=False)
        shared = mmap(-1, _ROOM)
        work = Work(name, asked, number, left, shared, there, frozenset(tally.done))
        child = get_context("fork").Process(target=_work, args=(work,))
        child.start()
        there.close()
        ended, spent = _follow(child, here, shared, tally, asked)
        left -= spent
        if ended or left <= 0:
            break
    return tally


def _follow(child: Any, told: Connection, shared: mmap, tally: Tally, asked: Asked) -> tuple[bool, float]:
    """Takes what a process tells; ends it where it is stuck. Whether it is done, and how long it changed seeds."""
    opened, listener = monotonic(), Listener(tally, asked, tally.inputs)
    while True:
        if told.poll(0.5):
            try:
                listener.hear(*told.recv())
            except EOFError:
                break
            continue
        taken, _ = _HEAD.unpack(shared[: _HEAD.size])
        if monotonic() - (taken or opened) > (STUCK if taken else OPENING):
            child.kill()
            break
    child.join()
    spent = monotonic() - listener.changing if listener.changing else 0.0
    if child.exitcode == 0:
        return True, spent
    taken, length = _HEAD.unpack(shared[: _HEAD.size])
    data = bytes(shared[_HEAD.size : _HEAD.size + length])
    why = f"stuck for {STUCK:.0f} s" if child.exitcode == -SIGKILL else f"died with {child.exitcode}"
    if taken and doors_apart(tally.name)(data):
        tally.ended += 1
    else:
        _found(tally, asked, why, "process" if taken else "opening", data)
    return not taken, spent


@dataclass
class Listener:
    """Takes down what one process tells."""

    tally: Tally
    asked: Asked
    before: int  # inputs of the processes before it
    changing: float = 0.0  # since when it changes seeds

    def hear(self, what: str, *more: Any) -> None:
        """One thing."""
        tally = self.tally
        if what == "count":
            tally.inputs, tally.kinds = self.before + more[0], max(tally.kinds, more[1])
            tally.slowest = max(tally.slowest, more[2])
        elif what == "seed":
            tally.done.add(more[0])
        elif what == "changing":
            self.changing = monotonic()
        elif what == "fault":
            _, place, data = more
            if place == "time" and doors_apart(tally.name)(data):
                tally.ended += 1
            else:
                _found(tally, self.asked, *more)


def doors_apart(name: str) -> Callable[[bytes], bool]:
    """What the product would read in a process of its own; doors that start servers read nothing so."""
    return light_doors()[name]().apart if name in light_doors() else lambda _: False


def _found(tally: Tally, asked: Asked, fault: str, place: str, data: bytes) -> None:
    if place in tally.found:
        return
    asked.folder.mkdir(parents=True, exist_ok=True)
    path = asked.folder / f"{tally.name}-{blake2b(data, digest_size=4).hexdigest()}"
    path.write_bytes(data)
    again = (
        f"python {Path(__file__).relative_to(Path.cwd()) if Path(__file__).is_relative_to(Path.cwd()) else __file__}"
    )
    tally.found[place] = f"{fault}\n          {again} --door {tally.name} --again {path}"


# ---------------------------------------------------------------- the process that works


@dataclass
class Worker:
    """Pushes input after input through one open door and tells what came of it."""

    door: Door
    shared: mmap
    tell: Connection
    until: float = 0.0
    inputs: int = 0
    slowest: float = 0.0
    kinds: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    told_at: float = 0.0

    def push(self, data: bytes) -> bool:
        """True where it led somewhere new."""
        data = data[: _ROOM - _HEAD.size]
        self.shared[_HEAD.size : _HEAD.size + len(data)] = data
        self.shared[: _HEAD.size] = _HEAD.pack(monotonic(), len(data))
        outcome = through(self.door, data)
        self.inputs += 1
        self.slowest = max(self.slowest, outcome.seconds)
        if outcome.fault and outcome.place not in self.places:
            self.places.add(outcome.place)
            self.tell.send(("fault", outcome.fault, outcome.place, data))
        kind = f"{outcome.told!r}{int(outcome.seconds * 10).bit_length()}"[:300]
        fresh = kind not in self.kinds
        self.kinds.add(kind)
        if monotonic() - self.told_at > 0.5:
            self.count()
        return fresh

    def count(self) -> None:
        """Tells how far it has come."""
        self.told_at = monotonic()
        self.tell.send(("count", self.inputs, len(self.kinds), self.slowest))


@dataclass(frozen=True)
class Work:
    """What a process is to do."""

    name: str
    asked: Asked
    number: int  # of the process
    seconds: float
    shared: mmap
    tell: Connection
    done: frozenset[str]


def _work(work: Work) -> None:
    warnings.simplefilter("ignore")  # what a library thinks of bad input is its own affair
    logging.disable(logging.CRITICAL)
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    door = doors()[work.name]()
    if not work.asked.coverage:  # libFuzzer has its own way to bound memory, and needs room for what it counts
        _bound()
    known = seeds(work.name, large=not work.asked.small)
    worker = Worker(door, work.shared, work.tell)
    try:
        for seed, data in known.items():
            if seed not in work.done:
                work.tell.send(("seed", seed))
                worker.push(data)
        worker.count()
        if not work.asked.seeds_only:
            work.tell.send(("changing",))
            worker.until = monotonic() + work.seconds
            _change(worker, work, [*known.values()])
    except Exception:  # noqa: BLE001  # a fault of this script, and to be told
        work.tell.send(("fault", format_exc(), "this script", b""))
    finally:
        work.tell.close()
        door.close()


def _change(worker: Worker, work: Work, known: list[bytes]) -> None:
    mutator = Mutator(worker.door, known, f"{work.asked.seed} {work.name} {work.number}")
    if work.asked.coverage:
        _led(worker, mutator, [one for one in known if len(one) <= LARGEST], work.asked.seed)
    while monotonic() < worker.until:
        data = mutator()
        if worker.push(data):
            mutator.keep(data)
    worker.count()


def _bound() -> None:
    """So much memory beside what it has, and no more."""
    has = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (has + MEMORY, has + MEMORY))


# ---------------------------------------------------------------- led by coverage


def _instrument() -> None:
    """Our own code tells which way it goes; it has to be loaded anew for that."""
    import atheris  # noqa: PLC0415  # where it is installed

    loaded = [name for name in sys.modules if name.partition(".")[0] in {"monitor", "bot", "hostile"}]
    for name in loaded:
        del sys.modules[name]
    with atheris.instrument_imports(include=["monitor", "bot"]):
        names = ("hostile.door", "hostile.doors", "hostile.mutation", "hostile.chat", "hostile.shelf")
        for name in names:
            __import__(name)
    found = {name: vars(sys.modules[name]) for name in names}
    globals().update({one: found["hostile.door"][one] for one in ("Door", "through")})
    globals().update({one: found["hostile.doors"][one] for one in ("doors", "light_doors", "seeds")})
    globals().update({one: found["hostile.mutation"][one] for one in ("LARGEST", "Mutator")})


def _led(worker: Worker, mutator: Mutator, known: list[bytes], seed: int) -> None:
    """libFuzzer chooses the input, our changes among its own; it ends the process by itself when the time is up."""
    from tempfile import mkdtemp  # noqa: PLC0415  # only here

    import atheris  # noqa: PLC0415  # where it is installed

    corpus = Path(mkdtemp(prefix="otklik-corpus-"))
    for number, data in enumerate(known):
        (corpus / str(number)).write_bytes(data)

    def one(data: bytes) -> None:
        worker.push(data)
        if monotonic() > worker.until:
            worker.count()
            worker.tell.close()
            worker.door.close()
            os._exit(0)

    def changed(data: bytes, most: int, _: int) -> bytes:
        made = mutator.changed(data) if worker.inputs % 2 else atheris.Mutate(data, most)
        return bytes(made[:most])

    limits = [
        f"-max_len={LARGEST}",
        f"-seed={seed + 1}",
        f"-rss_limit_mb={2 * MEMORY // 1024**2}",
        "-timeout=0",
        "-len_control=20",
    ]
    atheris.Setup([sys.argv[0], str(corpus), *limits], one, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
