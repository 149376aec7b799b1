"""The pictures of a digest."""

from __future__ import annotations

from datetime import tzinfo

from monitor.digest import Digest, Theme
from monitor.render.document import Picture
from monitor.texts import Texts


async def draw(digest: Digest, *, texts: Texts, zone: tzinfo, theme: Theme) -> tuple[Picture, ...]:  # noqa: ARG001
    """None yet."""
    return ()
