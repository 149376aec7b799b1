"""One day of a team on SQLite and on PostgreSQL, told alike: `python tests/soak/parity.py`.

Real processes, a real site, a real wire to a Telegram of our own. What the commands answer afterwards is compared to
the letter, but for the moments that the clock gave; then the one is copied into a third database with `otklik copy`,
and compared with that one as it is, moments included. The exit code is 1 where anything differs.
"""

from __future__ import annotations

import asyncio
import difflib
import json
import re
import signal
import sys
import warnings
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

import asyncpg  # noqa: E402  # found only after the line above
from databases import outcome, server_and_folder  # noqa: E402  # the same
from telegram_server import GROUP, TelegramServer  # noqa: E402  # the same
from test_end_to_end import ANNA, COMPLAINT, REVIEW, otklik, page, running, told  # noqa: E402  # the same
from web_site import Reply, Site  # noqa: E402  # the same

PATIENCE = 240  # seconds, on a machine that does much else
WEEKS = ("2026-W46", "2026-W47", "2026-W48")
QUESTIONS = (
    "mentions --format jsonl",
    "mentions --format jsonl --search ответов",
    "mentions --format jsonl --search срок",
    "mentions --format csv --label negative",
    *(f"digest --format json --week {week}" for week in WEEKS),
    *(f"history m-{number} --format json" for number in (1, 2, 3, 10)),
)
PRAISE = {
    **REVIEW,
    "author": {"@type": "Person", "name": "Пётр"},
    "datePublished": "2026-11-18T12:00:00+03:00",
    "name": "Работаем второй год",
    "reviewBody": "Обновления выходят в срок, спасибо за внимание к мелочам.",
    "reviewRating": {"ratingValue": 4},
}
EDITED = {
    **COMPLAINT,
    "reviewBody": f"{COMPLAINT['reviewBody']} Спустя неделю ответили.",
    "reviewRating": {"ratingValue": 2},
}
COLUMNS = "Дата;Автор;Оценка;Текст;Ссылка"
OPINIONS = (
    "Зубр-Софт сорвал сроки, отчёты пропали, второй месяц ждём",
    "Зубр-Софт: внедрение прошло спокойно, замечаний нет",
    "Интеграция Зубр-Софта со складом удваивает накладные, поддержка молчит",
    "Купили лицензии Зубр-Софт на филиалы, пока присматриваемся",
)
_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(?:\+00:00|Z)")  # what people and pages wrote has no fractions
_SINCE = re.compile(r'("(?:median|p90|unwatched_minutes|minutes)": )-?[\d.]+')


def plan(site: Site) -> str:
    """A source of reviews and a group."""
    return f"""
language: ru
timezone: Europe/Minsk
brands: [{{id: zubr, name: Зубр-Софт}}]
sources:
  - {{id: reviews, kind: reviews, url: "{site.url("/zubr")}", brand: zubr, every: 1s, max_age: 3650d}}
team: {{chats: [{{id: {GROUP}}}], users: [{{id: 11111111, name: Анна}}]}}
http: {{allow_private_network: true, per_host: 20 per 1s}}
"""


def opinions() -> str:
    """A review export of some weeks, several of one day."""
    rows = (
        f"{10 + n // 4:02}.11.2026;Клиент {n % 5};{1 + n % 5};{OPINIONS[n % 4]} ({n // 4});https://o.example/{n}"
        for n in range(24)
    )
    return "\n".join((COLUMNS, *rows))


async def day(folder: Path, site: Site) -> None:
    """History, an import, a complaint that is alerted, taken and ticked, an edit, and an answer."""
    site.serve("/zubr", page(REVIEW, PRAISE))
    (folder / "opinions.csv").write_text(opinions(), encoding="utf-8")
    async with TelegramServer() as telegram:
        await otklik(folder, "crawl", telegram=telegram)
        await otklik(folder, "import", "opinions.csv", telegram=telegram)
        site.serve("/zubr", page(COMPLAINT, REVIEW, PRAISE))
        await otklik(folder, "crawl", telegram=telegram)
        async with running(folder, telegram) as program:
            await telegram.wait(lambda: told(telegram, "Деньги не вернули"), PATIENCE)
            (card,) = told(telegram, "Деньги не вернули")
            await telegram.press(card, "Беру", user=ANNA)
            await telegram.wait(lambda: "Анна" in card.text, PATIENCE)
            site.serve("/zubr", page(EDITED, REVIEW, PRAISE))
            await telegram.wait(lambda: "2\u00a0из\u00a05" in card.text, PATIENCE)
            await telegram.press(card, "Чек-лист", user=ANNA)
            await telegram.wait(lambda: "☐" in str(card.buttons), PATIENCE)
            await telegram.press(card, "☐", user=ANNA)
            await telegram.wait(lambda: "☑" in str(card.buttons), PATIENCE)
            program.send_signal(signal.SIGTERM)
            if await asyncio.wait_for(program.wait(), PATIENCE) != 0:
                raise RuntimeError("otklik run did not end in order")


async def answers(folder: Path) -> dict[str, str]:
    """What each question is answered."""
    return {question: await otklik(folder, *question.split()) for question in QUESTIONS}


def without_the_clock(said: Mapping[str, str]) -> dict[str, str]:
    """Whatever was not the same moment twice."""
    return {question: _SINCE.sub(r"\1…", _CLOCK.sub("…", answer)) for question, answer in said.items()}


def differences(one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[str]:
    """Line by line."""
    for question in one:
        if one[question] != other[question]:
            yield question
            yield from difflib.unified_diff(_lines(one[question]), _lines(other[question]), lineterm="", n=0)


def _lines(said: str) -> list[str]:
    try:
        return json.dumps(json.loads(said), ensure_ascii=False, indent=1).splitlines()
    except ValueError:
        return said.splitlines()


async def compared(server: str, folder: Path) -> list[str]:
    """Everything that differs."""
    connection: Any = await asyncpg.connect(server)
    for name in ("lived", "copied"):
        await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    lived, copied = (server.replace("/postgres?", f"/{name}?") for name in ("lived", "copied"))
    async with Site() as site:
        site.serve("/robots.txt", Reply(404))
        said = {
            url: await _lived(folder / name, url, site, day)
            for name, url in (("sqlite", "sqlite:///otklik.db"), ("postgresql", lived))
        }
        one, other = said.values()
        found = list(differences(without_the_clock(one), without_the_clock(other)))
        await otklik(folder / "sqlite", "copy", "--to", copied)
        found += differences(one, await _lived(folder / "copied", copied, site, _nothing))
        await otklik(folder / "copied", "copy", "--to", "sqlite:///back.db")
        found += differences(one, await _lived(folder / "copied", "sqlite:///back.db", site, _nothing))
    for question, answer in one.items():
        if not answer.strip():
            found.append(f"{question}: nothing was answered")
    return found


async def _nothing(_folder: Path, _site: Site) -> None:
    """Nobody does anything."""


async def _lived(folder: Path, url: str, site: Site, live: Callable[[Path, Site], Awaitable[None]]) -> dict[str, str]:
    folder.mkdir(exist_ok=True)  # noqa: ASYNC240  # nobody waits
    (folder / "sources.yaml").write_text(plan(site), encoding="utf-8")
    (folder / ".env").write_text(f"DATABASE_URL={url}\n")
    await live(folder, site)
    return await answers(folder)


def main() -> int:
    """Says what differs, or that nothing does."""
    warnings.simplefilter("ignore")
    with server_and_folder() as (url, folder):
        found = asyncio.run(compared(url, folder))
    return outcome(found, f"questions: {len(QUESTIONS)}, databases: 4, differences: {len(found)}")


if __name__ == "__main__":
    sys.exit(main())
