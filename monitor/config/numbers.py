"""Numbers of sources.yaml: `true` is none, which Python takes for 1, nor is `inf` or `nan`."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

_NAMED = re.compile(r"[^\W\d]|@")  # letters, or a user name


def _no_switch(expected: Literal["number", "decimal"]) -> BeforeValidator:
    def checked(given: Any) -> Any:
        if isinstance(given, bool):
            raise PydanticCustomError(f"otklik_expected_{expected}", "no number")
        return given

    return BeforeValidator(checked)


def number_of(whom: Literal["chat", "person"]) -> BeforeValidator:
    """For the numbers of Telegram, in whose place people write names and links."""

    def checked(given: Any) -> Any:
        if isinstance(given, str) and _NAMED.search(given):
            raise PydanticCustomError(f"otklik_{whom}_number", "a name or a link")
        return given

    return BeforeValidator(checked)


NUMBER, DECIMAL = _no_switch("number"), _no_switch("decimal")  # after the bounds: the schema would lose those before
Whole = Annotated[int, NUMBER]
Decimal = Annotated[float, Field(allow_inf_nan=False), DECIMAL]
