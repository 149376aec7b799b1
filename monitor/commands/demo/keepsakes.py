"""What the demonstration leaves behind: the digest as a page, its pictures, the week's mentions as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from monitor.commands.asked import now
from monitor.commands.digest import page_with, pictures_of
from monitor.commands.opening import Opened
from monitor.domain import DigestFile, Owed
from monitor.domain.targets import TERMINAL
from monitor.render.document import Picture

FOLDER = Path("demo-output")
PAGE = "digest.html"


async def keep(house: Opened, week: str) -> Sequence[tuple[Path, str]]:
    """What was written, and what each file shows; nothing where this folder cannot be written to."""
    if not _writable():  # before seconds are spent on pictures that nobody would see
        return ()
    calendar = house.live.calendar(now())
    texts = calendar.texts
    figures = await house.letters.digest(week, now())
    light, dark = await pictures_of(figures, calendar)
    files = {PAGE: (page_with(figures, light, dark, calendar), texts("cli.demo.page"))}
    files |= {name: (body, said) for name, body, said in _drawn(light)}
    table = (await house.letters(Owed(0, TERMINAL, None, DigestFile(week)), now())).file
    if table is not None:
        files[table.name] = table.body, texts("cli.demo.workbook")
    try:
        return [(_written(name, body), said) for name, (body, said) in files.items()]
    except OSError:
        return ()


def _writable() -> bool:
    try:
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / PAGE).touch()
    except OSError:
        return False
    return True


def _drawn(pictures: Sequence[Picture]) -> Iterator[tuple[str, bytes, str]]:
    return ((f"digest-{one.name}.png", one.png, one.said) for one in pictures)


def _written(name: str, body: bytes) -> Path:
    path = FOLDER / name
    path.write_bytes(body)
    return path
