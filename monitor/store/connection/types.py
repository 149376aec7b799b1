"""What columns hold: moments that are never naive, texts that every database takes, small lists."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import DateTime, Dialect, Text, TypeDecorator

T = TypeVar("T")


def as_kept(value: T) -> T:
    """A text, or a list of them, without what a database refuses: NUL in PostgreSQL, half of a surrogate pair in both.

    >>> as_kept(["a\\0b", [1, "\\ud83d!"], "\\\\u0000"])
    ['ab', [1, '?!'], '\\\\u0000']
    """
    kept: Any = value
    if isinstance(value, str) and not (value.isascii() and "\0" not in value):
        kept = value.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    elif isinstance(value, list | tuple):
        kept = [as_kept(one) for one in value]
    return kept  # type: ignore[no-any-return]  # of the same type, but for a tuple that JSON would make a list


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets zones, so it is written without and read with one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a time without a zone: nobody could tell when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive time: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Always aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """A text without what a database refuses: NUL in PostgreSQL, half of a surrogate pair in both."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """A hostile page costs a character, not the visit."""
        return None if value is None else as_kept(value)


class Listed(TypeDecorator[list[Any]]):
    """A small list as JSON, readable in the database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[Any] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Compact; its texts are those that a text column takes."""
        if value is None:
            return None
        return json.dumps(as_kept(value), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[Any] | None:  # noqa: ARG002
        """What was written."""
        return None if value is None else list(json.loads(value))
