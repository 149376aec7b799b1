"""What docs/search.md shows is so: its entries load, its figures are the ones that are counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.config.load import load
from monitor.digest import Place, negative_share
from monitor.digest.places import weight
from monitor.domain import Label
from monitor.sources.search import SearchSource
from monitor.store.first_pages import COOL_DOWN

DOCS = Path(__file__).parent.parent / "docs"
PAGES = pytest.mark.parametrize("name", ["search.md", "search.ru.md"])
BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


@PAGES
def test_the_file_that_is_shown_works(tmp_path: Path, name: str) -> None:
    (shown,) = BLOCK.findall((DOCS / name).read_text(encoding="utf-8"))
    (tmp_path / "sources.yaml").write_text(shown, encoding="utf-8")
    searches = load(tmp_path / "sources.yaml", {}).plan.sources
    assert [len(one.queries) for one in searches if isinstance(one, SearchSource)] == [3, 2]


@PAGES
def test_the_figures_that_are_told_are_those_that_are_counted(name: str) -> None:
    said = (DOCS / name).read_text(encoding="utf-8").replace(",", ".")

    def share(place: int) -> str:
        labels = [Label.NEGATIVE if n == place else Label.NEUTRAL for n in range(1, 11)]
        return f"{negative_share(Place(n, '', '', label=one) for n, one in enumerate(labels, 1)):.0%}"

    assert [share(1), share(10)] == ["22%", "6%"]
    percent = " %" if ".ru" in name else "%"
    assert all(told in said for told in (f"22{percent}", f"6{percent}", f"{weight(10):.2f}", f"{COOL_DOWN.days} "))
