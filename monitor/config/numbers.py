"""Numbers of sources.yaml: `true` is none, which Python takes for 1, nor is `inf` or `nan`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError


def _number(given: Any) -> Any:
    if isinstance(given, bool):
        raise PydanticCustomError("otklik_expected_number", "no number")
    return given


NUMBER = BeforeValidator(_number)  # written after the bounds: before them the schema would lose those
Whole = Annotated[int, NUMBER]
Decimal = Annotated[float, Field(allow_inf_nan=False), NUMBER]
