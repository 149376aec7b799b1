"""`otklik check`: whether sources.yaml and the environment are right; all mistakes at once, as results on stdout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO, TypeVar

from monitor.adviser import adviser_of
from monitor.commands.asked import Asked, Written
from monitor.config.load import Loaded, load
from monitor.config.settings import Settings, read_environment, settings_of
from monitor.config.spoken import spoken
from monitor.errors import ConfigError
from monitor.persons import is_person
from monitor.render.screen import say
from monitor.texts import Texts

T = TypeVar("T")


def check(asked: Asked, out: TextIO) -> Written | None:
    """Prints warnings and the good news, or every mistake of file and environment and answers None.

    Warnings do not change the exit code.
    """
    loaded, settings, lines = _checked(lambda: asked.path, lambda: asked.settings, asked.language)
    say(lines, out)
    if loaded is None or settings is None:
        return None
    asked.redaction.add(loaded.secrets)
    return Written(asked.path, loaded, settings, asked.redaction)


def findings(path: Path) -> tuple[str, ...]:
    """The same lines for whoever asks by chat, of the file and the environment as they are now."""
    _, _, lines = _checked(lambda: path, lambda: settings_of(read_environment(path.parent)), spoken(path))
    return lines


def _checked(
    path: Callable[[], Path], settings: Callable[[], Settings], language: str
) -> tuple[Loaded | None, Settings | None, tuple[str, ...]]:
    """Where the file stands may be wrong as well: OTKLIK_CONFIG is of the environment."""
    mistakes: list[ConfigError] = []
    loaded = _unless_wrong(lambda: load(path(), read_environment(path().parent)), mistakes)
    known = _unless_wrong(settings, mistakes)
    texts = Texts(language)
    if loaded is None or known is None:
        told = dict.fromkeys(texts.error(one) for one in mistakes)
        return loaded, known, tuple(line for said in told for line in said.splitlines())
    return loaded, known, tuple(_said(path(), loaded, known, texts))


def _said(path: Path, loaded: Loaded, settings: Settings, texts: Texts) -> Iterator[str]:
    plan = loaded.plan
    yield from loaded.warnings
    adviser = adviser_of(plan.model)
    trouble = adviser.trouble() if adviser else None
    if trouble:
        yield f"{loaded.model_at}: {texts('check.model', trouble=texts.error(trouble))}"
    for at, name in loaded.names:
        if is_person(name):
            yield f"{at}: {texts('check.person', name=name)}"
    if settings.token is None:
        yield texts("check.no_token")
    elif not plan.team.chats:
        yield texts("check.no_chat")
    yield texts("check.fine", path=path, brands=len(plan.brands), sources=len(plan.sources))


def _unless_wrong(work: Callable[[], T], mistakes: list[ConfigError]) -> T | None:
    try:
        return work()
    except ConfigError as error:
        mistakes.append(error)
        return None
