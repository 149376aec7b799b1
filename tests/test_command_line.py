"""What a person types and what comes back: results on stdout, sentences on stderr, exit codes as promised."""

import asyncio
import csv
import io
import json
import re
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner
from web_site import Reply, Site

from monitor.__main__ import app
from monitor.config.load import load
from monitor.config.plan import Plan
from monitor.texts import Texts

ROOT = Path(__file__).parent.parent
SAID = "Ужасная поддержка Зубр-Софта хамит и не отвечает, обманули с оплатой."
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Форум</title>
<item><title>=HYPERLINK("http://evil.example")</title><guid>1</guid><link>https://forum.example/1</link>
<description>{SAID}</description></item>
<item><title>Погода</title><guid>2</guid><link>https://forum.example/2</link>
<description>Снег и ветер.</description></item>
</channel></rss>"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty folder to stand in, and an environment that says nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    return tmp_path


@pytest.fixture
def otklik(home):
    """Runs a command in this process."""

    def run(*words, say=None):
        return CliRunner().invoke(app, list(words), input=say, catch_exceptions=False)

    return run


@pytest.fixture
async def served(home):
    """A feed on this machine, and the file that names it."""
    async with Site() as site:
        site.serve("/robots.txt", Reply(404))
        site.serve("/rss", Reply(body=FEED.encode(), headers={"Content-Type": "application/rss+xml"}))
        write(
            home,
            f"""
language: ru
brands: [{{id: zubr, name: Зубр-Софт}}]
sources:
  - {{id: forum, kind: feed, url: "{site.url("/rss")}"}}
  - {{id: away, kind: feed, url: "{site.url("/nowhere")}"}}
http: {{allow_private_network: true, per_host: 50 per 1s}}
""",
        )
        yield site


def write(home, text):
    (home / "sources.yaml").write_text(text, encoding="utf-8")


async def elsewhere(run, *words):
    """A command in a thread of its own, so that the site of the test can answer it."""
    return await asyncio.to_thread(run, *words)


def test_five_different_mistakes_are_five_lines_with_line_and_column(otklik, home):
    write(
        home,
        """\
language: en
timezone: Europe/Minks
brands:
  - id: zubr
    name: Zubr
    alaises: [Zubr Soft]
sources:
  - id: news
    kind: feed
    url: https://example.com/rss
    every: often
  - id: news
    kind: feeed
    url: https://example.com/rss
""",
    )
    result = otklik("check")
    lines = (result.stdout + result.stderr).strip().splitlines()
    places = [re.findall(r"^sources\.yaml:(\d+):(\d+): .+", line) for line in lines]
    assert [(int(line), int(column)) for ((line, column),) in places] == [(2, 11), (6, 5), (11, 12), (12, 9), (13, 11)]
    assert "aliases" in lines[1]
    assert result.exit_code == 2


def test_forms_shows_what_matches_and_what_is_suggested(otklik, home):
    write(home, "brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n")
    told = otklik("forms", "zubr")
    assert told.exit_code == 0
    assert all(form in told.stdout for form in ("Зубр-Софта", "Зубр Софту", "«Зубр-Софт»"))
    matched, _, suggested = told.stdout.partition("suggested" if "suggested" in told.stdout else "предлагаем")
    assert "Zubr-Soft" in suggested
    assert "Zubr-Soft" not in matched
    answer = json.loads(otklik("forms", "zubr", "--json").stdout)
    assert {"text": "Zubr-Soft", "kind": "alphabet", "ambiguous": False} in answer["suggested"]


def test_forms_of_an_unknown_brand_names_those_that_there_are(otklik, home):
    write(home, "brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n")
    told = otklik("forms", "zubrr")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "zubrr" in told.stderr
    assert "Did you mean zubr?" in told.stderr
    assert "these: zubr." in otklik("forms", "kestrel").stderr


def test_a_right_file_is_told_so_and_what_can_hardly_be_meant_is_a_warning(otklik, home):
    write(
        home,
        """
brands: [{id: zubr, name: Zubr}]
sources: [{id: news, kind: feed, url: "https://site.example/rss"}]
authors_for: 180d
retention: 90d
""",
    )
    result = otklik("check")
    assert result.exit_code == 0
    assert "sources.yaml:4:1: " in result.stdout


def test_the_example_in_the_repository_is_right():
    loaded = load(ROOT / "sources.yaml", {})
    assert isinstance(loaded.plan, Plan)
    assert loaded.warnings == ()


def test_one_preset_is_shown_alone_and_an_unknown_one_is_a_mistake_of_the_user(otklik):
    shown = otklik("presets", "vk-wall")
    assert (shown.exit_code, shown.stdout.splitlines()[0]) == (0, "vk-wall")
    assert "'${VK_TOKEN}'" in shown.stdout
    wrong = otklik("presets", "vk-wal")
    assert wrong.exit_code == 2
    assert "Did you mean vk-wall?" in wrong.output


def test_the_committed_schema_is_what_the_models_say(otklik):
    assert otklik("schema").stdout == (ROOT / "sources.schema.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", ["README.md", "README.ru.md"])
def test_every_command_is_in_the_readme(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    missing = [name for command in app.registered_commands if f"`otklik {(name := _name(command))}" not in text]
    assert not missing


def _name(command):
    return command.name or command.callback.__name__


@pytest.mark.parametrize("readme", ["README.md", "README.ru.md"])
def test_the_first_commands_of_the_readme_are_the_two_that_set_everything_up(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert re.search(r"```sh\n(.*?)```", text, re.DOTALL)[1].split("\n") == ["make demo", "make test", ""]


def test_analyze_answers_every_line_in_order_and_says_which_was_none(otklik, home):
    write(home, "brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n")
    lines = [json.dumps({"id": 7, "text": SAID}, ensure_ascii=False), "no json", '{"text": "All is fine", "rating": 1}']
    result = otklik("analyze", say="\n".join(lines) + "\n")
    bad, broken, good = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert (bad["id"], bad["lang"], bad["label"], bad["why"]) == (7, "ru", "negative", "words")
    (named,) = bad["brands"]
    assert SAID[named["start"] : named["end"]] == named["text"] == "Зубр-Софта"
    assert broken["id"] is None
    assert broken["error"] == 'this is not a JSON object. Send one JSON object a line with at least "text".'
    assert (good["label"], good["why"], good["brands"]) == ("positive", "rating", [])


async def test_a_crawl_tells_of_each_source_what_it_brought(otklik, served):
    result = await elsewhere(otklik, "crawl", "--json")
    told = json.loads(result.stdout)
    forum, away = told["sources"]
    assert (forum["status"], forum["items"], forum["new"], forum["mentions"], forum["error"]) == ("ok", 2, 2, 1, None)
    assert (away["status"], away["http_status"]) == ("failed", 404)
    assert "/nowhere: такой страницы нет (404)." in away["error"]
    assert (told["new"], told["mentions"], told["negative"]) == (2, 1, 1)
    assert result.exit_code == 0


@pytest.mark.long
async def test_what_was_found_is_listed_and_exported_and_no_cell_is_a_formula(otklik, served):
    await elsewhere(otklik, "crawl")
    (row,) = map(json.loads, (await elsewhere(otklik, "mentions", "--format", "jsonl")).stdout.splitlines())
    assert (row["id"], row["brand"], row["source"], row["label"], row["severity"]) == (
        "m-1",
        "zubr",
        "forum",
        "negative",
        None,
    )
    table = csv.DictReader(
        io.StringIO((await elsewhere(otklik, "mentions", "--format", "csv")).stdout.lstrip("\ufeff"))
    )
    assert next(table)["title"].startswith("'=")
    for words in ("оплата", "m-1"):
        assert (await elsewhere(otklik, "mentions", "--search", words)).stdout.count("m-1") == 1
    found = await elsewhere(otklik, "mentions", "--since", "3650d", "--label", "positive", "--format", "jsonl")
    assert found.stdout == ""
    for any_length in ("5256000m", "157680000 s", "999999d", "9999999999d"):
        found = await elsewhere(otklik, "mentions", "--since", any_length, "--format", "jsonl")
        assert (found.exit_code, found.stdout.count("m-1")) == (0, 1), found.stderr


async def test_trying_a_source_shows_what_it_gives_and_stores_nothing(otklik, served):
    told = json.loads((await elsewhere(otklik, "try", "forum", "--json")).stdout)
    assert (told["id"], told["kind"], told["status"]) == ("forum", "feed", "ok")
    assert [(item["brands"], item["label"]) for item in told["items"]] == [(["zubr"], "negative"), ([], "neutral")]
    by_address = json.loads((await elsewhere(otklik, "try", served.url("/rss"), "--json")).stdout)
    assert len(by_address["items"]) == 2
    assert (await elsewhere(otklik, "mentions", "--format", "jsonl")).stdout == ""


async def test_trying_a_page_that_scripts_fill_sends_nobody_to_look_for_another_kind(otklik, served):
    empty = "<!doctype html><head>{}</head><div id=root></div><script src=/app.js></script>"
    served.serve("/spa", Reply(body=empty.format("").encode(), headers={"Content-Type": "text/html"}))
    link = '<link rel=alternate type="application/rss+xml" href=/rss>'
    served.serve("/led", Reply(body=empty.format(link).encode(), headers={"Content-Type": "text/html"}))
    told = json.loads((await elsewhere(otklik, "try", served.url("/spa"), "--json")).stdout)
    assert (told["status"], "kind" in told["error"]) == ("failed", False)
    assert "скрипт" in told["error"]
    assert (
        served.url("/rss") in json.loads((await elsewhere(otklik, "try", served.url("/led"), "--json")).stdout)["error"]
    )


async def test_trying_a_source_names_the_selectors_that_find_nothing(otklik, home, served):
    page = "<div class=r><b class=user>Анна</b><p>Поддержка Зубр-Софта молчит.</p></div>"
    served.serve("/page", Reply(body=page.encode(), headers={"Content-Type": "text/html; charset=utf-8"}))
    select = "{item: .r, text: p, author: .user, date: time, rating: .stars, reply: .answer}"
    entry = f"  - {{id: page, kind: reviews, url: '{served.url('/page')}', select: {select}}}\n"
    said = (home / "sources.yaml").read_text(encoding="utf-8")
    write(home, said.replace("sources:\n", f"sources:\n{entry}", 1))
    assert json.loads((await elsewhere(otklik, "try", "page", "--json")).stdout)["unread"] == ["date", "rating"]
    assert "select.date (time), select.rating" in " ".join((await elsewhere(otklik, "try", "page")).stdout.split())


async def test_trying_a_page_without_markup_proposes_selectors_and_shows_what_they_read(otklik, home, served):
    block = "<div class=review><b class=author>{0}</b><i class=date>0{1}.05.2026</i><p>{2} {1}.</p></div>"
    said = "Поддержка не отвечает на письма уже месяца"
    rows = "".join(block.format(name, n, said) for n, name in enumerate(("Анна Котова", "Пётр", "Ольга Ли"), 1))
    page = f"<title>Отзывы о Зубр-Софт</title>{rows}".encode()
    served.serve("/opinions", Reply(body=page, headers={"Content-Type": "text/html; charset=utf-8"}))
    url, select = served.url("/opinions"), {"item": ".review", "text": "p", "date": ".date", "author": ".author"}
    told = json.loads((await elsewhere(otklik, "try", url, "--json")).stdout)
    lines = {"kind": "reviews", "brand": "zubr", "select": select}
    assert told["proposed"] == {"id": "127.0.0.1", "url": url, **lines}
    assert (told["status"], [one["author"] for one in told["items"]]) == ("ok", ["Анна Котова", "Пётр", "Ольга Ли"])
    assert (
        'select: {item: ".review", text: p, date: ".date", author: ".author"}'
        in (await elsewhere(otklik, "try", url)).stdout
    )
    entry = f"  - {{id: page, kind: reviews, brand: zubr, url: '{url}', select: {{item: .gone, text: p}}}}\n"
    said = (home / "sources.yaml").read_text(encoding="utf-8")
    write(home, said.replace("sources:\n", f"sources:\n{entry}", 1))
    told = json.loads((await elsewhere(otklik, "try", "page", "--json")).stdout)
    assert (told["status"], told["proposed"]) == ("failed", {"kind": "reviews", "select": select})
    assert len(told["items"]) == 3


async def test_a_source_may_name_its_language_as_exactly_as_a_search_engine_wants_it(otklik, home, served):
    said = (home / "sources.yaml").read_text(encoding="utf-8")
    write(home, said.replace("kind: feed,", "kind: feed, lang: ru-RU,"))
    told = json.loads((await elsewhere(otklik, "try", "forum", "--json")).stdout)
    assert {item["lang"] for item in told["items"]} == {"ru"}


async def test_a_digest_has_every_figure_of_the_promise(otklik, served):
    await elsewhere(otklik, "crawl")
    told = json.loads((await elsewhere(otklik, "digest", "--format", "json")).stdout)
    assert set(told) >= {
        *("week", "from", "to", "timezone", "coverage", "brands", "top_negative", "top_positive", "reasons"),
        *("sources", "search", "search_pages", "quality", "unwatched_minutes", "mood", "waiting", "backlog"),
        "detection_minutes",
    }
    assert {source["id"] for source in told["sources"]} == {"forum", "away"}
    page = (await elsewhere(otklik, "digest", "--format", "html")).stdout
    assert page.startswith("<!DOCTYPE html>")


async def test_a_digest_may_be_of_one_brand(otklik, served):
    await elsewhere(otklik, "crawl")
    told = json.loads((await elsewhere(otklik, "digest", "--brand", "zubr", "--format", "json")).stdout)
    assert [brand["id"] for brand in told["brands"]] == ["zubr"]
    unknown = await elsewhere(otklik, "digest", "--brand", "zebra")
    assert unknown.exit_code == 2
    assert "zubr" in unknown.stderr
    assert (await elsewhere(otklik, "digest", "--brand", "zubr", "--send")).exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "--config", "nowhere.yaml"), "nowhere.yaml"),
        (("presets", "--config", "nowhere.yaml"), "nowhere.yaml"),
        (("schema", "--config", "nowhere.yaml"), "nowhere.yaml"),
        (("demo", "--config", "nowhere.yaml"), "nowhere.yaml"),
        (("crawl", "nobody"), "nobody"),
        (("mentions", "--since", "often"), "--since"),
        (("digest", "--week", "soon"), "soon"),
        (("try", "https://site.example/", "--kind", "magic"), "magic"),
        (("try", "https://site.example/", "--kind", "json"), "select"),
        (("try", "https://[site/", "--kind", "telegram"), "https://[site/"),
        (("try", "https://t.me/+AbCdEf", "--kind", "telegram"), "https://t.me/s/example"),
        (("try", "t.me/+AbCdEf"), "https://t.me/s/example"),
        (("try", "forum/rss", "--kind", "magic"), "magic"),
        (("try", "https://site.example/?q={brnd}", "--kind", "feed"), "{brand}"),
        (("try", "https://[site/"), "https://[site/"),
        (("try", "imaps://imap.site.example/INBOX"), "imaps://imap.site.example/INBOX"),
    ],
)
def test_a_mistake_of_the_user_is_a_sentence_that_names_it(otklik, home, words, said):
    write(home, "brands: [{id: zubr, name: Zubr}]\nsources: []\n")
    result = otklik(*words)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_database_that_cannot_be_used_is_said_so(otklik, home, monkeypatch):
    write(home, "brands: [{id: zubr, name: Zubr}]\nsources: []\n")
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/at/all/otklik.db")
    result = otklik("mentions")
    assert result.exit_code in {1, 2}
    assert "/nowhere/at/all" in result.stderr


@pytest.mark.parametrize("asked", [{}, {"brand": "zubr"}])
@pytest.mark.parametrize("said", ["Пожар на складе Зубр-Софта, есть пострадавшие", "Травма на производстве Зубр-Софта"])
def test_analyze_flags_a_danger_to_a_brand_whether_it_is_asked_about_the_brand_or_the_text(otklik, home, asked, said):
    write(home, "brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n")
    result = otklik("analyze", say=json.dumps({"text": said, **asked}) + "\n")
    assert json.loads(result.stdout)["flag"] == "risk"


@pytest.mark.parametrize("asked", [{}, {"brand": "zubr"}])
def test_analyze_flags_no_danger_that_is_another_s(otklik, home, asked):
    write(home, "brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n")
    said = "Зубр-Софт подал в суд на перевозчика за потерянный груз."
    result = otklik("analyze", say=json.dumps({"text": said, **asked}) + "\n")
    assert json.loads(result.stdout)["flag"] != "risk"


def test_analyze_gives_each_brand_the_sentence_that_is_about_it(otklik, home):
    write(home, "brands: [{id: zubr, name: Зубр-Софт}, {id: lemtar, name: Лемтар, role: competitor}]\nsources: []\n")
    said = "Лемтар терял заявки и хамил. Зубр-Софт сделал всё отлично."
    result = otklik("analyze", say=json.dumps({"text": said}) + "\n")
    assert {one["id"]: one["label"] for one in json.loads(result.stdout)["brands"]} == {
        "zubr": "positive",
        "lemtar": "negative",
    }


@pytest.mark.parametrize("named", ["uk-UA", "UK", "uk_ua"])
def test_analyze_hears_a_language_however_exactly_it_is_named(otklik, home, named):
    result = otklik("analyze", say=json.dumps({"text": "погана якість", "lang": named}) + "\n")
    told = json.loads(result.stdout)
    assert (told["lang"], told["label"]) == ("uk", "negative")


def test_analyze_reads_lines_that_begin_with_the_mark_some_editors_write(otklik, home):
    result = otklik("analyze", say='\ufeff{"id": 1, "text": "All is fine"}\r\n')
    assert json.loads(result.stdout)["id"] == 1
    assert result.exit_code == 0


@pytest.mark.parametrize("number", [1.5, ["a", 1], True, None, {"x": 1}])
def test_analyze_gives_an_id_back_as_it_came(otklik, home, number):
    result = otklik("analyze", say=json.dumps({"id": number, "text": "All is fine", "title": None}) + "\n")
    assert json.loads(result.stdout)["id"] == number
    assert type(json.loads(result.stdout)["id"]) is type(number)
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "place", [{"start": 5, "end": 99}, {"start": 4, "end": 4}, {"start": 1}, {"start": -1, "end": 3}]
)
def test_analyze_refuses_a_place_that_is_not_in_the_text(otklik, home, place):
    result = otklik("analyze", say=json.dumps({"id": 1, "text": "All is fine", **place}) + "\n")
    answer = json.loads(result.stdout)
    assert answer["id"] is None
    assert "start" in answer["error"]
    assert result.exit_code == 1


@pytest.mark.parametrize(
    "address",
    [
        "mysql://anna:s3cret-word@host/base",
        "otklik.db",
        "sqlite:///",
        "postgresql://anna:p@s3cret-word@host/base",
        "postgresql://anna:s3cret-word@host/base?sslmode=always",
        "postgresql://anna:s3cret-word@host:port/base",
    ],
)
def test_check_refuses_an_address_that_is_no_database_and_repeats_no_password(otklik, home, monkeypatch, address):
    write(home, "brands: [{id: zubr, name: Zubr}]\nsources: []\n")
    monkeypatch.setenv("DATABASE_URL", address)
    result = otklik("check")
    assert result.exit_code == 2
    assert "DATABASE_URL" in result.stdout
    assert "s3cret-word" not in result.output


@pytest.mark.parametrize("words", [("check",), ("status",), ("mentions",)])
@pytest.mark.parametrize("place", ["gone/otklik.db", "folder"])
def test_every_command_refuses_a_database_where_none_can_be(otklik, home, monkeypatch, words, place):
    write(home, "brands: [{id: zubr, name: Zubr}]\nsources: []\n")
    (home / "folder").mkdir()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{home / place}")
    result = otklik(*words)
    assert result.exit_code == 2
    assert "DATABASE_URL" in result.output


@pytest.mark.parametrize("words", [("check",), ("mentions",), ("backup", "copy.db")])
def test_without_the_extra_for_postgresql_a_command_says_what_to_install(otklik, home, monkeypatch, words):
    write(home, "brands: [{id: zubr, name: Zubr}]\nsources: []\n")
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna:s3cret-word@db.example/otklik")
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    result = otklik(*words)
    assert result.exit_code == 2
    assert "pip install 'otklik[postgres]'" in result.output
    assert "s3cret-word" not in result.output


def test_a_folder_in_place_of_the_file_is_said_to_be_one(otklik, home):
    result = otklik("check", "--config", str(home))
    assert result.exit_code == 2
    assert f"{home}: this is a folder" in result.stdout


def test_a_list_of_nothing_says_so(otklik, home):
    write(home, "brands: [{id: zubr, name: Zubr}]\nsources: []\n")
    assert otklik("mentions").stdout.strip() == "There are no such mentions."
    assert otklik("mentions", "--format", "jsonl").stdout == ""


async def test_an_english_word_is_found_in_its_other_forms(otklik, served):
    served.serve("/rss", Reply(body=FEED.replace(SAID, "Зубр-Софт crashed again, companies stopped working").encode()))
    await elsewhere(otklik, "crawl")
    for word in ("crash", "crashes", "crashing", "company", "stops"):
        assert (await elsewhere(otklik, "mentions", "--search", word)).stdout.count("m-1") == 1
    assert "m-1" not in (await elsewhere(otklik, "mentions", "--search", "compare")).stdout


async def test_who_asked_to_be_left_alone_is_not_asked_by_the_next_start_either(otklik, served):
    served.serve("/rss", Reply(429, headers={"Retry-After": "3600"}))
    await elsewhere(otklik, "crawl", "forum")
    result = await elsewhere(otklik, "crawl", "forum", "--json")
    (told,) = json.loads(result.stdout)["sources"]
    assert (told["status"], told["http_status"]) == ("skipped", None)
    assert "сайт просил не беспокоить его до" in told["error"]
    assert len(served.asked("/rss")) == 1


@pytest.mark.parametrize("command", [("check",), ("presets",), ("crawl",), ("check", "--config", "nowhere.yaml")])
def test_a_terminal_without_our_letters_shows_question_marks(home, monkeypatch, command):
    write(home, "language: ru\nbrands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n")
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    result = CliRunner(charset="latin-1").invoke(app, list(command), catch_exceptions=False)
    assert result.exit_code in {0, 2}
    assert "?" in result.output


def test_a_broken_dotenv_is_a_result_of_check_in_the_language_of_the_file(otklik, home):
    write(home, "language: ru\nbrands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n")
    (home / ".env").write_bytes("SECRET=зубр\nOTHER=".encode() + "слово".encode("cp1251"))
    result = otklik("check")
    assert result.exit_code == 2
    assert (
        result.stdout
        == ".env:2:7: текст не в UTF-8. Сохраните файл в UTF-8 (в Блокноте: «Сохранить как», внизу «Кодировка»).\n"
    )


def test_check_tells_every_broken_line_of_dotenv_and_what_else_is_wrong(otklik, home):
    write(home, "brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\ntimezon: UTC\n")
    (home / ".env").write_text("KEY: x\nDATABASE_URL=mysql://a\nTELEGRAM BOT TOKEN\n", encoding="utf-8")
    result = otklik("check")
    assert result.exit_code == 2
    assert [line.partition(" ")[0] for line in result.stdout.splitlines()] == [
        "sources.yaml:3:1:",
        ".env:1:",
        ".env:3:",
        "DATABASE_URL:",
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "\nTELEGRAM_TOKEN=1:a",
            ".env:2: TELEGRAM_TOKEN: Otklik looks for no such name. Did you mean TELEGRAM_BOT_TOKEN?",
        ),
        ("telegram_bot_token=1:a", ".env:1: telegram_bot_token: Otklik looks for no such name."),
        ("DATABASE_URI=sqlite:///a.db", "Did you mean DATABASE_URL?"),
        ("TOKEN=s3cret\nTELEGRAM_BOT_TOKEN=1:a", ""),
        ("SMTP_URLS=s3cret", ""),
        ("OTHER=1", ""),
    ],
)
def test_check_tells_which_name_of_dotenv_was_probably_meant(otklik, home, written, said):
    write(home, "brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n# ping: ${SMTP_URLS}\n")
    (home / ".env").write_text(f"{written}\n", encoding="utf-8")
    result = otklik("check") if said else otklik("check", "--json")
    assert said in result.stdout
    assert ("looks for no such name" in result.stdout) == bool(said)


def test_check_says_which_of_two_values_in_dotenv_counts(otklik, home):
    """A new token above the old one changed nothing."""
    write(home, "brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n")
    (home / ".env").write_text("TELEGRAM_BOT_TOKEN=2:b\nOTHER=1\n\nTELEGRAM_BOT_TOKEN=1:a\nOTHER=2\n", encoding="utf-8")
    result = otklik("check")
    assert result.exit_code == 0
    said = ".env:4: TELEGRAM_BOT_TOKEN: is written twice, first in line 1; the last one counts. Keep one."
    assert [line for line in result.stdout.splitlines() if line.startswith(".env")] == [said]


def test_check_finds_a_dotenv_that_an_editor_called_otherwise(otklik, home):
    write(home, "brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n")
    (home / ".env.txt").write_text("TELEGRAM_BOT_TOKEN=1:a\n", encoding="utf-8")
    assert ".env: there is no such file, but there is .env.txt. Rename it to .env" in otklik("check").stdout
    (home / ".env.txt").rename(home / ".env")
    assert "there is no such file" not in otklik("check").stdout


async def test_what_is_logged_or_said_of_a_source_holds_no_key_of_the_file(otklik, served, home):
    secret = "s3cret/of&the file"
    served.serve("/raw", Reply(raw=b"HTTP/9 what\r\n\r\n"))
    path, query = f"{served.url('/')}${{FORUM_KEY}}/rss", f"{served.url('/raw')}?key=${{FORUM_KEY}}"
    entries = [
        f'  - {{id: a, kind: feed, url: "{path}"}}',
        '  - {id: b, kind: feed, url: "http://${HOST_KEY}.invalid/"}',
        f'  - {{id: c, kind: feed, url: "{query}", headers: {{X-Key: "${{HOST_KEY}}"}}}}',
    ]
    (home / ".env").write_text(f"FORUM_KEY='{secret}'\nHOST_KEY=s3cret-host\n", encoding="utf-8")
    more = "http: {allow_private_network: true, per_host: 50 per 1s}"
    write(home, "\n".join(["brands: [{id: zubr, name: Зубр-Софт}]", "sources:", *entries, more, ""]))
    for words in (["check", "--online"], ["crawl"]):
        result = await elsewhere(otklik, *words, "--log-level", "debug")
        assert "s3cret" not in result.stdout + result.stderr
        assert all(isinstance(json.loads(line), dict) for line in result.stderr.splitlines())
    assert b"s3cret" not in (home / "otklik.db").read_bytes()
    assert any("s3cret" in seen.path + seen.query for seen in served.asked())


def test_a_wrong_level_is_a_mistake_like_any_other(otklik, home):
    write(home, "brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n")
    result = otklik("check", "--log-level", "info,fetsh=debug")
    assert result.exit_code == 2
    assert "nothing is called fetsh" in result.stderr
    assert otklik("check", "--log-level", "fetch=debug").exit_code == 0


def test_check_for_a_program_is_one_object_with_every_place(otklik, home):
    write(home, "language: en\nbrands: [{id: zubr, name: Zubr}]\nsources: []\nevry: 3\n")
    result = otklik("check", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["ok"], told["warnings"]) == (2, False, [])
    (error,) = told["errors"]
    assert (error["file"], error["line"], error["column"]) == ("sources.yaml", 4, 1)
    assert error["message"].startswith("evry: ")


def test_check_of_a_right_file_counts_and_warns(otklik, home):
    write(home, "language: en\nbrands: [{id: zubr, name: Zubr}]\nsources: []\n")
    result = otklik("check", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["ok"], told["errors"], told["brands"], told["sources"]) == (0, True, [], 1, 0)
    assert any("TELEGRAM_BOT_TOKEN" in one["message"] and one["line"] is None for one in told["warnings"])


async def test_check_online_for_a_program_tells_of_each_source_and_the_database(otklik, served):
    result = await elsewhere(otklik, "check", "--online", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["ok"]) == (1, True)
    answers = [(one["what"], one["id"], one["ok"]) for one in told["online"]]
    assert answers == [("source", "forum", True), ("source", "away", False), ("database", None, True)]


def test_the_catalogue_for_a_program_has_what_each_needs(otklik, home):
    (told,) = json.loads(otklik("presets", "vk-wall", "--json").stdout)["presets"]
    assert set(told) == {"name", "about", "policy", "parameters", "example"}
    assert told["example"]["preset"] == told["name"] == "vk-wall"
    assert {"name": "token", "default": None}.items() <= told["parameters"][1].items()
    assert len(json.loads(otklik("presets", "--json").stdout)["presets"]) > 10


LITTLE = "language: ru\nbrands: [{id: zubr, name: Зубр}]\nsources: []\n"


@pytest.mark.parametrize(
    ("command", "file", "begins"),
    [
        ("digest", "week.html", "<!DOCTYPE html>"),
        ("digest", "week.JSON", '{"week"'),
        ("digest", "week.txt", "Дайджест"),
        ("mentions", "found.xlsx", "PK"),
        ("mentions", "found.csv", "\ufeffid,brand,"),
    ],
)
def test_a_file_is_what_its_ending_says(home, otklik, command, file, begins):
    (home / "sources.yaml").write_text(LITTLE, encoding="utf-8")
    assert otklik(command, "-o", file).exit_code == 0
    assert (home / file).read_bytes().decode(errors="replace").startswith(begins)


def test_a_format_that_is_named_outweighs_the_ending(home, otklik):
    (home / "sources.yaml").write_text(LITTLE, encoding="utf-8")
    assert otklik("digest", "--format", "json", "-o", "week.html").exit_code == 0
    assert (home / "week.html").read_text().startswith('{"week"')
    listed = otklik("mentions", "--format", "table", "-o", "found.csv")
    assert (listed.exit_code, listed.stdout) == (0, "")
    assert Texts("ru")("word.column.mention") in (home / "found.csv").read_text(encoding="utf-8")
    assert otklik("mentions").stdout.strip() == Texts("ru")("cli.mentions.none")


@pytest.mark.parametrize("words", [("digest", "--format", "html"), ("mentions", "--format", "csv")])
def test_a_dash_in_place_of_a_file_is_the_terminal(home, otklik, words):
    (home / "sources.yaml").write_text(LITTLE, encoding="utf-8")
    shown = otklik(*words, "-o", "-")
    assert (shown.exit_code, shown.stdout, (home / "-").exists()) == (0, otklik(*words).stdout, False)
