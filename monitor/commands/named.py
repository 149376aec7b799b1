"""Brands and sources that somebody names on the command line, and that are not in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from monitor.config.plan import Plan
from monitor.errors import ConfigError
from monitor.store import Query, Store

MANY = 20  # names that are told one by one; of more only the nearest


def no_such_source(name: str, plan: Plan) -> ConfigError:
    """What to write instead of a source that nobody knows: the nearest, or one of all where they are few."""
    return _unknown("config.no_such_source", name, [one.id for one in plan.sources], source=name)


def no_such_brand(name: str, known: Sequence[str]) -> ConfigError:
    """What to write instead of a brand that nobody knows: the nearest, or one of all where they are few."""
    return _unknown("config.unknown_brand", name, known, brand=name)


async def must_be_known(plan: Plan, store: Store, query: Query) -> None:
    """What is in the file no more may still have mentions; what never had any is a slip of the pen."""
    brands = [one.id for one in plan.brands]
    if query.brand is not None and query.brand not in brands and not await _any(store, Query(brand=query.brand)):
        raise no_such_brand(query.brand, brands)
    if query.source is not None and not plan.source(query.source) and not await _any(store, Query(source=query.source)):
        raise no_such_source(query.source, plan)


async def _any(store: Store, query: Query) -> bool:
    return bool(await store.mentions(replace(query, limit=1)))


def _unknown(key: str, name: str, known: Sequence[str], **blanks: str) -> ConfigError:
    near = get_close_matches(name, known, 1)
    if near:
        return ConfigError(f"{key}_near", near=near[0], **blanks)
    if not known:
        return ConfigError(f"{key}_yet", **blanks)
    more = ["…"] if len(known) > MANY else []
    return ConfigError(key, known=", ".join([*sorted(known)[:MANY], *more]), **blanks)
