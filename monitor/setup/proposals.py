"""Which sources fit a team of which nobody knows more than its language, its country and what it typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from monitor.config.marked_yaml import Value
from monitor.config.presets import catalogue, find, for_address, parameters_of
from monitor.places.hosts import literal
from monitor.setup.answers import free_id
from monitor.setup.places import RUSSIAN

Entry = Mapping[str, Value]  # as it stands in the list of sources


def proposals(language: str, country: str = "") -> list[Entry]:
    """The ready-made sources that need nothing but the names of the brand, of each language that is written there.

    >>> [entry["lang"] for entry in proposals("ru", "DE") if entry["preset"] == "bing-news"]
    ['ru', 'en']
    """
    around = ("ru" if country in RUSSIAN else "en",) if country else ()
    spoken = dict.fromkeys((language, *around))
    return [
        {"preset": preset.name, **preset.proposed[one]}
        for one in spoken
        for preset in catalogue()
        if one in preset.proposed
    ]


def for_page(url: str, kind: str, brand: str, used: set[str]) -> Entry:
    """The entry that reads this page: a preset that knows such pages, else its kind by its own name."""
    known = next(for_address(url), None)
    if known is not None:
        preset = find(str(known["preset"]))
        return {**known, **({"brand": brand} if "brand" in preset.parameters else {})}
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    entry: dict[str, Value] = {"id": free_id(host.split(".")[0] if host[:1].isalpha() else kind, used)}
    entry |= {"kind": kind, "url": url}
    if kind == "reviews":
        entry["brand"] = brand
    return {**entry, "allow_private_network": True} if _is_private(host) else entry


def is_there(entry: Entry, present: Sequence[Value]) -> bool:
    """Whether the file reads this already, by the same preset with the same parameters or at the same address.

    >>> is_there({"preset": "vc-ru"}, [{"preset": "vc-ru", "every": "1h"}])
    True
    """
    return any(isinstance(one, dict) and _what(one) == _what(entry) for one in present)


def _is_private(host: str) -> bool:
    """Whoever types such an address means it: a page in the company's own network, or on this machine."""
    address = literal(host)
    return host == "localhost" or (address is not None and not ip_address(address).is_global)


def _what(entry: Entry) -> Mapping[str, Value]:
    if "preset" in entry:
        return {key: entry[key] for key in ("preset", *parameters_of(entry)) if key in entry}
    return {"url": entry.get("url")}
