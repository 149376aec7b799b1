"""YAML as people write it: 1.2 words, places, and files that would hurt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.lines import Place
from monitor.config.marked_yaml import DEEPEST, MOST, read

HALF = DEEPEST // 2 + 1  # levels, too many where they stand for a level of others


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("2026-12-25", "2026-12-25"),
        ("010", 10.0),
        ("0o10", 8),
        ("0x1F", 31),
        ("-0.25", -0.25),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("'null'", "null"),
        ('"1"', "1"),
        ("!!str 1", "1"),
        (".", "."),
        ("9" * 50, "9" * 50),
        ("١٢", "١٢"),
    ],
)
def test_a_bare_word_means_what_yaml_1_2_says(written: str, meant: object) -> None:
    found = read(f"key: {written}")
    assert found.value == {"key": meant}
    assert type(found.value["key"]) is type(meant)


def test_every_key_and_value_has_its_line_and_column() -> None:
    found = read("a: 1\r\nlist:\r\n  - {b: x, c: y}\r\n")
    assert found.at_key(("list",)) == Place(2, 1)
    assert found.at(("list", 0)) == Place(3, 5)
    assert found.at(("list", 0, "c")) == Place(3, 15)
    assert found.at_key(("list", 0, "c")) == Place(3, 12)


def test_columns_count_letters_not_bytes() -> None:
    assert read("бренд: зубр").at(("бренд",)) == Place(1, 8)


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_lines_are_those_of_an_editor_whatever_signs_a_web_page_brings(sign: str) -> None:
    found = read(f'# a{sign} remark: of two\na: "b{sign}c"\nd: 1\n')
    assert not found.mistakes
    assert found.value == {"a": "b c", "d": 1}
    assert found.at_key(("d",)) == Place(3, 1)


def test_a_place_that_is_not_in_the_file_is_the_nearest_around_it() -> None:
    assert read("a:\n  b: 1").at(("a", "c", "d")) == Place(2, 3)


def test_a_key_that_stands_twice_is_a_mistake_at_the_second() -> None:
    found = read("a: 1\nb:\n  c: 1\n  c: {d: [2]}\na: 3\ne: 4")
    assert [(one.place, one.key, one.blanks) for one in found.mistakes] == [
        (Place(4, 3), "config.twice", {"key": "c", "line": 3}),
        (Place(5, 1), "config.twice", {"key": "a", "line": 1}),
    ]
    assert found.value == {"a": 1, "b": {"c": 1}, "e": 4}


@pytest.mark.parametrize(
    ("text", "place", "key"),
    [
        ("a: 1\nb: [1, 2\nc: 3", Place(2, 4), "config.yaml_bracket"),
        ("a: [", Place(1, 4), "config.yaml_bracket"),
        ("a: 1\nb: {c:\n", Place(2, 4), "config.yaml_bracket"),
        ("a:\n  - [1, {b: 2}, [3,\n", Place(2, 17), "config.yaml_bracket"),
        ("a: [1,, 2]", Place(1, 4), "config.yaml_bracket"),
        ("a: [1, 2,\nb:\n  - 3", Place(1, 4), "config.yaml_bracket"),
        ("a: {b: 1,\nc: 2\n", Place(1, 4), "config.yaml_bracket"),
        ("a: 'x\nb: 1", Place(1, 4), "config.yaml_quote"),
        ('a: "x\nb:\n  c: "y"', Place(1, 4), "config.yaml_quote_late"),
        ("a: 'x\nb: 1  # don't", Place(1, 4), "config.yaml_quote_late"),
        ('a: {b: "x, c: 1}\nd: "y"', Place(1, 8), "config.yaml_quote_late"),
        ("a: 1\nb: !include other.yaml", Place(2, 4), "config.yaml_tag"),
        ("a: !FEST", Place(1, 4), "config.yaml_tag"),
        ("a: [!FEST, b]", Place(1, 5), "config.yaml_tag"),
        ("a: !secrets {b: 1}", Place(1, 4), "config.yaml_tag"),
        ("a: b: c", Place(1, 5), "config.yaml_colon"),
        ("a:b\nc: d", Place(1, 3), "config.yaml_no_space"),
        ("a:\n  - b: 1\n    c:Зубр\n\n  - b: 2", Place(3, 7), "config.yaml_no_space"),
        ("a:\n  -b: 1\n    c: 2", Place(2, 4), "config.yaml_no_space"),
        ("a: 1\nhttps://a.example\nb: 1", Place(3, 1), "config.yaml_no_colon"),
        ("a:\n\t- 1", Place(2, 1), "config.yaml_tab"),
        ("a: @channel", Place(1, 4), "config.yaml_character"),
        ("a: *Зубр*", Place(1, 4), "config.yaml_character"),
        ("a: &Зубр", Place(1, 4), "config.yaml_character"),
        ("a: {brand} отзывы\nb: 1", Place(1, 12), "config.yaml_beyond"),
        ("a: - b", Place(1, 4), "config.yaml_dash"),
        ('a: "C:\\q"', Place(1, 7), "config.yaml_escape"),
        ("a: 'it's'", Place(1, 8), "config.yaml_indent"),
        ("a: 1\nb: \x01", Place(2, 4), "config.yaml_control"),
        ("a: Зубр\nб: 😀\x01", Place(2, 5), "config.yaml_control"),
        ("a: 1\n---\nb: 2", Place(2, 1), "config.second_document"),
        ("a: *b", Place(1, 4), "config.no_anchor"),
        ("a: &a [*a]", Place(1, 8), "config.no_anchor"),
        ("? [a]\n: 1", Place(1, 3), "config.odd_key"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_place(text: str, place: Place, key: str) -> None:
    assert [(one.place, one.key) for one in read(text).mistakes] == [(place, key)]


def test_an_alias_stands_for_what_was_marked() -> None:
    assert read("a: &hours {x: [1]}\nb: *hours").value == {"a": {"x": [1]}, "b": {"x": [1]}}


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "- " * 200_000,
        "{a: " * 200_000,
        "a: &a ["
        + "1," * 100
        + "]\n"
        + "".join(f"k{n}: &k{n} [{','.join([f'*k{n - 1}' if n else '*a'] * 100)}]\n" for n in range(9)),
        f"a: &a {'[' * HALF}{']' * HALF}\nb: {'[' * HALF}*a{']' * HALF}\n",
        f"a: &a {'{x: ' * HALF}1{'}' * HALF}\nb: {'[' * HALF}*a{']' * HALF}\n",
    ],
)
def test_a_file_made_to_hurt_is_refused_before_it_does(text: str) -> None:
    found = read(text)
    assert [one.key for one in found.mistakes] == ["config.too_deep"]
    assert len(found.places.values) < MOST
    assert found.value is None


def test_levels_that_a_person_writes_are_fine() -> None:
    assert not read(f"a: &a {'[' * HALF}{']' * HALF}\nb: *a\n").mistakes
    assert not read("[" * DEEPEST + "]" * DEEPEST).mistakes


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_is_read_or_told_to_be_wrong_within_it(text: str) -> None:
    found = read(text)
    assert all(1 <= one.place.line <= len(text) + 1 for one in found.mistakes)
