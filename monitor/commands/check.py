"""`otklik check`: whether sources.yaml and the environment are right; all mistakes at once, as results on stdout."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from monitor.commands.asked import Asked, Written
from monitor.config.load import Loaded, load
from monitor.config.settings import (
    DEFAULT_DATABASE,
    DOTENV,
    Settings,
    called_otherwise,
    can_drive,
    read_settings,
    understood,
    unless_wrong,
)
from monitor.config.spoken import spoken
from monitor.config.stray import stray
from monitor.errors import AddressError, ConfigError, MonitorError
from monitor.logs import Redaction
from monitor.match.persons import is_person
from monitor.match.several import names_in
from monitor.match.spelling import is_small_word
from monitor.render.screen import say
from monitor.texts import Texts
from monitor.understanding.adviser import adviser_of

_PLACED = re.compile(r"(?:(.+?):(\d+):(\d+)|(.*\.env):(\d+)): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong, or else what to know; each a sentence, with its place in front where it has one."""

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    fine: str = ""
    written: Written | None = None  # None where something is wrong

    @property
    def lines(self) -> tuple[str, ...]:
        """As a person reads them."""
        return (*self.errors, *self.warnings, *filter(None, (self.fine,)))


def look(asked: Asked) -> Found:
    """Every mistake of file and environment, or the warnings and the good news."""
    found = _found(lambda: asked.path, lambda: asked.settings, asked.language, asked.redaction)
    if found.written is not None:
        asked.redaction.add(found.written.loaded.secrets)
    return found


def check(asked: Asked, out: TextIO) -> Written | None:
    """Prints what was found. Warnings do not change the exit code."""
    found = look(asked)
    say(found.lines, out)
    return found.written


def tell(found: Found, out: TextIO, *, as_json: bool) -> int:
    """2 where something is wrong."""
    if as_json:
        out.write(json.dumps(as_object(found), ensure_ascii=False) + "\n")
    else:
        say(found.lines, out)
    return 0 if found.written else 2


def as_object(found: Found) -> dict[str, object]:
    """`check --json`; a place is null where a mistake has none."""
    plan = found.written.loaded.plan if found.written else None
    counted = {"brands": len(plan.brands), "sources": len(plan.sources)} if plan else {}
    errors, warnings = ([_placed(one) for one in lines] for lines in (found.errors, found.warnings))
    return {"ok": found.written is not None, "errors": errors, "warnings": warnings, **counted}


def findings(path: Path) -> tuple[str, ...]:
    """The lines of `check` for whoever asks by chat, of the file and the environment as they are now."""
    return _found(lambda: path, lambda: read_settings(path.parent), spoken(path), Redaction()).lines


def _placed(said: str) -> dict[str, object]:
    """A sentence and where in which file it belongs.

    >>> _placed("sources.yaml:3:5: kind: what?")
    {'file': 'sources.yaml', 'line': 3, 'column': 5, 'message': 'kind: what?'}
    >>> _placed(".env:2: this line is not understood.")
    {'file': '.env', 'line': 2, 'column': None, 'message': 'this line is not understood.'}
    """
    found = _PLACED.fullmatch(said)
    if found is None:
        return {"file": None, "line": None, "column": None, "message": said}
    file, line, column, dotenv, its_line, message = found.groups()
    place = {"file": file or dotenv, "line": int(line or its_line), "column": int(column) if column else None}
    return {**place, "message": message}


def _found(path: Callable[[], Path], settings: Callable[[], Settings], language: str, redaction: Redaction) -> Found:
    """Where the file stands may be wrong as well: OTKLIK_CONFIG is of the environment."""
    mistakes: list[ConfigError] = []
    loaded = unless_wrong(lambda: load(path(), understood(path().parent)[0]), mistakes)
    known = unless_wrong(settings, mistakes)
    address = _about_the_address(known.database_url) if known else None
    texts = Texts(language)
    if loaded is None or known is None or mistakes or address:
        told = dict.fromkeys(texts.error(one) for one in (*mistakes, *filter(None, (address,))))
        return Found(errors=tuple(line for said in told for line in said.splitlines()))
    plan = loaded.plan
    fine = texts("check.fine", path=path(), brands=len(plan.brands), sources=len(plan.sources))
    warnings = (*_warnings(loaded, known, texts), *_stray(path(), texts))
    return Found((), warnings, fine, Written(path(), loaded, known, redaction))


def _stray(path: Path, texts: Texts) -> Iterator[str]:
    if otherwise := called_otherwise(path.parent / DOTENV):
        yield texts.error(otherwise)
    file = path.read_text(encoding="utf-8-sig", errors="replace")
    for at, key, blanks in stray(path.parent, understood(path.parent)[0], file):
        yield f"{at}: {texts(f'check.{key}', **blanks)}"


def _about_the_address(url: str) -> MonitorError | None:
    """What every other command would end with; the file that nobody named is made where Otklik is started."""
    if not can_drive(url):
        return ConfigError("store.no_driver", place="DATABASE_URL")
    if url == DEFAULT_DATABASE:
        return None
    from monitor.store import Store  # noqa: PLC0415  # half a second, for whoever named a place

    try:
        Store.try_address(url)
    except AddressError as error:
        return error
    return None


def _warnings(loaded: Loaded, settings: Settings, texts: Texts) -> Iterator[str]:
    plan = loaded.plan
    yield from loaded.warnings
    adviser = adviser_of(plan.model)
    trouble = adviser.trouble() if adviser else None
    if trouble:
        yield f"{loaded.model_at}: {texts('check.model', trouble=texts.error(trouble))}"
    brands = (brand for brand in plan.brands for _ in brand.names)
    for (at, name), brand in zip(loaded.names, brands, strict=True):
        if is_person(name):
            yield f"{at}: {texts('check.person', name=name)}"
        if brand.capital is None and not brand.context and is_small_word(name):
            yield f"{at}: {texts('check.small', name=name, meant=name.capitalize())}"
        if several := names_in(name):
            yield f"{at}: {texts('check.several', name=name, names=', '.join(several))}"
    if settings.token is None:
        yield texts("check.no_token")
    elif not plan.team.chats:
        yield texts("check.no_chat")
