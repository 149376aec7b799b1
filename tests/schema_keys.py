"""Every key of sources.yaml as its schema tells it, in the order in which a team needs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any

from monitor.commands.schema import described
from monitor.sources import KINDS
from monitor.sources.base import SourceBase

Node = Mapping[str, Any]  # a part of the schema

BEHIND = {  # the sources: what a team sets next, then what a specialist does
    **{name: (name,) for name in ("team", "alerts", "digest")},
    "file": ("language", "timezone"),
    **{name: (name,) for name in ("lexicon", "checklists", "replies", "forbidden")},
    "kept": ("retention", "authors_for"),
    **{name: (name,) for name in ("http", "health", "model")},
}
KINDS_IN_ORDER = ("feed", "reviews", "telegram", "articles", "sitemap", "mail", "search", "json")
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
            defaults: dict[Any, list[str]] = {}
            for kind, one in nodes.items():
                defaults.setdefault(one.get("default"), []).append(kind)
            if len(defaults) > 1:
                node["default"] = {", ".join(kinds): default for default, kinds in defaults.items()}
            yield Row(("sources", name), self.resolved(node), name == "id")

    def of_kind(self, kind: str) -> Iterator[Row]:
        """What only this kind of source has."""
        source = self.source(kind)
        for name, node in source["properties"].items():
            if name not in SHARED:
                yield from self.rows(("sources", name), node, needed=name in source["required"], kind=kind)

    def every(self) -> Iterator[Row]:
        """All keys there are, in the order of the page."""
        yield from self.top("brands")
        yield Row(("sources",), self.whole["properties"]["sources"], needed=True)
        yield from self.shared()
        for kind in KINDS_IN_ORDER:
            yield from self.of_kind(kind)
        for name in chain(*BEHIND.values()):
            yield from self.top(name)

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


@lru_cache
def schema_in(language: str) -> Schema:
    """Made once for all who look through it."""
    return Schema(language)
