"""Whether `otklik run` is well: `python -m monitor.health_check [--config FILE] [--role ROLE]`.

0 = it is, 1 = it is not, and why.

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
ALONE = "all"  # the role of whoever does everything


def sign_of(config: Path, role: str = "") -> Path:
    """The file whose age tells how long ago `run` was well with this sources.yaml, as the one of several or alone."""
    meant = f"{_user()}:{config.resolve()}{role and f':{role}'}".encode()
    return Path(tempfile.gettempdir()) / f"otklik-{hashlib.blake2b(meant, digest_size=8).hexdigest()}"


def give_sign(config: Path, role: str = "") -> None:
    """Now it is well. A file that somebody else laid there is not written through: a new one takes its place."""
    sign = sign_of(config, role)
    descriptor, fresh = tempfile.mkstemp(prefix=f"{sign.name}-", dir=sign.parent)
    os.close(descriptor)
    try:
        Path(fresh).replace(sign)
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise


def take_sign(config: Path, role: str = "") -> None:
    """It ended in order."""
    sign_of(config, role).unlink(missing_ok=True)


def trouble(config: Path, now: float, role: str = "") -> str | None:
    """What is wrong; None where it is well."""
    sign = sign_of(config, role)
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
    options = dict(zip(sys.argv[1::2], sys.argv[2::2], strict=False))
    if len(sys.argv) % 2 == 0 or not options.keys() <= {"--config", "--role"}:
        sys.stderr.write("usage: python -m monitor.health_check [--config FILE] [--role ROLE]\n")
        return 2
    config = Path(options.get("--config") or os.environ.get("OTKLIK_CONFIG") or DEFAULT)
    role = options.get("--role", ALONE)
    wrong = trouble(config, time.time(), "" if role == ALONE else role)
    sys.stdout.write(f"{wrong or 'ok'}\n")
    return int(wrong is not None)


def _user() -> int:
    """Of systems that know no numbers of users each user has a folder of temporary files."""
    return os.getuid() if sys.platform != "win32" else 0


if __name__ == "__main__":
    sys.exit(main())
