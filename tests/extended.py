"""The house as docs/extending.md changes it: `python tests/extended.py FOLDER` builds it, to be looked at and checked.

A fence with a language stands below a line that says what it is: `path`, new: the whole file; `path`, changed: lines of
it, where … stands for whatever is there; Shown: what is run afterwards. A fence of `sh` is run in the house at once.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "extending.md"
HOUSE = ("monitor", "bot", "pyproject.toml")
FENCE = re.compile(r"(?P<before>[^\n]*)\n\n```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`([\w./-]+)`, (new|changed):$")
SHOWN = re.compile(r"^Shown\b.*:$|\bShown:$")
ANY = "…"
STEPS = ("0016", "0017")  # the last migration and the next one, as the page calls them


@dataclass(frozen=True, slots=True)
class Fence:
    """A piece of the page: what it is, and where it stands."""

    what: str  # new | changed | shown | sh | yaml
    path: str
    body: str
    line: int


def fences() -> Iterator[Fence]:
    """All of the page, in order."""
    page = PAGE.read_text(encoding="utf-8")
    for found in FENCE.finditer(page):
        file, line = FILE.search(found["before"]), page.count("\n", 0, found.start("body"))
        body = _of_today(found["body"])
        if file:
            yield Fence(file[2], _of_today(file[1]), body, line)
        elif SHOWN.search(found["before"]):
            yield Fence("shown", "", body, line)
        else:
            yield Fence(found["kind"], "", body, line)


def build(folder: Path) -> list[Fence]:
    """The house with all that is new and changed; answers with what is to be shown of it."""
    for name in HOUSE:
        _linked(ROOT / name, folder / name)
    shown = []
    for one in fences():
        match one.what:
            case "new":
                _written(folder / one.path, one.body)
            case "changed":
                path = folder / one.path
                _written(path, changed(path.read_text(encoding="utf-8"), one))
            case "sh":
                subprocess.run(["sh", "-ec", one.body], cwd=folder, check=True)  # noqa: S603, S607  # of our own page
            case "shown":
                shown.append(one)
    return shown


def changed(text: str, one: Fence) -> str:
    """The text with these lines changed; they have to stand in it once."""
    lines = one.body.splitlines()
    old = "\n".join(line[1:] for line in lines if line[:1] in {"", " ", "-"})
    new = "\n".join(line[1:] for line in lines if line[:1] in {"", " ", "+"})
    wanted = re.compile("^" + re.escape(old).replace(ANY, "(.*)") + "$", re.MULTILINE)
    places = list(wanted.finditer(text))
    if len(places) != 1:
        raise AssertionError(f"docs/extending.md:{one.line}: these lines stand in {one.path} {len(places)} times")
    (place,) = places
    for rest in place.groups():
        new = new.replace(ANY, rest, 1)
    return text[: place.start()] + new + text[place.end() :]


def _of_today(text: str) -> str:
    last = max(path.name[:4] for path in (ROOT / "monitor/store/migrations/versions").glob("[0-9]*.py"))
    was, coming = STEPS
    return text.replace(coming, "\0").replace(was, last).replace("\0", f"{int(last) + 1:04}")


def _linked(here: Path, there: Path) -> None:
    """Links, for nearly all stays as it is; so does what is compiled, and what is compiled anew replaces its link."""
    if not here.is_dir():
        there.symlink_to(here)
        return
    there.mkdir(parents=True)
    for one in here.iterdir():
        _linked(one, there / one.name)


def _written(path: Path, text: str) -> None:
    """In place of a link, never through it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
    print(f"{sys.argv[1]}: PYTHONPATH={sys.argv[1]} python -m monitor ...")
