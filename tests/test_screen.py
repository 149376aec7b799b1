"""What stands in a terminal: nothing cut or broken inside a word, colours for light and dark, whole lines in a pipe."""

import io
import re
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.text import Text
from store_values import NOW

from monitor.domain import Health, SourceState, Standing, VisitStatus
from monitor.render import screen
from monitor.render.dates import Calendar
from monitor.render.screen import WIDEST, WIDTH, console, say
from monitor.render.terminal import MOST_STATES, standing_table
from monitor.texts import LANGUAGES, Texts

ROOT = Path(__file__).parent.parent
LONG = "Копия в файле copy.db. В ней чужие тексты и действия команды: храните её там, где её прочтёте только вы. " * 2
CAUSE = "https://otzyv.example/zubr: такой страницы нет (404). Проверьте адрес в браузере и исправьте его."


class Terminal(io.StringIO):
    """Somebody looks."""

    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    return Terminal()


def standing_of(count, *, broken=(), name="s"):
    states = [SourceState(f"{name}{n}", VisitStatus.OK, NOW, NOW, health=Health.OK) for n in range(count)]
    for n in broken:
        states[n] = SourceState(f"{name}{n}", VisitStatus.FAILED, NOW, NOW, 3, CAUSE, reported=True, health=Health.AUTH)
    return Standing(tuple(states))


def drawn(standing, language="ru", **how):
    out = io.StringIO()
    console(out).print(standing_table(standing, Calendar(Texts(language), ZoneInfo("Europe/Minsk"), NOW), **how))
    return out.getvalue()


def test_a_sentence_in_a_terminal_breaks_between_words(terminal):
    say([LONG, "Коротко."], terminal)
    first, *rest, last = terminal.getvalue().splitlines()
    assert max(map(len, (first, *rest))) <= 80
    assert {line[:2] for line in rest} == {"  "}
    assert " ".join((first, *rest)).split() == LONG.split()
    assert last == "Коротко."


def test_a_sentence_in_a_pipe_is_one_line():
    out = io.StringIO()
    say([LONG, "sources.yaml:3:5: \x1b[31m" + LONG], out)
    assert out.getvalue().splitlines() == [LONG, f"sources.yaml:3:5: [31m{LONG}"]


def test_nothing_is_coloured_where_nobody_wants_it(terminal, monkeypatch):
    console(terminal).print(Text("да", screen.BAD))
    assert "\x1b[31m" in terminal.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Terminal()
    console(plain).print(Text("да", screen.BAD))
    assert plain.getvalue() == "да\n"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    dumb = Terminal()
    console(dumb).print(Text("да", screen.BAD))
    assert dumb.getvalue() == "да\n"


def test_a_pipe_is_as_wide_as_somebody_says(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert console(io.StringIO()).width == WIDTH
    monkeypatch.setenv("COLUMNS", "160")
    assert console(io.StringIO()).width == 160
    assert console(Terminal()).width == WIDEST


def test_colours_can_be_read_on_light_and_on_dark():
    told = [screen.GOOD, screen.BAD, screen.DOUBTFUL, screen.ALERT, screen.NAMED, screen.FAINT, screen.LINKED]
    unreadable = re.compile(r"\b(?:bright_)?(?:white|yellow|cyan|blue|black)\b")
    assert not any(map(unreadable.search, told))
    drawing = [ROOT / "monitor" / "render" / "terminal.py", *(ROOT / "monitor" / "commands").glob("*.py")]
    named = {
        path.name for path in drawing if re.search(f'"(?:bold |bright_)?{unreadable.pattern[2:]}"', path.read_text())
    }
    assert named == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_names_of_sources_are_whole_and_leave_room_for_the_rest(language):
    shown = drawn(standing_of(2, broken=[1], name="a-very-long-name-that-goes-on-and-on-"), language)
    assert max(map(len, shown.splitlines())) <= 80
    assert "a-very-long-name-that-goes-on-and-on-1" in "".join(shown.split())
    cause = shown.partition("•")[2]
    assert " ".join(cause.split()).startswith(f"a-very-long-name-that-goes-on-and-on-1 – {CAUSE}")


def test_of_many_sources_those_that_are_well_are_counted(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    many = standing_of(MOST_STATES + 1, broken=[7])
    shown = drawn(many, most=MOST_STATES)
    assert re.findall(r"\bs\d+\b", shown) == ["s7", "s7"]
    assert f"🟢 работает: {MOST_STATES}" in shown
    assert "otklik status --all" in shown
    assert "выключен" not in shown
    assert len(set(re.findall(r"\bs\d+\b", drawn(many)))) == MOST_STATES + 1
    assert "--all" not in drawn(standing_of(MOST_STATES), most=MOST_STATES)
    assert "--all" in drawn(replace(standing_of(MOST_STATES), off=("idle",)), most=MOST_STATES)


def test_each_source_has_its_light_its_name_how_it_does_and_when_it_was_read(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    shown = drawn(replace(standing_of(2, broken=[1]), off=("idle",)))
    assert [
        re.split(r"\s{2,}", row.strip()) for row in shown.splitlines() if row.startswith((" 🔴", " 🟢", " ⚪"))
    ] == [
        ["🔴", "s1", "нужен вход, попыток подряд: 3", "24.11, 12:00"],
        ["🟢", "s0", "работает", "24.11, 12:00"],
        ["⚪", "idle", "выключен"],
    ]


def test_of_many_sources_in_trouble_not_all_are_listed():
    shown = drawn(standing_of(MOST_STATES + 9, broken=range(MOST_STATES + 9)), most=MOST_STATES)
    assert len(set(re.findall(r"\bs\d+\b", shown))) == MOST_STATES
    assert f"🔴 {Texts('ru')('health.auth')}: 9" in shown
