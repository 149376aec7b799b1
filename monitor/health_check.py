"""Whether `otklik run` is well: `python -m monitor.health_check [--config FILE]`. 0 = it is, 1 = it is not, and why.

The standard library alone, for a container asks every half minute; hence English only, like a line of the log.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
import time
from pathlib import Path

FRESH = 180  # seconds: `run` gives a sign of life every minute
DEFAULT = "sources.yaml"


def sign_of(config: Path) -> Path:
    """The file whose age tells how long ago `run` was well with this sources.yaml."""
    meant = f"{_user()}:{config.resolve()}".encode()
    return Path(tempfile.gettempdir()) / f"otklik-{hashlib.blake2b(meant, digest_size=8).hexdigest()}"


def give_sign(config: Path) -> None:
    """Now it is well. A file that somebody else laid there is not written through: a new one takes its place."""
    sign = sign_of(config)
    descriptor, fresh = tempfile.mkstemp(prefix=f"{sign.name}-", dir=sign.parent)
    os.close(descriptor)
    try:
        Path(fresh).replace(sign)
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise


def take_sign(config: Path) -> None:
    """It ended in order."""
    sign_of(config).unlink(missing_ok=True)


def trouble(config: Path, now: float) -> str | None:
    """What is wrong; None where it is well."""
    sign = sign_of(config)
    try:
        seen = sign.lstat()
    except OSError:
        return f"otklik run is not running with {config}: no sign of life in {sign.parent}"
    if not stat.S_ISREG(seen.st_mode) or (sys.platform != "win32" and seen.st_uid != _user()):
        return f"{sign} is not a file of ours"
    age = abs(now - seen.st_mtime)
    if age > FRESH:
        return f"otklik run hangs, was killed, or cannot write to its database: last sign of life {age:.0f} s ago"
    return None


def main() -> int:
    """The answer for a container."""
    arguments = sys.argv[1:]
    if arguments and (len(arguments) != len(("--config", "FILE")) or arguments[0] != "--config"):
        sys.stderr.write("usage: python -m monitor.health_check [--config FILE]\n")
        return 2
    config = Path(arguments[1] if arguments else os.environ.get("OTKLIK_CONFIG") or DEFAULT)
    wrong = trouble(config, time.time())
    sys.stdout.write(f"{wrong or 'ok'}\n")
    return int(wrong is not None)


def _user() -> int:
    """Of systems that know no numbers of users each user has a folder of temporary files."""
    return os.getuid() if sys.platform != "win32" else 0


if __name__ == "__main__":
    sys.exit(main())
