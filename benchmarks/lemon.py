"""lemon24/reader on the bench site, run by an interpreter of its own: `python lemon.py SITE ADDRESS ...`.

It knows nothing of the rest of this folder, which its interpreter may not even be able to read.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from pathlib import Path
from urllib.request import urlopen

from reader import make_reader  # type: ignore[import-not-found,unused-ignore]  # in an environment of its own

WORKERS = 10  # as many as we fetch from at once


def main(site: str, *addresses: str) -> None:
    """CPU of each cycle, as the product's are told."""
    seen: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        reader = make_reader(str(Path(folder) / "reader.db"))
        for address in addresses:
            reader.add_feed(address)
        for name, moves in (("first", 0), ("unchanged", 0), ("unchanged again", 0), ("changed", 1)):
            urlopen(f"{site}/set?moves={moves}&validators=1").close()  # noqa: S310  # on loopback
            before = _taken()
            reader.update_feeds(scheduled=False, workers=WORKERS)
            seen[name] = _taken() - before
            seen[f"{name}, held"] = reader.get_entry_counts().total
        reader.close()
    print(json.dumps(seen))


def _taken() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:])
