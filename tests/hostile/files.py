"""Doors of files and of the environment: what people and programs write for us."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import TypeAdapter, ValidationError

from hostile.door import COMMAND, Door
from hostile.laws import lawful, need, storable
from hostile.pages import MINSK, NOW
from monitor.commands.analyze import analyze
from monitor.config import scalars
from monitor.config.difference import difference
from monitor.config.editing import PlanFile
from monitor.config.load import PlanError, read_plan
from monitor.config.marked_yaml import read
from monitor.config.plan import Plan
from monitor.config.settings import read_environment, settings_of
from monitor.errors import ConfigError
from monitor.importing import read_file, read_map, read_places, tells_places
from monitor.render.proposal import difference_page, lines_page
from monitor.store.connection.address import address_of
from monitor.team.routes import Routes
from monitor.texts import Texts
from monitor.understanding import Understanding

PLAN = Plan.model_validate(
    {
        "language": "ru",
        "timezone": "Europe/Minsk",
        "brands": [
            {"id": "zubr", "name": "Зубр-Софт", "aliases": ["Zubr Soft"], "exclude": ["зубр европейский"]},
            {"id": "tochka", "name": "Точка", "context": ["банк", "карта"], "capital": True},
            {"id": "kestrel", "name": "Kestrel Cloud", "role": "competitor"},
        ],
        "sources": [{"id": "news", "kind": "feed", "url": "https://news.example/rss"}],
        "alerts": {"noise": ["vacancies", "tenders", "catalogues", "registers"]},
        "team": {"chats": [{"id": -1001234567890}], "users": [{"id": 11111111, "name": "Анна"}], "admins": [11111111]},
    }
)
UNDERSTANDING = Understanding(PLAN, Routes(PLAN, telegram=True))

_ENVIRONMENT = {"FORUM_KEY": "s3cret-word", "IMAP_PASSWORD": "hunter2"}
_TEXTS = Texts("ru")
_KEYS = tuple(
    f"{key}: ".encode()
    for key in (
        *(
            "language",
            "timezone",
            "brands",
            "sources",
            "team",
            "alerts",
            "id",
            "name",
            "aliases",
            "kind",
            "url",
            "every",
        ),
        *(
            "select",
            "item",
            "text",
            "pages",
            "preset",
            "chats",
            "users",
            "admins",
            "deliver",
            "quiet_hours",
            "days_off",
        ),
        *(
            "storm",
            "duty",
            "answer_within",
            "replies",
            "sites",
            "context",
            "exclude",
            "<<",
            "forbidden",
            "model",
            "lexicon",
        ),
        *(
            "digest",
            "http",
            "headers",
            "params",
            "from",
            "engine",
            "query",
            "region",
            "working_hours",
            "fallback",
            "noise",
        ),
    )
)
_YAML = (
    *_KEYS,
    b"&a ",
    b"*a",
    b"!!python/object:os.system ",
    b"- ",
    b"? ",
    b"|\n ",
    b">-\n ",
    b"---\n",
    b"...\n",
    b"%YAML 9\n",
)
_VARIABLES = (
    *(
        b"TELEGRAM_BOT_TOKEN=",
        b"TELEGRAM_API_URL=",
        b"TELEGRAM_PROXY=",
        b"DATABASE_URL=",
        b"SMTP_URL=",
        b"YANDEX_SEARCH_KEY=",
    ),
    *(
        b"export ",
        b"'",
        b'"',
        b"${A}",
        b"\\n",
        b"#",
        b"DATABASE_URL_FILE=/dev/null",
        b"sqlite:///",
        b"postgresql://u:p@h:1/d?sslmode=",
    ),
)
_ANALYSED = (b'"text":', b'"start":', b'"end":', b'"brand":', b'"lang":')
_SCALARS = tuple(
    TypeAdapter(kind)
    for kind in (
        *(scalars.Duration, scalars.Size, scalars.PerHost, scalars.Storm, scalars.ClockTime),
        *(scalars.Moment, scalars.DayHours, scalars.WeekHours),
    )
)


def file_doors() -> Mapping[str, Callable[[], Door]]:
    """By name."""
    tables = (
        b'","',
        b";",
        b"\t",
        b"=1+1",
        b"5/5",
        "Дата".encode(),
        "Отзыв".encode(),
        "Оценка".encode(),
        b"\r",
        b'""',
        b"'",
    )
    return {
        "sources-yaml": lambda: Door("sources-yaml", _plan, "yaml", _YAML),
        "yaml": lambda: Door("yaml", _yaml, "yaml", _YAML),
        "plan-by-chat": _proposing,
        "dotenv": lambda: Door("dotenv", _dotenv, "lines", _VARIABLES),
        "settings": lambda: Door("settings", _settings, "lines", _VARIABLES, encoding="replace"),
        "csv": lambda: Door("csv", _import, "lines", tables, seconds=COMMAND),
        "jsonl": lambda: Door("jsonl", _import, "json", (), seconds=COMMAND),
        "xlsx": lambda: Door(
            "xlsx", _import, "bytes", (b"PK\x03\x04", b"PK\x01\x02", b"\xd0\xcf\x11\xe0"), seconds=COMMAND
        ),
        "places": lambda: Door(
            "places", _places, "lines", (*tables, "Запрос".encode(), "Позиция".encode(), b"url"), seconds=COMMAND
        ),
        "import-map": lambda: Door("import-map", _map, "lines", (b"=", b"=text", b"=-", b"=="), encoding="replace"),
        "analyze": lambda: Door("analyze", _analyze, "json", _ANALYSED, seconds=COMMAND),
        "scalars": lambda: Door(
            "scalars", _scalars, "lines", (b"1 per 2s", b"5 in 30m", b"mon 09:00", b"fri-mon", b"10MB")
        ),
    }


def _plan(data: bytes) -> object:
    try:
        loaded = read_plan(data, Path("sources.yaml"), _ENVIRONMENT, name="sources.yaml")
    except PlanError as error:
        need(error.lines, "a file that is wrong nowhere")
        for line in error.lines:
            need(len(line) < 10_000, "a mistake that is told without an end")
        raise
    loaded.plan.model_dump_json()
    return len(loaded.plan.sources), len(loaded.warnings)


def _yaml(data: bytes) -> object:
    text = data.decode("utf-8-sig", "replace")
    found = read(text)
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + text.count("\u2028") + text.count("\u2029") + 2
    for mistake in found.mistakes:
        need(1 <= mistake.place.line <= lines and mistake.place.column >= 1, "a mistake beyond the file")
        ConfigError(mistake.key, **mistake.blanks)
        _TEXTS.error(ConfigError(mistake.key, **mistake.blanks))
    need(found.at(("sources", 0)).line <= lines, "a place beyond the file")
    return [mistake.key for mistake in found.mistakes][:3], type(found.value).__name__


def _proposing() -> Door:
    folder = TemporaryDirectory(prefix="otklik-door-")
    file = PlanFile(Path(folder.name) / "sources.yaml", lambda: _ENVIRONMENT)
    file.path.write_text("brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n", encoding="utf-8")

    def take(data: bytes) -> object:
        try:
            proposal = file.propose(data, PLAN)
        except ConfigError as error:
            lines_page(_TEXTS.error(error).splitlines(), _TEXTS, title="x")
            raise
        changes = difference(proposal.before, proposal.loaded.plan, _TEXTS, lambda text: text)
        difference_page(changes, proposal.loaded.warnings, _TEXTS, title="x")
        return len(changes)

    return Door("plan-by-chat", take, "yaml", _YAML, close=folder.cleanup)


def _dotenv(data: bytes) -> object:
    with TemporaryDirectory(prefix="otklik-door-") as folder:
        (Path(folder) / ".env").write_bytes(data)
        return len(read_environment(Path(folder))) > 0


def _settings(data: bytes) -> object:
    pairs = (line.partition("=") for line in data.decode("utf-8", "surrogateescape").replace("\0", "").splitlines())
    settings = settings_of({name.strip(): value for name, _, value in pairs})
    need(all(settings.secrets), "a secret that is empty: everything would be hidden")
    address = address_of(settings.database_url)
    need(address.is_sqlite or f":{address.url.password}@" not in address.place, "a password that is shown")
    return settings.token is not None, address.is_sqlite


def _import(data: bytes) -> object:
    brought = read_file(
        data, source=None, mapping={}, brands={"зубр-софт": "zubr", "zubr": "zubr"}, zone=MINSK, now=NOW
    )
    for one in brought.rejected[:50]:
        _TEXTS.error(one.error).encode()
    handed = [one.found.item for found in brought.handed.values() for one in found]
    lawful(handed, NOW)
    return min(len(handed), 3), min(len(brought.rejected), 3)


def _places(data: bytes) -> object:
    tells_places(data, {})
    placed = read_places(data, source="search", engine="yandex", mapping={}, zone=MINSK, now=NOW, quiet=True)
    for one in placed.rejected[:50]:
        _TEXTS.error(one.error).encode()
    for listing in placed.listings:
        storable(
            listing.query, *(text for shown in listing.results for text in (shown.url, shown.title, shown.snippet))
        )
    return min(len(placed.listings), 3), min(len(placed.rejected), 3)


def _map(data: bytes) -> object:
    mapping = read_map(data.decode("utf-8", "surrogateescape").splitlines())
    table = "Дата;Отзыв;Оценка\n2026-11-01;Зубр-Софт молчит;2\n".encode()
    read_file(table, source=None, mapping=mapping, brands={}, zone=MINSK, now=NOW)
    return len(mapping)


def _analyze(data: bytes) -> object:
    """As from the standard input, whose bytes need not be letters."""
    lines, out = data.decode("utf-8", "surrogateescape").split("\n"), StringIO()
    lines = [line for line in lines if line][:20]
    analyze(PLAN, _TEXTS, lines, out)
    answers = out.getvalue().split("\n")[:-1]
    need(len(answers) == len(lines), "a line that is not answered")
    out.getvalue().encode()
    told = [json.loads(answer, parse_constant=_no_number) for answer in answers]
    for line, answer in zip(lines, told, strict=True):
        need("error" in answer or -1 <= answer["score"] <= 1, "a score beyond -1..1")
        with suppress(ValueError):
            text = json.loads(line).get("text", "") if "error" not in answer else ""
            need(
                all(text[one["start"] : one["end"]] == one["text"] for one in answer.get("brands", ())),
                "a place that is another",
            )
    return [("error" in answer, answer.get("label"), answer.get("flag")) for answer in told[:2]]


def _no_number(written: str) -> object:
    raise AssertionError(f"{written} is no JSON")


def _scalars(data: bytes) -> object:
    told = []
    for line in data.decode("utf-8", "replace").splitlines()[:20]:
        for kind in _SCALARS:
            try:
                value = kind.validate_python(line)
            except ValidationError:
                told.append(False)
                continue
            again = kind.validate_python(kind.dump_python(value, mode="json"))
            need(again == value, "a value that is another when it is written and read again")
            told.append(True)
    return tuple(told[:9])
