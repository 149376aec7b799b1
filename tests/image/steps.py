"""Runs the steps of the Dockerfile where there is no engine (`make image`), then uses what they made.

Each stage is an overlay over this machine's root, which stands in for the base image; nothing of the machine changes.
Needs root, Linux and the package index. Then, as in a container (a read-only root, the image's user, no capability):
`check`, the demo with its pictures, `run` with its health check, and a stop by SIGTERM.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSED = re.compile(r"PIP_|SSL_|REQUESTS_|(HTTPS?|NO|ALL)_PROXY$", re.IGNORECASE)  # how this machine reaches the index
SYSTEM = "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PLAN = """
language: en
brands: [{id: zubr, name: Zubr}]
sources: [{id: own, kind: feed, url: "http://127.0.0.1:1/rss", allow_private_network: true}]
health: {metrics: 9464, daily: "00:00"}
"""


class Stage:
    """One FROM: its own root, its settings."""

    def __init__(self, folder: Path) -> None:
        self.root, self.env, self.user, self.work = folder / "root", {}, "0:0", "/"
        self.words: dict[str, list[str]] = {}
        for name in ("upper", "work", "root"):
            (folder / name).mkdir(parents=True)
        layers = f"lowerdir=/,upperdir={folder / 'upper'},workdir={folder / 'work'}"
        mount("-t", "overlay", "overlay", "-o", layers, self.root)
        for path in ("tmp", "work", "data", "app"):
            if (self.root / path).exists():  # of this machine, not of a base image
                mount("-t", "tmpfs", "tmpfs", self.root / path)
        self._devices()
        mount("-t", "proc", "proc", self.root / "proc")
        (self.root / "usr/local/bin/python").unlink(missing_ok=True)
        (self.root / "usr/local/bin/python").symlink_to(Path(sys.executable).resolve())

    def _devices(self) -> None:
        """Of its own: this machine's are not to be touched."""
        mount("-t", "tmpfs", "tmpfs", self.root / "dev")
        for name, number in {"null": 3, "zero": 5, "full": 7, "random": 8, "urandom": 9}.items():
            os.mknod(self.root / "dev" / name, 0o666 | stat.S_IFCHR, os.makedev(1, number))
            (self.root / "dev" / name).chmod(0o666)
        (self.root / "dev/shm").mkdir(mode=0o1777)
        (self.root / "dev/fd").symlink_to("/proc/self/fd")

    def set(self, word: str, rest: str) -> None:
        """What an instruction says that does nothing by itself."""
        match word:
            case "ENV" | "ARG":
                for one in shlex.split(rest):
                    name, _, value = one.partition("=")
                    self.env[name] = value.replace("$PATH", SYSTEM)
            case "WORKDIR":
                self.work = rest
                (self.root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
            case "USER":
                self.user = rest
            case "ENTRYPOINT" | "CMD":
                self.words[word] = json.loads(rest)
            case "HEALTHCHECK":
                self.words[word] = json.loads(rest.partition("CMD ")[2])
            case "LABEL" | "VOLUME" | "STOPSIGNAL":
                pass
            case _:
                sys.exit(f"{word}: not known here")

    def command(self, words: list[str], *, bare: bool = False) -> list[str]:
        """As it is started in this stage; `bare` as a container that has been given nothing."""
        given = {"PATH": SYSTEM, "HOME": "/data" if bare else "/root"}
        if not bare:
            given |= {name: value for name, value in os.environ.items() if PASSED.match(name)}
        given |= self.env
        user, group = self.user.split(":")
        drop = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--no-new-privs"]
        drop += ["--bounding-set=-all", "--inh-caps=-all"] if bare else []
        settings = [f"{name}={value}" for name, value in given.items()]
        inside = ["chroot", str(self.root), "env", "-i", *settings, *drop]
        return [*inside, "sh", "-c", f"cd {shlex.quote(self.work)} && exec {shlex.join(words)}"]

    def run(self, words: list[str], *, bare: bool = False, check: bool = True) -> subprocess.CompletedProcess[str]:
        """What it says is kept."""
        done = subprocess.run(self.command(words, bare=bare), text=True, capture_output=True, check=False)
        if check and done.returncode:
            sys.exit(f"{shlex.join(words)}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
        return done


def mount(*words: object) -> None:
    """In this process's own namespace."""
    subprocess.run(["mount", *map(str, words)], check=True)


def instructions(text: str) -> list[tuple[str, str]]:
    """Each with what follows it; lines that go on are joined, comments left out."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines())]


def context() -> list[Path]:
    """The files that .dockerignore lets through."""
    rules = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and line[0] != "#"]
    kept = [rule[1:] for rule in rules if rule.startswith("!")]
    never = [rule.removeprefix("**/") for rule in rules if rule.startswith("**/")]
    found = [path for name in kept for path in ((ROOT / name).rglob("*") if (ROOT / name).is_dir() else [ROOT / name])]
    return [one for one in found if one.is_file() and not any(fnmatch(p, n) for p in one.parts for n in never)]


def build(folder: Path) -> Stage:
    """All stages, one after the other; answers with the last."""
    stages: dict[str, Stage] = {}
    stage = Stage(folder / "none")
    for word, rest in instructions((ROOT / "Dockerfile").read_text("utf-8")):
        begun = time.monotonic()
        if word == "FROM":
            stage = stages[rest.split(" AS ")[-1]] = Stage(folder / str(len(stages)))
        elif word == "COPY":
            copy(stage, stages, rest.split())
        elif word == "RUN":
            # the pip of this machine is not the base image's, and stays
            stage.run(["sh", "-c", rest.partition("&&")[2].strip() if "pip uninstall" in rest else rest])
        else:
            stage.set(word, rest)
        print(f"{time.monotonic() - begun:6.1f} s  {word} {rest[:90]}", flush=True)
    return stage


def copy(stage: Stage, stages: dict[str, Stage], words: list[str]) -> None:
    """From the context, or from another stage."""
    *sources, to = [word for word in words if not word.startswith("--from=")]
    target = stage.root / (to if to.startswith("/") else f"{stage.work}/{to}").lstrip("/")
    other = next((word.removeprefix("--from=") for word in words if word.startswith("--from=")), None)
    if other:
        shutil.copytree(stages[other].root / sources[0].lstrip("/"), target, symlinks=True)
        return
    for source in sources:
        files = [one for one in context() if one == ROOT / source or (ROOT / source) in one.parents]
        if not files:
            sys.exit(f"COPY {source}: nothing goes into the image of it")
        for one in files:
            inside = one.relative_to(ROOT / source) if (ROOT / source).is_dir() else Path(one.name)
            (target / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(one, target / inside)


def sealed(stage: Stage, folder: Path) -> None:
    """From here on as `docker run --read-only --cap-drop ALL --tmpfs /tmp -v data:/data`."""
    data = folder / "volume"
    data.mkdir()
    user, group = map(int, stage.user.split(":"))
    os.chown(data, user, group)
    (data / "sources.yaml").write_text(PLAN, "utf-8")
    mount("--bind", data, stage.root / "data")
    mount("-t", "tmpfs", "-o", "mode=1777,nosuid,nodev,noexec,size=64m", "tmpfs", stage.root / "tmp")
    mount("-o", "remount,ro,bind", stage.root)


def use(stage: Stage, folder: Path) -> None:
    """What a container does in its life."""
    otklik, health = stage.words["ENTRYPOINT"], stage.words["HEALTHCHECK"]
    assert stage.run(["touch", "/app/x"], bare=True, check=False).returncode, "the root can be written to"
    print(stage.run([*otklik, "check"], bare=True).stdout.strip())
    begun = time.monotonic()
    shown = stage.run([*otklik, "demo"], bare=True)
    assert "digest.html" in shown.stdout, shown.stdout[-500:]
    page = (folder / "volume/demo-output/digest.html").read_text("utf-8")
    assert page.count("data:image/png") > 3, "the digest came without its pictures"
    print(f"demo: {time.monotonic() - begun:.1f} s, pictures in the digest: {page.count('data:image/png')}")
    assert stage.run(health, bare=True, check=False).returncode == 1
    with subprocess.Popen(stage.command([*otklik, *stage.words["CMD"]], bare=True), stderr=subprocess.PIPE) as running:
        try:
            well = False
            while not well and running.poll() is None and time.monotonic() - begun < 120:
                time.sleep(1)
                well = stage.run(health, bare=True, check=False).returncode == 0
            asked = time.monotonic()
            print("health check:", stage.run(health, bare=True).stdout.strip(), f"{time.monotonic() - asked:.2f} s")
            status = stage.run([*otklik, "status", "--json"], bare=True, check=False)
            assert json.loads(status.stdout)["running"] is True
        finally:
            running.terminate()
            begun = time.monotonic()
            code, said = running.wait(20), running.stderr.read().decode()
    print(f"stopped by SIGTERM: {code}, {time.monotonic() - begun:.1f} s")
    assert code == 0, said
    assert "figures for Prometheus" in said, said
    assert stage.run(health, bare=True, check=False).returncode == 1
    written = sorted(one.name for one in (folder / "volume").iterdir())
    print("in /data:", *written)
    assert set(written) <= {"demo-output", "otklik.db", "otklik.db-shm", "otklik.db-wal", "sources.yaml"}, written


def main() -> None:
    """In a namespace of mounts of its own, which takes all of it along when it ends: nothing is removed by hand."""
    if "--inside" not in sys.argv:
        folder = Path(tempfile.mkdtemp(prefix="otklik-image-"))
        code = subprocess.run(
            ["unshare", "--mount", sys.executable, __file__, "--inside", folder], check=False
        ).returncode
        folder.rmdir()  # empty: what was mounted there is gone
        sys.exit(code)
    folder = Path(sys.argv[-1])
    mount("-t", "tmpfs", "-o", "size=3g", "tmpfs", folder)
    stage = build(folder)
    size = subprocess.run(["du", "-sm", stage.root / "app"], capture_output=True, text=True, check=True).stdout
    print("size of /app, MB:", size.split()[0])
    sealed(stage, folder)
    use(stage, folder)


if __name__ == "__main__":
    main()
