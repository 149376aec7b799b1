"""`otklik init`: from an empty folder to files that work; run again, it adds and never overwrites."""

import signal
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from telegram_server import TelegramServer
from typer.testing import CliRunner
from web_site import Reply, Site

from monitor.__main__ import app
from monitor.commands import init as command
from monitor.commands import interview, probing, proposing
from monitor.commands.init import Options, init
from monitor.commands.probing import Probe, Probed
from monitor.config.load import load
from monitor.errors import ConfigError, FetchError
from monitor.logs import Redaction
from monitor.setup import Entry
from monitor.sources import AnySource
from monitor.sources.articles import ArticlesSource

TOKEN = "123456789:AAE-test-token-0123456789abcdefghij"
FEED = """<rss version="2.0"><channel><title>n</title><item><guid>1</guid><title>Зубр подвёл</title>
<pubDate>{date}</pubDate></item></channel></rss>"""
REVIEWS = """<html><script type="application/ld+json">{"@context":"https://schema.org","@type":"Review",
"reviewBody":"Три недели без ответа","reviewRating":{"ratingValue":1},"author":{"name":"Анна"}}</script></html>"""
PAGE = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>x</body></html>'


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, an environment that says nothing, and no site of the world is asked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    monkeypatch.setattr(proposing, "proposals", lambda *_: [{"preset": "vc-ru"}])


async def _init(**said: object) -> str:
    assert await init(Path("sources.yaml"), Options(**said), Redaction()) == 0  # type: ignore[arg-type]
    return _text("sources.yaml")


async def test_an_empty_folder_becomes_one_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    await _init(
        brand="Зубр-Софт", site="https://zubr.by/", place="Минск", competitors=["Пустельга"], yes=True, untried=True
    )

    plan = load(Path("sources.yaml"), {}).plan
    assert [brand.id for brand in plan.brands] == ["zubr-soft", "pustelga"]
    assert plan.brands[0].aliases == ("Zubr-Soft",)
    assert [source.id for source in plan.sources] == ["vc-ru"]
    assert "TELEGRAM_BOT_TOKEN=" in _text(".env")
    assert _mode(".env") == 0o600
    assert "otklik check" in capsys.readouterr().out


@pytest.mark.long
async def test_pages_are_tried_at_once_and_each_is_read_as_what_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "proposals", lambda *_: [])
    async with Site("127.0.0.1") as one, Site("127.0.0.2") as two, Site("127.0.0.3") as three:
        one.serve("/page", Reply(body=PAGE.encode(), headers={"content-type": "text/html"}))
        one.serve("/rss", Reply(body=FEED.replace("{date}", _today()).encode()))
        two.serve("/reviews", Reply(body=REVIEWS.encode(), headers={"content-type": "text/html"}))
        three.serve("/nothing", Reply(body=b"<html><body>x</body></html>", headers={"content-type": "text/html"}))
        pages = [one.url("/page"), two.url("/reviews"), three.url("/nothing")]
        text, feed = await _init(brand="Зубр", pages=pages, yes=True), one.url("/rss")

    plan = load(Path("sources.yaml"), {}).plan
    assert [(source.kind, source.brand) for source in plan.sources] == [("feed", None), ("reviews", "zubr")]
    assert plan.sources[0].url == feed
    assert "# записей: 1, о вас за неделю: 1" in text
    assert "не беру" in capsys.readouterr().out


async def test_addresses_with_a_comma_between_them_are_a_source_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposing, "proposals", lambda *_: [])

    await _init(brand="Зубр", pages=["https://a.example/x,1, t.me/zubr"], yes=True, untried=True)

    addresses = {source.address for source in load(Path("sources.yaml"), {}).plan.sources}
    assert addresses == {"https://a.example/x,1", "https://t.me/s/zubr"}


async def test_run_again_it_adds_and_never_overwrites(capsys: pytest.CaptureFixture[str]) -> None:
    first = await _init(brand="Зубр", yes=True, untried=True)
    _put("sources.yaml", first.replace("  - {preset: vc-ru}", "  - {preset: habr-search}"))
    _put(".env", f"TELEGRAM_BOT_TOKEN={TOKEN}\n")

    more = await _init(competitors=["Пустельга"], pages=["t.me/example"], language="en", yes=True, untried=True)

    assert "Добавлено: Пустельга, telegram-channel." in capsys.readouterr().out
    assert [source.id for source in load(Path("sources.yaml"), {}).plan.sources] == ["habr-search", "telegram-channel"]
    assert _text(".env") == f"TELEGRAM_BOT_TOKEN={TOKEN}\n"
    assert await _init(competitors=["Пустельга"], yes=True, untried=True) == more


async def test_what_is_added_is_tried_with_the_brands_and_the_ways_of_the_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with Site("127.0.0.1") as site:
        page = site.serve("/company/zubr", Reply(body=REVIEWS.encode(), headers={"content-type": "text/html"}))
        lines = (
            "language: ru",
            "brands: [{id: zubr, name: Зубр-Софт}]",
            "http: {user_agent: Bison/1.0}",
            "sources: [{id: reviews, kind: feed, url: http://a.example}]",
        )
        _put("sources.yaml", "\n".join(lines))
        await _init(pages=[page], yes=True)

    out = capsys.readouterr().out
    assert "записей: 1" in out
    assert "Добавлено: reviews-2" in out
    source = load(Path("sources.yaml"), {}).plan.sources[-1]
    assert (source.id, source.kind, source.brand) == ("reviews-2", "reviews", "zubr")
    assert {seen.headers["user-agent"] for seen in site.seen} == {"Bison/1.0"}


async def test_a_page_of_reviews_is_read_for_them_though_it_names_the_feed_of_its_site() -> None:
    async with Site("127.0.0.1") as site:
        site.serve("/company", Reply(body=(PAGE + REVIEWS).encode(), headers={"content-type": "text/html"}))
        site.serve("/rss", Reply(body=FEED.replace("{date}", _today()).encode()))
        page = site.url("/company")
        await _init(brand="Зубр", pages=[page], leave_out=["all"], yes=True)

    assert [(one.kind, one.url) for one in load(Path("sources.yaml"), {}).plan.sources] == [("reviews", page)]


@pytest.mark.long
async def test_many_pages_of_one_site_are_waited_for_each_in_its_turn(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "PATIENCE", 1.0)
    async with Site("127.0.0.1") as site:
        reply = Reply(body=REVIEWS.encode(), headers={"content-type": "text/html"})
        pages = [site.serve(f"/company/{number}", reply) for number in range(8)]
        lines = (
            "language: ru",
            "brands: [{id: zubr, name: Зубр-Софт}]",
            "http: {per_host: 4 per 1s}",
            "sources: [{id: reviews, kind: feed, url: http://a.example}]",
        )
        _put("sources.yaml", "\n".join(lines))
        await _init(pages=pages, leave_out=["all"], yes=True)

    assert capsys.readouterr().out.count("записей: 1") == 8


@pytest.mark.long
async def test_pages_that_name_one_feed_are_read_by_it_once() -> None:
    async with Site("127.0.0.1") as site:
        for path in ("/one", "/two"):
            site.serve(path, Reply(body=PAGE.encode(), headers={"content-type": "text/html"}))
        site.serve("/rss", Reply(body=FEED.replace("{date}", _today()).encode()))
        feed = site.url("/rss")
        await _init(brand="Зубр", pages=[site.url("/one"), site.url("/two")], leave_out=["all"], yes=True)

    assert [one.url for one in load(Path("sources.yaml"), {}).plan.sources] == [feed]


@pytest.mark.long
async def test_news_and_a_sitemap_are_proposed_as_what_they_are_and_no_selector_where_scripts_fill_a_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    links = "".join(f"<article><h2><a href=/n/{n}>Новость {n}</a></h2></article>" for n in range(1, 5))
    article = f"<html><title>Зубр подвёл</title><article><p>{'Зубр снова перенёс срок. ' * 9}</p></article>"
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    async with Site("127.0.0.1") as site:
        site.serve("/news", Reply(body=f"<html><main>{links}</main>".encode(), headers={"content-type": "text/html"}))
        for number in range(1, 5):
            site.serve(f"/n/{number}", Reply(body=article.encode(), headers={"content-type": "text/html"}))
        named = f'<urlset xmlns="{space}"><url><loc>{site.url("/n/1")}</loc></url></urlset>'
        site.serve("/map", Reply(body=named.encode(), headers={"content-type": "application/xml"}))
        spa = b"<!doctype html><div id=root></div><script src=/app.js></script>"
        site.serve("/spa", Reply(body=spa, headers={"content-type": "text/html"}))
        pages = [site.url(path) for path in ("/news", "/map", "/spa")]
        await _init(brand="Зубр", pages=pages, leave_out=["all"], yes=True)

    articles, sitemap = load(Path("sources.yaml"), {}).plan.sources
    assert isinstance(articles, ArticlesSource)
    assert (articles.url, articles.select.link) == (pages[0], "article h2 a @href")
    assert (sitemap.kind, sitemap.url) == ("sitemap", pages[1])
    asked = sorted(seen.path for seen in site.seen if not seen.path.startswith("/n/"))
    assert asked == ["/map", "/news", "/robots.txt", "/spa"]  # each in three ways, and asked for once
    assert "скрипт" in capsys.readouterr().out


@pytest.mark.parametrize("untried", [False, True])
async def test_pages_that_are_closed_to_programs_are_left_out_with_the_way_that_is_open(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, untried: bool
) -> None:
    monkeypatch.setattr(proposing, "proposals", lambda *_: [])
    pages = ["https://www.trustpilot.com/review/zubr.example", "linkedin.com/company/zubr", "https://vk.com/zubr"]
    await _init(brand="Зубр", pages=pages, yes=True, untried=untried)

    said = " ".join(capsys.readouterr().out.split())
    assert load(Path("sources.yaml"), {}).plan.sources == ()
    assert all(way in said for way in ("её прочтёт kind: mail", "перешлите боту", "preset: vk-wall"))


async def test_two_ready_made_sources_of_one_name_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def all_well(_: Probe, entries: Sequence[tuple[Entry, AnySource]], *__: object) -> list[Probed]:
        return [Probed(entry) for entry, _ in entries]

    monkeypatch.setattr(Probe, "all", all_well)
    await _init(brand="Зубр", pages=["https://t.me/one_news", "@two_news"], yes=True)
    said = capsys.readouterr().out
    assert "telegram-channel (one_news)" in said
    assert "telegram-channel (two_news)" in said
    assert "vc-ru –" in said


@pytest.mark.long
async def test_a_site_that_answers_with_one_page_everywhere_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    async with Site("127.0.0.1") as site:
        for path in ("/one", "/rss"):
            site.serve(path, Reply(body=PAGE.encode(), headers={"content-type": "text/html"}))
        await _init(brand="Зубр", pages=[site.url("/one")], leave_out=["all"], yes=True)

    assert "не беру" in capsys.readouterr().out
    assert load(Path("sources.yaml"), {}).plan.sources == ()


async def test_a_token_is_tried_and_never_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "proposals", lambda *_: [])
    async with TelegramServer() as telegram:
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        redaction = Redaction()
        assert await init(Path("sources.yaml"), Options(brand="Зубр", token=telegram.token, yes=True), redaction) == 0

        said = " ".join(capsys.readouterr().out.split())
        assert "токен верный" in said
        assert "Дальше:" in said
        assert "В .env ключи: файл может читать только ваша учётная запись." in said
        assert telegram.token not in said
        assert telegram.token not in redaction.text(f"{telegram.url}/bot{telegram.token}/getMe")
        assert f"TELEGRAM_BOT_TOKEN={telegram.token}" in _text(".env")


@pytest.mark.parametrize(("said", "tried"), [("проверить его сейчас не вышло", 1), ("", 0)])
async def test_a_token_that_could_not_be_tried_is_kept(
    said: str, tried: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "proposals", lambda *_: [])
    async with TelegramServer() as telegram:
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        telegram.arm(502, "getMe")
        await _init(brand="Зубр", token=telegram.token, yes=True, untried=not tried)

        assert bool(telegram.called("getMe")) == bool(tried)
    out = " ".join(capsys.readouterr().out.split())
    assert said in out
    assert ("не вышло" in out) == bool(said)
    assert "Добавьте бота в группу команды и напишите там /start" in out
    assert f"TELEGRAM_BOT_TOKEN={telegram.token}" in _text(".env")


@pytest.mark.parametrize(
    ("path", "named"), [("sources.yaml", ""), ("our team.yaml", " --config 'our team.yaml'"), ("usual.yaml", "")]
)
async def test_the_next_steps_name_the_file_unless_it_is_the_usual_one(
    path: str, named: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if path == "usual.yaml":
        monkeypatch.setenv("OTKLIK_CONFIG", path)
    assert await init(Path(path), Options(brand="Зубр", yes=True, untried=True), Redaction()) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert f"Записано: {path}, .env" in out
    assert f"otklik check{named} – " in out
    assert f"otklik run{named} – " in out


@pytest.mark.parametrize("said", ["in .env", "to the process"])
def test_it_writes_the_file_that_the_other_commands_read(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("conf").mkdir()
    if said == "in .env":
        _put(".env", "OTKLIK_CONFIG=conf/our.yaml\n")
    else:
        monkeypatch.setenv("OTKLIK_CONFIG", "conf/our.yaml")
    begun = CliRunner().invoke(app, ["init", "--yes", "--no-try", "--brand", "Зубр"], catch_exceptions=False)
    assert (begun.exit_code, Path("conf/our.yaml").exists(), Path("sources.yaml").exists()) == (0, True, False)
    assert "otklik check – " in " ".join(begun.stdout.split())
    assert CliRunner().invoke(app, ["check"], catch_exceptions=False).exit_code == 0


async def test_nobody_is_asked_where_everything_is_taken_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    Person(monkeypatch, "")
    for zone in ("Europe/Minsk", "Asia/Tokyo"):  # where it is started first, its file is begun
        monkeypatch.setattr(command, "zone_here", lambda _, zone=zone: zone)
        await _init(brand="Зубр", competitors=["Пустельга"], yes=True, untried=True)
        assert str(load(Path("sources.yaml"), {}).plan.zone) == "Europe/Minsk"


async def test_a_token_that_does_not_replace_another_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    _put(".env", "TELEGRAM_BOT_TOKEN=1:x\n")
    await _init(brand="Зубр", token=TOKEN, yes=True, untried=True)
    assert "TELEGRAM_BOT_TOKEN уже задан, это другой токен" in capsys.readouterr().out
    assert _text(".env") == "TELEGRAM_BOT_TOKEN=1:x\n"

    _put(".env", f"TELEGRAM_BOT_TOKEN={TOKEN}\n")
    await _init(competitors=["Пустельга"], token=TOKEN, yes=True, untried=True)
    assert "другой токен" not in capsys.readouterr().out


@pytest.mark.parametrize("text", ["brands: [\n", "\xff"])
async def test_a_broken_file_is_left_alone(text: str) -> None:
    _put("sources.yaml", text, encoding="latin-1")

    with pytest.raises(ConfigError) as refused:
        await _init(brand="Зубр", yes=True, untried=True)

    assert refused.value.key == "init.broken"
    assert _held("sources.yaml") == text.encode("latin-1")


@pytest.mark.parametrize(("locale", "folder"), [("en_US.UTF-8", "a folder of your own"), ("ru_RU.UTF-8", "свою папку")])
def test_the_example_is_no_file_of_the_team_to_add_to(
    locale: str, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has just seen `make demo` stands in its folder."""
    monkeypatch.setenv("LANG", locale)
    example = Path(__file__).parents[1].joinpath("sources.yaml").read_text(encoding="utf-8")
    _put("sources.yaml", example)
    refused = CliRunner().invoke(app, ["init", "--yes", "--brand", "Зубр", "--no-try"])
    assert (refused.exit_code, _text("sources.yaml")) == (2, example)
    assert folder in refused.output

    _put("sources.yaml", example.replace("name: 1С-Битрикс", "name: Зубр"))
    assert CliRunner().invoke(app, ["init", "--yes", "--competitor", "Альфа", "--no-try"]).exit_code == 0


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({}, "init.no_terminal"),
        ({"yes": True}, "init.brand"),
        ({"brand": "З"}, "init.short"),
        ({"brand": "«***»", "yes": True}, "init.short"),
        ({"brand": "Зубр", "language": "fr"}, "init.language"),
        ({"brand": "Зубр", "place": "Atlantis"}, "init.place"),
        ({"brand": "Зубр", "site": "no site"}, "init.site"),
        ({"brand": "Зубр", "pages": ["ftp://a.example"]}, "init.page"),
        ({"brand": "Зубр", "token": "secret", "untried": True}, "init.token"),
        ({"brand": "Зубр", "leave_out": ["reddit"], "yes": True}, "init.leave_out"),
    ],
)
async def test_what_cannot_be_used_is_said_before_anything_is_written(said: dict[str, object], key: str) -> None:
    with pytest.raises(ConfigError) as refused:
        await _init(**said)

    assert refused.value.key == key
    assert not _files()


class Person:
    """Types what is in front of it, and sees nothing of what it types as a secret."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, said: str, *secrets: str) -> None:
        self.said = iter(said.split("|"))
        self.secrets = iter(secrets)
        monkeypatch.setattr(command, "somebody_there", lambda: True)
        monkeypatch.setattr("builtins.input", lambda _: self._next(self.said))
        monkeypatch.setattr(interview, "getpass", lambda _: self._next(self.secrets))
        monkeypatch.setattr(interview, "zone_here", lambda _: "")

    def _next(self, said: Iterator[str]) -> str:
        try:
            return next(said)
        except StopIteration:
            signal.raise_signal(signal.SIGINT)
            return ""


async def test_a_person_is_asked_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "French|русский||Зубр-Софт||нет||Атлантида|Минкс|Минск|Альфа, Бета|-|all|7|1-2 и ещё|1"
    Person(monkeypatch, said, "не токен", TOKEN)
    monkeypatch.setattr(Probe, "all", _silent)
    monkeypatch.setattr(command, "bot_name", _known_bot)
    monkeypatch.setattr(proposing, "proposals", lambda *_: [{"preset": "vc-ru"}, {"preset": "habr-search"}])

    await _init()

    plan = load(Path("sources.yaml"), {}).plan
    assert [brand.name for brand in plan.brands] == ["Зубр-Софт", "Альфа", "Бета"]
    assert (plan.brands[0].aliases, plan.brands[0].sites) == (("Zubr-Soft",), ())
    assert str(plan.zone) == "Europe/Minsk"
    assert [source.id for source in plan.sources] == ["habr-search"]
    assert f"TELEGRAM_BOT_TOKEN={TOKEN}" in _text(".env")
    out = " ".join(capsys.readouterr().out.split())
    refused = ("без него следить не за чем", "«Атлантида»", "Может быть, Минск?", "от 1 до 2", "этот не подходит")
    assert all(words in out for words in ("«French»: такого языка нет", "“French”: there is no such language"))
    assert all(words in out for words in (*refused, "7/7", "причина та же", "нет выхода в интернет"))
    assert "https://t.me/zubr_bot?startgroup=true" in out
    assert TOKEN not in out


@pytest.mark.parametrize("answers", ["ru|Зубр", "ru|Зубр||||Минск|||", "ru|Зубр||||Минск||||"])
async def test_whoever_breaks_off_has_written_nothing(
    answers: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Person(monkeypatch, answers)
    monkeypatch.setattr(Probe, "all", _silent)
    before = [signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)]

    assert await init(Path("sources.yaml"), Options(), Redaction()) == 130

    assert "Прервано. Ничего не записано." in capsys.readouterr().out
    assert [signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)] == before
    assert not _files()


async def test_what_a_team_removed_comes_back_only_if_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ready = [{"preset": "vc-ru"}, {"preset": "habr-search"}, {"preset": "bing-news", "lang": "ru"}]
    monkeypatch.setattr(proposing, "proposals", lambda *_: ready)
    monkeypatch.setattr(Probe, "all", _silent)
    await _init(brand="Зубр", leave_out=["vc-ru", "habr-search"], token=TOKEN, yes=True, untried=True)

    for answers, sources in (("|t.me/example|", ["telegram-channel"]), ("||1", ["telegram-channel", "habr-search"])):
        Person(monkeypatch, answers)
        await _init()
        assert [source.id for source in load(Path("sources.yaml"), {}).plan.sources] == ["bing-news", *sources]


async def test_a_token_that_telegram_does_not_know_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(proposing, "proposals", lambda *_: [])
    async with TelegramServer() as telegram:
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        Person(monkeypatch, "Минск||", TOKEN, telegram.token)
        await _init(language="ru", brand="Зубр", aliases=["Zubr"], site="zubr.example")

    out = capsys.readouterr().out
    assert "Telegram не принимает этот токен" in out
    assert "3/4" in out
    assert f"TELEGRAM_BOT_TOKEN={telegram.token}" in _text(".env")
    assert TOKEN not in out + _text(".env")


@pytest.mark.parametrize(
    ("brand", "aliases", "told"),
    [
        ("Вектор", "-", "ещё и обычное слово: Вектор"),
        ("мир", "софт, Мирософт", "написаны они со строчной буквы: мир, софт."),
    ],
)
async def test_a_name_that_is_also_a_word_is_told(
    brand: str, aliases: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Person(monkeypatch, f"{aliases}||Минск|||", "")

    await _init(language="ru", brand=brand, untried=True)

    assert told in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("aliases", "found"),
    [("", ("Zubr Soft", "Zubr-Soft")), ("ЗС-9 / Zubr Soft; Зубрик", ("ЗС-9", "Zubr Soft", "Зубрик"))],
)
async def test_a_name_with_another_spelling_beside_it_is_found_by_each(
    aliases: str, found: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a whole it was met nowhere, and nothing was ever found."""
    Person(monkeypatch, f"Зубр-Софт (Zubr Soft)|{aliases}||Минск|Бизон, Inc., Acme, ООО||", "")

    await _init(language="ru", untried=True)

    own, *competitors = load(Path("sources.yaml"), {}).plan.brands
    assert (own.name, own.aliases) == ("Зубр-Софт", found)
    assert [brand.name for brand in competitors] == ["Бизон", "Acme"]


@pytest.mark.parametrize(("name", "left"), [("vc-ru", ["habr-search"]), ("all", [])])
async def test_what_nobody_wants_can_be_left_out_by_name(
    name: str, left: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "proposals", lambda *_: [{"preset": "vc-ru"}, {"preset": "habr-search"}])

    await _init(brand="Зубр", leave_out=[name], yes=True, untried=True)

    assert [source.id for source in load(Path("sources.yaml"), {}).plan.sources] == left


async def test_what_was_there_stays_to_the_last_sign_and_keeps_its_rights() -> None:
    first = await _init(brand="Зубр", yes=True, untried=True)
    _elsewhere("sources.yaml", "real.yaml", first.replace("\n", "\r\n"))
    _put(".env", "# mine\r\nTELEGRAM_BOT_TOKEN=\r\nSMTP_URL=smtp://a\r\n")

    await _init(competitors=["Пустельга"], token=TOKEN, yes=True, untried=True)

    assert [name for name, link in _links().items() if link] == ["sources.yaml"]
    assert _mode("real.yaml") == 0o640
    more = _text("real.yaml")
    assert "Пустельга" in more
    assert more.replace("\r\n", "").count("\n") == 0
    assert _text(".env").splitlines() == ["# mine", f"TELEGRAM_BOT_TOKEN={TOKEN}", "SMTP_URL=smtp://a"]


@pytest.mark.parametrize(("path", "key"), [("no/sources.yaml", "init.no_folder"), ("sources.yaml", "init.not_read")])
async def test_where_nothing_can_be_written_nobody_is_asked(path: str, key: str) -> None:
    _put(".env", "\xff", encoding="latin-1")

    with pytest.raises(ConfigError) as refused:
        await init(Path(path), Options(brand="Зубр", yes=True, untried=True), Redaction())

    assert refused.value.key == key
    assert [file.name for file in _files()] == [".env"]


async def _silent(_: Probe, entries: list[tuple[dict[str, str], object]], *__: object) -> list[Probed]:
    """No network."""
    return [Probed(entry, error=FetchError("fetch.dns", url="https://a.example")) for entry, _ in entries]


async def _known_bot(*_: object) -> str:
    return "zubr_bot"


def _text(name: str) -> str:
    return _held(name).decode()


def _held(name: str) -> bytes:
    return Path(name).read_bytes()


def _put(name: str, text: str, encoding: str = "utf-8") -> None:
    Path(name).write_bytes(text.encode(encoding))


def _elsewhere(name: str, place: str, text: str) -> None:
    """The file is another name for one that others may read."""
    _put(place, text)
    Path(place).chmod(0o640)
    Path(name).unlink()
    Path(name).symlink_to(place)


def _links() -> dict[str, bool]:
    return {path.name: path.is_symlink() for path in _files()}


def _mode(name: str) -> int:
    return stat.S_IMODE(Path(name).stat().st_mode)


def _files() -> list[Path]:
    return list(Path().iterdir())


def _today() -> str:
    from email.utils import formatdate  # noqa: PLC0415

    return formatdate()
