"""`otklik init`: from an empty folder to files that work; run again, it adds and never overwrites."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram_server import TelegramServer
from web_site import Reply, Site

from monitor.commands import init as command
from monitor.commands.init import Options, init
from monitor.commands.interview import Interview
from monitor.config.load import load
from monitor.errors import ConfigError
from monitor.logs import Redaction

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
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    monkeypatch.setattr(command, "proposals", lambda _: [{"preset": "vc-ru"}])


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


async def test_pages_are_tried_at_once_and_each_is_read_as_what_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "proposals", lambda _: [])
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


async def test_run_again_it_adds_and_never_overwrites(capsys: pytest.CaptureFixture[str]) -> None:
    first = await _init(brand="Зубр", yes=True, untried=True)
    _put("sources.yaml", first.replace("  - {preset: vc-ru}", "  - {preset: habr-search}"))
    _put(".env", f"TELEGRAM_BOT_TOKEN={TOKEN}\n")

    more = await _init(competitors=["Пустельга"], pages=["t.me/example"], language="en", yes=True, untried=True)

    assert "Добавлено: Пустельга, telegram-channel." in capsys.readouterr().out
    assert [source.id for source in load(Path("sources.yaml"), {}).plan.sources] == ["habr-search", "telegram-channel"]
    assert _text(".env") == f"TELEGRAM_BOT_TOKEN={TOKEN}\n"
    assert await _init(competitors=["Пустельга"], yes=True, untried=True) == more


async def test_a_token_is_tried_and_never_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "proposals", lambda _: [])
    async with TelegramServer() as telegram:
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        await _init(brand="Зубр", token=telegram.token, yes=True)

        said = capsys.readouterr().out
        assert "токен верный" in said
        assert telegram.token not in said
        assert f"TELEGRAM_BOT_TOKEN={telegram.token}" in _text(".env")


async def test_a_broken_file_is_left_alone() -> None:
    _put("sources.yaml", "brands: [\n")

    with pytest.raises(ConfigError) as refused:
        await _init(brand="Зубр", yes=True, untried=True)

    assert refused.value.key == "init.broken"
    assert _text("sources.yaml") == "brands: [\n"


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({}, "init.no_terminal"),
        ({"yes": True}, "init.brand"),
        ({"brand": "З"}, "init.short"),
        ({"brand": "Зубр", "language": "fr"}, "init.language"),
        ({"brand": "Зубр", "place": "Atlantis"}, "init.place"),
        ({"brand": "Зубр", "site": "no site"}, "init.site"),
        ({"brand": "Зубр", "pages": ["ftp://a.example"]}, "init.page"),
        ({"brand": "Зубр", "token": "secret", "untried": True}, "init.token"),
    ],
)
async def test_what_cannot_be_used_is_said_before_anything_is_written(said: dict[str, object], key: str) -> None:
    with pytest.raises(ConfigError) as refused:
        await _init(**said)

    assert refused.value.key == key
    assert not _files()


async def test_a_person_is_asked_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said: Iterator[str] = iter(["", "Зубр-Софт", "", "zubr.by", "Атлантида", "Минск", "Альфа, Бета", "", "1"])
    secrets: Iterator[str] = iter(["не токен", TOKEN])
    monkeypatch.setattr(command, "somebody_there", lambda: True)
    monkeypatch.setattr("builtins.input", lambda *_: next(said))
    monkeypatch.setattr("monitor.commands.interview.getpass", lambda _: next(secrets))
    monkeypatch.setattr(Interview, "left_out", lambda *_: frozenset())

    await _init(untried=True)

    plan = load(Path("sources.yaml"), {}).plan
    assert [brand.name for brand in plan.brands] == ["Зубр-Софт", "Альфа", "Бета"]
    assert plan.brands[0].aliases == ("Zubr-Soft",)
    assert str(plan.zone) == "Europe/Minsk"
    assert f"TELEGRAM_BOT_TOKEN={TOKEN}" in _text(".env")
    out = capsys.readouterr().out
    assert "без него следить не за чем" in out
    assert "«Атлантида»" in out
    assert "Токен бота: этот не подходит" in out
    assert TOKEN not in out


def _text(name: str) -> str:
    return Path(name).read_text(encoding="utf-8")


def _put(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def _mode(name: str) -> int:
    return stat.S_IMODE(Path(name).stat().st_mode)


def _files() -> list[Path]:
    return list(Path().iterdir())


def _today() -> str:
    from email.utils import formatdate  # noqa: PLC0415

    return formatdate()
