"""`otklik demo`: the story holds what it tells, in both languages, and what it leaves behind can be opened."""

import asyncio
import re
from itertools import count

import pytest
from telegram_server import GROUP, TelegramServer
from typer.testing import CliRunner

from bot import app as bot_app
from bot.pace import Pace
from monitor.__main__ import app
from monitor.commands.demo.chat import perform
from monitor.commands.demo.chat_stage import Tempo
from monitor.commands.telegram import Telegram
from monitor.config.settings import Settings
from monitor.texts import Texts

CARD = "╭"
ANNA = {"id": 11111111, "is_bot": False, "first_name": "Anna"}
HURRIED = Tempo(scene=0, change=0, idle=60)


@pytest.fixture
def demo(tmp_path, monkeypatch):
    """Plays it in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    return lambda *words: CliRunner().invoke(app, ["demo", *words], catch_exceptions=False)


def steps(output, language):
    """What is told, step by step."""
    head = Texts(language)("cli.demo.step", n="N", of=6, title="").strip().replace("N", r"\d")
    return re.split(rf"^{head}", output, flags=re.MULTILINE)


@pytest.mark.long
def test_the_demo_tells_its_story_and_leaves_a_digest_with_pictures(demo, tmp_path):
    result = demo()
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    _, quiet, alerts, desk, copied, recovered, week = steps(result.stdout, "en")
    assert "First crawl: found 16" in quiet
    assert quiet.count(CARD) == 1
    assert alerts.count(CARD) == alerts.count("Why: ") == 4
    assert "Checklist: 3 of 12" in desk
    assert "✅ Answered: Anna" in desk
    assert "press.example cannot be read" in copied
    assert "Same text elsewhere: 1 more" in copied
    assert copied.count(CARD) == 2  # of which no card is about the copy
    assert "1 of 5 → 4 of 5" in recovered
    assert "filed a lawsuit" in recovered
    assert recovered.count(CARD) == 3  # of which none is about the copy of what was dismissed
    named = re.findall(r"demo-output/\S+", week)
    assert {path.suffix for path in map(tmp_path.joinpath, named) if path.stat().st_size} == {".html", ".png", ".xlsx"}
    page = (tmp_path / "demo-output" / "digest.html").read_text(encoding="utf-8")
    assert "data:image/png;base64," in page
    assert "Negative mentions answered: <strong>1 of" in page


@pytest.mark.long
def test_the_demo_speaks_russian_and_ends_well_where_nothing_can_be_written(demo, tmp_path):
    (tmp_path / "demo-output").write_text("in the way")
    result = demo("--language", "ru")
    assert result.exit_code == 0
    assert "нельзя писать" in result.stdout
    _, quiet, alerts, desk, copied, recovered, _ = steps(result.stdout, "ru")
    assert "найдено 16" in quiet
    assert [part.count(CARD) for part in (quiet, alerts, desk, copied, recovered)] == [1, 4, 3, 2, 3]
    assert "1 из 5 → 4 из 5" in recovered


def test_the_demo_in_telegram_says_what_it_needs(demo):
    result = demo("--telegram")
    assert result.exit_code == 2
    assert "@BotFather" in result.stderr


async def unhurried(settings, plan, sign):
    """As `connected`, but Telegram's limits of messages a minute do not count."""
    pace = Pace(clock=count(0.0, 100.0).__next__)
    bot, channel = bot_app.connect(settings, plan=plan, pace=pace, sign=sign)
    return Telegram(bot_app, bot, channel)


async def code_in(capsys):
    """What is to be written in the chat, as soon as the terminal says it."""
    said = ""
    while (code := re.search(r"/start\s+(\w+)", said)) is None:
        await asyncio.sleep(0.02)
        said += capsys.readouterr().out
    return code[1]


@pytest.mark.long
async def test_the_demo_plays_in_a_real_chat_where_its_buttons_work_and_every_message_is_marked(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    stop = asyncio.Event()
    async with TelegramServer() as telegram:
        settings = Settings(token=telegram.token, api_url=telegram.url)
        playing = asyncio.create_task(perform("ru", settings, None, stop, tempo=HURRIED, connect=unhurried))
        await telegram.say(f"/start {await code_in(capsys)}", chat=GROUP, user=ANNA)
        await telegram.wait(lambda: any("Теперь вы" in one.text for one in telegram.messages()), patience=120)
        (court,) = [one for one in telegram.messages() if "Покупатель подал в суд" in one.text and not one.rich]
        toast = await telegram.toast(await telegram.press(court, "Беру", user=ANNA))
        assert re.search(r"m-\d+", court.text)[0] in toast["text"]
        await telegram.wait(lambda: "В работе: Anna" in court.text)
        stop.set()
        await playing
        told = telegram.messages()
    assert [one.text for one in told if not one.text.startswith("🎭 ДЕМО")] == []
    assert all(text.startswith("🎭 ДЕМО") for one in told for text, _ in one.edits)
    (digest,) = [one for one in told if one.rich]
    assert digest.photos
    (urgent,) = [one for one in told if "Деньги вернули, разобрались" in one.text]
    assert any("☑ Помнить" in text for text, _ in urgent.edits)
    assert "кнопки больше не отвечают" in told[-1].text
    assert list(tmp_path.iterdir()) == []
