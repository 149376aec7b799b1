"""What Telegram takes as a rich message, read strictly: what the documentation does not name is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CHARACTERS, BLOCKS, LEVELS, MEDIA, COLUMNS = 32_768, 500, 16, 50, 20
STYLED = {"bold", "italic", "underline", "strikethrough", "spoiler", "marked", "code"}
TEXTS = {kind: {"type", "text"} for kind in STYLED} | {
    "url": {"type", "text", "url"},
    "text_mention": {"type", "text", "user"},
    "date_time": {"type", "text", "unix_time", "date_time_format"},
}
FIELDS: dict[str, tuple[set[str], set[str]]] = {  # those that must and those that may be there
    "paragraph": ({"text"}, set()),
    "heading": ({"text", "size"}, set()),
    "pre": ({"text"}, {"language"}),
    "footer": ({"text"}, set()),
    "divider": (set(), set()),
    "list": ({"items"}, set()),
    "blockquote": ({"blocks"}, {"credit"}),
    "details": ({"summary", "blocks"}, {"is_open"}),
    "table": ({"cells"}, {"is_bordered", "is_striped", "is_compact", "caption"}),
    "photo": ({"photo"}, {"caption"}),
    "document": ({"document"}, {"caption"}),
}
CELL = {"text", "is_header", "align", "valign", "colspan", "rowspan"}


class BrokenRichError(Exception):
    """The request is refused, in words that follow «Bad Request: »."""


@dataclass
class Reading:
    """Goes through a message and counts; `uploaded` answers for `attach://` what is to be said of the file."""

    uploaded: Callable[[str, str], Any]
    characters: int = 0
    blocks: int = 0
    media: int = 0

    def message(self, given: Any) -> dict[str, Any]:
        """The message as Telegram answers it."""
        needs(isinstance(given, dict), "object expected as rich message")
        needs(given.keys() <= {"blocks", "is_rtl", "skip_entity_detection"}, f"unexpected field in {sorted(given)}")
        blocks = self.all(given.get("blocks"), 1)
        needs(bool(self.characters or self.media), "Rich message must be non-empty")
        needs(self.characters <= CHARACTERS, "RICH_MESSAGE_TEXT_TOO_LONG")
        needs(self.blocks <= BLOCKS, "RICH_MESSAGE_BLOCKS_TOO_MUCH")
        needs(self.media <= MEDIA, "RICH_MESSAGE_MEDIA_TOO_MUCH")
        return {"blocks": blocks}

    def all(self, given: Any, level: int) -> list[Any]:
        needs(isinstance(given, list) and bool(given), "blocks must be a non-empty Array")
        needs(level <= LEVELS, "RICH_MESSAGE_DEPTH_TOO_MUCH")
        return [self.block(one, level) for one in given]

    def block(self, given: Any, level: int) -> dict[str, Any]:
        self.blocks += 1
        needs(isinstance(given, dict) and given.get("type") in FIELDS, f"Unsupported block {given}")
        kind = given["type"]
        must, may = FIELDS[kind]
        needs(must <= given.keys() <= must | may | {"type"}, f"fields {sorted(given)} of a block of type {kind}")
        shown = dict(given)
        for name in given.keys() & {"text", "summary", "credit"}:
            self.text(given[name], level + 1)
        if kind == "heading":
            needs(given["size"] in range(1, 7), "Invalid section heading size specified")
        elif kind in {"blockquote", "details"}:
            shown["blocks"] = self.all(given["blocks"], level + 1)
        elif kind == "list":
            shown["items"] = [self.item(one, level) for one in given["items"]]
            needs(bool(given["items"]), "List must be non-empty")
        elif kind == "table":
            self.table(given["cells"], level)
        elif kind in {"photo", "document"}:
            shown[kind] = self.file(kind, given[kind])
            if "caption" in given:
                needs(given["caption"].keys() <= {"text", "credit"}, "a caption has text and credit")
                self.text(given["caption"]["text"], level + 1)
        return shown

    def item(self, given: Any, level: int) -> dict[str, Any]:
        self.blocks += 1
        needs(given.keys() == {"blocks"}, f"fields {sorted(given)} of a list item")
        return {"label": "•", "blocks": self.all(given["blocks"], level + 1)}

    def table(self, rows: Any, level: int) -> None:
        needs(bool(rows), "table must be non-empty")
        for row in rows:
            self.blocks += 1
            needs(len(row) <= COLUMNS, "RICH_MESSAGE_TABLE_COLUMNS_TOO_MUCH")
            for cell in row:
                needs({"align", "valign"} <= cell.keys() <= CELL, f"fields {sorted(cell)} of a table cell")
                needs(cell["align"] in {"left", "center", "right"}, "Invalid horizontal alignment specified")
                needs(cell["valign"] in {"top", "middle", "bottom"}, "Invalid vertical alignment specified")
                if "text" in cell:
                    self.text(cell["text"], level + 1)

    def file(self, kind: str, given: Any) -> Any:
        self.media += 1
        needs(given.keys() == {"type", "media"} and given["type"] == kind, f"fields {given} of a file")
        needs(given["media"].startswith("attach://"), f"failed to get HTTP URL content ({given['media']})")
        return self.uploaded(kind, given["media"].removeprefix("attach://"))

    def text(self, given: Any, level: int) -> None:
        if isinstance(given, str):
            needs(not any("\ud800" <= sign <= "\udfff" for sign in given), "Rich text must be encoded in UTF-8")
            self.characters += len(given)
            return
        needs(level <= LEVELS, "RICH_MESSAGE_DEPTH_TOO_MUCH")
        if isinstance(given, list):
            for one in given:
                self.text(one, level)
            return
        needs(isinstance(given, dict) and given.get("type") in TEXTS, f"Unsupported rich text {given}")
        needs(given.keys() == TEXTS[given["type"]], f"fields {sorted(given)} of a text of type {given['type']}")
        self.text(given["text"], level + 1)


def needs(fact: object, otherwise: str) -> None:
    """Refuses the message where something is not so."""
    if not fact:
        raise BrokenRichError(otherwise)


def words(given: Any) -> str:
    """All that can be read, block by block."""
    if isinstance(given, str):
        return given
    if isinstance(given, list):
        return "".join(words(one) for one in given)
    inner = [given.get(name) for name in ("summary", "text", "caption", "blocks", "items", "credit")]
    said = [words(one) for one in inner if one]
    said += ["\t".join(words(cell.get("text", "")) for cell in row) for row in given.get("cells", ())]
    return "\n".join(said) + ("\n" if given.get("type") in FIELDS else "")
