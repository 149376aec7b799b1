"""What the pages say is so: links lead somewhere, commands exist, files load, both languages have the same parts."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import httpx
import pytest
import yaml
from house import table, written
from links import outside, wrong
from pages import ROOT, Fence, Page, anchor, lost, pages
from typer.main import get_command
from web_site import Reply, Site

from bot.handlers.help import ADMINS, COMMANDS
from monitor.__main__ import app
from monitor.config.load import PlanError, load

ENGLISH_ALONE = {f"docs/{name}.md" for name in ("architecture", "tour", "extending", "scripts", "licences")}
RUSSIAN = ".ru.md"
BLANK = re.compile(r"\$\{(\w+)\}")
EXCERPT = re.compile(r"`([\w./-]+)`, excerpt:$")
LEFT_OUT = re.compile(r"^ *\.\.\.$", re.MULTILINE)
IN_WORDS = re.compile(r"\botklik ([a-z]+)\b([^`\n]*)")
OPTION = re.compile(r"(?<![\w-])(?:--[a-z][a-z-]*|-[a-z]\b)")
NAME = re.compile(r"(?<!/)(?:monitor|bot)(?:\.\w+)+")
FILE = re.compile(r"(?:monitor|bot|tests|docs|benchmarks|deploy|\.github|\.vscode)/[\w./-]*[\w/]")
KEYS = {"language", "timezone", "brands", "sources", "team", "alerts", "digest", "forbidden", "checklists", "replies"}
KEYS |= {"lexicon", "model", "http", "health", "retention", "authors_for"}
NO_NAME = re.compile("NAME|NNNN")  # to be filled in
KEYS_OF_SERVICES = ("YANDEX_SEARCH_KEY", "YANDEX_SEARCH_FOLDER", "SMTP_URL")
MODEL = ("model.onnx", "tokenizer.json", "config.json")
ENGINEERS = ("docs/architecture.md", "docs/tour.md", "docs/extending.md", "CONTRIBUTING.md")


def page(name: str) -> Page:
    return next(one for one in pages() if one.name == name)


def documents() -> list[Page]:
    """What users and engineers read; a decision is of its day."""
    return [one for one in pages() if "decisions/" not in one.name and one.name != "CHANGELOG.md"]


# ---------------------------------------------------------------- links


def test_every_link_leads_to_a_file_and_a_heading_that_are_there() -> None:
    assert len([link for one in pages() for link in one.links]) > 100
    assert [link for one in pages() for link in lost(one)] == []


def test_a_place_is_named_as_github_names_it() -> None:
    assert anchor("A button, a `make` target & more") == "a-button-a-make-target--more"
    twice = Page(ROOT / "x.md", "# Раз\n\n## Раз\n\n[a](y.md#b), [c][d], `[e](f)`\n\n[d]: g.md\n")
    assert (twice.anchors, twice.links) == ({"раз", "раз-1"}, ("y.md#b", "g.md"))
    assert list(lost(twice)) == ["x.md: y.md#b", "x.md: g.md"]


async def test_an_address_outside_is_asked_whether_it_still_answers() -> None:
    async with Site() as site, httpx.AsyncClient() as client:
        site.serve("/wary", Reply(403))
        site.serve("/there", Reply())
        assert [await wrong(site.url(path), client) for path in ("/there", "/wary", "/gone")] == ["", "", "404"]
    assert outside()
    assert [url for url in outside() if ".example" in url] == []


# ---------------------------------------------------------------- what is named is there


def test_every_file_that_the_engineers_pages_name_is_there() -> None:
    named = {(one.name, file) for one in map(page, ENGINEERS) for said in one.code for file in FILE.findall(said)}
    assert len(named) > 60
    new = {file for one in page("docs/extending.md").code for file in FILE.findall(one) if _is_made_there(file)}
    there = {file for _, file in named if (ROOT / file).exists() or file in new or NO_NAME.search(file)}
    assert {(name, file) for name, file in named if file not in there} == set()


def test_every_function_that_the_engineers_pages_name_is_there() -> None:
    named = {said for one in map(page, ENGINEERS) for code in one.code for said in NAME.findall(code)}
    assert len(named) > 60
    assert {said for said in named if not _resolves(said)} == set()


@pytest.mark.parametrize("house", ["monitor", "bot"])
def test_the_page_of_the_house_has_every_room(house: str) -> None:
    """One line for each module or folder; `python tests/house.py` writes them."""
    assert written(page("docs/architecture.md").text, house) == table(house)
    assert table(house).count("\n") > 20


def test_what_is_said_to_be_an_excerpt_is_one() -> None:
    told = [(one, fence) for one in documents() for fence in one.fences if fence.kind == "python"]
    strange = [f"{one.name}:{fence.line}" for one, fence in told if not _is_told(one, fence)]
    assert strange == []


# ---------------------------------------------------------------- commands


def test_every_command_that_is_shown_exists_with_its_options() -> None:
    shown = [(one.name, *words) for one in documents() for words in _commands_of(one)]
    assert len(shown) > 60
    known = _options()
    wrong = [
        one
        for one in shown
        if one[1] not in known or not set(OPTION.findall(one[2])) <= {"--help"}.union(*known[one[1]])
    ]
    assert wrong == []


@pytest.mark.parametrize("ending", [".md", RUSSIAN])
def test_every_command_and_option_is_told_in_each_language(ending: str) -> None:
    said = "\n".join(one.text for one in documents() if one.name.endswith(RUSSIAN) == (ending == RUSSIAN))
    told = set(OPTION.findall(said))
    untold = {f"{name} {spelt}" for name, options in _options().items() for spelt in options if told.isdisjoint(spelt)}
    assert untold == set()
    assert [name for name in _options() if f"otklik {name}" not in said] == []
    assert [one for one in (*COMMANDS, *ADMINS) if f"/{one}" not in said] == []


def test_make_alone_lists_every_target_within_80_columns() -> None:
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # not from `make test`
    ran = subprocess.run(["make", "-s"], cwd=ROOT, env=alone, capture_output=True, text=True, check=True)  # noqa: S607
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert len(targets) > 15
    lines = ran.stdout.splitlines()
    assert {line.split()[0] for line in lines if not line.startswith(" ")} == targets
    assert [line for line in lines if len(line) > 80] == []


# ---------------------------------------------------------------- sources.yaml


def test_every_piece_of_sources_yaml_is_right_as_it_stands(tmp_path: Path) -> None:
    shown = [(one, fence) for one in documents() for fence in one.fences if fence.kind == "yaml"]
    pieces = [(one, fence) for one, fence in shown if not _is_another_file(fence)]
    assert len(pieces) > 15
    wrong = {f"{one.name}:{fence.line}": why for one, fence in pieces if (why := _refused(fence.body, tmp_path))}
    assert wrong == {}


# ---------------------------------------------------------------- two languages


def test_every_page_for_users_is_there_in_both_languages() -> None:
    english = {one.name for one in pages() if one.name.startswith("docs/") and "decisions/" not in one.name}
    russian = {name for name in english if name.endswith(RUSSIAN)}
    paired = {name.removesuffix(RUSSIAN) + ".md" for name in russian}
    assert english - russian - ENGLISH_ALONE == paired


def test_both_languages_have_the_same_parts() -> None:
    """The READMEs are short, and each is told in its own order."""
    russian = [one for one in pages() if one.name.endswith(RUSSIAN) and one.name != "README.ru.md"]
    pairs = [(one, page(one.name.removesuffix(RUSSIAN) + ".md")) for one in russian]
    assert len(pairs) > 10
    assert {one.name for one, other in pairs if _parts(one) != _parts(other)} == set()


# ---------------------------------------------------------------- how it is looked up


def _parts(one: Page) -> tuple[list[int], list[str]]:
    return [level for level, _ in one.headings], [fence.kind for fence in one.fences]


def _is_made_there(file: str) -> bool:
    """What a recipe makes, or asks for."""
    return any(part in file for part in ("lines", "help-desk", "de.yaml", "names", "file_channel", "why_paused"))


@lru_cache
def _names_of(path: Path) -> frozenset[str]:
    """What a module has: its functions, classes with what they hold, values, and what it brings in."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        found.update(_names(node))
        if isinstance(node, ast.ClassDef):
            found.update(f"{node.name}.{name}" for inner in node.body for name in _names(inner))
    return frozenset(found)


def _names(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=targets):
            yield from (one.id for one in targets if isinstance(one, ast.Name))
        case ast.ImportFrom(names=names):
            yield from (one.asname or one.name for one in names)


def _resolves(said: str) -> bool:
    """Whether a dotted name leads to a module, or to something in it."""
    parts = said.split(".")
    for cut in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:cut])
        file = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
        if file.exists():
            return cut == len(parts) or ".".join(parts[cut:]) in _names_of(file)
    return False


def _is_told(one: Page, fence: Fence) -> bool:
    """Run by tests/test_extending.py; or an excerpt, with ... where lines are left out; or a row of the bench."""
    if one.name in {"docs/extending.md", "benchmarks/README.md"}:
        return True
    found = EXCERPT.search(fence.before)
    if found is None:
        return False
    source = _flat((ROOT / found[1]).read_text(encoding="utf-8"))
    pieces = [_flat(piece) for piece in LEFT_OUT.split(fence.body)]
    places = [source.find(piece) for piece in pieces]
    return -1 not in places and places == sorted(places)


def _flat(code: str) -> str:
    """Without what a narrower page changes: how far lines are set in."""
    return "\n".join(line.strip() for line in code.strip().splitlines() if line.strip())


@lru_cache
def _options() -> dict[str, list[tuple[str, ...]]]:
    """Of each command all its options, each in every spelling."""
    commands: Any = get_command(app)
    return {
        name: [tuple(kind.opts) for kind in one.params if kind.param_type_name == "option"]
        for name, one in commands.commands.items()
    }


def _commands_of(one: Page) -> Iterator[tuple[str, str]]:
    """Command and rest of each line that calls the product, in blocks and between backticks."""
    for fence in one.fences:
        if fence.kind in {"sh", "bat", "powershell", "console"}:
            for line in fence.body.replace("\\\n", " ").splitlines():
                yield from _called(line)
    for said in one.code:
        found = IN_WORDS.match(said)
        if found:
            yield found[1], found[2]


def _called(line: str) -> Iterator[tuple[str, str]]:
    """A service or a folder may be called like the product: what calls it stands first, behind a path, or twice."""
    try:
        words = shlex.split(line, comments=True, posix="\\" not in line)
    except ValueError:  # an apostrophe in the words of a heredoc
        return
    for place, word in enumerate(words[:-1]):
        program = PureWindowsPath(PurePosixPath(word.strip('"')).name).name.removesuffix(".exe")
        before = words[place - 1] if place else "&&"
        called = word != program or before in {"&&", "|", ";", "otklik", "exec", "run", "--rm"}
        if program == "otklik" and called and re.fullmatch("[a-z]+", words[place + 1]) and words[place + 1] != program:
            yield words[place + 1], " ".join(words[place + 2 :])


def _is_another_file(fence: Fence) -> bool:
    """Of docker compose, or a data file of a preset."""
    read = yaml.safe_load(fence.body)
    return isinstance(read, dict) and not KEYS & set(read)


def _refused(piece: str, folder: Path) -> str:
    """What is wrong with a file that holds this, or a list of sources, and else only what must be there."""
    (folder / "model").mkdir(exist_ok=True)
    for name in ("forbidden.txt", *(f"model/{file}" for file in MODEL)):
        (folder / name).write_text("bad.example\n", encoding="utf-8")
    read = yaml.safe_load(piece)
    text = piece if isinstance(read, dict) else "sources:\n" + piece
    given = set(read) if isinstance(read, dict) else {"sources"}
    text += "" if "brands" in given else "\nbrands: [{id: zubr, name: Зубр-Софт}]\n"
    text += "" if "sources" in given else "\nsources: []\n"
    (folder / "sources.yaml").write_text(text, encoding="utf-8")
    values = dict.fromkeys((*BLANK.findall(text), *KEYS_OF_SERVICES), "https://value.example/")
    try:
        loaded = load(folder / "sources.yaml", values)
    except PlanError as error:
        return "; ".join(error.lines)
    return "; ".join(map(str, loaded.warnings))
