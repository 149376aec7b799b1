"""The process that draws: takes one question from its input, answers on its output and ends."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from contextlib import suppress
from datetime import tzinfo

from monitor.digest import Digest, Theme
from monitor.pictures.finding import finding
from monitor.render.document import Picture
from monitor.texts import Texts

DEADLINE = 30  # seconds for all pictures of a digest; they take two
_GRACE = 2  # seconds more before it ends itself: nobody may be left to do that
_POLITE = 5  # of 19: whoever answers people goes first

Question = tuple[tuple[str, ...], Digest, str, tzinfo, Theme]


def main() -> None:
    """Draws what is asked for, each picture for itself; the answer is the picture, or why there is none."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    signal.alarm(DEADLINE + _GRACE)
    with suppress(OSError):
        os.nice(_POLITE)
    names, digest, language, zone, theme = pickle.load(sys.stdin.buffer)  # nosec B301  # noqa: S301  # from the process that started us
    texts = Texts(language)
    pickle.dump([_drawn(name, digest, texts, zone, theme) for name in names], answers)
    answers.close()


def _drawn(name: str, digest: Digest, texts: Texts, zone: tzinfo, theme: Theme) -> Picture | str:
    try:
        from monitor.pictures.drawing import drawn  # noqa: PLC0415  # importing may fail as drawing may

        return Picture(
            name,
            drawn(name, digest, texts=texts, zone=zone, theme=theme).png(),
            finding(name, digest, texts, zone).said,
        )
    except Exception:  # noqa: BLE001  # a picture is never worth more than the others
        return traceback.format_exc()
