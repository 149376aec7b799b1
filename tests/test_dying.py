"""Nothing is lost and nothing said twice, at whichever transaction a process dies; `make soak` tries each of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pytest
from dying import Death, World
from dying_story import lead

pytestmark = pytest.mark.one_database


@pytest.mark.long
async def test_a_life_of_many_deaths_comes_to_the_same_as_one_without(blank_file: Path, tmp_path: Path) -> None:
    whole, _ = await lived(blank_file, tmp_path / "whole.db")
    sides: Iterable[Any] = cycle(("before", "after", "after"))
    outcome, world = await lived(blank_file, tmp_path / "often.db", zip(count(1), sides))  # each a little longer
    assert world.deaths >= 10
    assert world.repeats() == {}
    assert outcome["wrong"] == []
    assert outcome == whole


async def lived(blank: Path, path: Path, deaths: Iterable[Death] = ()) -> tuple[dict[str, Any], World]:
    """What is left of a story with these deaths in it."""
    shutil.copyfile(blank, path)
    world = World(f"sqlite:///{path}", until=9)  # up to the reminders
    await world.run(lead, deaths)
    return await world.outcome(), world
