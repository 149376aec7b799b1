"""The rooms of the house as docs/architecture.md lists them: `python tests/house.py` writes its tables anew."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
MOST_NAMED = 20  # files of a room, before the page only counts them
HEADS = {
    "monitor": "| room | floor | what it is for | in it |\n| --- | --- | --- | --- |\n",
    "bot": "| room | what it is for |\n| --- | --- |\n",
}
TABLE = r"(?<=\n### {house}/\n)(?P<words>.*?\n\n)(?P<table>\| room .*?)(?=\n\n|\Z)"


def table(house: str) -> str:
    """Each module or folder with the first line of its docstring; those of `monitor` by floors, and their files."""
    rooms = {path.stem: _purpose(path) for path in (ROOT / house).iterdir() if path.suffix == ".py" or _is_folder(path)}
    del rooms["__init__"]
    if house == "bot":
        rows = [f"| `{name}` | {rooms[name]} |" for name in sorted(rooms)]
    else:
        floor = {room: number for number, names in enumerate(_floors(), 1) for room in names}
        order = sorted(rooms, key=lambda name: (floor[name], name))
        rows = [f"| `{name}` | {floor[name]} | {rooms[name]} | {_inside(ROOT / house / name)} |" for name in order]
    return HEADS[house] + "\n".join(rows)


def written(page: str, house: str) -> str:
    """The table that the page has now."""
    found = re.search(TABLE.format(house=house), page, re.DOTALL)
    return found["table"].strip() if found else ""


def _is_folder(path: Path) -> bool:
    return (path / "__init__.py").exists()


def _inside(room: Path) -> str:
    """The modules and folders in a room, by name; of a large one, how many."""
    names = sorted(path.stem for path in room.glob("[!_]*") if path.suffix == ".py" or _is_folder(path))
    return ", ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} files"


def _purpose(path: Path) -> str:
    file = path / "__init__.py" if path.is_dir() else path
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    return first.strip('"').replace("|", "\\|")


def _floors() -> Iterator[list[str]]:
    """As the import contract of pyproject.toml names them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [one["layers"] for one in contracts if one["type"] == "layers"]
    yield from ([room.strip() for room in floor.split("|")] for floor in layers)


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    for one in HEADS:
        text = text.replace(written(text, one), table(one))
    PAGE.write_text(text, encoding="utf-8")
