"""Kind `mail`: a folder of a mail box, for the notices of platforms that allow no crawling."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from monitor.sources.base import SourceBase


def _mail_address(written: str) -> str:
    try:
        parts = urlsplit(written)
        known = parts.scheme in {"imap", "imaps"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known:
        raise PydanticCustomError("otklik_mail_address", "not an IMAP address")
    return written


MailAddress = Annotated[str, AfterValidator(_mail_address)]


class MailSource(SourceBase):
    """A folder of a mail box, for review mails of platforms that allow no crawling."""

    ready: ClassVar[bool] = False

    kind: Literal["mail"] = Field("mail", description="A folder of a mail box (IMAP).")
    url: MailAddress = Field(description="imaps://user:password@host/FOLDER; user and password percent-encoded.")
    senders: tuple[str, ...] = Field((), alias="from", description="Only mails from these addresses are read.")

    @property
    def reads_lists(self) -> bool:
        """The folder is a list of messages."""
        return True

    @property
    def may_be_empty(self) -> bool:
        """A folder is what its owner keeps in it."""
        return True
