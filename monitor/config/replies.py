"""Drafts that the team writes itself: `replies:` of sources.yaml, and the blanks that are filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Final

from pydantic import AfterValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from monitor.texts import Language, Texts

BLANKS: Final = ("author", "brand", "url", "signature", "reason", "place", "quote")
DEFAULT: Final = "default"
QUESTION: Final = "question"  # somebody asks about us
STAFF: Final = "hr"  # where employees speak nothing but this is taken from the file
PERMISSION: Final = "permission"  # asks an author to let us quote
LONGEST: Final = 3000  # characters: with what to mind beside it a draft must fit a message
_ALIKE = 0.5

BLANK = re.compile(r"\{([^{}]*)\}")


def _template(written: str) -> str:
    if not written.strip():
        raise PydanticCustomError("otklik_empty", "empty")
    for name in BLANK.findall(written):
        if name not in BLANKS:
            known = ", ".join(f"{{{one}}}" for one in BLANKS)
            near = get_close_matches(name.strip().lower(), BLANKS, 1, _ALIKE)
            kind = "otklik_blank_near" if near else "otklik_blank_unknown"
            raise PydanticCustomError(
                kind, "blank", {"blank": f"{{{name}}}", "near": f"{{{near[0]}}}" if near else known}
            )
    if len(written) > LONGEST:
        raise PydanticCustomError("otklik_reply_long", "too long", {"most": LONGEST})
    return written


Template = Annotated[str, AfterValidator(_template)]
Draft = Annotated[
    Annotated[Template, Tag("text")] | Annotated[Mapping[Language, Template], Field(min_length=1), Tag("by language")],
    Discriminator(lambda given: "by language" if isinstance(given, Mapping) else "text"),
]


def reasons() -> Iterator[str]:
    """What people complain about, as the texts name it; a draft may be written for each."""
    return (key.removeprefix("reason.") for key in Texts("en").keys() if key.startswith("reason."))  # noqa: SIM118


def known_keys(kinds: frozenset[str]) -> frozenset[str]:
    """What a draft may be written for."""
    return frozenset({DEFAULT, QUESTION, STAFF, PERMISSION, *kinds, *reasons()})
