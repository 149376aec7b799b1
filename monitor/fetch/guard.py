"""Keeps the crawler out of private networks: the address is judged where the connection is made, so no name can lie."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

_NAT64 = IPv6Network("64:ff9b::/96")  # carries an IPv4 address in its last 32 bits
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa")


class PrivateAddressError(OSError):
    """A connection into a private network was about to be made."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "private address")


def refused(address: str) -> bool:
    """Whether a resolved address lies outside the public internet; what is no address is refused too.

    >>> refused("127.0.0.1"), refused("::ffff:10.0.0.1"), refused("93.184.216.34")
    (True, True, False)
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return True
    if isinstance(ip, IPv6Address):
        inner = _carried(ip)
        if inner is not None:
            return refused(str(inner))
        if ip.is_site_local:
            return True
    return not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified


def local_name(host: str) -> bool:
    """Whether a name never belongs to a public site."""
    return f".{host.rstrip('.')}".endswith(_LOCAL_NAMES)


def gate(refuses: Callable[[str], bool]) -> Callable[[tuple[Any, ...]], socket.socket]:
    """Makes the sockets of a connector, and none towards a refused address: what is judged is what gets connected."""

    def opened(info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, address = info
        if refuses(str(address[0])):
            raise PrivateAddressError
        return socket.socket(family, kind, protocol)

    return opened


def _carried(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: mapped, NAT64 or 6to4."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour
