"""Other readers of feeds beside the product, on the same feeds; each in an environment of its own, made on demand."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import product
from benchmarks.apart import NotHereError, Seen, answered, apart, in_turn
from benchmarks.cycles import flawless, of, resting_of
from benchmarks.figures import Figure, exactly, times_less
from benchmarks.processes import Usage
from benchmarks.site import NEW, Place, open_apart

READER = ("reader==3.26", "sgmllib3k==1.0.0")  # the second one it needs and does not say so
FIRST, CHANGED, UNCHANGED = 10, 8, 5  # times less CPU than reader takes
_PROJECT = Path(__file__).resolve().parents[1]
_ENVIRONMENT = _PROJECT / ".venv-bench"


async def measure(size: Place = Place()) -> list[Figure]:  # noqa: B008  # a frozen value
    """Resident, the product as above and lemon24/reader with ten workers, each with a database in a file. newsboat is
    told from start to end, for it does not stay; where it is not installed, its line says so."""
    try:
        python = await environment(*READER)
    except NotHereError as error:
        print(error, file=sys.stderr)
        return [Figure("lemon24/reader", "", "not installed"), *newsboat_figures(None, [])]
    boat = shutil.which("newsboat")
    async with open_apart(size) as site:
        sides = {"otklik": partial(apart, product.crawled, place=asdict(site)), "reader": partial(reader, python, site)}
        if boat:
            sides["newsboat"] = partial(apart, newsboat, program=boat, place=asdict(site))
        seen = await in_turn(sides)
    return [*peer_figures(seen, size), *newsboat_figures(seen.get("newsboat"), seen["otklik"])]


def peer_figures(seen: Mapping[str, Sequence[Seen]], size: Place) -> Iterator[Figure]:
    """What is made of the measurements."""
    ours, theirs = seen["otklik"], seen["reader"]
    yield times_less("all new: lemon24/reader / otklik", FIRST, of(ours, "first"), of(theirs, "first"))
    held = size.feeds * size.items
    yield exactly("  entries that reader holds", held, of(theirs, "first, held"))
    yield times_less("each tenth feed changed", CHANGED, of(ours, "changed"), of(theirs, "changed"))
    yield exactly("  entries that reader holds", held + NEW * len(size.moved(1)), of(theirs, "changed, held"))
    yield times_less("nothing changed", UNCHANGED, resting_of(ours), resting_of(theirs))
    yield from flawless(ours)


def newsboat_figures(theirs: Sequence[Seen] | None, ours: Sequence[Seen]) -> Iterator[Figure]:
    """It has no target: it stands here for who asks."""
    if theirs is None:
        yield Figure("newsboat", "", "not installed")
        return
    yield times_less("all new: newsboat / otklik", None, of(ours, "first"), of(theirs, "first"))
    yield times_less("nothing changed: newsboat, started anew / otklik", None, resting_of(ours), resting_of(theirs))


async def environment(*packages: str) -> Path:
    """The interpreter of an environment that has these packages; raises NotHereError where there can be none."""
    python = _ENVIRONMENT / "bin" / "python"
    mark = _ENVIRONMENT / f"has {' '.join(packages)}"
    if not mark.exists():
        await _done(sys.executable, "-m", "venv", "--clear", str(_ENVIRONMENT))
        await _done(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)
        mark.touch()
    return python


async def reader(python: Path, site: Place) -> Seen:
    """Its interpreter knows nothing of ours."""
    script = str(Path(__file__).with_name("lemon.py"))
    return await answered(str(python), "-I", script, site.base(0), *site.addresses)


async def newsboat(program: str, place: Mapping[str, Any]) -> Seen:
    """Started for each cycle; the third one is the first in which it gets along with 304."""
    site, seen = Place(**place), dict[str, float]()
    with TemporaryDirectory(prefix="otklik-bench-") as name:
        folder = Path(name)
        (folder / "url").write_text("\n".join(site.addresses), encoding="utf-8")
        (folder / "config").write_text("reload-threads 10\n", encoding="utf-8")
        words = [f"--{what}-file={folder / what}" for what in ("url", "cache", "config")]
        await site.become(0)
        for cycle in ("first", "second", "unchanged", "unchanged again"):
            before = Usage.now()
            await _done(program, *words, "--execute=reload")
            seen[cycle] = Usage.now().since(before)
    return seen


async def _done(*program: str) -> None:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*program, stdout=pipe, stderr=asyncio.subprocess.STDOUT)
    said, _ = await process.communicate()
    if process.returncode:
        raise NotHereError(said.decode(errors="replace"))
