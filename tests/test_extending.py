"""docs/extending.md: its changes fit the present code, and the house that they make does what the page shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from extended import Fence, build, changed, fences

RUN = """
import json, sys
for line, body in json.load(sys.stdin):
    exec(compile("\\n" * line + body, "docs/extending.md", "exec"), {"__name__": "shown"})
"""


@pytest.mark.long
def test_the_recipes_fit_the_present_code_and_do_what_is_shown(tmp_path: Path) -> None:
    """All of them in one house, in one process: the product takes two seconds to load with everything in it."""
    house, desk = tmp_path / "house", tmp_path / "desk"
    house.mkdir()
    desk.mkdir()
    shown = [(one.line, one.body) for one in build(house)]
    assert len(shown) == 8
    environment = {**os.environ, "PYTHONPATH": str(house), "LANG": "en_US.UTF-8"}
    for name in ("DATABASE_URL", "OTKLIK_CONFIG", "TELEGRAM_BOT_TOKEN"):
        environment.pop(name, None)
    ran = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", RUN],
        input=json.dumps(shown),
        cwd=desk,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert (desk / "alerts.jsonl").exists()


def test_every_fence_of_the_page_is_put_to_use() -> None:
    kinds = [one.what for one in fences()]
    assert set(kinds) == {"new", "changed", "shown", "sh", "yaml"}
    assert kinds.count("yaml") == 1  # of a team's file: tests/test_docs.py loads it


def test_a_change_that_no_longer_fits_says_where() -> None:
    one = Fence("changed", "a.py", " first\n-second …\n+third …\n", 7)
    assert changed("first\nsecond half\n", one) == "first\nthird half\n"
    with pytest.raises(AssertionError, match=r"extending\.md:7: these lines stand in a\.py 0 times"):
        changed("first\nthird\n", one)
    with pytest.raises(AssertionError, match="2 times"):
        changed("same\nsame\n", replace(one, body="-same\n"))
