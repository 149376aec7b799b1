"""A certificate of 127.0.0.1 that nobody but itself vouches for."""

from __future__ import annotations

import ssl
from pathlib import Path

CERTIFICATE = Path(__file__).with_name("mail_server.pem")


def secure() -> ssl.SSLContext:
    """What a server needs that shows it."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context
