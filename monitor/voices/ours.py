"""What is our own word: it stands on a page of ours, or is signed by us, wherever it was found."""

from __future__ import annotations

from monitor.config.plan import Plan
from monitor.places.forbidden import Places
from monitor.voices import Voices, plain_name


class Ours:
    """Built once per plan."""

    def __init__(self, plan: Plan) -> None:
        self._pages = Places(site for brand in plan.own for site in brand.sites)
        self._brands = tuple(brand.id for brand in plan.own)
        self.voices = Voices(
            {brand.id: frozenset(map(plain_name, brand.replies.author)) for brand in plan.brands if brand.replies},
            plan.zone,
        )

    def say(self, url: str, author: str) -> bool:
        """Whether this was said by us."""
        return self._pages.covers(url) or self.voices.speaks(author, self._brands)
