"""The first thing somebody types: `--help`, `--version`, and Tab."""

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from typer.main import get_command

from monitor.__main__ import app
from monitor.commands import completing, options
from monitor.commands.help import Group
from monitor.domain import Label, Status
from monitor.domain.sharing import Role
from monitor.sources import KINDS
from monitor.texts import LANGUAGES, Texts

ROOT = Path(__file__).parent.parent
OTKLIK = get_command(app)
COMMANDS = OTKLIK.commands
FILE = """
language: ru
brands: [{id: zubr, name: Зубр-Софт}, {id: bober, name: Бобёр, role: competitor}]
sources:
  - {id: forum, kind: feed, url: "https://forum.example/rss"}
  - {preset: google-news}
  - {preset: google-news, lang: ru}
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def completed(home, monkeypatch, capsys):
    """What a shell is told when somebody presses Tab behind these words."""

    def complete(*words, shell="bash"):
        monkeypatch.setenv("_OTKLIK_COMPLETE", f"complete_{shell}")
        monkeypatch.setenv("COMP_WORDS", " ".join(words))
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", " ".join(words))
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        with pytest.raises(SystemExit):
            OTKLIK(prog_name="otklik")
        return list(filter(None, capsys.readouterr().out.splitlines()))

    return complete


@pytest.fixture
def helped(tmp_path, monkeypatch, capsys):
    """The help where no file says in which language."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def shown(language, *words):
        monkeypatch.setenv("LANG", f"{language}_XX.UTF-8")
        with pytest.raises(SystemExit):
            OTKLIK([*words, "--help"], prog_name="otklik")
        return capsys.readouterr().out

    return shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_what_it_takes_is_told_in_every_language(language):
    texts = Texts(language)
    unsaid = [
        (command.name, one.name)
        for command in (OTKLIK, *COMMANDS.values())
        for one in command.params
        if not any(texts.has(f"cli.help.{place}.{one.name}") for place in (command.name, "any"))
    ]
    assert unsaid == []
    assert all(texts.has(f"cli.help.{name}.about") for name in ("otklik", *COMMANDS))


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_shows_every_command_once_in_its_group_on_eighty_columns(helped, language):
    shown, texts = helped(language), Texts(language)
    assert max(map(len, shown.splitlines())) <= 80
    titles = [shown.index(f"\n{texts(f'cli.help.groups.{group}')}:\n") for group in get_args(Group)]
    assert titles == sorted(titles)
    named = [line.split()[0] for line in shown.splitlines() if line.startswith("  ") and line[2] not in " -"]
    assert named == list(COMMANDS)
    assert "--version" in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_says_what_is_wanted_on_eighty_columns(helped, language, name):
    shown = helped(language, name)
    assert max(map(len, shown.splitlines())) <= 80
    assert "<" not in shown
    assert Texts(language)(f"cli.help.{name}.about").split()[0] in shown
    assert all(one.metavar in shown for one in COMMANDS[name].params if one.metavar)
    assert all(opt in shown for one in COMMANDS[name].params for opt in one.opts if opt.startswith("-"))


def test_help_speaks_the_language_of_the_file(helped, home):
    assert Texts("ru")("cli.help.crawl.about") in helped("en", "crawl")


@pytest.mark.parametrize("asked", ["--version", "--help"])
def test_who_asks_for_help_or_the_version_waits_for_nothing_else(asked, home):
    code = f"""
import sys
from monitor.process import start
sys.argv[1:] = ["{asked}"]
try:
    start.main()
finally:
    assert not {{"pydantic", "structlog", "rich", "bs4", "asyncio", "sqlalchemy"}} & set(sys.modules)
    assert "{asked}" == "--help" or not {{"typer", "yaml"}} & set(sys.modules)
"""
    done = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("otklik " if asked == "--version" else Texts("ru")("cli.help.otklik.about")[:40])


def test_a_shell_completes_commands_and_names_of_the_file(completed):
    assert completed("otklik", "cra") == ["crawl"]
    assert completed("otklik", "crawl", "") == ["forum", "google-news", "google-news-2"]
    assert completed("otklik", "forms", "z") == ["zubr"]
    assert completed("otklik", "mentions", "--brand", "b") == ["bober"]
    assert completed("otklik", "mentions", "--status=t") == ["taken"]
    assert completed("otklik", "digest", "--format", "") == ["text", "html", "json"]
    assert completed("otklik", "presets", "google-n") == ["google-news"]
    assert completed("otklik", "try", "--kind", "t") == ["telegram"]


def test_a_shell_completes_names_of_the_file_that_the_line_names(completed, home):
    other = "brands: [{id: lynx, name: Рысь}]\nsources: []\n"
    (home / "other.yaml").write_text(other, encoding="utf-8")
    assert completed("otklik", "forms", "--config", "other.yaml", "") == ["lynx"]


@pytest.mark.parametrize("text", ["brands: [", "brands: 7\n", "- 1\n", "brands: [7, {id: [1]}, {name: x}]\n"])
def test_a_shell_is_told_nothing_of_a_file_that_is_wrong(completed, home, text):
    (home / "sources.yaml").write_text(text, encoding="utf-8")
    assert completed("otklik", "crawl", "") == []


@pytest.mark.parametrize(("shell", "sign"), [("zsh", ":"), ("fish", "\t")])
def test_a_shell_that_shows_it_is_told_what_a_command_does(completed, shell, sign):
    told = "\n".join(completed("otklik", "back", shell=shell))
    assert f"backup{sign}" in told.replace('"', "")
    assert Texts("ru")("cli.help.backup.about") in told


def test_what_can_be_chosen_is_what_there_is():
    assert set(get_args(get_args(get_args(options.LabelIs)[0])[0])) == set(Label)
    assert set(get_args(get_args(get_args(options.StatusIs)[0])[0])) == set(Status)
    assert set(get_args(get_args(options.Role)[0])) == set(Role)
    assert set(completing.kinds()) == set(KINDS)
