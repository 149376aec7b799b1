"""What docs/running.md shows is so: its commands exist, its entries load, its figures are those that are told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from monitor.__main__ import app
from monitor.config.load import load
from monitor.domain import Pulse, Room, Standing
from monitor.vitals.measures import Measures, page

ROOT = Path(__file__).parent.parent
PAGES = {"en": "docs/running.md", "ru": "docs/running.ru.md"}
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
FIGURE = re.compile(r"^\| (`otklik_.*?) \|", re.MULTILINE)
PLAN = "brands: [{id: zubr, name: Zubr}]\nsources: []\n"


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", PAGES)
def test_its_commands_exist_and_its_files_are_there(language):
    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    said = "\n".join(body for kind, body in BLOCK.findall(text(PAGES[language])) if kind in {"sh", "text", "bat"})
    used = set(re.findall(r"(?:/|\\\\|otklik |^)otklik ([a-z]+)", said, re.MULTILINE))
    assert used - known == set()
    assert {"demo", "status", "backup"} <= used
    for file in ("requirements.lock", "deploy/otklik.service", "compose.postgres.yaml", "Dockerfile"):
        assert (ROOT / file).is_file()


def test_both_languages_show_the_same_commands():
    english, russian = ([body for _, body in BLOCK.findall(text(name))] for name in PAGES.values())
    assert [one.replace("THE TOKEN", "ТОКЕН") for one in english] == russian


@pytest.mark.parametrize("language", PAGES)
def test_its_entry_loads_without_a_warning(language, tmp_path):
    (block,) = [body for kind, body in BLOCK.findall(text(PAGES[language])) if kind == "yaml"]
    (tmp_path / "sources.yaml").write_text(PLAN + block, encoding="utf-8")
    loaded = load(tmp_path / "sources.yaml", {"PING_KEY": "s3cr3t"})
    assert loaded.warnings == ()
    assert loaded.plan.health.ping == "https://hc-ping.example/s3cr3t"
    assert "s3cr3t" in loaded.secrets
    assert yaml.safe_load(block)["health"]["metrics"] == loaded.plan.health.metrics.port


@pytest.mark.parametrize("language", PAGES)
def test_it_explains_every_figure_that_is_told(language):
    standing = Standing(pulse=Pulse(NOW, NOW), room=Room(free=1))
    told = Measures(NOW, standing, {}, {}, {}, 0, NOW, NOW, NOW, timedelta(0))
    names = {line.split()[2] for line in page(told).decode().splitlines() if line.startswith("# TYPE")}
    explained = {name for row in FIGURE.findall(text(PAGES[language])) for name in re.findall(r"`(otklik_\w+)`", row)}
    assert explained == names


@pytest.mark.parametrize(("readme", "page_name"), [("README.md", PAGES["en"]), ("README.ru.md", PAGES["ru"])])
def test_the_readme_leads_there(readme, page_name):
    assert f"({page_name})" in text(readme)
