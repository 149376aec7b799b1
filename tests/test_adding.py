"""A source is added to sources.yaml as text: everything else stays as the team wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.adding import with_source, written
from monitor.config.editing import PlanFile
from monitor.config.load import PlanError, load
from monitor.config.marked_yaml import read
from monitor.errors import ConfigError

HEAD = "# наши названия\nbrands:\n  - {id: zubr, name: Зубр}\n"
TAIL = "# дальше команда\nteam: {users: [1]}\n"
ONE = {"id": "news", "kind": "feed", "url": "https://news.example/rss?a=1"}
NEW = {"id": "site", "kind": "articles", "url": "https://site.example/", "select": {"link": "h2 a @href"}}

LISTS = [
    f"sources:\n  - id: news  # наш\n    kind: feed\n    url: {ONE['url']}   # лента\n    # без комментариев\n",
    f"sources:\n- kind: feed\n  id: news\n  url: {ONE['url']}\n\n",
    f"sources:\n    -   id: news\n        kind: feed\n        url: {ONE['url']}\n",
    f"sources:\n  - {{id: news, kind: feed, url: '{ONE['url']}'}}\n",
    f"sources: [{{id: news, kind: feed, url: '{ONE['url']}'}}]  # одна\n",
    f"sources: [\n  {{id: news, kind: feed, url: '{ONE['url']}'}},  # одна\n]\n",
    "sources: []  # пока пусто\n",
    "sources: [ ]\n",
    "sources:\n",
    "sources:  # пока пусто\n",
    f"sources:\n  - id: news\n    kind: feed\n    url: {ONE['url']}\n    lang: |-\n      ru\n",
]


@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("order", [lambda listed: HEAD + listed + TAIL, lambda listed: TAIL + HEAD + listed])
def test_a_source_is_added_and_every_other_character_stays(tmp_path, listed, end, mark, order):
    path = tmp_path / "sources.yaml"
    before = (mark + order(listed).replace("\n", end)).encode()
    path.write_bytes(before)
    PlanFile(path, dict).add_source("site", written(NEW))
    found = load(path, {}).plan.sources
    assert found[-1].model_dump(include=set(NEW)) == NEW
    assert len(found) == ("id: news" in listed) + 1
    rest = iter(path.read_bytes())
    assert all(byte in rest for byte in before)
    assert (tmp_path / "sources.yaml.bak").read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["sources.yaml", "sources.yaml.bak"]


def test_a_file_without_a_last_line_break_gets_one(tmp_path):
    text = HEAD + "sources:\n  - id: news\n    kind: feed\n    url: https://news.example/rss"
    assert with_source(text, "id: site").endswith("rss\n  - id: site\n")


def test_remarks_below_a_source_stay_with_it():
    text = "sources:\n  - id: news\n    # о ленте\n  # дальше\nteam: {}\n"
    assert (
        with_source(text, "id: site") == "sources:\n  - id: news\n    # о ленте\n  - id: site\n  # дальше\nteam: {}\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        HEAD + "sources: &all\n  - id: news\n",
        HEAD + "sources: {news: 1}\n",
        HEAD + "sources: ~\n",
        HEAD + "sources: [\n",
        "sources: []\nsources: []\n",
        "[]\n",
        "",
    ],
)
def test_a_file_that_is_written_otherwise_is_left_alone(text):
    with pytest.raises(ConfigError) as refused:
        with_source(text, "id: site")
    assert refused.value.key == "config.not_editable"


def test_what_would_be_wrong_with_the_file_is_said_and_nothing_written(tmp_path):
    path = tmp_path / "sources.yaml"
    path.write_text(HEAD + LISTS[0], encoding="utf-8")
    with pytest.raises(PlanError) as refused:
        PlanFile(path, dict).add_source("news", written(ONE | {"every": "1h"}))
    assert "sources.yaml:9:9: id: news" in refused.value.lines[0]
    assert path.read_text(encoding="utf-8") == HEAD + LISTS[0]
    assert [one.name for one in tmp_path.iterdir()] == ["sources.yaml"]


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=30)


@given(st.dictionaries(st.sampled_from(["id", "url", "brand"]), TEXT, min_size=1))
def test_what_is_written_is_read_again_as_it_was(entry):
    assert read(written(entry)).value == entry


def test_the_present_file_cannot_be_read_is_said(tmp_path: Path):
    with pytest.raises(ConfigError) as refused:
        PlanFile(tmp_path / "missing.yaml", dict).content()
    assert refused.value.key == "config.unreadable"
