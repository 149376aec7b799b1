"""What is packed: the two packages whole, with all that they read beside their code, and nothing else."""

from __future__ import annotations

import tomllib
from importlib.metadata import version
from pathlib import Path

from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent
PACKAGES = ("monitor", "bot")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def packed(builder: WheelBuilder | SdistBuilder) -> set[str]:
    return {Path(one.distribution_path).as_posix() for one in builder.recurse_included_files()}


def test_a_wheel_holds_every_file_of_both_packages_and_nothing_else():
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    wanted = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}

    assert packed(WheelBuilder(str(ROOT))) == wanted
    assert {Path(name).suffix for name in wanted} >= {".py", ".yaml", ".tsv", ".txt", ".css"}


def test_the_source_package_builds_the_same_wheel_and_holds_nothing_of_a_team(tmp_path):
    source = packed(SdistBuilder(str(ROOT)))

    assert source >= packed(WheelBuilder(str(ROOT))) | {"README.md", "CHANGELOG.md", "Makefile", "sources.yaml"}
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), encoding="utf-8")
    for name in (".env", "otklik.db", "mentions.csv", "secrets/telegram", "README.md", "LICENSE"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert packed(SdistBuilder(str(tmp_path))) == {"README.md"}


def test_what_is_installed_says_what_it_is():
    wanted = WheelBuilder(str(ROOT)).metadata.core  # the backend refuses a classifier that is none

    assert (wanted.name, wanted.version, wanted.license_expression) == ("otklik", PROJECT["version"], "MIT")
    assert wanted.readme.startswith("# Otklik")
    assert all((wanted.description, wanted.keywords, wanted.classifiers, wanted.license_files))
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13)} <= set(wanted.classifiers)
    assert {"postgres", "scale", "metrics", "model"} == set(wanted.optional_dependencies)
    assert wanted.scripts == {"otklik": "monitor.process.start:main"}
    assert version("otklik")  # `otklik --version` asks the same
