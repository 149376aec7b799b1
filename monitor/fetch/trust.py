"""Whom we believe that a site is who it says."""

from __future__ import annotations

import ssl
from functools import cache
from threading import Lock

import httpx

_READING = Lock()


def authorities() -> ssl.SSLContext:
    """Those that everybody believes, and those that this system does; read once, for it takes 20 to 100 ms."""
    with _READING:
        return _authorities()


@cache
def _authorities() -> ssl.SSLContext:
    context = httpx.create_ssl_context()
    context.load_default_certs()  # a company's own authority stands where the system keeps those that it trusts
    return context
