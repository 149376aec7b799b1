"""One-time codes that let a chat or a colleague in: read aloud and typed by people, kept only as a hash."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else: no 0 and O, no 1 and I
LENGTH = 8  # a thousand billion codes, of which five may be tried
LASTS = timedelta(minutes=15)
TRIES = 5  # wrong ones, whoever sends them

_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


class CodeKind(StrEnum):
    """What a code opens."""

    PAIR = "pair"  # a chat, and with it the first admin
    INVITE = "invite"  # the door for a colleague


@dataclass(frozen=True, slots=True)
class Invitation:
    """What whoever has the code is let in as; without a name the messenger's own is taken."""

    kind: CodeKind
    name: str = ""
    signature: str = ""


def fresh_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def code_in(text: str) -> str | None:
    """What a person typed as a code, whatever the case of its letters; None where it cannot be one.

    >>> code_in("k7mwq2xz"), code_in("K7MWQ2X0"), code_in("here")
    ('K7MWQ2XZ', None, None)
    """
    typed = text.strip().upper()
    return typed if _CODE.fullmatch(typed) else None


def code_digest(code: str) -> str:
    """All that is kept of it."""
    return sha256(code.encode()).hexdigest()
