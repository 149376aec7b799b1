"""Bad input at every door: our own seeds, and a few hundred changes of them; `make soak` goes on for longer."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hostile.door import Door, through
from hostile.doors import IN_THE_CHAT, SEEDS, WITH_A_DATABASE, light_doors, seeds, written_seeds
from hostile.laws import BrokenLawError, need
from hostile.mutation import Mutator
from hypothesis import given, settings
from hypothesis import strategies as st
from store_values import bring, item

from monitor.domain import Item
from monitor.errors import ParseError
from monitor.identity import _known_of, _once, _Said
from monitor.places.addresses import address_key
from monitor.store import Query
from monitor.words.language import LONGEST, sentences

CHANGES = 12  # of the seeds of each door, besides the seeds themselves
LARGE = 4_096  # bytes; `make soak` changes larger ones as well


@pytest.mark.parametrize("name", light_doors())
def test_bad_input_is_taken_or_refused_with_a_sentence(name: str) -> None:
    door, known = light_doors()[name](), written_seeds(name)
    try:
        mutator = Mutator(door, [*known.values()], name)
        made = {f"changed {n}": mutator() for n in range(CHANGES)}
        changed = {name: data for name, data in made.items() if len(data) < LARGE and not door.apart(data)}
        inputs = {**known, **changed}
        found = {seed: outcome.fault for seed, data in inputs.items() if (outcome := through(door, data)).fault}
    finally:
        door.close()
    assert not found


@pytest.mark.long
@pytest.mark.parametrize("name", ["mention", "feed"])
def test_what_is_large_takes_no_more_than_its_time(name: str) -> None:
    door = light_doors()[name]()
    large = {
        seed: data
        for seed, data in seeds(name).items()
        if seed in {"built-name-on-name", "built-no-space", "built-same"}
    }
    assert large
    assert not [(seed, outcome.fault) for seed, data in large.items() if (outcome := through(door, data)).fault]


def test_every_door_has_seeds_and_every_seed_a_door() -> None:
    names = {*light_doors(), *WITH_A_DATABASE, *IN_THE_CHAT}
    assert [name for name in names if not written_seeds(name)] == []
    assert {folder.name for folder in SEEDS.iterdir()} <= names


def test_what_is_none_of_our_own_errors_is_a_finding() -> None:
    def stumbles(_: bytes) -> object:
        raise KeyError("x")

    def lies(_: bytes) -> object:
        return need([], "a law")

    def refuses(_: bytes) -> object:
        raise ParseError("parse.empty", url="https://site.example/")

    assert through(Door("d", stumbles), b"").fault == "KeyError: 'x'"
    assert BrokenLawError.__name__ in through(Door("d", lies), b"").fault
    assert (through(Door("d", refuses), b"").fault, through(Door("d", refuses), b"").told) == ("", "parse.empty")


def test_the_same_seed_of_chance_makes_the_same_input() -> None:
    door, known = light_doors()["json"](), [*written_seeds("json").values()]
    first, second = (Mutator(door, known, "7") for _ in range(2))
    made = [first() for _ in range(60)]
    assert made == [second() for _ in range(60)]
    assert len(set(made)) > 40


async def test_words_that_are_looked_for_are_no_query_language(store) -> None:
    await bring(store, item(0))
    for words in written_seeds("search-sqlite").values():
        assert len(await store.mentions(Query(search=words.decode("utf-8", "surrogateescape")))) <= 1
    assert len(await store.mentions(Query(search="Зубр"))) == 1


async def test_what_is_kept_of_hostile_words_is_what_every_database_takes(store) -> None:
    for number, said in enumerate(written_seeds("mention").values()):
        words = said.decode("utf-8", "surrogatepass") + "\0\ud800 Зубр-Софт"
        await bring(store, item(number, title=words, text=words, author=words))
    records = await store.mentions(Query())
    assert len(records) == len(written_seeds("mention"))
    assert all("Зубр-Софт" in one.text for one in records)
    assert not {"\0", "\ud800"} & {letter for one in records for letter in one.title + one.text + one.author}


# ---------------------------------------------------------------- what was found, and holds now

names = st.sampled_from(["", "1", "2", "3"])
alike = st.builds(
    lambda guid, page, own: Item("s", f"https://a.example/{page}", text="x", guid=guid, addressed=own),
    names,
    names,
    st.booleans(),
)


@given(st.lists(alike, max_size=9))
@settings(max_examples=60)
def test_items_that_say_the_same_are_told_apart_as_if_each_were_compared_with_each(found: list[Item]) -> None:
    kept: list[Item] = []
    for one in found:
        twin = next((place for place, other in enumerate(kept) if _may_be_one(other, one)), None)
        if twin is None:
            kept.append(one)
        elif _known_of(one) > _known_of(kept[twin]):
            kept[twin] = one
    assert [one.item for one in _once(list(map(_Said.by, found)))] == kept


def _may_be_one(one: Item, other: Item) -> bool:
    same_guid = not one.guid or not other.guid or one.guid == other.guid
    same_address = not one.addressed or not other.addressed or address_key(one.url) == address_key(other.url)
    return same_guid and same_address


@given(st.text(alphabet="а .!?)(\n«", max_size=60), st.integers(1, 90))
@settings(max_examples=60)
def test_sentences_lose_no_letter_and_none_is_endless(piece: str, times: int) -> None:
    text = piece * times
    spans = sentences(text)
    assert "".join(text[a:b] for a, b in spans).replace(" ", "").replace("\n", "") == "".join(text.split())
    assert all(0 < end - start <= LONGEST for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
