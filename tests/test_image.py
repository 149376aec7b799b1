"""The image and its neighbours get few rights and stop cleanly; `make image` runs the Dockerfile's steps whole."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_supply_chain import DEV_LOCK, LOCK, brought_by

from monitor.config.settings import RESERVED

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
BUILD, IMAGE = re.sub(r"\\\n\s*", "", DOCKERFILE).split("\nFROM ")[-2:]
COMPOSE = ["compose.yaml", "compose.postgres.yaml"]
KEYS = {  # of a service that compose knows and we use
    *("build", "image", "restart", "init", "stop_grace_period", "read_only", "tmpfs", "cap_drop", "cap_add"),
    *("security_opt", "environment", "secrets", "volumes", "logging", "depends_on", "networks", "shm_size"),
    "healthcheck",
}
UNIT = (ROOT / "deploy/otklik.service").read_text("utf-8")


def said(stage: str, word: str) -> list[str]:
    return re.findall(rf"^{word} (.*)$", stage, re.MULTILINE)


def services(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / name).read_text("utf-8"))["services"]
    return found


def test_the_linter_of_dockerfiles_has_nothing_to_say():
    linter = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or shutil.which("hadolint")
    if linter is None:
        pytest.skip("hadolint is not for this system")
    done = subprocess.run([linter, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)  # noqa: S603  # ours
    assert (done.returncode, done.stdout) == (0, "")


def test_it_runs_as_nobody_in_particular_and_hears_signals():
    assert said(IMAGE, "USER") == ["10001:10001"]
    assert said(IMAGE, "STOPSIGNAL") == ["SIGTERM"]
    assert [json.loads(one) for one in said(IMAGE, "ENTRYPOINT") + said(IMAGE, "CMD")] == [["otklik"], ["run"]]
    (check,) = said(IMAGE, "HEALTHCHECK")
    assert json.loads(check.partition("CMD ")[2]) == ["python", "-m", "monitor.health_check"]


def test_what_is_installed_is_locked_by_hash_and_nothing_that_builds_is_left():
    (fetched,) = [one for one in said(BUILD, "RUN") if "image.lock" in one]
    installed = [one for one in fetched.split(" && ") if " install " in one]
    assert len(installed) == 2
    assert all("--require-hashes" in one and "--only-binary :all:" in one for one in installed)
    assert said(IMAGE, "COPY") == ["--from=build /app /app"]
    assert "pip uninstall" in IMAGE
    assert "apt-get" not in DOCKERFILE


def test_the_image_leaves_out_what_only_a_model_needs_and_builds_with_what_the_lock_says():
    lists = dict(re.findall(r'^ARG (\w+)="([^"]*)"$', BUILD, re.MULTILINE))
    assert set(lists["WITHOUT"].split("|")) == brought_by(LOCK, "onnxruntime", "tokenizers")
    assert set(lists["BUILDS"].split("|")) - brought_by(DEV_LOCK, "hatchling") == {"packaging", "pathspec", "pluggy"}


def test_only_what_is_named_goes_into_the_image():
    rules = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and line[0] != "#"]
    assert rules[0] == "*"
    let_in = {rule[1:] for rule in rules if rule.startswith("!")}
    copied = {word for one in said(BUILD, "COPY") for word in one.split()[:-1]}
    assert let_in == copied


@pytest.mark.parametrize("name", COMPOSE)
def test_each_container_has_few_rights_little_to_log_and_time_to_stop(name):
    for service in services(name).values():
        assert set(service) <= KEYS
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["restart"] == "unless-stopped"
        assert "/tmp" in service["tmpfs"]  # noqa: S108  # inside of a container
        assert {"max-size", "max-file"} <= set(service["logging"]["options"])
        assert service["stop_grace_period"] in {"30s", "1m"}


@pytest.mark.parametrize("name", COMPOSE)
def test_secrets_are_files_and_named_as_we_read_them(name):
    whole = yaml.safe_load((ROOT / name).read_text("utf-8"))
    otklik = whole["services"]["otklik"]
    for key, value in otklik["environment"].items():
        assert key.removesuffix("_FILE") in RESERVED
        assert value == "" or Path(value).name in otklik["secrets"]
    used = {secret for service in whole["services"].values() for secret in service["secrets"]}
    assert used == set(whole["secrets"])


def test_the_database_is_waited_for_and_seen_by_nobody_else():
    found = services("compose.postgres.yaml")
    assert found["otklik"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert "ports" not in found["postgres"]
    assert found["postgres"]["networks"] == ["inside"]
    assert found["postgres"]["healthcheck"]["test"][0] == "CMD"


def test_systemd_understands_the_unit(tmp_path):
    settings = dict(line.split("=", 1) for line in UNIT.splitlines() if "=" in line and line[0] != "#")
    wanted = {"Type": "notify", "User": "otklik", "ProtectSystem": "strict", "StateDirectory": "otklik"}
    assert {name: settings[name] for name in wanted} == wanted
    assert settings["RestartPreventExitStatus"] == "2"
    verify = shutil.which("systemd-analyze")
    if verify is None:
        return
    unit = tmp_path / "otklik.service"
    unit.write_text(UNIT.replace(settings["ExecStart"].split()[0], "/bin/true"), encoding="utf-8")
    done = subprocess.run([verify, "verify", unit], capture_output=True, text=True, check=False)  # noqa: S603  # ours
    assert (done.returncode, done.stderr) == (0, "")
