"""A conversation with a mail server over a connection that is already made, so that it can be cut at any moment."""

from __future__ import annotations

import smtplib
import socket
from typing import BinaryIO

MOST = 1_000_000  # bytes that a server may say in all


class Line(smtplib.SMTP):
    """smtplib over a connection that is already made; what is said on it is bounded."""

    def __init__(self, connection: socket.socket, host: str, *, timeout: float) -> None:
        self._connection = connection
        super().__init__(host, timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002  # it has its own
        return self._connection

    def getreply(self) -> tuple[int, bytes]:
        """One answer."""
        if self.file is None and self.sock is not None:
            self.file = _Heard(self.sock.makefile("rb"))
        return super().getreply()


class _Heard:
    """What a server says, up to a bound: smtplib goes on adding lines as long as there are any."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = MOST

    def readline(self, size: int) -> bytes:
        """The next line."""
        line = self._file.readline(size)
        self._left -= len(line)
        if self._left < 0:
            raise OSError("an answer that does not end")
        return line

    def close(self) -> None:
        """Nothing more is heard."""
        self._file.close()
