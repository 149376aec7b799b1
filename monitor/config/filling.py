"""`${NAME}` in an address, a header, a parameter of a request or of a preset takes its value from the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from monitor.config.hidden import in_address, in_capability, in_header, in_value
from monitor.config.marked_yaml import Path, Value
from monitor.config.presets import parameters_of
from monitor.config.problems import Problems
from monitor.config.settings import RESERVED, from_environment
from monitor.errors import ConfigError

_NAME = re.compile(r"\$\{([^}]*)\}?")
_WELL_NAMED = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_HEADERS = "headers"
_CAPABILITIES = frozenset({"webhook", "ping"})  # whoever knows the address may use it
_ADDRESSES = _CAPABILITIES | {"url", "proxy"}
FILLED = _ADDRESSES | {_HEADERS, "params"}
_AUTHORITY_END = re.compile(r"[/?#]")
_FILE = "_FILE"
_UNSET = "unset"
_STAND_IN = "https://unset.invalid/"  # of a whole address, so that nothing else is said of it


def fill(value: Value, environment: Mapping[str, str], problems: Problems) -> frozenset[str]:
    """Fills the values in place; answers with all that must never be shown, whoever wrote it there."""
    filling = _Filling(environment, problems)
    filling.walk(value, ())
    return frozenset(filling.secrets)


class _Filling:
    def __init__(self, environment: Mapping[str, str], problems: Problems) -> None:
        self._environment = environment
        self._problems = problems
        self.secrets: set[str] = set()

    def walk(self, value: Value, path: Path) -> None:
        if isinstance(value, dict):
            also = parameters_of(value)
            for key, inner in value.items():
                value[key] = self._looked_at(inner, (*path, key), here=key in also)
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                value[number] = self._looked_at(inner, (*path, number))

    def _looked_at(self, inner: Value, path: Path, *, here: bool = False) -> Value:
        if not isinstance(inner, str):
            self.walk(inner, path)
            return inner
        if "${" in inner:
            inner = self._filled(inner, path, here=here)
        if path[-1] in _ADDRESSES and "@" in inner:
            self._keep(*in_address(inner))
        if path[-1] in _CAPABILITIES:
            self._keep(*in_capability(inner))  # whoever knows it may write there
        if len(path) > 1 and path[-2] == _HEADERS:
            self._keep(*in_header(str(path[-1]), inner))
        return inner

    def _filled(self, text: str, path: Path, *, here: bool) -> str:
        if not here and not FILLED & set(path):
            self._problems.at(path, "config.not_filled_here", key=path[-1])
            return text
        filled = _NAME.sub(lambda found: self._value(found, path), text)
        return _STAND_IN if filled == _UNSET and path[-1] in _ADDRESSES else filled

    def _value(self, found: re.Match[str], path: Path) -> str:
        name, text = found[1], found.string
        if not _WELL_NAMED.fullmatch(name) or not found[0].endswith("}"):
            self._problems.at(path, "config.bad_blank", blank=found[0])
            return _UNSET
        if name in RESERVED or name.removesuffix(_FILE) in RESERVED:
            self._problems.at(path, "config.reserved", name=name)
            return _UNSET
        try:
            value = from_environment(self._environment, name)
        except ConfigError as error:
            self._problems.at(path, error.key, **error.blanks)
            return _UNSET
        if not value:
            self._problems.at(path, "config.not_set", name=name)
            return _UNSET
        self._keep(*in_value(value), quote(value, safe=""))
        return quote(value, safe="") if path[-1] in _ADDRESSES and quoted(text, found.start()) else value

    def _keep(self, *secrets: str) -> None:
        for secret in secrets:
            self.secrets.add(secret)
            self._problems.hide(secret)


def quoted(address: str, position: int) -> bool:
    """Whether a value put here needs %-encoding: as a name or password before @, and in the query.

    >>> [quoted("https://u:${PW}@site.example/", 10), quoted("https://site.example/${PATH}", 21)]
    [True, False]
    """
    start = address.find("://") + 3
    authority = _AUTHORITY_END.split(address[start:], maxsplit=1)[0] if "://" in address else ""
    in_authority = start <= position < start + len(authority)
    return (in_authority and "@" in address[position : start + len(authority)]) or "?" in address[:position]
