"""`otklik check`: whether sources.yaml and the environment are right; all mistakes at once, as results on stdout."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO, TypeVar

from monitor.adviser import adviser_of
from monitor.commands.asked import Asked, Written
from monitor.config.load import load
from monitor.config.settings import read_environment
from monitor.errors import ConfigError
from monitor.texts import Texts

T = TypeVar("T")


def check(asked: Asked, out: TextIO) -> Written | None:
    """Prints warnings and the good news, or every mistake of file and environment and answers None.

    Warnings do not change the exit code.
    """
    mistakes: list[ConfigError] = []
    loaded = _unless_wrong(lambda: load(asked.path, read_environment(asked.path.parent)), mistakes)
    settings = _unless_wrong(lambda: asked.settings, mistakes)
    texts = Texts(asked.language)
    for mistake in dict.fromkeys(texts.error(one) for one in mistakes):
        print(mistake, file=out)
    if loaded is None or settings is None:
        return None
    for warning in loaded.warnings:
        print(warning, file=out)
    plan = loaded.plan
    adviser = adviser_of(plan.model)
    trouble = adviser.trouble() if adviser else None
    if trouble:
        print(f"{loaded.model_at}: {texts('check.model', trouble=texts.error(trouble))}", file=out)
    if settings.token is None:
        print(texts("check.no_token"), file=out)
    elif not plan.team.chats:
        print(texts("check.no_chat"), file=out)
    print(texts("check.fine", path=asked.path, brands=len(plan.brands), sources=len(plan.sources)), file=out)
    return Written(asked.path, loaded, settings, asked.redaction)


def _unless_wrong(work: Callable[[], T], mistakes: list[ConfigError]) -> T | None:
    try:
        return work()
    except ConfigError as error:
        mistakes.append(error)
        return None
