"""What a host stands for, whoever wrote it: one spelling for names of every alphabet, and for addresses."""

from __future__ import annotations

import re
import socket
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from unicodedata import normalize
from urllib.parse import unquote

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # no browser asks a name server for these


@lru_cache(maxsize=1024)  # asked of each request, mostly of the same hosts
def literal(host: str) -> str | None:
    """The address that a host means by itself, in any spelling the system's resolver would take; None for a name.

    >>> literal("2130706433"), literal("0x7f.1"), literal("::1"), literal("site.example")
    ('127.0.0.1', '127.0.0.1', '::1', None)
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return str(ip_address(bare))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(bare))
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=1024)
def one_spelling(host: str) -> str:
    """A host as it is compared: lower case, no final dot, letters of other alphabets as name servers see them.

    >>> one_spelling("Сайт.РФ."), one_spelling("[::FFFF:7f00:1]")
    ('xn--80aswg.xn--p1ai', '127.0.0.1')
    """
    told = _UNSEEN.sub("", normalize("NFKC", unquote(host)).lower()).replace("。", ".").rstrip(".")
    address = literal(told)
    if address is not None:
        ip = ip_address(address)
        return str(ip.ipv4_mapped or ip) if isinstance(ip, IPv6Address) else address
    return ".".join(map(_label, told.split(".")))


def _label(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode", "replace").decode("ascii")
