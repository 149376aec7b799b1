"""Builds both packages, installs the wheel into an empty environment, and uses it far away from the source tree.

    python tests/package/walk.py [--python PYTHON] [--keep FOLDER]

The wheel is made of the unpacked source package, as whoever has nothing else would make it. What it needs comes from
the package index, by hash (requirements.lock). No home, no settings of this machine, an empty folder to work in.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINE = '{"text": "Acme Soft: terrible, support never answers", "brand": "acme-soft"}\n'


def run(*words: object, cwd: Path, env: dict[str, str] | None = None, said: str = "") -> str:
    """What it prints; ends everything where it fails."""
    done = subprocess.run([*map(str, words)], cwd=cwd, env=env, input=said, text=True, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{words}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def built(folder: Path) -> Path:
    """The wheel, of the source package; nothing but the two packages is in it."""
    backend = Path(sys.executable).parent / "hatchling"
    run(backend, "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    (source,) = folder.glob("otklik-*.tar.gz")
    with tarfile.open(source) as packed:
        packed.extractall(folder / "source", filter="data")
    (unpacked,) = (folder / "source").iterdir()
    run(backend, "build", "-t", "wheel", "-d", folder, cwd=unpacked)
    (wheel,) = folder.glob("otklik-*.whl")
    with zipfile.ZipFile(wheel) as packed_wheel:
        tops = {name.split("/")[0] for name in packed_wheel.namelist()}
    assert tops == {"monitor", "bot", f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"}, tops
    return wheel


def installed(wheel: Path, python: str, folder: Path) -> Path:
    """The program of a fresh environment, which holds what is locked and the wheel."""
    uv = Path(sys.executable).parent / "uv"
    environment = folder / "environment"
    run(uv, "venv", "--quiet", "--python", python, environment, cwd=folder)
    into = (uv, "pip", "install", "--quiet", "--python", environment)
    run(*into, "--require-hashes", "-r", ROOT / "requirements.lock", cwd=folder)
    run(*into, "--no-deps", wheel, cwd=folder)
    return next(path for path in environment.glob("*/otklik*") if path.is_file())


def walk(program: Path, folder: Path) -> None:
    """Every command that needs neither network nor token, in an empty folder."""
    home, work = folder / "home", folder / "work"
    home.mkdir()
    work.mkdir()
    given = {"PATH": os.defpath, "HOME": str(home), "LANG": "en_US.UTF-8", "PYTHONUTF8": "1"}

    def otklik(*words: str, said: str = "") -> str:
        began = time.monotonic()
        answer = run(program, *words, cwd=work, env=given, said=said)
        print(f"{time.monotonic() - began:5.1f} s  otklik {' '.join(words)}", flush=True)
        return answer

    assert "init" in otklik("--help")
    assert json.loads(otklik("schema")) == json.loads((ROOT / "sources.schema.json").read_text("utf-8"))
    assert "google-news" in otklik("presets")
    otklik("init", "--yes", "--no-try", "--brand", "Acme Soft", "--place", "London", "--leave-out", "all")
    assert {path.name for path in work.iterdir()} == {"sources.yaml", ".env"}
    assert "all right" in otklik("check")
    assert "Acme Soft" in otklik("forms", "acme-soft")
    assert json.loads(otklik("analyze", said=LINE))["label"] == "negative"
    assert "otklik init" in otklik("demo")
    assert "data:image/png" in (work / "demo-output/digest.html").read_text("utf-8")
    otklik("import", _export(work))
    assert "m-1" in otklik("mentions")
    otklik("digest", "--format", "html", "-o", "week.html")
    otklik("mentions", "--format", "xlsx", "-o", "mentions.xlsx")
    otklik("backup", "copy.db")
    assert json.loads(otklik("status", "--json"))["running"] is False
    assert not list(home.iterdir()), "something was written into the home"


def _export(work: Path) -> str:
    """Reviews as some site gives them."""
    (work / "reviews.csv").write_text("date,author,text,rating\n2026-01-02,Ann,Acme Soft is awful,1/5\n", "utf-8")
    return "reviews.csv"


def main() -> None:
    """One walk with one Python."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--keep", type=Path, help="leave the environment and both packages there; a new folder")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = (asked.keep or Path(name)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        wheel = built(folder)
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB")
        walk(installed(wheel, asked.python, folder), folder)


if __name__ == "__main__":
    main()
