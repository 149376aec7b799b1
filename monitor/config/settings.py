"""The environment: secrets and addresses, read once. A .env beside the YAML counts, and NAME_FILE works for each."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import TypeVar

from dotenv.parser import parse_stream

from monitor.config.hidden import in_address
from monitor.errors import ConfigError, because
from monitor.places.addresses import PROXY, has_host, names_proxy

T = TypeVar("T")

DEFAULT_FILE = "sources.yaml"
DOTENV = ".env"
RESERVED = frozenset(
    {
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_API_URL",
        "TELEGRAM_PROXY",
        "DATABASE_URL",
        "OTKLIK_CONFIG",
        "SMTP_URL",
        "YANDEX_SEARCH_KEY",
        "YANDEX_SEARCH_FOLDER",
    }
)
_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
_CALLED = {
    **dict.fromkeys(("TOKEN", "BOT_TOKEN", "TELEGRAM", "TELEGRAM_TOKEN"), "TELEGRAM_BOT_TOKEN"),
    "DATABASE": "DATABASE_URL",
    "SMTP": "SMTP_URL",
}
_SERVER = re.compile(r"https?://[^\s/]+\S*")
_DATABASE = re.compile(r"sqlite(?:\+\w+)?:///.+|postgres(?:ql)?(?:\+\w+)?://.+")
_MAIL = re.compile(r"smtps?://[^\s/]+\S*")
_OF_US = (_TOKEN, _DATABASE)  # the first is no address; the second is read by the database's own rules
_FILE = "_FILE"
DEFAULT_DATABASE = "sqlite:///otklik.db"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; nothing of it is ever shown."""

    token: str | None = field(default=None, repr=False)
    api_url: str | None = field(default=None, repr=False)
    proxy: str | None = field(default=None, repr=False)
    database_url: str = field(default=DEFAULT_DATABASE, repr=False)
    smtp_url: str | None = field(default=None, repr=False)
    yandex_key: str | None = field(default=None, repr=False)
    yandex_folder: str | None = field(default=None, repr=False)
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)  # for ${NAME} of the YAML

    @property
    def keys(self) -> Mapping[str, str]:
        """Of services that are asked for pages, by name."""
        return {"YANDEX_SEARCH_KEY": self.yandex_key or "", "YANDEX_SEARCH_FOLDER": self.yandex_folder or ""}

    @property
    def secrets(self) -> frozenset[str]:
        """What must appear in no log, message, export or error. Of the token also what follows the bot's number."""
        whole = (self.token, (self.token or "").partition(":")[2], self.yandex_key, self.yandex_folder)
        addresses = (self.api_url, self.proxy, self.database_url, self.smtp_url)
        return frozenset((*filter(None, whole), *(word for address in addresses for word in in_address(address))))


def config_path(named: Path | None) -> Path:
    """The YAML file that is there. One that is named must exist."""
    asked = _asked_for(named)
    chosen = Path(asked or DEFAULT_FILE)
    if asked and is_missing(chosen):
        raise missing(chosen)
    return chosen


def config_place(named: Path | None) -> Path:
    """Where the YAML file is, or is to be: the one named, else OTKLIK_CONFIG, else sources.yaml."""
    return Path(_asked_for(named) or DEFAULT_FILE)


def _asked_for(named: Path | None) -> Path | str | None:
    return named or from_environment(understood(Path())[0], "OTKLIK_CONFIG")


def missing(path: Path) -> ConfigError:
    """That nothing is there, or what it is called by mistake."""
    return called_otherwise(path) or ConfigError("config.missing", path=str(path), folder=str(path.absolute().parent))


def called_otherwise(path: Path) -> ConfigError | None:
    """What a file that is not there is called instead, where Windows hides the ending that an editor added."""
    for near in (path.with_name(f"{path.name}.txt"), path.with_suffix(".yml"), path.with_suffix(".yaml")):
        if is_missing(path) and not is_missing(near):
            return ConfigError("config.missing_near", path=str(path), near=near.name, name=path.name)
    return None


def is_missing(path: Path) -> bool:
    """Whether nothing is there; of what we may not look at, whoever reads it says so."""
    try:
        return not path.exists()
    except PermissionError:
        return False


def in_environment(key: str) -> str:
    """Which name of the environment somebody means who writes this into the file; empty where none.

    >>> in_environment("telegram_bot_token"), in_environment("token"), in_environment("tokens")
    ('TELEGRAM_BOT_TOKEN', 'TELEGRAM_BOT_TOKEN', '')
    """
    called = key.upper()
    return called if called in RESERVED else _CALLED.get(called, "")


def is_token(said: str) -> bool:
    """Whether this looks like what @BotFather gives."""
    return _TOKEN.fullmatch(said) is not None


def spoken_here() -> str:
    """The language of the terminal, where no file says one."""
    return "ru" if os.environ.get("LANG", "").lower().startswith("ru") else "en"


def read_environment(folder: Path) -> Mapping[str, str]:
    """What the process was given, over the .env of this folder; raises ConfigError with all that is wrong in that."""
    environment, wrong = understood(folder)
    if wrong:
        raise together(wrong)
    return environment


def understood(folder: Path) -> tuple[Mapping[str, str], list[ConfigError]]:
    """The environment as far as it is understood, and what is wrong: so that other mistakes can be told beside it."""
    wrong: list[ConfigError] = []
    return _over(dict(_dotenv(folder / DOTENV, wrong)), os.environ), wrong


def read_settings(folder: Path) -> Settings:
    """The environment of a file in this folder; raises ConfigError with everything that is wrong with it."""
    return settings_of(*understood(folder))


def settings_of(environment: Mapping[str, str], mistakes: Iterable[ConfigError] = ()) -> Settings:
    """The settings in an environment that is read already; raises ConfigError with these mistakes and all others."""
    wrong = list(mistakes)
    settings = Settings(
        token=_checked(environment, "TELEGRAM_BOT_TOKEN", _TOKEN, "config.token", wrong),
        api_url=_checked(environment, "TELEGRAM_API_URL", _SERVER, "telegram.api_url", wrong),
        proxy=_checked(environment, "TELEGRAM_PROXY", PROXY, "telegram.proxy", wrong),
        database_url=_checked(environment, "DATABASE_URL", _DATABASE, "config.database", wrong) or DEFAULT_DATABASE,
        smtp_url=_checked(environment, "SMTP_URL", _MAIL, "config.smtp", wrong),
        yandex_key=_checked(environment, "YANDEX_SEARCH_KEY", None, "", wrong),
        yandex_folder=_checked(environment, "YANDEX_SEARCH_FOLDER", None, "", wrong),
        environment=environment,
    )
    if wrong:
        raise together(wrong)
    return settings


def together(errors: Sequence[ConfigError]) -> ConfigError:
    """One error that says them all, a line each."""
    first, *rest = errors
    return ConfigError("config.both", first=first, rest=together(rest)) if rest else first


def unless_wrong(work: Callable[[], T], mistakes: list[ConfigError]) -> T | None:
    """What it answers; where something is wrong, that is noted, and what is wrong elsewhere can be told beside it."""
    try:
        return work()
    except ConfigError as error:
        mistakes.append(error)
        return None


def can_drive(database_url: str) -> bool:
    """Whether the library of the extra `postgres` is there, where it is needed."""
    return not database_url.startswith("postgres") or find_spec("asyncpg") is not None


def from_environment(environment: Mapping[str, str], name: str) -> str | None:
    """A value by its name, or from the file that NAME_FILE names; None where it is not set, empty or blank."""
    if environment.get(name, "").strip():
        return environment[name]
    path = environment.get(name + _FILE, "").strip()
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8-sig").strip() or None
    except (OSError, ValueError) as error:
        raise ConfigError("config.secret_file", name=name + _FILE, path=path) from error


def _checked(
    environment: Mapping[str, str], name: str, shape: re.Pattern[str] | None, sentence: str, wrong: list[ConfigError]
) -> str | None:
    try:
        value = from_environment(environment, name)
    except ConfigError as error:
        wrong.append(error)
        return None
    value = value.strip() if value else None
    if value and shape and not _fits(value, shape):
        wrong.append(ConfigError(sentence))
    return value


def _fits(value: str, shape: re.Pattern[str]) -> bool:
    if shape is PROXY:
        return names_proxy(value)
    return shape.fullmatch(value) is not None and (shape in _OF_US or has_host(value))


def _over(written: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """What was given counts more than what .env says, a file that NAME_FILE names too; what was given empty does not.

    >>> _over({"KEY": "old", "OTHER": "kept"}, {"KEY_FILE": "/run/secrets/key", "OTHER": ""})
    {'KEY_FILE': '/run/secrets/key', 'OTHER': 'kept'}
    """
    told = {name for name, value in given.items() if value.strip()}
    return {**given, **{name: value for name, value in written.items() if told.isdisjoint({name, name + _FILE})}}


def _dotenv(path: Path, wrong: list[ConfigError]) -> Iterator[tuple[str, str]]:
    for binding in parse_stream(StringIO(_text(path, wrong))):
        if binding.error or (binding.value is None and not (binding.key or "_").isidentifier()):  # a token alone
            line = _line(binding.original.string, binding.original.line)
            wrong.append(ConfigError("config.dotenv", path=str(path), line=line))
        elif binding.key and binding.value:
            yield binding.key, _beside(path, binding.value) if binding.key.endswith(_FILE) else binding.value


def written_names(folder: Path) -> Iterator[tuple[str, str]]:
    """Each name that the .env of this folder gives a value, and where it stands."""
    path = folder / DOTENV
    for binding in parse_stream(StringIO(_text(path, []))):
        if binding.key and binding.value:
            yield f"{path}:{_line(binding.original.string, binding.original.line)}", binding.key


def _beside(dotenv: Path, named: str) -> str:
    """A file that .env names: the one beside it, wherever we are started; else what is written there."""
    beside = dotenv.parent / named
    try:
        return str(beside) if beside.is_file() else named
    except (OSError, ValueError):
        return named


def _text(path: Path, wrong: list[ConfigError]) -> str:
    try:
        return path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        wrong.append(ConfigError("config.not_utf8", path=str(path), line=line, column=column))
    except OSError as error:
        wrong.append(ConfigError("config.unreadable", path=str(path), reason=because(error)))
    return ""


def _line(original: str, line: int) -> int:
    """The parser counts the empty lines before a statement to it."""
    return line + original[: len(original) - len(original.lstrip())].count("\n")
