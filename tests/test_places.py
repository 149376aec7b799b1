"""What starts Otklik on a server, a Mac and Windows: the files of deploy/ are well formed and agree with the pages."""

from __future__ import annotations

import plistlib
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from monitor.__main__ import app
from monitor.config.load import load
from monitor.texts import Texts

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
TASKS = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
PLACES = ("vps", "systemd", "docker", "windows", "mac")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def page(name: str, language: str) -> str:
    return (ROOT / "docs" / f"{name}{'.ru' if language == 'ru' else ''}.md").read_text(encoding="utf-8")


def deployed(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def test_the_agent_of_a_mac_starts_it_in_its_folder_and_anew_when_it_fails() -> None:
    written = deployed("otklik.plist")
    assert written.count("HOME") == len(re.findall("^.*HOME.*$", written, re.MULTILINE)) == 4  # sed fills in one a line
    agent = plistlib.loads(written.replace("HOME", "/Users/anna").encode())
    program, *arguments = agent["ProgramArguments"]
    assert program == "/Users/anna/otklik/program/bin/otklik"
    assert CliRunner().invoke(app, [*arguments, "--help"]).exit_code == 0
    assert (agent["Label"], agent["RunAtLoad"]) == ("otklik", True)
    assert agent["KeepAlive"] == {"SuccessfulExit": False}
    for language in ("en", "ru"):
        assert "~/otklik/program/bin/otklik" in page("mac", language)
        assert agent["WorkingDirectory"].replace("/Users/anna", "~") in page("mac", language)


def test_the_task_of_windows_runs_without_anybody_logged_on_and_for_ever() -> None:
    task = ET.fromstring(deployed("otklik-task.xml"))  # noqa: S314  # ours

    def said(path: str) -> str | None:
        return task.findtext("/".join(TASKS + step for step in path.split("/")))

    assert deployed("otklik-task.xml").count("USER") == 1
    assert said("Principals/Principal/UserId") == "USER"
    assert said("Principals/Principal/LogonType") == "S4U"
    assert said("Settings/ExecutionTimeLimit") == "PT0S"
    assert said("Settings/MultipleInstancesPolicy") == "IgnoreNew"
    assert said("Triggers/TimeTrigger/Repetition/Interval") == "PT5M"
    assert said("Settings/StopIfGoingOnBatteries") == "false"
    assert said("Actions/Exec/Arguments") == "run"
    for language in ("en", "ru"):
        for place in ("Actions/Exec/Command", "Actions/Exec/WorkingDirectory"):
            assert str(said(place)).removesuffix(".exe") in page("windows", language)


def test_the_script_is_one_a_plain_shell_reads_and_means_the_places_of_the_unit() -> None:
    shell = shutil.which("sh")
    assert shell is not None
    done = subprocess.run([shell, "-n", DEPLOY / "install.sh"], capture_output=True, text=True, check=False)  # noqa: S603  # ours
    assert (done.returncode, done.stderr) == (0, "")
    places = dict(re.findall(r"^([A-Z]+)=(/\S+)$", deployed("install.sh"), re.MULTILINE))
    unit = dict(line.split("=", 1) for line in deployed("otklik.service").splitlines() if "=" in line)
    assert unit["ExecStart"].startswith(f"{places['PROGRAM']}/bin/otklik run")
    assert places["DATA"] == f"/var/lib/{unit['StateDirectory']}"
    assert places["CACHE"] == f"/var/cache/{unit['CacheDirectory']}"
    assert places["UNIT"].endswith("/otklik.service")


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_names_commands_and_files_that_there_are(name: str, language: str) -> None:
    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    said = "\n".join(body for kind, body in BLOCK.findall(page(name, language)) if kind in {"sh", "powershell", "text"})
    used = re.findall(r"(?:^|/|\\|sudo |exec otklik |--rm )otklik ([a-z]+)", said, re.MULTILINE)
    assert {"check", "run"} & set(used)
    assert set(used) - known == set()
    for file in re.findall(r"(?:deploy[/\\][\w.-]+\w|requirements\.lock|compose[\w.]*\.yaml)", said):
        assert (ROOT / file.replace("\\", "/")).is_file()


@pytest.mark.parametrize("name", PLACES)
def test_both_languages_show_the_same_lines(name: str) -> None:
    english, russian = ([body for _, body in BLOCK.findall(page(name, language))] for language in ("en", "ru"))
    assert [one.replace("THE TOKEN", "ТОКЕН").replace("PASSWORD", "ПАРОЛЬ") for one in english] == russian


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_about_telegram_quotes_what_check_says_and_its_entries_load(language: str, tmp_path: Path) -> None:
    texts, shown = Texts(language), page("telegram-in-russia", language)
    answers = (
        "check.telegram_ok",
        *(f"errors.telegram.{key}" for key in ("unreachable", "no_answer", "garbled", "proxy")),
    )
    for key in answers:
        sentence = texts(key, reason="…").partition(",")[0]
        assert sentence.partition(". ")[0].rstrip(".") in shown
    (tmp_path / "sources.yaml").write_text(
        "brands: [{id: zubr, name: Zubr}]\n" + "".join(body for kind, body in BLOCK.findall(shown) if kind == "yaml"),
        encoding="utf-8",
    )
    smtp = {"SMTP_URL": "smtps://user:word@mail.example", "CHANNEL_PROXY": "socks5://127.0.0.1:1080"}
    assert load(tmp_path / "sources.yaml", smtp).warnings == ()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_index_leads_to_every_page(language: str) -> None:
    linked = set(re.findall(r"\]\(([\w.-]+\.md)\)", page("README", language)))
    both = {path.name.removesuffix(".ru.md") for path in (ROOT / "docs").glob("*.ru.md")}
    alone = {path.name for path in (ROOT / "docs").glob("*.md") if path.name.split(".")[0] not in both}
    wanted = {f"{name}{'.ru' if language == 'ru' else ''}.md" for name in both - {"README"}} | alone
    assert wanted - linked == set()
