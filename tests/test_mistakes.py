"""Every door at which a person can be wrong, tried in both languages: where, what is wrong, what to do."""

from __future__ import annotations

import errno
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from string import Formatter
from typing import TextIO

import pytest
import yaml
from typer.main import get_command
from typer.testing import CliRunner, Result

from monitor.__main__ import app
from monitor.config.load import PlanError, read_plan
from monitor.errors import ConfigError, because
from monitor.texts import LANGUAGES, Texts

ROOT = Path(__file__).parent.parent
FILE = "language: {}\nbrands: [{{id: zubr, name: Зубр-Софт}}]\nsources: [{{id: news, kind: feed, url: 'https://a.example/'}}]\n"
SECRET = {"NAME": "x", "YANDEX_SEARCH_KEY": "x"}
TOO_LONG = "x" * 251  # with what is put behind it while it is written
OUTSIDE = re.compile(r"Traceback|Error\b|Input should|NoneType|errors\.\w|No such|Invalid value|\{\w+\}")

Run = Callable[..., Result]


def entry(more: str) -> str:
    """One more source, or what is wrong with it."""
    return f"brands: [{{id: zubr, name: Zubr}}]\nsources:\n  - {more}\n"


def top(more: str) -> str:
    return FILE.format("LANGUAGE").replace("language: LANGUAGE\n", "") + more + "\n"


def feed(more: str) -> str:
    return entry(f"{{id: a, kind: feed, url: 'https://a.example/', {more}}}")


IN_THE_FILE = {
    "not_yaml": top("%NO directive"),
    "not_a_mapping": "- one\n",
    "odd_key": top("? [a]\n: 1"),
    "twice": top("timezone: UTC\ntimezone: UTC"),
    "id_twice": entry(
        "{id: a, kind: feed, url: 'https://a.example/'}\n  - {id: a, kind: feed, url: 'https://b.example/'}"
    ),
    "unknown_key": top("unheard_of: 1"),
    "unknown_key_near": top("timezon: UTC"),
    "missing_key": entry("{id: a, kind: feed}"),
    "expected_text": feed("params: {page: 1.5}"),
    "expected_number": top("team: {chats: [{id: -1, topic: abc}]}"),
    "expected_switch": feed("full_text: perhaps"),
    "expected_decimal": top("alerts: {negative_below: low}"),
    "expected_one": feed("brand: [zubr]"),
    "timezone_near": top("timezone: Europe/Moskow"),
    "merge": top("http: {<<: {timeout: 30s}}"),
    "expected_list": top("checklists: {default: step}"),
    "expected_mapping": feed("headers: [1]"),
    "expected_keys": top("http: [1]"),
    "expected_entries": top("team: {chats: brands}"),
    "days": top("alerts: {days_off: [tomorrow]}"),
    "duration": top("retention: long"),
    "every": feed("every: often"),
    "size": top("http: {max_bytes: huge}"),
    "pace": top("http: {per_host: slowly}"),
    "storm": top("alerts: {storm: many}"),
    "clock": top("alerts: {deliver: {p3: noon}}"),
    "when": top("digest: {when: monday}"),
    "hours": top("alerts: {quiet_hours: night}"),
    "working_hours": top("alerts: {working_hours: always}"),
    "timezone": top("timezone: Mars/Base"),
    "address": entry("{id: a, kind: feed, url: a.example}"),
    "channel": entry("{id: a, kind: telegram, url: 'https://t.me/+AbCdEf'}"),
    "comma": top("lexicon: {отвал: -2,5}"),
    "place": top("forbidden: [some where]"),
    "no_author": top("team: {client_search: 'https://crm.example.com/search'}"),
    "places_missing": top("forbidden: {file: none.txt}"),
    "model_missing": top("model: {path: nowhere}"),
    "selector": entry("{id: a, kind: reviews, url: 'https://a.example/', select: {item: '..a', text: p}}"),
    "selector_entry": entry("{id: a, kind: reviews, url: 'https://a.example/', select: {item: '.r @id', text: p}}"),
    "jmespath": entry("{id: a, kind: json, url: 'https://a.example/', select: {item: '..a', text: p}}"),
    "greater_than": top("team: {users: [{id: -5}]}"),
    "greater_than_equal": top("lexicon: {отвал: -9}"),
    "less_than_equal": top("alerts: {negative_below: 0.5}"),
    "empty": top("alerts: {storm: 5 in 30m, noise: [~]}"),
    "choice": top("digest: {style: fancy}"),
    "kind": entry("{id: a, kind: manual, url: 'https://a.example/'}"),
    "twice_in_entry": feed("url: 'https://b.example/'"),
    "yaml_fence": "```yaml\nbrands: []\n```\n",
    "elsewhere": top("quiet_hours: 22:00-08:00"),
    "dotted": top("alerts.quiet_hours: 22:00-08:00"),
    "at_the_edge": top("alerts: {retention: 30d}"),
    "kind_ready": entry("{id: a, kind: vk, url: 'https://vk.com/example'}"),
    "chat_number": top("team: {chats: [{id: 'https://t.me/+AbCdEf'}]}"),
    "person_number": top("team: {admins: ['@anna']}"),
    "kind_near": entry("{id: a, kind: feeed, url: 'https://a.example/'}"),
    "of_environment": top("telegram_bot_token: 123456:abc"),
    "hash": entry("{id: a, kind: reviews, url: 'https://a.example/', select: {item: #reviews .review}}"),
    "no_kind": entry("{id: a, url: 'https://a.example/'}"),
    "pattern": entry("{id: a b, kind: feed, url: 'https://a.example/'}"),
    "language": feed("lang: russian"),
    "scale": entry(
        "{id: a, kind: reviews, url: 'https://a.example/', select: {item: p, rating_min: 5, rating_max: 5}}"
    ),
    "look_alike": top("alerts: {quiet_hours: 22:00–08:00}"),
    "yaml_look_alike": "brands: [{id: a, name: Zubr}]\nsources:\n  — id: a\n    kind: feed\n",
    "no_own_brand": "brands: [{id: a, name: Zubr, role: competitor}]\nsources: []\n",
    "no_such_brand": feed("brand: kestrel"),
    "no_such_preset": entry("{preset: qqqqqq}"),
    "no_such_preset_near": entry("{preset: vk-wal}"),
    "preset_parameter": entry("{preset: telegram-channel, channel: '@example'}"),
    "preset_needs": entry("{preset: telegram-channel}"),
    "reserved": entry("{id: a, kind: feed, url: 'https://a.example/${DATABASE_URL}'}"),
    "not_set": entry("{id: a, kind: feed, url: 'https://a.example/${NOWHERE}'}"),
    "yaml_beyond": top("a: [b](https://c.example/)\nd: 1"),
    "yaml_character": top("a: @b"),
    "yaml_tab": top("a:\n\tb: 1"),
    "yaml_colon": top("a: b: c"),
    "yaml_no_colon": top("a: 1\nb\nc: 1"),
    "yaml_no_space": top("a:1\nb: 2"),
    "yaml_quote": top("a: 'b"),
    "yaml_quote_late": top("a: 'b\nc: 'd'"),
    "yaml_tag": top("a: !include other.yaml"),
    "yaml_bracket": top("a: [b"),
    "yaml_blank": top("a: {b: ${NAME}}"),
    "yaml_indent": top("a:\n   b: 1\n  c: 1"),
    "yaml_dash": top("a: - b"),
    "yaml_escape": top('a: "\\d"'),
    "yaml_control": top("a: \x07"),
    "second_document": top("---\nb: 1"),
    "no_anchor": top("a: *b"),
    "blank_near": top("replies: {default: 'Hello {autor}'}"),
    "blank_unknown": top("replies: {default: '{имя}'}"),
    "reply_long": top(f"replies: {{default: {'a' * 5000}}}"),
    "short": "brands: [{id: a, name: Z}]\nsources: []\n",
    "letters": "brands: [{id: a, name: '***'}]\nsources: []\n",
    "bad_blank": entry("{id: a, kind: feed, url: 'https://a.example/${A B}'}"),
    "not_filled_here": entry("{id: '${NAME}', kind: feed, url: 'https://a.example/'}"),
    "header_name": entry("{id: a, kind: feed, url: 'https://a.example/', headers: {Ключ: x}}"),
    "header_value": entry("{id: a, kind: feed, url: 'https://a.example/', headers: {Key: \"x\\ny\"}}"),
    "proxy": top("http: {proxy: proxy.example}"),
    "mail_address": entry("{id: a, kind: mail, url: 'https://a.example/'}"),
    "sender": entry("{id: a, kind: mail, url: 'imaps://a.example/INBOX', from: [nobody]}"),
    "searxng_url": entry("{id: a, kind: search, engine: searxng, query: a}"),
    "demand_engine": entry("{id: a, kind: search, engine: searxng, url: 'https://a.example', query: a, demand: true}"),
    "email": top("alerts: {fallback: {email: me}}"),
    "door": top("health: {metrics: everywhere}"),
}

ON_THE_LINE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("cli.no_command", ("qqqqqq",), "qqqqqq"),
    ("cli.no_command_near", ("statsu",), "statsu"),
    ("cli.no_option", ("check", "--qqqqqq"), "--qqqqqq"),
    ("cli.no_option_near", ("check", "--onlin"), "--onlin"),
    ("cli.no_option_near", ("check", "—online"), "—online"),  # the dash of a phone, or of Word
    ("cli.no_option_near", ("mentions", "–o", "a.csv"), "–o"),
    ("cli.no_option_near", ("mentions", "-о", "a.csv"), "-о"),  # the Russian letter
    ("cli.no_option", ("--qqqqqq",), "--qqqqqq"),
    ("cli.no_value", ("mentions", "--limit"), "--limit"),
    ("cli.no_value_taken", ("check", "--online=1"), "--online"),
    ("cli.missing", ("history",), "otklik history: "),
    ("cli.too_much", ("check", "one", "two"), "one two"),
    ("config.expected_number", ("mentions", "--limit", "abc"), "--limit"),
    ("config.greater_than_equal", ("mentions", "--limit", "0"), "--limit"),
    ("config.less_than_equal", ("mentions", "--limit", "99999999999999"), "--limit"),
    ("config.choice", ("mentions", "--label", "bad"), "--label"),
    ("cli.bad_option", ("mentions", "--since", "often"), "--since"),
    ("cli.bad_option", ("history", "zzz"), "ID"),
    ("cli.xlsx_needs_file", ("mentions", "--format", "xlsx"), "--format xlsx"),
    ("cli.no_such_file", ("digest", "-o", "week.pdf"), "week.pdf"),
    ("cli.no_such_file", ("mentions", "-o", "found.docx"), "found.docx"),
    ("cli.cannot_write", ("mentions", "--format", "csv", "-o", "nowhere/a.csv"), "nowhere/a.csv"),
    ("cli.cannot_write", ("mentions", "-o", TOO_LONG), TOO_LONG),
    ("cli.lived_by", ("digest", "-o", "sources.yaml"), "sources.yaml"),
    ("cli.lived_by", ("digest", "--format", "json", "-o", "./otklik.db"), "otklik.db"),
    ("cli.lived_by", ("mentions", "--format", "csv", "-o", "otklik.db-wal"), "otklik.db-wal"),
    ("cli.lived_by", ("mentions", "-o", ".env"), ".env"),
    ("cli.lived_by", ("backup", "sources.yaml"), "sources.yaml"),
    ("cli.lived_by", ("backup", ".env"), ".env"),
    ("cli.forget_source", ("forget", "https://a.example/1", "--source", "news"), "--source"),
    ("cli.log_level", ("check", "--log-level", "loud"), "--log-level"),
    ("cli.log_name", ("check", "--log-level", "fetsh=debug"), "--log-level"),
    ("digest.week", ("digest", "--week", "soon"), "soon"),
    ("digest.month", ("digest", "--month", "2026-13"), "2026-13"),
    ("digest.month", ("digest", "--month", "0001-02"), "0001-02"),
    ("digest.month", ("digest", "--month", "20 ноября"), "20 ноября"),
    ("digest.week", ("digest", "--week", "октябрь"), "октябрь"),
    ("digest.quarter", ("digest", "--quarter", "2026-10"), "2026-10"),
    ("digest.quarter", ("digest", "--quarter", "2026-Q5"), "2026-Q5"),
    ("cli.digest_of_several", ("digest", "--month", "2026-10", "--week", "2026-W47"), "--month"),
    ("cli.digest_of_month_sent", ("digest", "--month", "2026-10", "--send"), "--send"),
    ("config.unknown_brand", ("mentions", "--brand", "kestrel"), "kestrel"),
    ("config.unknown_brand_near", ("forms", "zubrr"), "zubrr"),
    ("config.no_such_source", ("crawl", "qqqqqq"), "qqqqqq"),
    ("config.no_such_source", ("forget", "Анна", "--source", "qqqqqq"), "qqqqqq"),
    ("config.no_such_source_near", ("try", "newss"), "newss"),
    ("config.kind_in_file", ("try", "news", "--kind", "reviews"), "--kind reviews"),
    ("config.no_such_kind", ("try", "https://a.example/", "--kind", "magic"), "--kind magic"),
    ("config.kind_needs", ("try", "https://a.example/", "--kind", "json"), "--kind json"),
    ("config.address", ("try", "http://["), "http://["),
    ("config.no_such_preset_near", ("presets", "vk-wal"), "vk-wal"),
    ("config.folder", ("import", "."), "."),
    ("import.unreadable", ("import", "nowhere.csv"), "nowhere.csv"),
    ("import.empty", ("import", "empty.csv"), "empty.csv"),
    ("import.map", ("import", "table.csv", "--map", "a"), "--map"),
    ("import.source", ("import", "table.csv", "--source", "a b"), "--source"),
    ("import.no_such_column", ("import", "table.csv", "--map", "qqq=text"), "qqq"),
    ("import.no_such_field_near", ("import", "table.csv", "--map", "a=tex"), "tex"),
    ("import.no_columns", ("import", "table.csv"), "table.csv"),
    ("store.backup_is_folder", ("backup", "."), "."),
    ("store.backup_is_device", ("backup", os.devnull), os.devnull),
    ("store.no_backup_folder", ("backup", "nowhere/a.db"), "nowhere/a.db"),
    ("store.no_backup_file", ("backup", TOO_LONG), TOO_LONG),
    ("store.address", ("copy", "--to", "x"), "--to"),
    ("store.move_itself", ("copy", "--to", "sqlite:///otklik.db"), "otklik.db"),
    ("store.no_folder", ("copy", "--to", "sqlite:///nowhere/a.db"), "nowhere/a.db"),
)

ELSEWHERE = {
    "config.both": "holds two others together",
    "config.lines": "holds the lines of a file together",
    "config.less_than": "no key has such a bound today",
    "config.other": "for what pydantic may refuse one day and we have no words for",
    "config.no_such_source_yet": "a file without sources, test_command_line",
    "config.unknown_brand_yet": "own brands are needed, so there is always one",
    "config.dotenv": "below",
    "config.document": "test_config",
    "config.not_utf8": "test_command_line",
    "config.too_large": "test_config",
    "config.too_deep": "test_config",
    "config.more": "test_config",
    "config.missing_near": "test_config",
    "config.unreadable": "the system lets root read everything; what it says otherwise is `because`",
    "config.place_line": "below",
    "config.model_file": "test_model",
    "config.empty_file": "sent by chat, test_bot_plan_file",
    "config.not_editable": "by chat, test_bot_sources",
    "config.not_fetched": "sent by chat, test_bot_plan_file",
    "config.not_writable": "by chat, test_bot_plan_file",
    "config.source_there": "by chat, test_bot_sources",
    "config.nobody_to_send_to": "test_digest_send",
    "cli.digest_of_brand_sent": "test_command_line",
    "cli.no_room": "below",
}

IN_THE_ENVIRONMENT = (
    ("config.token", "TELEGRAM_BOT_TOKEN", "abc"),
    ("telegram.api_url", "TELEGRAM_API_URL", "ftp://a.example"),
    ("telegram.api_url", "TELEGRAM_API_URL", "http://a.example:99999"),
    ("telegram.proxy", "TELEGRAM_PROXY", "a.example"),
    ("telegram.proxy", "TELEGRAM_PROXY", "socks5://:1080"),
    ("telegram.proxy", "TELEGRAM_PROXY", "socks5://anna:пароль@a.example:1080"),
    ("telegram.proxy", "TELEGRAM_PROXY", "socks5://a.example"),
    ("config.database", "DATABASE_URL", "mysql://a.example/b"),
    ("config.smtp", "SMTP_URL", "a.example"),
    ("config.smtp", "SMTP_URL", "smtps://a.example:99999"),
    ("config.secret_file", "TELEGRAM_BOT_TOKEN_FILE", "nowhere"),
    ("config.missing", "OTKLIK_CONFIG", "nowhere.yaml"),
    ("config.folder", "OTKLIK_CONFIG", "."),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.csv").touch()
    (tmp_path / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return tmp_path


def speak(home: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A file and a terminal of this language, and what runs a command there."""
    monkeypatch.setenv("LANG", "ru_RU.UTF-8" if language == "ru" else "en_US.UTF-8")
    (home / "sources.yaml").write_text(FILE.format(language), encoding="utf-8")
    return lambda *words: CliRunner().invoke(app, list(words), catch_exceptions=False)


def said(language: str, key: str) -> re.Pattern[str]:
    """The sentence of a key, whatever fills its blanks."""
    whole = Texts(language).lines(f"errors.{key}")[0]
    parts = ((re.escape(words), blank) for words, blank, _, _ in Formatter().parse(whole))
    return re.compile("".join(words + (".*?" if blank else "") for words, blank in parts) + "$", re.MULTILINE)


def wrongs(text: str, language: str) -> list[str]:
    data = f"language: {language}\n{text}".encode() if not text.startswith("-") else text.encode()
    environment: Mapping[str, str] = SECRET
    with pytest.raises(ConfigError) as refused:
        read_plan(data, Path("sources.yaml"), environment, name="sources.yaml")
    assert isinstance(refused.value, PlanError)
    return list(refused.value.lines)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", IN_THE_FILE)
def test_a_mistake_in_the_file_is_told_with_line_column_and_advice(
    home: Path, monkeypatch: pytest.MonkeyPatch, key: str, language: str
) -> None:
    monkeypatch.setenv("LANG", "ru_RU.UTF-8" if language == "ru" else "en_US.UTF-8")
    lines = wrongs(IN_THE_FILE[key], language)
    told = [re.match(r"sources\.yaml:\d+:\d+: (.+)", line) for line in lines]
    assert all(told), lines
    assert any(one and said(language, f"config.{key}").fullmatch(one[1]) for one in told), lines
    assert not any(OUTSIDE.search(line.replace("{", "")) for line in lines)


@pytest.mark.parametrize("number", range(len(ON_THE_LINE)))
def test_a_mistake_on_the_command_line_is_one_sentence_with_its_place_and_advice(
    home: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    (key, words, place), language = ON_THE_LINE[number], LANGUAGES[number % 2]
    otklik = speak(home, language, monkeypatch)
    if words[0] in {"backup", "copy"}:
        otklik("mentions")
    result = otklik(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said(language, key).search(result.stderr), result.stderr
    assert place in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not OUTSIDE.search(result.stderr)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mistake", IN_THE_ENVIRONMENT)
def test_a_mistake_in_the_environment_names_what_is_to_be_changed(
    home: Path, monkeypatch: pytest.MonkeyPatch, mistake: tuple[str, str, str], language: str
) -> None:
    key, name, value = mistake
    otklik = speak(home, language, monkeypatch)
    monkeypatch.setenv(name, value)
    result = otklik("check")
    assert result.exit_code == 2
    assert said(language, key).search(result.stdout), result.stdout
    assert name in result.stdout or value in result.stdout
    assert not OUTSIDE.search(result.stdout)


def test_a_file_with_keys_may_be_wrong_in_its_env(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / ".env").write_text("A=1\n=b\n", encoding="utf-8")
    result = speak(home, "ru", monkeypatch)("check")
    assert said("ru", "config.dotenv").search(result.stdout)
    assert ".env:2" in result.stdout


def test_a_list_of_forbidden_places_is_told_its_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    otklik = speak(home, "ru", monkeypatch)
    (home / "places.txt").write_text("bad.example\nsome where\n", encoding="utf-8")
    with (home / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write("forbidden: {file: places.txt}\n")
    result = otklik("check")
    assert said("ru", "config.place_line").search(result.stdout)
    assert "places.txt:2: " in result.stdout


PROGRAM = sys.executable, "-m", "monitor"


def ended(out: TextIO, err: TextIO) -> object:
    """The exit code of a command that writes there."""
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
        get_command(app)(["schema"])
    return end.value.code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is a thing of Linux")
def test_results_that_find_no_room_end_in_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    speak(home, "ru", monkeypatch)
    said_aloud = io.StringIO()
    with Path("/dev/full").open("w") as full:
        code = ended(full, said_aloud)
    assert code == 1
    assert said("ru", "cli.no_room").search(said_aloud.getvalue())


def test_who_has_read_enough_is_no_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    speak(home, "ru", monkeypatch)
    reader, writer = os.pipe()
    os.close(reader)
    said_aloud = io.StringIO()
    with os.fdopen(writer, "w") as pipe:
        code = ended(pipe, said_aloud)
    assert (code, said_aloud.getvalue()) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is a thing of Linux")
@pytest.mark.parametrize("line", [["--help"], ["check", "--help"], ["--version"]])
def test_help_that_finds_no_room_ends_in_a_sentence(line: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        end = subprocess.run([*PROGRAM, *line], stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)  # noqa: S603  # ours
    assert (end.returncode, end.stderr.count("\n"), end.stderr[:8]) == (1, 1, "stdout: ")


def test_who_has_read_enough_of_the_help_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    end = subprocess.run([*PROGRAM, "--help"], stdout=writer, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)  # noqa: S603  # ours
    os.close(writer)
    assert (end.returncode, end.stderr) == (0, "")


@pytest.mark.long
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is a thing of Linux")
@pytest.mark.parametrize("line", [["nosuch"], ["crawl", "--config", "nosuch.yaml"]])
def test_a_mistake_that_nobody_can_be_told_of_ends_with_its_code(line: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        end = subprocess.run([*PROGRAM, *line], stdout=full, stderr=full, check=False, cwd=ROOT)  # noqa: S603  # ours
    assert end.returncode == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_the_system_refuses_is_said_in_the_words_of_the_team(language: str) -> None:
    texts, refused = Texts(language), OSError(errno.ENOSPC, "No space left on device")
    told = texts("errors.cli.cannot_write", path="a.csv", reason=because(refused))
    assert f"({texts('errors.because.full')})" in told


def test_what_a_file_or_a_line_can_be_wrong_in_is_all_tried() -> None:
    tried = {f"config.{key}" for key in IN_THE_FILE}
    tried |= {key for key, *_ in (*ON_THE_LINE, *IN_THE_ENVIRONMENT)}
    texts = yaml.safe_load((ROOT / "monitor" / "texts" / "en.yaml").read_text(encoding="utf-8"))["errors"]
    assert {f"{group}.{key}" for group in ("config", "cli") for key in texts[group]} - tried == set(ELSEWHERE)


@pytest.mark.usefixtures("home")
def test_whoever_names_a_language_is_told_in_it_what_they_got_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    def told(*words: str) -> str:
        return CliRunner().invoke(app, list(words), catch_exceptions=False).stderr

    assert "Напишите название целиком" in told("init", "--brand", "Я", "--yes", "--language", "ru")
    assert "Write the whole name" in told("init", "--brand", "Я", "--yes")
    assert re.search("[а-я]", told("demo", "--telegram", "--language", "ru"))
