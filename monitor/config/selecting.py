"""Selectors that a browser copied for one entry of many: said by `check`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.config.excluding import Said
from monitor.config.plan import Plan

_COPIED = re.compile(r"(?P<all>(?:html|body|#[^\s>]+)(?:\s*>\s*[^\s>]+)+):nth-child\(\d+\)\s*")


def of_one_entry(plan: Plan) -> Iterator[Said]:
    """Where `item` leads from the top of a page to an entry by its place, and what leads to all of them.

    >>> _COPIED.fullmatch("body > ul > li:nth-child(3)")["all"], _COPIED.fullmatch(".row > div:nth-child(2)")
    ('body > ul > li', None)
    """
    for number, source in enumerate(plan.sources):
        item = getattr(getattr(source, "select", None), "item", "")
        if copied := _COPIED.fullmatch(item):
            yield ("sources", number, "select", "item"), "one_entry", {"selector": item, "all": copied["all"]}
