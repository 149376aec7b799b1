"""docs/scripts.md: what it shows is JSON, and has the names that the code writes, no more and no fewer."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import pages

from monitor.export import FIELDS

ROOT = Path(__file__).parent.parent
HISTORY = {"steps", "events", "earlier"}
WRITTEN = {  # by which functions of which file
    "A crawl": ("monitor/commands/crawl.py", {"summary"}),
    "One source, tried": ("monitor/commands/try_source.py", {"_told", "_item", "_described", "_proposed"}),
    "The state of things": ("monitor/commands/status.py", {"_told"}),
    "The week": ("monitor/digest/as_json.py", None),
    "A text, judged": ("monitor/commands/analyze.py", {"_analysis", "_named"}),
}
INNER = {
    "dismissed",
    "dismissed_low_rated",
    "forms",
    "select",
}  # of reasons, spellings, keys of the file


def shown(heading: str) -> Iterator[Any]:
    """The objects below a heading."""
    (page,) = (one for one in pages() if one.name == "docs/scripts.md")
    _, _, below = page.text.partition(f"\n## {heading}\n")
    end = page.text.count("\n") - below.count("\n")
    last = end + below.partition("\n## ")[0].count("\n") + 1
    yield from (json.loads(one.body) for one in page.fences if one.kind == "json" and end <= one.line <= last)


def names(value: Any) -> set[str]:
    """All keys of an object, however deep."""
    if isinstance(value, list):
        return {name for one in value for name in names(one)}
    if not isinstance(value, dict):
        return set()
    return {*value, *(name for key, one in value.items() if key not in INNER for name in names(one))}


def written(path: str, functions: set[str] | None) -> set[str]:
    """The keys of what these functions of a file build."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    inside = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    chosen = [one for one in inside if functions is None or one.name in functions]
    built = [node for one in chosen for node in ast.walk(one) if isinstance(node, ast.Dict)]
    return {key.value for node in built for key in node.keys if isinstance(key, ast.Constant)}


@pytest.mark.parametrize("heading", WRITTEN)
def test_each_command_writes_what_the_page_shows(heading: str) -> None:
    (one,) = shown(heading)
    assert names(one) == written(*WRITTEN[heading])


def test_a_mention_has_the_fields_of_an_export_in_their_order() -> None:
    (one,) = shown("Mentions")
    assert tuple(one) == FIELDS
    assert written("monitor/commands/history.py", {"_told"}) - {"at"} == HISTORY


def test_what_else_can_be_asked_for_as_json_is_shown() -> None:
    brought, moved, found, checked, ready, copied = shown("Others")
    assert names(brought) <= written("monitor/commands/import_file.py", None)
    assert names(moved) == written("monitor/commands/copy.py", {"_told"})
    assert names(found) == written("monitor/commands/forms.py", {"_object"})
    assert names(checked) == written("monitor/commands/check.py", None) | written("monitor/commands/online.py", None)
    assert names(ready) - set(ready["presets"][0]["example"]) == written("monitor/commands/presets.py", None)
    assert names(copied) == written("monitor/commands/backup.py", None)
