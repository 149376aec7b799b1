"""Writes docs/sources.md (`ru`: docs/sources.ru.md): every key of sources.yaml, as its schema explains it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from schema_keys import BEHIND, KINDS_IN_ORDER, Node, Row, schema_in

from monitor.commands.presets import example as preset_line
from monitor.config.adding import written
from monitor.config.presets import Preset, catalogue
from monitor.config.replies import reasons

PAGES = {"en": "docs/sources.md", "ru": "docs/sources.ru.md"}
_BLANK_LINES = re.compile(r"\n{3,}")


class Page:
    """The page in one language: words, and what the schema says."""

    def __init__(self, language: str) -> None:
        words = Path(__file__).with_name(f"reference.{language}.yaml")
        self.words: dict[str, Any] = yaml.safe_load(words.read_text(encoding="utf-8"))
        self.schema = schema_in(language)
        self.language = language
        self._shown: dict[str, str] = {}  # groups, and where their keys stand

    def __str__(self) -> str:
        return _BLANK_LINES.sub("\n\n", "\n".join(self._lines()) + "\n")

    def _lines(self) -> Iterator[str]:
        yield f"# {self.words['title']}\n"
        yield self.words["intro"]
        yield from self._contents()
        yield from self._section("brands", self._table(self.schema.top("brands")))
        yield from self._section("sources")
        yield from self._section("presets", self._presets(), level=3)
        yield from self._section("every-source", self._table(self.schema.shared()), level=3)
        for kind in KINDS_IN_ORDER:
            yield from self._section(kind, self._table(self.schema.of_kind(kind)), level=3)
        for section, names in BEHIND.items():
            yield from self._section(section, self._table(row for name in names for row in self.schema.top(name)))
        yield from self._section("values", self._values())

    def _contents(self) -> Iterator[str]:
        inner = ("presets", "every-source", *KINDS_IN_ORDER)
        for name in ("brands", "sources", *inner, *BEHIND, "values"):
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
        again = "-"  # a group whose keys stand further above
        for row in rows:
            if row.anchor.startswith(f"{again}."):
                continue
            inner = self.schema.group(row.node)
            above = self._shown.setdefault(inner["title"], row.anchor) if inner else row.anchor
            again = "-" if above == row.anchor else row.anchor
            anchor = "" if row.anchor in self.words["sections"] else f'<a id="{row.anchor}"></a>'
            value = self._value(row, above)
            yield f"| {anchor}`{row.name}` | {_cell(row.node['description'])} | {value} | {self._default(row)} |"

    def _value(self, row: Row, above: str) -> str:
        """How it is written, with an example; of a group, where its keys stand."""
        if above != row.anchor:
            return self.words["as_above"].format(anchor=above)
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
        choices = node.get("enum") or self.schema.resolved(node.get("propertyNames", {})).get("enum", ())
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
