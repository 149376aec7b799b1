"""Where results go: stdout, or the file that was named."""

from __future__ import annotations

import sys
from pathlib import Path

from monitor.errors import ConfigError, because


def write(data: bytes, output: Path | None) -> None:
    """Results as they are: no terminal's encoding, no colours."""
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise ConfigError("cli.cannot_write", path=str(output), reason=because(error)) from error
