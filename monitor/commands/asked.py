"""What a person asked for and wrote: the options every command takes, the file, the environment.

Nothing that takes time is loaded here before it is wanted: `--help` and a shell's completion read no file.
"""

# ruff: noqa: PLC0415  # see above

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.config.settings import (
    Settings,
    config_path,
    config_place,
    read_settings,
    together,
    understood,
    unless_wrong,
)
from monitor.config.spoken import spoken_for
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.config.load import Loaded
    from monitor.logs import Redaction, Style
    from monitor.render.dates import Calendar
    from monitor.texts import Texts


def _hides_nothing() -> Redaction:
    from monitor.logs import Redaction

    return Redaction()


@dataclass(frozen=True, slots=True)
class Written:
    """The file and the environment, read and found right."""

    path: Path
    loaded: Loaded
    settings: Settings
    redaction: Redaction = field(default_factory=_hides_nothing)

    @property
    def texts(self) -> Texts:
        """The words of the team's language."""
        from monitor.texts import Texts

        return Texts(self.loaded.plan.language)

    @property
    def calendar(self) -> Calendar:
        """How the team says times, as of now."""
        from monitor.render.dates import Calendar

        return Calendar(self.texts, self.loaded.plan.zone, now())


def now() -> datetime:
    """The clock of the product; everything else gets it as an argument."""
    return datetime.now(UTC)


class Asked:
    """Reads what was written when a command needs it; nothing before."""

    def __init__(self, config: Path | None, level: str, style: Style | None, usual: str = "error") -> None:
        from monitor.logs import configure, levels

        self._config = config
        self._level = level
        self._style = style
        self._usual = usual
        self.redaction = _hides_nothing()
        configure(levels("", usual), style, self.redaction, lambda: self.language)

    def listen(self) -> None:
        """Logs what `--log-level` asks for; raises ConfigError where that says nothing."""
        from monitor.logs import configure, levels

        configure(levels(self._level, self._usual), self._style, self.redaction, lambda: self.language)

    @cached_property
    def path(self) -> Path:
        """The YAML file."""
        return config_path(self._config)

    def look(self) -> None:
        """A file that is named after the command must be there, also where only its language is wanted."""
        if self._config is not None:
            config_path(self._config)

    @property
    def place(self) -> Path:
        """Where the YAML file is, or is to be."""
        return config_place(self._config)

    @cached_property
    def settings(self) -> Settings:
        """The environment, with the .env beside the YAML; from here on its secrets are hidden everywhere."""
        settings = read_settings(self.path.parent)
        self.redaction.add(settings.secrets)
        return settings

    @cached_property
    def language(self) -> str:
        """The file's language, or the terminal's where there is no readable file."""
        return spoken_for(self._config)

    def speak(self, language: str) -> None:
        """Whoever says which language they read is answered in it from here on."""
        self.language = language

    def written(self) -> Written:
        """Both; raises ConfigError with every mistake of either."""
        from monitor.config.load import load

        path, mistakes = self.path, list[ConfigError]()
        loaded = unless_wrong(lambda: load(path, understood(path.parent)[0]), mistakes)
        settings = unless_wrong(lambda: self.settings, mistakes)
        if loaded is None or settings is None:
            raise together(mistakes)
        self.redaction.add(loaded.secrets)
        return Written(path, loaded, settings, self.redaction)
