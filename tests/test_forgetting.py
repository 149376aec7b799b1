"""Who wants to be forgotten is: nothing of it is left, in no table and in no byte, and it does not come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from store_values import ANNA, CHAT, NOW, TEXTS, bring, deliver, item, visit
from typer.testing import CliRunner

from monitor.__main__ import app
from monitor.desk import Press
from monitor.digest import Listing, PageVerdict, Shown
from monitor.domain import Action, EnteredFirstPage, Forgotten, Label, Link, Removed, Validators, Wanted
from monitor.identity import identify, request_key
from monitor.identity.authors import author_key, hider
from monitor.render.forgotten import forgotten_lines, found_lines
from monitor.render.notice import notice_document
from monitor.store import Query, Store
from monitor.texts import LANGUAGES, Texts

PLAN = "language: ru\nbrands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n"
PETER, PLACE = "Пётр Иванов", "https://forum.example/t/1"
SAID = "Зубр-Софт третий месяц тянет внедрение, менеджер Кузнецов не отвечает на письма."
NAMES = (1, PETER), (2, "Ольга")
LATER = NOW + timedelta(days=1)


def said(number=1, **changes):
    """Peter's words."""
    return replace(
        item(number, source="forum", url=f"https://forum.example/t/{number}", text=SAID, author=PETER), **changes
    )


async def stored(store: Store) -> list[str]:
    return [one.url for one in await store.mentions(Query())]


@pytest.mark.one_database
@pytest.mark.parametrize("written", ["Пётр Иванов", " петр  ИВАНОВ", "Петр\u00a0Иванов"])
async def test_an_author_is_forgotten_however_the_name_is_written_and_others_stay(store, written):
    other = said(2, author="Пётр Иванович", text=TEXTS[1])
    await bring(store, *identify([said(), other]), brands=("zubr", "kestrel"), source="forum")
    told = await store.forget(Wanted(written))
    assert (told.mentions, dict(told.sources)) == (2, {"forum": 2})
    assert set(await stored(store)) == {other.url}


async def test_what_was_forgotten_stays_out_whoever_brings_it(store):
    await bring(store, *identify([said()]), source="forum")
    await store.forget(Wanted(PETER))
    elsewhere = said(7, source="mirror", text=TEXTS[2], guid="other")
    unsigned, reworded = said(author=""), said(author="", guid="", url="https://forum.example/copy/1")
    for source, one in (("forum", said()), ("mirror", elsewhere), ("forum", unsigned), ("forum", reworded)):
        kept = await bring(store, *identify([one]), source=source)
        assert (kept.new, kept.mentions, kept.forgotten) == (0, 0, 1)
    assert await stored(store) == []
    assert (await bring(store, *identify([said(9, author="Ольга", text=TEXTS[3])]), source="forum")).mentions == 1


@pytest.mark.one_database
async def test_another_process_keeps_it_out_without_a_restart(store, database_url):
    running = await Store.open(database_url)
    await bring(running, *identify([said()]), source="forum")
    await store.forget(Wanted(PETER))
    assert (await bring(running, *identify([said(3, text=TEXTS[3])]), source="forum")).forgotten == 1
    await running.close()


@pytest.mark.one_database
async def test_what_a_page_said_before_it_told_whose_words_they_are_goes_as_well(store):
    await bring(store, *identify([said(author="")]), source="forum")
    await store.forget(Wanted(PETER))
    assert await stored(store) == [PLACE]
    await bring(store, *identify([said(source="mirror")]), source="mirror", at=LATER)
    assert await stored(store) == []
    assert (await bring(store, *identify([said(author="")]), source="forum", at=LATER)).forgotten == 1


@pytest.mark.one_database
async def test_one_source_of_several_can_be_meant(store):
    await bring(store, *identify([said()]), source="forum")
    await bring(store, *identify([said(2, source="mirror", text=TEXTS[2])]), source="mirror")
    assert (await store.forget(Wanted(PETER, source="forum"), only_look=True)).mentions == 1
    assert len(await stored(store)) == 2
    assert (await store.forget(Wanted(PETER, source="forum"))).mentions == 1
    assert (await bring(store, *identify([said(5, text=TEXTS[4])]), source="forum")).forgotten == 1
    assert (await bring(store, *identify([said(6, source="mirror", text=TEXTS[5])]), source="mirror")).forgotten == 0


@pytest.mark.one_database
async def test_a_page_is_forgotten_by_any_spelling_of_its_address(store):
    await bring(store, *identify([said(), said(2, text=TEXTS[2])]), source="forum")
    told = await store.forget(Wanted(url="http://www.forum.example/t/1/?utm_source=x#top"))
    assert (told.mentions, await stored(store)) == (1, ["https://forum.example/t/2"])
    assert (await bring(store, *identify([said(author="Некто")]), source="forum")).forgotten == 1


@pytest.mark.one_database
async def test_of_a_page_where_many_speak_nobody_else_is_forgotten(store):
    page = "https://otzyv.example/zubr"
    many = [said(n, url=page, addressed=False, guid="", text=TEXTS[n], author=f"Автор {n}") for n in range(3)]
    await bring(store, *identify(many), source="forum")
    told = await store.forget(Wanted(url=page))
    assert (told.mentions, len(told.others), len(await stored(store))) == (0, 3, 3)


@pytest.mark.one_database
async def test_the_page_that_a_person_wrote_on_is_still_watched(store):
    page = "https://otzyv.example/zubr"
    mine, other = (said(n, url=page, addressed=False, guid="", text=TEXTS[n], author=name) for n, name in NAMES)
    known = {request_key(page): Validators("etag")}
    lists = {request_key(page): Link(page, "reviews", "", None, history=False)}
    await bring(store, *identify([mine, other]), source="forum", validators=known, links=lists)
    assert (await store.forget(Wanted(PETER))).mentions == 1
    assert (await store.remembered(["forum"]))["forum"].validators == known
    assert list(await store.waiting("forum")) == list(lists)


@pytest.mark.one_database
async def test_a_card_says_that_it_was_removed_and_a_copy_by_somebody_else_takes_the_other_one_over(store):
    await bring(store, *identify([said(), said(2, text=TEXTS[1])]), source="forum")
    await deliver(store)
    await bring(store, *identify([said(8, source="mirror", author="Ольга", text=TEXTS[1])]), source="mirror", at=LATER)
    told = await store.forget(Wanted(PETER))
    assert (dict(told.edited), dict(told.stuck)) == ({CHAT: 2}, {})
    removed, taken_over = sorted(await store.stale(CHAT, 10, LATER), key=lambda one: one.mention or 0)
    assert removed.notice == Removed("forgotten")
    (left,) = await store.mentions(Query())
    assert (taken_over.mention, left.story) == (left.number, left.number)


@pytest.mark.one_database
async def test_names_in_the_words_of_others_are_told_and_stay(store):
    other = said(2, author="Ольга", text=f"{TEXTS[1]} Согласна: Иванов Пётр прав.")
    await bring(store, *identify([said(), other]), source="forum")
    (left,) = (one for one in await store.mentions(Query()) if one.author == "Ольга")
    assert (await store.forget(Wanted(PETER))).others == (left.number,)


@pytest.mark.one_database
async def test_nothing_found_is_kept_out_all_the_same(store):
    assert (await store.forget(Wanted(PETER))).mentions == 0
    assert (await bring(store, *identify([said()]), source="forum")).forgotten == 1


async def everywhere(store: Store) -> None:
    """Peter's words and his page in every table that may hold them."""
    links = {request_key(PLACE): Link(PLACE, "article", "", None, history=False)}
    marks = {request_key(PLACE): Validators("etag")}
    result = said(position=3, query="зубр отзывы")
    found = identify([said()])
    await bring(store, *found, source="forum", links=links, validators=marks, results=[result])
    edited = replace(found[0], item=said(text=f"{SAID} Обновлено: так и не ответили."))
    await bring(store, edited, source="forum", at=LATER)
    await deliver(store, at=LATER)
    (one,) = await store.mentions(Query())
    await store.act(one.number, Press(Action.TAKE, ANNA, LATER))
    await store.checked(one.number, f"{PETER}, здравствуйте!", "Анна", LATER)
    shown = Shown(4, PLACE, PETER, SAID, None)
    listing = Listing("search", "зубр", NOW, (shown,))
    await store.import_listings([listing])
    await store.judge_page(PageVerdict("forum.example/t/1", "zubr", PLACE, PETER, Label.NEGATIVE, -0.5, NOW))
    entered = EnteredFirstPage("zubr", "yandex", "зубр", 4, None, PETER, PLACE)
    await store.tell_entered(entered, listing, [CHAT], LATER)


@pytest.mark.sqlite_alone
async def test_not_a_byte_is_left_in_the_files(store, database_url):
    running = await Store.open(database_url)  # another process that has the database open
    await everywhere(store)
    path = Path(database_url.removeprefix("sqlite:///"))
    needles = [word.encode() for word in (PETER, "Кузнецов", "кузнецов", "forum.example/t/1")]
    assert all(needle in _bytes(path) for needle in needles)
    told = await store.forget(Wanted(PETER))
    assert await store.erase() is None
    assert (told.mentions, told.traces > 2) == (1, True)
    assert [needle.decode() for needle in needles if needle in _bytes(path)] == []
    assert await stored(running) == []
    await running.close()


async def test_nothing_of_it_is_left_in_any_table(store):
    await everywhere(store)
    await store.forget(Wanted(PETER))
    assert await store.erase() is None
    left = await _all_rows(store)
    assert [word for word in (PETER, "Кузнецов", "forum.example/t/1") if word in left] == []
    listing = Listing("search", "зубр", LATER, (Shown(4, PLACE, PETER, SAID, None),))
    assert await store.import_listings([listing]) == 0
    entered = EnteredFirstPage("zubr", "yandex", "зубр", 4, None, PETER, PLACE)
    assert await store.tell_entered(entered, listing, [CHAT], LATER) == 0
    links = {request_key(PLACE): Link(PLACE, "article", "", None, history=False)}
    await store.keep(visit(source="forum", at=LATER, links=links))
    assert await store.waiting("forum") == {}


@pytest.mark.long
@pytest.mark.sqlite_alone
async def test_who_reads_at_that_moment_is_said_to_be_in_the_way(store, database_url, monkeypatch):
    monkeypatch.setattr("monitor.store.removal.erasing.TRIES", 1)
    monkeypatch.setattr("monitor.store.connection.engine.PATIENCE", 0)
    await everywhere(store)
    reader = await Store.open(database_url)
    async with reader._database.reading() as connection:
        await connection.exec_driver_sql("BEGIN")
        await connection.exec_driver_sql("SELECT count(*) FROM mention")
        await store.forget(Wanted(PETER))
        async with store._database.outside() as own:
            await own.exec_driver_sql("PRAGMA busy_timeout = 0")
        assert (await store.erase()).key == "store.log_in_use"
        await connection.exec_driver_sql("ROLLBACK")
    assert await store.erase() is None
    await reader.close()


def test_a_first_name_alone_hides_nothing_in_texts():
    assert hider("Анна")("Анна, спасибо") == "Анна, спасибо"
    assert hider("Анна Ли")("анна ли, спасибо") == "•••• ••, спасибо".replace(" ", "•", 1)
    assert author_key("Але\u0301на") != author_key("Олена")


def _bytes(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*") if ".before-" not in one.name)


async def _all_rows(store: Store) -> str:
    from monitor.store.tables import METADATA  # noqa: PLC0415  # only here every table is looked through

    async with store._database.reading() as connection:
        return repr([(await connection.execute(table.select())).all() for table in METADATA.sorted_tables])


@pytest.mark.parametrize(
    ("nickname", "written", "place"),
    [
        ("ivan_77", "@Ivan_77", {"url": "https://t.me/ivan_77/5", "guid": ""}),
        ("Вася_77", "ВАСЯ_77", {"url": "https://forum.example/5", "guid": "post-Вася_77-5"}),
    ],
)
async def test_a_nickname_in_the_addresses_of_items_about_nobody_goes_too(store, nickname, written, place):
    mine = said(1, author=nickname, **place)
    await bring(store, *identify([mine]), source="forum", brands=())
    assert nickname in await _all_rows(store)
    assert (await store.forget(Wanted(written))).traces == 1
    assert nickname not in await _all_rows(store)
    assert (await bring(store, *identify([replace(mine, author="")]), source="forum")).forgotten == 1


@pytest.fixture
def otklik(tmp_path, monkeypatch):
    """Runs a command in this process, beside a file and a database."""
    (tmp_path / "sources.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "reviews.csv").write_text(f"author,url,text\n{PETER},{PLACE},{SAID}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///otklik.db")
    return lambda *words: CliRunner().invoke(app, list(words), catch_exceptions=False)


def test_the_command_says_what_it_did_and_what_is_left_to_do(otklik, tmp_path):
    texts = Texts("ru")
    assert '"new": 1' in otklik("import", "reviews.csv", "--source", "forum", "--json").stdout
    (tmp_path / "otklik.db.before-0008").touch()
    shown = otklik("forget", "пётр иванов", "--dry-run")
    assert (shown.exit_code, shown.stdout.splitlines()[0]) == (
        0,
        texts("forget.would", who="пётр иванов", mentions=1, traces=0),
    )
    told = otklik("forget", "пётр иванов")
    assert told.exit_code == 0
    assert told.stdout.splitlines() == [
        texts("forget.removed", who="пётр иванов", mentions=1, traces=0),
        texts("forget.sources", list="forum: 1"),
        texts("forget.kept_out"),
        texts("forget.erased"),
        texts("forget.by_hand"),
        texts("forget.copies", list="otklik.db.before-0008"),
    ]
    again = otklik("import", "reviews.csv", "--source", "forum", "--json")
    assert ('"forgotten": 1' in again.stdout, '"new": 0, "known": 0' in again.stdout) == (True, True)
    assert otklik("forget", PLACE).stdout.startswith(texts("forget.nothing", who=PLACE))


LEFT = """\
Одно имя в разных источниках может принадлежать разным людям. Параметр --source ID ограничит одним источником, \
--dry-run только покажет.
Сообщения, которые работающий otklik run исправит на «убрано»: чат -100500, тема 7: 2, терминал: 1.
Сообщения, которые уже не изменить, удалите вручную: чат -100600: 4.
Дайджестов отправлено с тех пор: 8. В них может быть цитата, в чатах и в почте: просмотрите их вручную.
Чужие упоминания, где это названо, остаются. Сколько: 25. Номера: m-1, m-2, m-3, m-4, m-5, m-6, m-7, m-8, m-9, m-10, \
m-11, m-12, m-13, m-14, m-15, m-16, m-17, m-18, m-19, m-20.
Чужие результаты поиска, где это названо, остаются. Сколько: 6."""


def test_all_that_is_left_is_named_with_its_number_before_and_after():
    messages = {"telegram:-100500:7": 2, "terminal": 1}, {"telegram:-100600": 4}
    told = Forgotten({"forum": 2, "catalog": 2, "news\u202e": 5}, 3, *messages, 8, tuple(range(1, 26)), 6)
    texts, sources = Texts("ru"), "По источникам: news: 5, catalog: 2, forum: 2."
    would = "Было бы удалено. Пётр Иванов: упоминаний 9, других следов 3. Ничего не изменено."
    assert list(found_lines(Wanted(PETER), told, texts)) == [would, sources, *LEFT.splitlines()]
    first, *others = forgotten_lines(Wanted(PETER), told, texts, copies=(), bytes_of_it="Ни байта.")
    assert first == "Удалено. Пётр Иванов: упоминаний 9, других следов 3."
    assert [one for one in others if one in {sources, "Ни байта.", *LEFT.splitlines()}] == [
        *(sources, LEFT.splitlines()[0], "Ни байта.", *LEFT.splitlines()[1:])
    ]
    traces = forgotten_lines(Wanted(url=PLACE), Forgotten(traces=1), texts, copies=(), bytes_of_it="")
    assert next(traces) == f"Удалено. {PLACE}: упоминаний 0, других следов 1."


@pytest.mark.parametrize("words", [("http://",), (" ",), (PLACE, "--source", "forum")])
def test_what_is_neither_a_name_nor_an_address_is_a_mistake_of_the_user(otklik, words):
    assert otklik("forget", *words).exit_code == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chat_reads_why_a_message_is_gone(language):
    texts = Texts(language)
    for why in ("forbidden", "forgotten"):
        assert texts(f"notice.removed.{why}") in str(notice_document(Removed(why), texts=texts))
