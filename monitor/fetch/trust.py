"""Whom we believe that a site is who it says."""

from __future__ import annotations

import ssl
from functools import cache
from threading import Lock

import httpx

_READING = Lock()


def authorities() -> ssl.SSLContext:
    """Those that everybody believes; read once for the life of the process, for it takes 20 to 50 ms."""
    with _READING:
        return _authorities()


@cache
def _authorities() -> ssl.SSLContext:
    return httpx.create_ssl_context()
