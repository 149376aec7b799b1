"""What the product is made of is locked, listed, and has a reason; nothing here resolves or asks anybody."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import distributions, metadata, requires
from pathlib import Path

import pytest
from licences import PINNED, licence
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK, DEV_LOCK = ((ROOT / name).read_text("utf-8") for name in ("requirements.lock", "requirements-dev.lock"))
ENTRY = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>[^\s;]+)(?P<rest>(?:.*\n)(?:[ ].*\n?)*)", re.MULTILINE)
ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
EXCEPTION = re.compile(r"# noqa: S(\d+)")
FREE = {"0BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-CMU", "PSF-2.0", "Zlib"}
FREE |= {"Apache-2.0", "public domain", "Matplotlib (like PSF-2.0)"}
WEIGHED = {
    "MPL-1.1",
    "MPL-2.0",
    "GPL-2.0-only",
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
}  # the page says what follows from them


def asked_for() -> list[Requirement]:
    project = PROJECT["project"]
    extras = [one for some in project["optional-dependencies"].values() for one in some]
    return [Requirement(one) for one in (*project["dependencies"], *extras)]


def tools() -> list[Requirement]:
    return [Requirement(one) for one in PROJECT["dependency-groups"]["dev"]]


def names(wanted: Iterable[Requirement]) -> set[str]:
    return {canonicalize_name(one.name) for one in wanted}


def entries(lock: str) -> list[tuple[str, str, str]]:
    return [(one["name"], one["version"], one["rest"]) for one in ENTRY.finditer(lock)]


def wanted_by(lock: str) -> dict[str, set[str]]:
    """Each library, and who brings it along."""
    found: dict[str, set[str]] = {}
    for name, _, rest in entries(lock):
        said = [line.strip(" #") for line in rest.splitlines() if line.strip().startswith("#")]
        found.setdefault(name, set()).update(one.removeprefix("via").strip() for one in said)
        found[name].discard("")
    return found


def brought_by(lock: str, *roots: str) -> set[str]:
    """What nobody else needs."""
    found, known = set(roots), wanted_by(lock)
    while more := {name for name, by in known.items() if name not in found and by and by <= found}:
        found |= more
    return found


def needed(library: str, extra: str = "") -> Iterator[Requirement]:
    """What a library that is installed here asks for."""
    wanted = map(Requirement, requires(library) or ())
    return (one for one in wanted if one.marker is None or one.marker.evaluate({"extra": extra}))


def brought_along() -> Iterator[Requirement]:
    """What the libraries of the product ask for in their turn."""
    here = {canonicalize_name(one.name) for one in distributions()}
    return (one for name, _, _ in entries(LOCK) if name in here for one in needed(name))


def passed_over(wanted: Requirement) -> set[str]:
    known = metadata(wanted.name).get_all("Provides-Extra") or ()
    odd = wanted.extras.difference(known)
    by_extra = {one for extra in odd for one in needed(wanted.name, canonicalize_name(extra))}
    return names(by_extra - set(needed(wanted.name)))


@pytest.mark.parametrize(
    ("lock", "wanted"), [(LOCK, asked_for()), (DEV_LOCK, [*asked_for(), *tools()])], ids=["product", "checks"]
)
def test_the_locks_are_those_of_the_project_file(lock, wanted):
    """After a change of pyproject.toml: `make lock`."""
    direct = {name for name, by in wanted_by(lock).items() if any(one.startswith("otklik (") for one in by)}
    assert direct == names(wanted)
    versions: dict[str, list[str]] = {}
    for name, version, _ in entries(lock):
        versions.setdefault(name, []).append(version)
    wrong = [str(one) for one in wanted if not any(map(one.specifier.contains, versions[canonicalize_name(one.name)]))]
    assert wrong == []


def test_what_is_checked_is_what_is_installed():
    product, checks = ({(name, version) for name, version, _ in entries(lock)} for lock in (LOCK, DEV_LOCK))
    assert product
    assert product - checks == set()


@pytest.mark.parametrize("lock", [LOCK, DEV_LOCK], ids=["product", "checks"])
def test_each_version_is_locked_by_hash_and_no_host_is_named(lock):
    assert [name for name, _, rest in entries(lock) if "--hash=sha256:" not in rest] == []
    assert len(entries(lock)) == len(PINNED.findall(lock))
    assert "://" not in lock


def test_an_old_pip_installs_all_that_our_libraries_need():
    """Before 23.3 it passed over an extra that is spelt in another way than its library spells it."""
    missed = {name for one in brought_along() if one.extras for name in passed_over(one)}
    assert missed == {"lxml-html-clean"}
    assert missed <= names(asked_for())


def test_each_library_that_we_chose_has_its_reason():
    page = (ROOT / "docs/decisions/0035-no-dependency-without-a-reason.md").read_text("utf-8")
    chosen = names([*asked_for(), *tools(), *map(Requirement, PROJECT["build-system"]["requires"])])
    assert {canonicalize_name(one) for one in ROW.findall(page)} == chosen
    assert len(ROW.findall(page)) == len(chosen)


def test_each_licence_is_listed_and_goes_with_ours():
    product, checks = (set(PINNED.findall(lock)) for lock in (LOCK, DEV_LOCK))
    page = (ROOT / "docs/licences.md").read_text("utf-8")
    assert set(ROW.findall(page)) == product | checks
    said = {name: set(re.split(r" AND | OR ", licence(name).partition(";")[0])) for name in product}
    strange = {name for name, kinds in said.items() if kinds - FREE - WEIGHED}
    assert strange == {"httpx2-jsfetch"}
    weighed = {name for name, kinds in said.items() if kinds & WEIGHED}
    assert [name for name in sorted(weighed) if f"`{name}`" not in page.partition("## In the product")[0]] == []


def test_each_exception_from_a_rule_of_safety_says_why_to_both_who_look():
    lines = [
        (path.name, line)
        for folder in ("monitor", "bot")
        for path in (ROOT / folder).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if EXCEPTION.search(line)
    ]
    assert lines
    for name, line in lines:
        code = EXCEPTION.search(line)
        reason = line[code.end() :].partition("#")[2].strip()
        assert reason, (name, line)
        assert f"nosec B{code[1]}" in line, (name, line)
