"""Every refusal names its place, what is wrong and what to do, shortly and in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from monitor.texts import LANGUAGES, REFUSAL

ROOT = Path(__file__).parent.parent
LONGEST = 200  # letters of a part, as it stands in the file
MOST = 3  # sentences

NO_REFUSALS = {
    "config.lines": "the sentences of the file, which advise line by line",
    "config.both": "two errors, each with its own advice",
    "fetch.elsewhere": "says where a redirect led; the error there advises",
    "because": "what stands in the brackets of another error",
    "parse.instead": "ends the first sentence of another error",
}
ELSEWHERE = (  # refusals that no error carries: the bot's answers, warnings, what `status` asks for
    *(
        "bot.database_trouble",
        "bot.exclude.admins",
        "bot.exclude.admins_named",
        "bot.toast.nobody",
        "bot.toast.stale",
        "bot.toast.trouble",
    ),
    *("bot.astray.command", "bot.astray.command_near", "bot.astray.file", "bot.astray.alone"),
    *("bot.promise.what", "bot.promise.when", "bot.link.forbidden", "bot.link.none"),
    *("bot.capture.nothing", "bot.capture.no_words", "file.no_file", "file.other"),
    *("pause.disabled", "pause.unknown", "recognition.usage", "people.code.dead"),
    *("roster.absent", "roster.days_in_order", "roster.days_long", "roster.days_past", "roster.no_names"),
    *("roster.several", "roster.unknown", "roster.unknown_days"),
    *("statement.too_long", "statement.unknown", "statement.usage"),
    *("check.authors_long", "check.authors_short", "check.forbidden_source", "check.no_metrics", "check.person"),
    *("check.several", "check.small"),
    *("check.no_minus", "check.quiet_never", "check.quiet_noon"),
    *("check.given_twice", "check.retention_short", "check.stray", "check.unheard", "check.unnamed", "check.unserved"),
    *("cli.analyze.bad_field", "cli.analyze.bad_line", "cli.analyze.bad_place", "cli.copied.failed"),
    *("cli.demo.not_saved", "status.cramped", "status.late", "status.lost", "status.missed", "status.swollen"),
    *(
        "status.unmanned",
        "watch.forbidden",
        "watch.no_chat",
        "watch.no_rights",
        "watch.no_topic",
        "watch.general_closed",
    ),
)
PLACED = (  # said behind a place: file:line:column, the row of a file, the line of a text
    *("config.yaml_", "config.not_yaml", "config.not_a_mapping", "config.second_document", "config.too_deep"),
    *(
        "config.odd_key",
        "config.no_kind",
        "config.place_line",
        "config.merge",
        "config.more",
        "config.scale",
        "import.",
    ),
)
PLACES = {  # what fills a blank that says where
    *("path", "place", "url", "source", "brand", "key", "option", "name", "host", "door", "site", "page", "to", "id"),
    *("chat", "anchor", "blank", "week", "called", "typed", "setting", "language"),
}
NAMES = re.compile(  # a place that is always the same
    r"[A-Z]{4,}_[A-Z_]+|--[a-z]+|/[a-z]+|Telegram|stdout|\b(?:id|url|kind|file|path|brands?|model|team|forbidden|preset|health|engine)\b:?"
    r"|otklik \w+|\$\{\{|Name:|Название:|Numbers:|Номера:|Token|Токен|This message|Это сообщение"
)
PYTHON = re.compile(r"Error\b|Exception|NoneType|Traceback|Input should|pydantic|\b(?:None|True|False|str|int)\b")
SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZА-ЯЁ])")


@cache
def refusals(language: str) -> dict[str, Any]:
    """What stands in the file under each key, in two parts or not."""
    texts = yaml.safe_load((ROOT / "monitor" / "texts" / f"{language}.yaml").read_text(encoding="utf-8"))
    errors = {key.removeprefix("errors."): said for key, said in entries(texts["errors"], "errors")}
    others = dict(entries(texts, ""))
    refused = {key: said for key, said in errors.items() if not {key, key.partition(".")[0]} & set(NO_REFUSALS)}
    return {**refused, **{key: others.get(key) for key in ELSEWHERE}}


def entries(node: dict[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for name, inner in node.items():
        key = f"{path}.{name}" if path else str(name)
        if isinstance(inner, dict) and not set(inner) & set(REFUSAL):
            yield from entries(inner, key)
        else:
            yield key, inner


def parts(language: str) -> Iterator[tuple[str, str, str]]:
    for key, said in refusals(language).items():
        if isinstance(said, dict):
            yield key, said["wrong"], said["advice"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_says_what_is_wrong_and_what_to_do(language: str) -> None:
    assert len(refusals(language)) > 300
    half = [key for key, said in refusals(language).items() if not isinstance(said, dict) or tuple(said) != REFUSAL]
    assert half == []
    assert [key for key, *said in parts(language) if not all(re.search(r"\w{3}|\d", one) for one in said)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_excused_from_advice_is_still_there(language: str) -> None:
    texts = yaml.safe_load((ROOT / "monitor" / "texts" / f"{language}.yaml").read_text(encoding="utf-8"))["errors"]
    for key in NO_REFUSALS:
        group, _, name = key.partition(".")
        assert isinstance(texts[group][name] if name else texts[group], str if name else dict)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_names_its_place(language: str) -> None:
    errors = [(key, wrong) for key, wrong, _ in parts(language) if key not in ELSEWHERE and not key.startswith(PLACED)]
    nameless = [
        (key, wrong)
        for key, wrong in errors
        if not {name for _, name, _, _ in Formatter().parse(wrong)} & PLACES and not NAMES.search(wrong)
    ]
    assert nameless == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_short(language: str) -> None:
    assert [key for key, *said in parts(language) if max(map(len, said)) > LONGEST] == []
    assert [key for key, wrong, advice in parts(language) if len(SENTENCE.split(f"{wrong} {advice}")) > MOST] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_refusal_speaks_of_the_inside(language: str) -> None:
    assert [(key, said) for key, *said in parts(language) if PYTHON.search(" ".join(said))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_ends_where_the_advice_begins(language: str) -> None:
    assert [key for key, wrong, _ in parts(language) if wrong[-1] not in ".…?"] == []
    begun = [(key, advice) for key, _, advice in parts(language) if advice[0].islower()]
    assert [key for key, advice in begun if not advice.startswith("otklik ")] == []
