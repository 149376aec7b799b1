"""Every key of sources.yaml is explained, in both languages, in the schema, in docs/sources.md and in the example."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import resources
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import pytest
import yaml
from reference import PAGES, Page
from schema_keys import BEHIND, KINDS_IN_ORDER, Node, Row, Schema, schema_in

from monitor.config.adding import in_one_line
from monitor.config.load import load
from monitor.config.plan import Plan
from monitor.config.presets import catalogue
from monitor.sources import KINDS

ROOT = Path(__file__).resolve().parents[1]
BRANDS = [{"id": "zubr", "name": "Zubr Soft"}]
PRESET = re.compile(r"`- (\{preset: .*?\})`")
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANCHOR = re.compile(r'<a id="([^"]+)">')
LINK = re.compile(r"\]\(([\w.]*)#?([\w.-]*)\)")
NAME = re.compile(r"\$\{(\w+)\}")


@pytest.fixture(scope="module")
def schema() -> Schema:
    return schema_in("en")


@pytest.fixture
def accepted(tmp_path: Path):
    """Loads a text with every name it takes from the environment, beside the files it may speak of."""
    (tmp_path / "forbidden.txt").write_text("bad.example\n", encoding="utf-8")
    (tmp_path / "model").mkdir()
    for name in ("model.onnx", "tokenizer.json", "config.json"):
        (tmp_path / "model" / name).touch()

    def read(text: str) -> Plan:
        path = tmp_path / "sources.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path, dict.fromkeys(NAME.findall(text), "https://example.com/")).plan

    return read


@pytest.mark.parametrize("language", PAGES)
def test_the_page_is_what_the_models_say(language: str) -> None:
    assert (ROOT / PAGES[language]).read_text(encoding="utf-8") == str(Page(language))


def test_places_on_the_page_are_called_alike_in_both_languages_and_every_link_leads_to_one() -> None:
    anchors = {}
    for language, name in PAGES.items():
        page = (ROOT / name).read_text(encoding="utf-8")
        anchors[language] = ANCHOR.findall(page)
        assert len(anchors[language]) == len(set(anchors[language]))
        for file, anchor in LINK.findall(page):
            assert (ROOT / "docs" / file).exists()
            assert file or anchor in anchors[language]
    assert anchors["en"] == anchors["ru"]


def test_the_page_leaves_no_key_out(schema: Schema) -> None:
    assert {"brands", "sources", *chain(*BEHIND.values())} == set(Plan.model_fields)
    assert set(KINDS_IN_ORDER) == set(KINDS)
    shown = {row.anchor for row in schema.every()}
    for kind in KINDS.values():
        named = {field.alias or name for name, field in kind.model_fields.items()}
        assert not {name for name in named if not {f"sources.{name}", f"{_kind(kind)}.{name}"} & shown}


def test_every_key_is_explained_in_both_languages(schema: Schema) -> None:
    assert [row.anchor for row in schema.every() if not row.node.get("description")] == []
    russian = schema_in("ru").every()  # a sentence without translation is an error
    assert [row.anchor for row in russian if not re.search("[а-яё]", row.node["description"])] == []


def test_no_translation_is_left_of_what_the_models_say_no_more(schema: Schema) -> None:
    file = resources.files("monitor.config").joinpath("keys.ru.yaml")
    translated = [one["en"] for one in yaml.safe_load(file.read_text(encoding="utf-8"))]
    assert len(translated) == len(set(translated))
    assert set(translated) == set(_descriptions({**schema.whole, "$defs": _without_presets(schema.whole["$defs"])}))


def test_every_example_of_a_key_is_accepted(schema: Schema, accepted) -> None:
    for file in _together(schema):
        assert accepted(in_one_line(file))


@pytest.mark.parametrize("language", PAGES)
def test_every_example_of_the_page_is_accepted(language: str, accepted) -> None:
    page = (ROOT / PAGES[language]).read_text(encoding="utf-8")
    whole: dict[str, Any] = {"brands": [], "sources": []}
    for block in BLOCK.findall(page):
        for key, value in yaml.safe_load(block).items():
            whole[key] = [*whole[key], *value] if key == "sources" else value
    lines = PRESET.findall(page)
    assert len(lines) == len(catalogue())
    whole["sources"] += map(yaml.safe_load, lines)
    assert accepted(in_one_line(whole))


def _kind(model: Any) -> str:
    return model.model_fields["kind"].default


def _without_presets(known: Mapping[str, Any]) -> dict[str, Any]:
    about = known["Preset"]
    return {**known, "Preset": {"description": about["description"], "properties": about["properties"]}}


def _descriptions(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("description"), str):
            yield node["description"]
        node = list(node.values())
    for one in node if isinstance(node, list) else ():
        yield from _descriptions(one)


def _together(schema: Schema) -> Iterator[dict[str, Any]]:
    """The fewest files in which every key can stand once with its example: in each one key of every part."""
    parts: dict[str, list[Row]] = {}
    for row in schema.every():
        parts.setdefault(row.kind or row.path[0], []).append(row)
    for rows in zip_longest(*parts.values()):
        yield _file(schema, [row for row in rows if row])


def _file(schema: Schema, rows: list[Row]) -> dict[str, Any]:
    file: dict[str, Any] = {"brands": BRANDS, "sources": []}
    for row in rows:
        if row.path == ("sources",):
            continue
        if row.path[0] != "sources":
            file |= _inside(schema, schema.whole, row.path)
            continue
        kind = row.kind or "feed"
        own = {} if row.path[1:] == ("id",) else {"id": row.anchor}
        file["sources"].append({**_inside(schema, schema.source(kind), row.path[1:]), **own, "kind": kind})
    return file


def _inside(schema: Schema, group: Node, path: tuple[str, ...]) -> dict[str, Any]:
    """What this group needs, and on the way to the key what stands in its groups."""
    needed = {} if group is schema.whole else _needed(schema, group)
    node, rest = group["properties"][path[0]], path[1:]
    inner = _inside(schema, schema.group(node), rest) if rest else schema.example(node)
    listed = rest and schema.resolved(node).get("type") == "array"
    return {**needed, path[0]: [inner] if listed else inner}


def _needed(schema: Schema, group: Node) -> dict[str, Any]:
    return {name: schema.example(group["properties"][name]) for name in group.get("required", ())}
