"""What every part of sources.yaml is made of: a frozen model that is strict about its keys."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from monitor.config.numbers import NUMBER, number_of
from monitor.config.scalars import form

# As mail servers take it: an international host has another spelling, a name before it has none.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[\w-]{{1,63}}(?:\.[\w-]{{1,63}})*")


def _mail_address(written: str) -> str:
    if not _MAIL.fullmatch(written):
        raise PydanticCustomError("otklik_email", "not an e-mail address")
    return written


MailAddress = Annotated[str, AfterValidator(_mail_address), form("mail-address")]
TelegramId = Annotated[
    int, Field(ge=-(2**63), lt=2**63, json_schema_extra={"format": "telegram-id"}), NUMBER, number_of("chat")
]
# Telegram promises 52 bits; a number that no button can carry would end the bot as soon as one is to name its person.
PersonId = Annotated[int, Field(gt=0, lt=2**53, json_schema_extra={"format": "person-id"}), NUMBER, number_of("person")]
BrandId = Annotated[str, form("brand-id")]


class Model(BaseModel):
    """Frozen, and strict about keys: what we do not know is a mistake, not a comment."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
