"""The model of the present plan: loaded when it is first asked, given up and told in the log when it fails."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

import structlog

from monitor.config.plan import ModelFolder
from monitor.errors import ConfigError
from monitor.sentiment.model import Model

_REMEMBERED = 2000  # texts: an item is judged when it is listed, when it is read, and once for each brand

log = structlog.get_logger(__name__)


class ModelAdviser:
    """Asked from the threads that judge; where it fails the lexicon goes on alone."""

    def __init__(self, folder: Path, languages: Sequence[str]) -> None:
        self.languages = languages
        self._folder = folder
        self._lock = Lock()
        self._model: Model | None = None
        self._trouble: ConfigError | None = None
        self._known: dict[str, float] = {}

    def trouble(self) -> ConfigError | None:
        """What is wrong with the model, if anything; loads it."""
        with self._lock:
            self._try(())
            return self._trouble

    def rate(self, texts: Sequence[str]) -> Sequence[float] | None:
        """Its opinion of each, from -1 to 1; None where there is none to be had any more."""
        with self._lock:
            before = self._trouble
            opinions = self._try(texts)
        if opinions is None and before is None:
            log.error("the model is not used", error=self._trouble)
        return opinions

    def _try(self, texts: Sequence[str]) -> list[float] | None:
        if self._trouble is None:
            try:
                return self._rate(texts)
            except ConfigError as error:
                self._trouble = error
        return None

    def _rate(self, texts: Sequence[str]) -> list[float]:
        if self._model is None:
            self._model = Model(self._folder)
        if len(self._known) + len(texts) > _REMEMBERED:
            self._known.clear()
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(unknown, self._model.rate(unknown), strict=True))
        return [self._known[text] for text in texts]


def adviser_of(model: ModelFolder | None) -> ModelAdviser | None:
    """The one of this plan; the same again when the file is read anew and says the same of it."""
    return _adviser(model) if model else None


@lru_cache(maxsize=1)
def _adviser(model: ModelFolder) -> ModelAdviser:
    return ModelAdviser(Path(model.path), model.languages)
