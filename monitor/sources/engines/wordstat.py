"""Asks Yandex how often a query is put to it: the Wordstat methods of its Search API (version 2)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from monitor.domain import Demand, Page, Request
from monitor.errors import ParseError
from monitor.sources.engines.yandex_search import ENDPOINT, FOLDER, KEY

STEP = "wordstat "  # before the query, in the step of its request

_MOST = 10**12  # more than everybody asks of everything
_METHOD = "../wordstat/topRequests"  # seen from that of searching


def request(
    url: str | None, query: str, *, region: int | None, headers: Mapping[str, str], params: Mapping[str, str]
) -> Request:
    """The total of the last thirty days. What stands behind # only tells requests apart."""
    asked: dict[str, Any] = {
        "phrase": query,
        "numPhrases": "1",
        "folderId": FOLDER,
        **({"regions": [str(region)]} if region is not None else {}),
    }
    return Request(
        f"{urljoin(url or ENDPOINT, _METHOD)}#{query}",
        step=f"{STEP}{query}",
        headers={**headers, "Authorization": f"Api-Key {KEY}", "Content-Type": "application/json"},
        params=params,
        body=json.dumps(asked, ensure_ascii=False),
    )


def demand(page: Page) -> Iterator[Demand]:
    """All queries that hold these words in any order; one that hardly anybody puts has no total."""
    try:
        answer = json.loads(page.body)
        count = int(answer.get("totalCount", 0))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ParseError("parse.wordstat", url=page.url) from error
    if not 0 <= count <= _MOST:
        raise ParseError("parse.wordstat", url=page.url)
    yield Demand(page.step.removeprefix(STEP), count)
