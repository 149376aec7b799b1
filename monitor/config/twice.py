"""What stands in the file twice under two ids, and is hardly meant so: a name of two brands or two people, a source."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.config.excluding import Said
from monitor.config.marked_yaml import Path
from monitor.config.plan import Brand, Plan
from monitor.sources import AnySource

_BESIDE = {"id", "every", "weight", "max_age", "answer_within"}  # keys that change nothing about what is found


def twice(plan: Plan) -> Iterator[Said]:
    """Where it stands again, and which sentence under check. says what else is so."""
    yield from _names(plan)
    yield from _sources(plan)
    yield from _people(plan)


def _names(plan: Plan) -> Iterator[Said]:
    """One text would count for both, and alert twice; words beside it may tell two namesakes apart."""
    seen: dict[str, Brand] = {}
    for number, brand in enumerate(plan.brands):
        named: list[tuple[Path, str]] = [(("brands", number, "name"), brand.name)]
        named += [(("brands", number, "aliases", place), alias) for place, alias in enumerate(brand.aliases)]
        for path, name in named:
            other = seen.setdefault(name.casefold(), brand)
            if other is not brand and not (other.context or brand.context):
                yield path, "name_twice", {"name": name, "other": other.id}


def _sources(plan: Plan) -> Iterator[Said]:
    """Nothing is found that the first did not find, and the site is asked twice as often."""
    alike: dict[tuple[object, ...], list[tuple[int, AnySource]]] = {}
    for number, source in enumerate(plan.sources):
        if source.enabled:
            asked = (source.kind, source.url, source.brand, getattr(source, "query", None))
            alike.setdefault(asked, []).append((number, source))
    for some in alike.values():
        seen: dict[str, str] = {}
        for number, source in some if len(some) > 1 else ():
            first = seen.setdefault(repr(source.model_dump(exclude=_BESIDE)), source.id)
            if first != source.id:
                yield ("sources", number, "id"), "source_twice", {"source": source.id, "other": first}


def _people(plan: Plan) -> Iterator[Said]:
    """A card says who has it by name."""
    seen: set[str] = set()
    for number, user in enumerate(plan.team.users):
        name = user.name.casefold()
        if name and name in seen:
            yield ("team", "users", number, "name"), "namesake", {"name": user.name}
        seen.add(name)
