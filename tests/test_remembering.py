"""What is remembered to save work: as much as is worth it, however long what a page makes up is."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest

from monitor.places.addresses import address_key
from monitor.sources.pages.rating import read_rating
from monitor.stories import fingerprint, wording
from monitor.voices import plain_name

LONG = 400_000  # letters
OFTEN = 20
WORKS: dict[str, Callable[[str], object]] = {
    "an address": lambda said: address_key(f"https://site.example/{said}"),
    "a mark": read_rating,
    "a name": plain_name,
    "a word": lambda said: fingerprint(wording("", said)),
}


@pytest.mark.long
@pytest.mark.parametrize("what", WORKS)
def test_what_is_endless_is_not_remembered(what: str) -> None:
    tracemalloc.start()
    for number in range(OFTEN):
        WORKS[what](f"{number}{'x' * LONG}")
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < OFTEN * LONG / 4
