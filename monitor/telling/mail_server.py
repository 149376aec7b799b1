"""The mail server that SMTP_URL names."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from monitor.errors import DeliveryError

_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """What SMTP_URL says: `smtps://user:password@host`, `smtp://` for STARTTLS; `?from=` to write as another."""

    host: str
    port: int
    tls: bool  # from the first byte
    user: str
    password: str
    sender: str

    @classmethod
    def of(cls, url: str) -> MailServer:
        """The server of an address; without `?from=` we write as the user.

        >>> MailServer.of("smtps://robot%40site.example:pw@mail.site.example").sender
        'robot@site.example'
        >>> MailServer.of("smtps://robot:pw@mail.site.example?from=otklik+team@site.example").sender
        'otklik+team@site.example'
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port or _PORTS[parts.scheme]
        except (KeyError, ValueError):
            host, port = None, 0
        if not host:
            raise DeliveryError("mail.address", away=True)  # no cause: it may hold a password
        user = unquote(parts.username or "")
        query = parse_qs(parts.query.replace("+", "%2B"))  # a plus in an address is no space
        written = query.get("from", [user if "@" in user else f"{user or 'otklik'}@{host}"])[0]
        return cls(host, port, parts.scheme == "smtps", user, unquote(parts.password or ""), written)

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"
