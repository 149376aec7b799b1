"""Both front pages say the same, and what they tell people to type works: in an empty folder, as the first day goes."""

from __future__ import annotations

import asyncio
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner
from web_site import Reply, Site

from monitor.__main__ import app
from monitor.commands import proposing
from monitor.config.settings import RESERVED
from monitor.sources import KINDS

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "README.ru.md")
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
PICTURE = re.compile(r'<img src="([^"]+)\.(?:en|ru)\.png" width="(\d+)" alt="[^"]+"')
REVIEWS = b"""<html><script type="application/ld+json">{"@context": "https://schema.org", "@type": "Review",
"reviewBody": "Three weeks without an answer", "reviewRating": {"ratingValue": 1}, "author": {"name": "Anna"}}
</script></html>"""
ANSWERS = "--yes --no-try --brand 'Kestrel Cloud' --language en --source"  # what a person would type at the questions
STANDS_FOR = {"otklik run": "otklik crawl"}  # one pass of what goes on until somebody stops it


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def commands(page: str) -> list[str]:
    """The lines that people are told to type, in their order."""
    return [line.strip() for block in BLOCK.findall(text(page)) for line in block.splitlines()]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty folder, an environment that says nothing, and no site of the world is asked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setattr(proposing, "proposals", lambda *_: [])
    return tmp_path


async def typed(line: str, reviews: str) -> str:
    """What a command prints; it must have done what it was asked for."""
    known = STANDS_FOR.get(line, f"{line} {ANSWERS} {reviews}" if line == "otklik init" else line)
    done = await asyncio.to_thread(CliRunner().invoke, app, shlex.split(known)[1:], catch_exceptions=False)
    assert done.exit_code == 0, f"{line}: {done.output}"
    return done.output


async def test_a_person_who_types_what_the_page_says_gets_there(home):
    async with Site() as site:
        site.serve("/reviews", Reply(body=REVIEWS, headers={"Content-Type": "text/html"}))
        lines = [line for line in commands("README.md") if line.startswith("otklik ")]
        said = {line: await typed(line, site.url("/reviews")) for line in lines}
    assert {"otklik init", "otklik check --online", "otklik try reviews", "otklik run", "otklik status"} <= said.keys()
    assert "Three weeks without an answer" in said["otklik try reviews"]
    assert "m-1" in said["otklik mentions --label negative --since 7d"] + said["otklik history m-1"]
    assert {path.name for path in home.iterdir()} >= {"sources.yaml", ".env", "otklik.db", "copy.db"}


@pytest.mark.parametrize("page", PAGES)
def test_it_begins_with_the_two_commands_that_set_everything_up(page):
    assert commands(page)[:2] == ["make demo", "make test"]
    assert BLOCK.findall(text(page))[0] == "make demo\nmake test\n"


@pytest.mark.parametrize("page", PAGES)
def test_every_name_of_the_environment_is_on_the_page(page):
    assert {name for name in RESERVED if f"`{name}`" not in text(page)} == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_kind_of_source_has_its_line_on_the_page(page):
    heads = re.findall(r"^\| (`[^|]+`) \|", text(page), re.MULTILINE)
    assert {kind for kind in KINDS if not any(f"`{kind}`" in head for head in heads)} == set()


def test_both_languages_show_the_same_commands_pictures_and_tables():
    english, russian = map(text, PAGES)
    assert commands("README.md") == commands("README.ru.md")
    assert PICTURE.findall(english) == PICTURE.findall(russian)
    for outline in (r"^(#+) ", r"^(\d+)\. ", r"^(\|)", r"^- (\*\*)"):
        assert re.findall(outline, english, re.MULTILINE) == re.findall(outline, russian, re.MULTILINE)


def test_both_languages_lead_to_the_same_pages():
    english, russian = (
        {one.replace(".ru.md", ".md") for one in re.findall(r"\]\(([\w/.-]+\.md)", text(page))} for page in PAGES
    )
    assert english == russian


@pytest.mark.parametrize("page", PAGES)
def test_a_front_page_is_read_in_minutes(page):
    assert len(text(page).splitlines()) <= 190
