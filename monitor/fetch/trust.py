"""Whom we believe that a site is who it says."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


@cache
def authorities() -> ssl.SSLContext:
    """Those that everybody believes; read once for the life of the process, for it takes 20 ms."""
    return httpx.create_ssl_context()
