"""A changed sources.yaml is taken up while running, and a broken one changes nothing."""

from datetime import UTC, datetime

import pytest
from store_values import bring, item, visit
from structlog.testing import capture_logs
from web_site import Reply, Site

from monitor.commands.asked import Written
from monitor.commands.opening import opened
from monitor.commands.reload import Reload
from monitor.config.load import load
from monitor.config.settings import Settings, understood
from monitor.domain import Audience, Health, Request, SourceState
from monitor.errors import FetchError, StoreError

LATER = datetime(2100, 1, 1, tzinfo=UTC)
FIRST = """
language: ru
brands: [{id: zubr, name: Зубр-Софт}]
sources: [{id: forum, kind: feed, url: "https://forum.example/rss"}]
"""
ENGLISH = FIRST.replace("language: ru", "language: en")


@pytest.fixture
async def house(tmp_path):
    """A program that runs with this file."""
    path = tmp_path / "sources.yaml"
    path.write_text(FIRST, encoding="utf-8")
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'otklik.db'}")
    async with opened(Written(path, load(path, {}), settings)) as one:
        yield one


@pytest.fixture
def changed(house):
    """Writes the file anew and looks at it; answers with the sources that are to be asked at once."""
    due = set()
    reload = Reload(house, due=due.update)

    async def change(text):
        house.written.path.write_text(text, encoding="utf-8")
        await reload.look()
        return due

    return change


async def told(house):
    return [one.notice.text for one in await house.store.owed("terminal", LATER, 50)]


async def test_a_new_source_is_asked_at_once_and_the_team_hears_of_it(house, changed):
    assert await changed(FIRST + "timezone: Europe/Minsk\n") == set()
    blog = FIRST.replace('/rss"}]', '/rss"}, {id: blog, kind: feed, url: "https://blog.example/rss"}]')
    assert await changed(blog) == {"blog"}
    assert "blog" in (await told(house))[-1]


async def test_a_source_in_trouble_is_asked_at_once_in_another_language_so_that_its_cause_is_told_in_it(house, changed):
    assert await changed(ENGLISH) == set()
    state = SourceState("forum", "failed", failures=3, error="Server answered 503", health=Health.FAILED)
    await house.store.keep(visit(source="forum", state=state))
    assert await changed(ENGLISH + "timezone: Europe/Minsk\n") == set()
    assert await changed(FIRST) == {"forum"}


async def test_what_changed_is_said_in_the_words_of_a_proposal(house, changed):
    await changed(FIRST + "alerts: {negative_below: -0.4}\n")
    assert await told(house) == ["порог негатива: −0.25 → −0.4"]


async def test_what_would_have_been_lost_is_said_of_a_file_that_was_changed_by_hand_too(house, changed):
    await bring(house.store, item(), source="forum", at=datetime.now(UTC))
    await changed(FIRST.replace("Зубр-Софт}", "Зубр-Софт, exclude: [внедрение Зубр-Софта]}"))
    assert (await told(house))[-1].splitlines()[1:] == [
        "На последних упоминаниях было бы так (проверено: 1):",
        "Не нашлись бы: 1 (негативных: 1, m-1)",
    ]


async def test_a_database_in_trouble_keeps_no_change_from_being_taken_up(house, changed):
    await house.store.close()
    with pytest.raises(StoreError):  # the notice waits for it
        await changed(FIRST.replace("Зубр-Софт}", "Зубр-Софт, exclude: [Зубр-Софт Фест]}"))
    assert house.live.plan.brands[0].exclude == ("Зубр-Софт Фест",)


async def test_of_several_that_read_the_file_one_tells_of_it(house):
    follower = Reload(house, due=lambda _: None, leads=False)
    for text in (FIRST + "alerts: {negative_below: -0.4}\n", FIRST + "digset: {}\n"):
        house.written.path.write_text(text, encoding="utf-8")
        await follower.look()
    assert house.live.plan.alerts.negative_below == -0.4
    assert await told(house) == []


async def test_a_source_that_left_the_file_is_paused_no_longer(house, changed):
    await house.store.pause("forum", "Анна", LATER)
    await changed(FIRST.replace("id: forum", "id: blog"))
    assert await house.store.pauses() == {}


async def test_a_broken_file_changes_nothing_and_the_team_is_told_the_line(house, changed):
    before = house.live.plan
    assert await changed(FIRST + "digset: {}\n") == set()
    assert house.live.plan is before
    (text,) = await told(house)
    assert "sources.yaml:5:1: " in text


async def test_of_an_emptied_file_the_team_hears_in_its_own_language(house, changed):
    await changed("")
    (text,) = await told(house)
    assert "sources.yaml:1:1: файл должен состоять из ключей" in text


async def test_what_changed_about_fetching_holds_from_the_next_request_on(house, changed):
    async with Site() as site:
        site.serve("/robots.txt", Reply(404))
        asked = Request(site.serve("/rss", Reply(body=b"news")))
        (source,) = house.live.plan.sources
        with pytest.raises(FetchError):
            await house.fetcher.get(asked, source=source, validators=None)
        await changed(FIRST + "http: {allow_private_network: true}\n")
        fetched = await house.fetcher.get(asked, source=source, validators=None)
    assert fetched.page.body == b"news"


async def test_a_secret_that_came_with_the_change_is_read_and_hidden(house, changed):
    (house.written.path.parent / ".env").write_text("FORUM_KEY=s3cret-word\n", encoding="utf-8")
    await changed(FIRST.replace("/rss", "/rss?key=${FORUM_KEY}"))
    assert house.live.plan.sources[0].url.endswith("s3cret-word")
    assert "s3cret-word" not in house.written.redaction.text("asked https://forum.example/rss?key=s3cret-word")
    assert "s3cret-word" not in "".join(await told(house))


async def test_a_secret_that_was_missing_is_taken_up_once_it_is_written_down(house, changed):
    await changed(FIRST.replace("/rss", "/rss?key=${FORUM_KEY}"))
    assert "FORUM_KEY" in (await told(house))[-1]
    (house.written.path.parent / ".env").write_text("FORUM_KEY=s3cret-word\n", encoding="utf-8")
    await changed(FIRST.replace("/rss", "/rss?key=${FORUM_KEY}"))
    assert house.live.plan.sources[0].url.endswith("s3cret-word")


async def test_what_is_wrong_beside_the_file_is_told_with_it(house, changed):
    (house.written.path.parent / ".env").write_text("no line\n", encoding="utf-8")
    await changed(FIRST + "digset: {}\n")
    (text,) = await told(house)
    assert "sources.yaml:5:1: " in text
    assert ".env:1: эта строка непонятна." in text


async def test_a_change_between_the_start_and_the_first_look_is_taken_up(house):
    house.written.path.write_text(ENGLISH, encoding="utf-8")
    await Reload(house, due=lambda _: None).look()
    assert house.live.plan.language == "en"


async def test_places_that_are_forbidden_during_the_start_are_taken_up(tmp_path):
    path, places = tmp_path / "sources.yaml", tmp_path / "forbidden.txt"
    path.write_text(FIRST + "forbidden: {file: forbidden.txt}\n", encoding="utf-8")
    places.write_text("bad.example\n", encoding="utf-8")
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'otklik.db'}")
    async with opened(Written(path, load(path, {}), settings)) as house:
        places.write_text("bad.example\nworse.example\n", encoding="utf-8")
        await Reload(house, due=lambda _: None).look()
        assert house.live.understanding.places.holds("https://worse.example/news")


@pytest.mark.parametrize("name", ["sources.yaml", ".env"])
async def test_what_is_put_right_while_the_mistake_is_read_is_taken_up_at_the_next_look(
    house, changed, monkeypatch, name
):
    keyed = ENGLISH.replace("/rss", "/${KEY}")

    def read_and_put_right(folder):
        found = understood(folder)
        told = {"sources.yaml": ENGLISH, ".env": "KEY=rss"}[name]
        (folder / name).write_text(told, encoding="utf-8")
        return found

    monkeypatch.setattr("monitor.commands.reload.understood", read_and_put_right)
    await changed(keyed)
    assert house.live.plan.language == "ru"
    monkeypatch.undo()
    await changed(house.written.path.read_text(encoding="utf-8"))
    assert house.live.plan.language == "en"


async def test_a_file_that_stays_away_is_told_once_and_once_more_when_it_is_back(house):
    reload, path = Reload(house, due=lambda _: None), house.written.path
    away = path.rename(path.with_suffix(".away"))
    await reload.look()
    assert await told(house) == []  # an editor may be writing it
    for _ in range(3):
        await reload.look()
    (text,) = await told(house)
    assert text.startswith("Файл больше не читается; действует то, что в нём было.")
    away.rename(path)
    await reload.look()
    await reload.look()
    assert (await told(house))[1:] == ["Файл снова читается, в нём всё по-прежнему."]


async def test_a_file_that_comes_back_otherwise_tells_the_difference_alone(house, changed):
    reload, path = Reload(house, due=lambda _: None), house.written.path
    path.unlink()
    for _ in range(3):
        await reload.look()
    path.write_text(FIRST + "alerts: {negative_below: -0.4}\n", encoding="utf-8")
    await reload.look()
    assert (await told(house))[1:] == ["порог негатива: −0.25 → −0.4"]


async def test_the_log_is_told_why_a_file_is_not_taken_up(house):
    reload = Reload(house, due=lambda _: None)
    house.written.path.write_bytes(FIRST.encode("cp1251"))
    with capture_logs() as logs:
        await reload.look()
    assert "Сохраните файл в UTF-8" in house.live.texts.error(logs[-1]["error"])


async def test_employees_reviews_stay_kept_from_other_chats_when_their_source_leaves_the_file(house, changed):
    staff = FIRST.replace('/rss"}]', '/rss"}, {id: staff, kind: feed, url: "https://s.example/", audience: hr}]')
    await changed(staff)
    await changed(FIRST)
    assert house.live.routes.scope(-1).hidden == {"staff"}
    assert house.live.plan.audience_of("staff") is Audience.HR
    async with opened(house.written) as next_start:
        assert next_start.live.routes.scope(-1).hidden == {"staff"}
    await changed(staff.replace("hr", "clients"))
    await changed(FIRST)
    assert house.live.routes.scope(-1).hidden == set()
    async with opened(house.written) as next_start:
        assert next_start.live.plan.audience_of("staff") is Audience.CLIENTS
