"""A chat and colleagues are written into `team:`, and every other character stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.editing import PlanFile
from monitor.config.enrolling import Enrolment, invited, paired, with_team
from monitor.config.load import load
from monitor.config.team import Team
from monitor.errors import ConfigError

HEAD = "# наши названия\nlanguage: ru\nbrands:\n  - {id: zubr, name: Зубр}  # мы\n"
TAIL = "sources: []  # пока пусто\n"
ANNA, BORIS, GROUP = 111, 222, -100500
TEAMS = [
    "",
    "team:\n",
    "team:   # позже\n",
    "team: {}\n",
    "team: {chats: [], users: []}\n",
    "team: {ops: -100900}\n",
    "team:\n  ops: -100900  # поломки\n",
    "team:\n  chats:\n  users:  # кто отвечает\n",
    "team:\n  users: [222, 333]\n  ops: -100900\n",
    "team:\n  users:\n    # отвечает по будням\n    - 222\n    - {id: 333, name: Вера}\n",
    "team:\n  users:\n  - id: 222\n    name: Борис\n  admins: [222]\n",
    "team:\n    admins: [\n      222,\n    ]\n",
    "team: {users: [{id: 222, signature: 'Борис, отдел маркетинга'}]}\n",
]


def kept(before: str, after: str) -> bool:
    """Whether what stood there still does, in its order; only the brackets of a list may have moved apart."""
    rest = iter(after)
    return all(any(letter == other for other in rest) for letter in before)


@pytest.mark.parametrize("written", [HEAD.encode("cp1251"), f"{HEAD}{TAIL}nonsense: [".encode()])
def test_a_file_that_cannot_be_read_is_left_and_that_is_an_error_with_advice(tmp_path: Path, written: bytes):
    path = tmp_path / "sources.yaml"
    path.write_bytes(written)
    file = PlanFile(path, dict)
    for change in (
        lambda: file.enrol(lambda team: invited(team, BORIS, "Борис", "")),
        lambda: file.exclude("zubr", "зубр европейский"),
        lambda: file.add_source("news", "id: news\nkind: feed\nurl: https://news.example/rss\n"),
    ):
        with pytest.raises(ConfigError) as refused:
            change()
        assert refused.value.key == "config.not_editable"
    assert path.read_bytes() == written


@pytest.mark.parametrize("team", TEAMS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_chat_and_its_admin_are_written_whatever_the_file_looks_like(tmp_path: Path, team, end, mark):
    path = tmp_path / "sources.yaml"
    written = mark + (HEAD + team + TAIL).replace("\n", end)
    path.write_bytes(written.encode())
    before = load(path, {}).plan.team
    PlanFile(path, dict).enrol(lambda team: paired(team, GROUP, 7, ANNA, "Анна"))
    after = load(path, {}).plan.team
    assert [(one.id, one.topic) for one in after.chats] == [(GROUP, 7)]
    assert next(one for one in after.users if one.id == ANNA).name == "Анна"
    assert ANNA in (after.admins or [one.id for one in after.users])
    assert {one.id for one in before.users} | set(before.admins) <= {one.id for one in after.users}
    assert after.ops == before.ops
    assert kept(written, path.read_bytes().decode())
    assert path.with_name("sources.yaml.bak").read_bytes().decode() == written


@pytest.mark.parametrize("team", TEAMS)
def test_a_file_that_ends_without_a_line_break_is_gone_on_with(team):
    text = (HEAD + TAIL + team).removesuffix("\n")
    assert "Анна" in with_team(text, paired(Team(), GROUP, None, ANNA, "Анна"))


def test_a_comment_stays_with_the_colleague_it_is_about():
    text = "team:\n  users:  # кто отвечает\n    # по будням\n    - 222\n"
    assert with_team(text, invited(Team(users=(222,)), ANNA, "Анна", "")) == (
        'team:\n  users:  # кто отвечает\n    - {id: 111, name: "Анна"}\n    # по будням\n    - 222\n'
    )


@pytest.mark.parametrize(
    "name", ['Анна "Ан" О\'Нил', "null", "a: b # c", "- x", "Анна\u2028Петрова", "🦬", "!!python/object:os", "*a &b"]
)
def test_a_name_may_hold_anything(name):
    text = with_team(HEAD, invited(Team(users=(BORIS,)), ANNA, name, "Анна, {отдел}: [маркетинг]"))
    assert " ".join(name.split()) in text.replace('\\"', '"')


@pytest.mark.parametrize(
    "text",
    [
        "{brands: [], sources: []}",
        "team: &t {users: [222]}\nother: *t\n",
        "team: да\n",
        "team: {users: 222}\n",
        "team:\n  users: ~\n",
        "- 1\n",
        "team: [\n",
        "a: 1\n...\n",
    ],
)
def test_a_file_we_do_not_understand_is_left_alone(text):
    with pytest.raises(ConfigError):
        with_team(text, Enrolment(users=({"id": ANNA},)))


def test_who_changes_the_file_already_keeps_that_right_when_a_chat_is_paired():
    assert paired(Team(users=(BORIS,)), GROUP, None, ANNA, "Анна").admins == ()
    assert paired(Team(users=(BORIS,), admins=(BORIS,)), GROUP, None, ANNA, "Анна").admins == (ANNA,)
    assert paired(Team(), GROUP, None, ANNA, "Анна").admins == (ANNA,)


def test_the_first_colleague_does_not_shut_the_admins_out():
    more = invited(Team(chats=({"id": GROUP},), admins=(BORIS, 333)), ANNA, "Анна", "Анна, маркетинг")
    assert more.users == (BORIS, 333, {"id": ANNA, "name": "Анна", "signature": "Анна, маркетинг"})


def test_whoever_is_there_already_is_not_written_twice():
    assert invited(Team(users=(ANNA,)), ANNA, "Анна", "") == Enrolment()
    team = Team(chats=({"id": GROUP},), users=(ANNA,), admins=(ANNA,))
    assert paired(team, GROUP, None, ANNA, "Анна") == Enrolment()
    assert with_team(HEAD, Enrolment()) == HEAD


def test_the_block_to_paste_is_what_would_have_been_written():
    more = paired(Team(), GROUP, None, ANNA, "Анна")
    block = "\n".join(more.block) + "\n"
    assert with_team(HEAD, more).removeprefix(HEAD).split() == block.split()
