"""Writes docs/sources.md (`ru`: docs/sources.ru.md): every key of sources.yaml, as its schema explains it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from monitor.commands.presets import example as preset_line
from monitor.commands.schema import described
from monitor.config.adding import written
from monitor.config.presets import Preset, catalogue
from monitor.config.replies import reasons
from monitor.sources import KINDS
from monitor.sources.base import SourceBase

Node = Mapping[str, Any]  # a part of the schema

PAGES = {"en": "docs/sources.md", "ru": "docs/sources.ru.md"}
FIRST = (*("language", "timezone"), "brands")
BEHIND = (  # the sources, in the order in which a team needs them; then what a specialist sets
    *("team", "alerts", "digest", "lexicon", "checklists", "replies", "forbidden"),
    *("retention", "authors_for", "http", "health", "model"),
)
KINDS_IN_ORDER = ("feed", "reviews", "telegram", "articles", "sitemap", "mail", "search", "json")
_BLANK_LINES = re.compile(r"\n{3,}")
SHARED = tuple(name for name in SourceBase.model_fields if name != "kind")


@dataclass(frozen=True)
class Row:
    """One key: where it stands, what the schema says of it, and whether a file needs it there."""

    path: tuple[str, ...]
    node: Node
    needed: bool = False
    kind: str = ""  # of the source whose key it is

    @property
    def anchor(self) -> str:
        """The same in every language."""
        return ".".join([self.kind or "sources", *self.path[1:]] if self.path[0] == "sources" else self.path)

    @property
    def name(self) -> str:
        """As it is called in a table."""
        return ".".join(self.path[1:] if self.path[0] == "sources" and len(self.path) > 1 else self.path)


@dataclass
class Schema:
    """The schema in one language, looked through key by key."""

    language: str
    whole: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.whole = described(self.language)

    def resolved(self, node: Node) -> Node:
        """With what it refers to, its own words before those."""
        ref = node.get("$ref")
        return {**self.whole["$defs"][ref.rpartition("/")[2]], **node} if ref else node

    def choices(self, node: Node) -> list[Node]:
        """What a value may be, but for nothing at all."""
        several = node.get("anyOf") or node.get("oneOf") or [node]
        return [self.resolved(one) for one in several if one.get("type") != "null"]

    def group(self, node: Node) -> Node | None:
        """The keys that stand inside, also of each entry of a list."""
        for one in self.choices(self.resolved(node)):
            inner = self.group(one["items"]) if "items" in one else one
            if inner and "properties" in inner:
                return inner
        return None

    def source(self, kind: str) -> Node:
        """An entry of `sources:`."""
        return self.whole["$defs"][KINDS[kind].__name__]

    def rows(self, path: Sequence[str], node: Node, *, needed: bool = False, kind: str = "") -> Iterator[Row]:
        """A key and those inside it."""
        yield Row(tuple(path), self.resolved(node), needed, kind)
        inner = self.group(node)
        if inner:
            needs = inner.get("required", ())
            for name in (*needs, *(one for one in inner["properties"] if one not in needs)):
                yield from self.rows((*path, name), inner["properties"][name], needed=name in needs, kind=kind)

    def top(self, name: str) -> Iterator[Row]:
        """A key of the file, and those inside it."""
        return self.rows((name,), self.whole["properties"][name], needed=name in self.whole["required"])

    def shared(self) -> Iterator[Row]:
        """What every source may have; a default that differs is told for each kind."""
        for name in SHARED:
            nodes = {kind: self.source(kind)["properties"][name] for kind in KINDS_IN_ORDER}
            node = dict(nodes["feed"])
            by_default: dict[str, list[str]] = {}
            for kind, one in nodes.items():
                by_default.setdefault(json.dumps(one.get("default")), []).append(kind)
            if len(by_default) > 1:
                node["default"] = {", ".join(kinds): json.loads(default) for default, kinds in by_default.items()}
            yield Row(("sources", name), self.resolved(node), name == "id")

    def of_kind(self, kind: str) -> Iterator[Row]:
        """What only this kind of source has."""
        source = self.source(kind)
        for name, node in source["properties"].items():
            if name not in SHARED:
                yield from self.rows(("sources", name), node, needed=name in source["required"], kind=kind)

    def every(self) -> Iterator[Row]:
        """All keys there are, in the order of the page."""
        for name in (*FIRST, *BEHIND):
            yield from self.top(name)
        yield Row(("sources",), self.whole["properties"]["sources"], needed=True)
        yield from self.shared()
        for kind in KINDS_IN_ORDER:
            yield from self.of_kind(kind)

    def example(self, node: Node) -> Any:
        """A value that can be meant; of a group that which it needs."""
        node = self.resolved(node)
        if node.get("examples"):
            return node["examples"][0]
        if "const" in node or "enum" in node:
            return node.get("const", node.get("default", (node.get("enum") or [None])[0]))
        inner = self.group(node)
        if inner is None:
            return node["default"]
        needed = {name: self.example(inner["properties"][name]) for name in inner.get("required", ())}
        return [needed] if node.get("type") == "array" else needed


class Page:
    """The page in one language: words, and what the schema says."""

    def __init__(self, language: str) -> None:
        words = Path(__file__).with_name(f"reference.{language}.yaml")
        self.words: dict[str, Any] = yaml.safe_load(words.read_text(encoding="utf-8"))
        self.schema = Schema(language)
        self.language = language
        self._shown: dict[str, str] = {}  # groups, and where their keys stand

    def __str__(self) -> str:
        return _BLANK_LINES.sub("\n\n", "\n".join(self._lines()) + "\n")

    def _lines(self) -> Iterator[str]:
        yield f"# {self.words['title']}\n"
        yield self.words["intro"]
        yield from self._contents()
        yield from self._section("values", self._values())
        yield from self._section("file", self._table(row for name in FIRST[:2] for row in self.schema.top(name)))
        yield from self._section("brands", self._table(self.schema.top("brands")))
        yield from self._section("sources")
        yield from self._section("presets", self._presets(), level=3)
        yield from self._section("every-source", self._table(self.schema.shared()), level=3)
        for kind in KINDS_IN_ORDER:
            yield from self._section(kind, self._table(self.schema.of_kind(kind)), level=3)
        for name in BEHIND:
            yield from self._section(name, self._table(self.schema.top(name)))

    def _contents(self) -> Iterator[str]:
        inner = ("presets", "every-source", *KINDS_IN_ORDER)
        for name in ("values", "file", "brands", "sources", *inner, *BEHIND):
            yield f"{'  ' if name in inner else ''}- [{self.words['sections'][name]['title']}](#{name})"

    def _section(self, name: str, body: Iterable[str] = (), *, level: int = 2) -> Iterator[str]:
        words = self.words["sections"][name]
        yield f'\n<a id="{name}"></a>\n'
        yield f"{'#' * level} {words['title']}\n"
        if "about" in words:
            yield words["about"].replace("{reasons}", ", ".join(f"`{reason}`" for reason in sorted(reasons())))
        if "example" in words:
            yield f"```yaml\n{words['example'].rstrip()}\n```\n"
        yield from body

    def _values(self) -> Iterator[str]:
        yield from self._head("values")
        for one in self.words["values"].values():
            if "how" in one:
                yield f"| {one['name']} | {_cell(one['how'])} |"

    def _head(self, name: str) -> Iterator[str]:
        columns = self.words["columns"][name]
        yield f"| {' | '.join(columns)} |"
        yield f"|{' --- |' * len(columns)}"

    def _table(self, rows: Iterable[Row]) -> Iterator[str]:
        yield from self._head("keys")
        done = ""  # a group whose keys stand further above
        for row in rows:
            if done and row.anchor.startswith(f"{done}."):
                continue
            done = ""
            inner = self.schema.group(row.node)
            above = self._shown.setdefault(inner["title"], row.anchor) if inner else row.anchor
            if above != row.anchor:
                done = row.anchor
            value = self.words["as_above"].format(anchor=above) if done else self._value(row)
            anchor = "" if row.path == (row.anchor,) and row.anchor in self.words["sections"] else row.anchor
            marked = f'<a id="{anchor}"></a>' if anchor else ""
            yield f"| {marked}`{row.name}` | {_cell(row.node['description'])} | {value} | {self._default(row)} |"

    def _value(self, row: Row) -> str:
        said = self._said(row.node)
        line = _code(_line(row.path[-1], self.schema.example(row.node)))
        return said if self.schema.group(row.node) else f"{said}<br>{line}" if said else line

    def _said(self, node: Node, *, listed: bool = False) -> str:
        """How a value is written, in plain words."""
        several = self.schema.choices(self.schema.resolved(node))
        if len(several) > 1:
            said = dict.fromkeys(self._said(one, listed=listed) for one in several)
            return self.words["or"].join(said)
        return self._one(several[0], listed=listed)

    def _one(self, node: Node, *, listed: bool) -> str:
        if "items" in node:
            return self._said(node["items"], listed=True)
        words = self.words["values"][_name(node)]
        inner = node.get("additionalProperties")
        said: str = words["several" if listed else "name"]
        choices = node.get("enum") or node.get("propertyNames", {}).get("enum", ())
        return said.format(
            choices=", ".join(f"`{one}`" for one in choices),
            range=self._range(node),
            inner=self._said(inner) if isinstance(inner, dict) else "",
        )

    def _range(self, node: Node) -> str:
        low, high = node.get("minimum"), node.get("maximum")
        if low is None:
            return self.words["above"].format(low=node["exclusiveMinimum"]) if "exclusiveMinimum" in node else ""
        return self.words["from" if high is None else "between"].format(low=low, high=high)

    def _default(self, row: Row) -> str:
        default = row.node.get("default")
        if row.needed:
            return self.words["needed"]
        if "const" in row.node or (self.schema.group(row.node) and not isinstance(default, list)):
            return ""
        if isinstance(default, dict) and default:
            return "<br>".join(f"{_code(_alone(value))} ({kinds})" for kinds, value in default.items())
        return _code(_alone(default)) if default not in (None, "", [], {}) else self.words["none"]

    def _presets(self) -> Iterator[str]:
        yield from self._head("presets")
        for preset in catalogue():
            said = "<br>".join(self._parameters(preset)) or self.words["none"]
            line = _code(preset_line(preset))
            about = f"{_cell(preset.about[self.language])}<br>{line}"
            yield f'| <a id="preset.{preset.name}"></a>`{preset.name}` | {about} | {said} |'

    def _parameters(self, preset: Preset) -> Iterator[str]:
        for name, known in preset.parameters.items():
            given = self.words["needed"] if known.default is None else _code(_alone(known.default))
            yield f"`{name}`: {_cell(known.about[self.language])} ({given})"


def _name(node: Node) -> str:
    """What the page calls such a value."""
    if "format" in node:
        return str(node["format"])
    if "const" in node or "enum" in node:
        return "fixed" if "const" in node else "choice"
    if "propertyNames" in node:
        return "by-choice"
    return "group" if "properties" in node else str(node["type"])


def _alone(value: Any) -> str:
    """As it stands behind its key."""
    return _line("", value).removeprefix(": ")


def _line(name: str, value: Any) -> str:
    """A key of the file with its value; whole numbers need no point."""
    return written({name: int(value) if isinstance(value, float) and value.is_integer() else value})


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(str(Page(sys.argv[1])))
