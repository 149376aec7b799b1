"""Asks whether the addresses that our pages name still answer: `make links`. Needs a network, and so is no test."""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx
from pages import pages

AT_ONCE, WITHIN = 8, 20  # requests; seconds
INVENTED = (".example", "example.com", "example.org", "localhost", "127.0.0.1")
WARY = {401, 403, 405, 429, 999}  # a page that wants to see a human being is there
GONE = 400


def outside() -> Mapping[str, list[str]]:
    """Each address once, with the pages that name it; invented ones lead nowhere on purpose."""
    named: dict[str, list[str]] = defaultdict(list)
    for page in pages():
        for link in page.links:
            if link.startswith(("http://", "https://")) and not (urlsplit(link).hostname or "").endswith(INVENTED):
                named[link.partition("#")[0]].append(page.name)
    return named


async def wrong(url: str, client: httpx.AsyncClient) -> str:
    """Why an address does not answer; empty where it does."""
    try:
        async with client.stream("GET", url) as answer:
            bad = answer.status_code >= GONE and answer.status_code not in WARY
            return str(answer.status_code) if bad else ""
    except httpx.HTTPError as error:
        return type(error).__name__


async def main() -> int:
    """Says which do not answer, and where they are named."""
    room, named = asyncio.Semaphore(AT_ONCE), outside()

    async def told(url: str) -> str:
        async with room:
            return await wrong(url, client)

    async with httpx.AsyncClient(follow_redirects=True, timeout=WITHIN) as client:
        answers = await asyncio.gather(*map(told, named))
    dead = [(url, why) for url, why in zip(named, answers, strict=True) if why]
    for url, why in dead:
        print(f"{why}: {url} ({', '.join(sorted(set(named[url])))})")
    print(f"{len(named)} addresses, {len(dead)} do not answer")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
