"""sources.yaml, read and found right, or every mistake in it with its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from monitor.config.agreement import agree
from monitor.config.belonging import known_keys
from monitor.config.excluding import astray
from monitor.config.expansion import expand
from monitor.config.filling import fill
from monitor.config.forbidden import forbidden_sources, named_file, put_places
from monitor.config.keeping import odd_times
from monitor.config.kindless import give_kinds
from monitor.config.marked_yaml import Path as Place
from monitor.config.marked_yaml import Read, Value, read
from monitor.config.misaddressed import misaddressed
from monitor.config.model_folder import AT as MODEL_AT
from monitor.config.model_folder import find_model
from monitor.config.plan import Plan
from monitor.config.portions import one_by_one
from monitor.config.problems import Problems
from monitor.config.selecting import of_one_entry
from monitor.config.settings import missing
from monitor.config.spoken import language_of, spoken
from monitor.config.twice import twice
from monitor.config.unserved import unserved
from monitor.config.watching import can_measure
from monitor.domain import Audience
from monitor.errors import ConfigError, because
from monitor.places.closed import closed
from monitor.places.forbidden import compiled
from monitor.texts import Texts
from monitor.words.tokens import emoji_of, tokens

__all__ = ["LARGEST", "Loaded", "PlanError", "content", "load", "read_plan", "spoken"]

LARGEST = 20_000_000  # bytes
_OF_PAGES = frozenset({"feed", "reviews", "articles", "sitemap"})  # kinds that read what a person sees in a browser
_DOCUMENTS = (b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"%PDF")  # of Word, Excel, TextEdit
_GROUPS = range(1_000_000_000_000, 2_000_000_000_000)  # numbers of groups without their minus; people's are far lower


@dataclass(frozen=True, slots=True)
class Loaded:
    """The plan, what to know about it, the values taken from the environment, and the other files it was read from."""

    plan: Plan
    warnings: tuple[str, ...] = ()
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    beside: tuple[Path, ...] = ()
    model_at: str = ""  # where the model is named: whether it is any good is seen when it is loaded
    names: tuple[tuple[str, str], ...] = ()  # of brands: where each stands, and what it is
    files: tuple[bytes, ...] = field(default=(), repr=False)  # what it said, and then what those beside it said

    def remembering(self, audiences: Mapping[str, Audience]) -> Loaded:
        """The same, whose plan still knows who wrote in sources that have left the file."""
        return replace(self, plan=self.plan.remembering(audiences))


class PlanError(ConfigError):
    """Everything that is wrong with the file, one line each; `beside` are the other files it names."""

    def __init__(self, lines: tuple[str, ...], beside: tuple[Path, ...] = ()) -> None:
        super().__init__("config.lines", lines="\n".join(lines))
        self.lines = lines
        self.beside = beside


def load(path: Path, environment: Mapping[str, str], *, language: str = "") -> Loaded:
    """Reads the file; raises PlanError with all mistakes at once, in `language` where the file names none."""
    return read_plan(_bytes(path), path, environment, name=str(path), language=language)


def read_plan(data: bytes, path: Path, environment: Mapping[str, str], *, name: str, language: str = "") -> Loaded:
    """Reads what is to stand at this path; raises PlanError with all mistakes at once, which call it by `name`."""
    text = _text(data, name)
    found = read(text)
    texts = Texts(language_of(text, language))
    problems = Problems(found, texts)
    for mistake in found.mistakes:
        problems.add(mistake.place, mistake.key, **mistake.blanks)
    if not isinstance(found.value, dict):
        if not problems:
            problems.at((), "config.not_a_mapping")
        raise PlanError(problems.lines(name))
    secrets = fill(found.value, environment, problems)
    _drop_empty(found.value, ())
    expand(found.value, problems)
    give_kinds(found.value, problems)
    agree(found.value, problems)
    find_model(found.value, path.parent, problems)
    file = named_file(found.value, path.parent)
    beside = (file,) if file else ()
    files = (data, *map(content, beside))
    wrong = put_places(found.value, file, problems, texts) if file else []
    plan = _validated(found.value, problems)
    if problems or wrong or plan is None:
        raise PlanError((*problems.lines(name), *wrong), beside)
    warnings = tuple(_warnings(found, plan, environment, texts, name))
    names = tuple((_at(found, path, name), said) for path, said in _names(plan))
    return Loaded(plan, warnings, secrets, beside, _at(found, MODEL_AT, name), names, files)


def _names(plan: Plan) -> Iterator[tuple[Place, str]]:
    for number, brand in enumerate(plan.brands):
        yield ("brands", number, "name"), brand.name
        yield from ((("brands", number, "aliases", place), alias) for place, alias in enumerate(brand.aliases))


def _at(found: Read, path: Place, name: str) -> str:
    at = found.at(path)
    return f"{name}:{at.line}:{at.column}"


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise missing(path) from error
    except IsADirectoryError as error:
        raise ConfigError("config.folder", path=str(path), example=str(path / "sources.yaml")) from error
    except OSError as error:
        raise ConfigError("config.unreadable", path=str(path), reason=because(error)) from error
    return data


def content(path: Path) -> bytes:
    """What a file says that may be away; nothing then."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError:
        return b""


def _text(data: bytes, name: str) -> str:
    if len(data) > LARGEST:
        raise ConfigError("config.too_large", path=name)
    if data.startswith(_DOCUMENTS):
        raise ConfigError("config.document", path=name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise ConfigError("config.not_utf8", path=name, line=line, column=column) from error


def _validated(value: dict[str, Value], problems: Problems) -> Plan | None:
    try:
        return Plan.model_validate(one_by_one(value))
    except ValidationError as error:
        problems.refused(error.errors(include_url=False), Plan)
        return None


def _drop_empty(value: Value, path: Place) -> None:
    """A key with nothing behind it, such as a section whose lines are all comments, means its default."""
    if isinstance(value, list):
        for number, inner in enumerate(value):
            _drop_empty(inner, (*path, number))
    if not isinstance(value, dict):
        return
    empty = {key for key, inner in value.items() if inner is None}
    for key in empty & known_keys(path, Plan) if empty else ():
        del value[key]
    for key, inner in value.items():
        if isinstance(inner, dict | list):
            _drop_empty(inner, (*path, key))


def _chats(plan: Plan) -> Iterator[tuple[Place, int]]:
    yield from ((("team", "chats", number, "id"), chat.id) for number, chat in enumerate(plan.team.chats))
    if plan.team.ops is not None:
        yield ("team", "ops"), plan.team.ops


def _warnings(found: Read, plan: Plan, environment: Mapping[str, str], texts: Texts, name: str) -> Iterator[str]:
    said = [(path, texts(f"check.{key}")) for path, key in odd_times(plan)]
    said += [(path, texts("check.unserved", names=names)) for path, names in unserved(found.value, environment)]
    said += [
        (("sources", number, "id"), texts("check.forbidden_source", source=source))
        for number, source in forbidden_sources(plan, compiled(plan.places))
    ]
    said += [
        (("sources", number, "url"), texts.error(shut))
        for number, source in enumerate(plan.sources)
        if source.enabled and source.kind in _OF_PAGES and (shut := closed(source.address or ""))
    ]
    odd = (*twice(plan), *astray(plan), *of_one_entry(plan), *misaddressed(plan))
    said += [(path, texts(f"check.{key}", **blanks)) for path, key, blanks in odd]
    if plan.health.metrics is not None and not can_measure():
        said.append((("health", "metrics"), texts("check.no_metrics")))
    said += [(path, texts("check.no_minus", id=chat)) for path, chat in _chats(plan) if chat in _GROUPS]
    named = {person.id for person in plan.team.named}
    said += [
        (("alerts", "duty"), texts("check.unnamed", person=person))
        for person in dict.fromkeys(plan.alerts.duty)
        if person not in named
    ]
    said += [
        (("lexicon", word), texts("check.unheard", word=word))
        for word in plan.lexicon
        if not (tokens(word) or emoji_of(word))
    ]
    placed = [(found.at_key(path), sentence) for path, sentence in said]
    placed.sort(key=lambda one: (one[0].line, one[0].column))
    return (f"{name}:{place.line}:{place.column}: {sentence}" for place, sentence in placed)
