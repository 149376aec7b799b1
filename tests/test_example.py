"""The sources.yaml of the project is an example of everything: each key stands in it, and is explained."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from schema_keys import SHARED, Schema, schema_in
from yaml import MappingNode, Node, SequenceNode

from monitor.config.enrolling import paired, with_team
from monitor.config.load import Loaded, load
from monitor.config.team import Team
from monitor.sources import KINDS
from monitor.texts import Texts

FILE = Path(__file__).resolve().parents[1] / "sources.yaml"
TEXT = FILE.read_text(encoding="utf-8")
SWITCHED_OFF = re.compile(r"^( *)# ( *(?:- )?(?:\{|[a-z_]+:).*)$", re.MULTILINE)
EVERYTHING = SWITCHED_OFF.sub(
    r"\1\2", TEXT
)  # what it would be with every sign taken away; sentences begin with a capital
LINES = EVERYTHING.splitlines()
NAME = re.compile(r"\$\{(\w+)\}")
EITHER = {("ForbiddenFile", "file")}  # the other way to write a key that is there
BY_VALUE = {("Brand", "role")}  # explained where each of its values stands


class Use(NamedTuple):
    """A key in the file: whose it is, and the line it stands in; `entry` is where its source begins."""

    owner: str
    key: str
    line: int
    entry: int

    @property
    def own_line(self) -> bool:
        return LINES[self.line].lstrip(" -").startswith(f"{self.key}:")

    @property
    def remarked(self) -> bool:
        return " # " in LINES[self.line]

    @property
    def explained(self) -> bool:
        """By a remark; for what makes a source what it is, and for a source in one line, the sentence above will do."""
        above = self.key in {"id", "kind", "url"} or self.line == self.entry
        return self.remarked or (above and LINES[self.entry - 1].lstrip().startswith("# "))


@pytest.fixture(scope="module")
def schema() -> Schema:
    return schema_in("en")


@pytest.fixture(scope="module")
def uses(schema: Schema) -> list[Use]:
    return [*_uses(yaml.compose(EVERYTHING), schema.whole, schema, 0)]


def _uses(node: Node, group: Mapping[str, Any], schema: Schema, entry: int) -> Iterator[Use]:
    """Every key of the models, with the model it belongs to; what a preset takes is its own affair."""
    if isinstance(node, SequenceNode):
        for one in node.value:
            yield from _uses(one, group, schema, one.start_mark.line)
    elif isinstance(node, MappingNode):
        written = {key.value: (key.start_mark.line, value) for key, value in node.value}
        if "kind" in written:
            group = schema.source(written["kind"][1].value)
        for key, (line, value) in () if "preset" in written else written.items():
            yield Use(_owner(group, key), key, line, entry)
            inner = schema.group(group["properties"][key])
            if inner:
                yield from _uses(value, inner, schema, entry)


def _owner(group: Mapping[str, Any], key: str) -> str:
    return "Source" if group["title"].endswith("Source") and key in SHARED else group["title"]


def _loaded(text: str, folder: Path) -> Loaded:
    (folder / "model").mkdir(exist_ok=True)
    for name in ("model.onnx", "tokenizer.json", "config.json"):
        (folder / "model" / name).touch()
    (folder / "sources.yaml").write_text(text, encoding="utf-8")
    return load(
        folder / "sources.yaml", dict.fromkeys(NAME.findall(text), "set") | {"PROXY": "socks5://proxy.example:1080"}
    )


def test_whatever_is_switched_on_in_the_example_is_right(tmp_path: Path) -> None:
    plan = _loaded(EVERYTHING, tmp_path).plan
    assert {source.kind for source in plan.sources} == set(KINDS)
    assert plan.model
    assert not SWITCHED_OFF.search(EVERYTHING)


def test_editors_too_take_a_section_whose_lines_are_all_remarks(schema: Schema) -> None:
    empty = [key for key, value in yaml.safe_load(TEXT).items() if value is None]
    assert empty == ["team"]
    assert {"type": "null"} in schema.whole["properties"]["team"]["anyOf"]


def test_every_key_stands_in_the_example(schema: Schema, uses: list[Use]) -> None:
    groups = {"sources.yaml": schema.whole, **schema.whole["$defs"]}
    wanted = {
        (_owner(group, key), key)
        for name, group in groups.items()
        for key in group.get("properties", ())
        if name != "Preset"
    }
    assert wanted - {(use.owner, use.key) for use in uses} == EITHER
    assert all(f"{key}: " in TEXT for _, key in EITHER)


def test_every_key_is_explained_in_the_example_and_no_key_twice(uses: list[Use]) -> None:
    explained = {(use.owner, use.key) for use in uses if use.explained}
    assert {(use.owner, use.key) for use in uses} - explained == set()
    remarks = Counter((use.owner, use.key) for use in uses if use.own_line and use.remarked)
    assert {key for key, times in remarks.items() if times > 1} == BY_VALUE


def test_the_example_says_what_a_first_file_says() -> None:
    said = " ".join(line.strip().removeprefix("# ") for line in TEXT.splitlines())
    texts = Texts("en")
    keys = [key for key in texts.keys() if key.startswith("init.file.")]  # noqa: SIM118  # no mapping
    lines = [line for key in keys for line in texts.lines(key) if "$schema" not in line]
    remarks = [line.partition(" # ")[2].strip() or line for line in lines if not line.endswith(":")]
    sentences = [one.strip(". ") for remark in remarks for one in remark.split(". ")]
    assert len(sentences) > 20
    assert [one for one in sentences if one not in said] == []


def test_a_chat_that_is_paired_finds_its_place_in_the_example(tmp_path: Path) -> None:
    text = with_team(TEXT, paired(Team(), -1001, None, 11, "Anna"))
    assert [chat.id for chat in _loaded(text, tmp_path).plan.team.chats] == [-1001]
    assert set(TEXT.splitlines()) < set(text.splitlines())
