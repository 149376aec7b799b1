"""`otklik run --role`: what is missing is said before anything begins."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from monitor.commands import run as command
from monitor.domain.sharing import Role
from monitor.errors import ConfigError
from monitor.health_check import give_sign, sign_of, take_sign
from monitor.texts import LANGUAGES, Texts


def written(url: str) -> SimpleNamespace:
    return SimpleNamespace(settings=SimpleNamespace(database_url=url))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ALL])
async def test_who_shares_the_work_needs_postgresql(role: Role) -> None:
    with pytest.raises(ConfigError) as caught:
        await command.run(written("sqlite:///otklik.db"), role)
    assert caught.value.key == "scale.sqlite"
    for language in LANGUAGES:
        said = Texts(language).error(caught.value)
        assert said.startswith(f"--role {role}: ")
        assert "DATABASE_URL" in said


async def test_who_shares_the_work_needs_the_extra(monkeypatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    with pytest.raises(ConfigError) as caught:
        await command.run(written("postgresql://db.example/otklik"), Role.WORKER)
    assert caught.value.key == "scale.no_package"
    for language in LANGUAGES:
        assert "pip install 'otklik[scale]'" in Texts(language).error(caught.value)


def test_each_role_gives_a_sign_of_its_own(tmp_path: Path) -> None:
    config = tmp_path / "sources.yaml"
    give_sign(config, "worker")
    try:
        assert sign_of(config, "worker").exists()
        assert not sign_of(config).exists()
        assert not sign_of(config, "bot").exists()
    finally:
        take_sign(config, "worker")
