"""The first day as a user lives it: an empty folder, and in the end an answered review. Prints what a user sees.

    python tests/soak/first_day.py [ru|en ...] [--otklik PROGRAM]

Real processes against a site and a Telegram on this machine, with nothing but what README says. PROGRAM is an installed
`otklik` (its environment may hold nothing else); without it the program beside this file.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from telegram_chats import Posted
from telegram_server import GROUP, TelegramServer
from web_site import Reply, Site

ROOT = Path(__file__).parents[2]
HERE = (sys.executable, "-m", "monitor")
ANNA = {"id": 11111111, "is_bot": False, "first_name": "Anna"}
NOW = datetime.now(UTC)
PATIENCE = 90.0  # seconds for one step: a group takes twenty messages and edits a minute
CODE = re.compile(r"/start ([2-9A-Z]{8})")
SENT = "https://otzyvy.example/zubr#answer-1"


@dataclass(frozen=True)
class Words:
    """What a team says and presses in its language."""

    locale: str
    said: Sequence[str]  # to init
    complaint: tuple[str, str]
    take: str
    checklist: str
    more: str
    back: str
    draft: str
    answered: str
    history: str  # as the first crawl is summed up


LANGUAGES = {
    "ru": Words(
        "ru_RU.UTF-8",
        ("--brand", "Зубр-Софт", "--site", "zubr.example", "--place", "Минск", "--competitor", "Пустельга"),
        (
            "Деньги не вернули",
            "Зубр-Софт обманул нас: поддержка хамит, три недели ни одного ответа, деньги не вернули. Ужасно.",
        ),
        "Беру",
        "Чек-лист",
        "Ещё шаги",
        "Назад",
        "Черновик",
        "Мы ответили",
        "За время ожидания",
    ),
    "en": Words(
        "en_US.UTF-8",
        ("--brand", "Acme Soft", "--site", "acme.example", "--place", "London", "--competitor", "Globex"),
        (
            "Never got the money back",
            "Acme Soft lied to us: support is rude, three weeks without an answer, no refund. A terrible fraud.",
        ),
        "Take",
        "Checklist",
        "More steps",
        "Back",
        "Draft",
        "We answered",
        "Found while there was none",
    ),
}


@dataclass
class Day:
    """One person, one folder, one group."""

    words: Words
    folder: Path
    site: Site
    telegram: TelegramServer
    program: Sequence[str]
    began: float = field(default_factory=time.monotonic)

    async def live(self) -> None:
        """From nothing to an answered review; raises where a step does not lead to the next."""
        page = self.site.serve("/zubr", self._page([]))
        await self.otklik("init", "--yes", *self.words.said, "--source", page, "--leave-out", "all")
        await self.otklik("check")
        running = await self._start("run")
        try:
            await self._work(running)
        finally:
            with suppress(ProcessLookupError):
                running.send_signal(signal.SIGTERM)
            code = await asyncio.wait_for(running.wait(), 15)
        assert code == 0, f"run ended with {code}"
        self._told("Ctrl+C", "exit code 0")

    async def _work(self, running: Process) -> None:
        await self._pair(running)
        title, text = self.words.complaint
        self.site.serve("/zubr", self._page([_review("Dmitry", title, text, stars=1)]))
        await self.otklik("crawl")
        card = await self._shown("the alert", title)
        await self._answer(card)
        listed = await self.otklik("mentions", "--status", "answered", "--format", "jsonl")
        row = json.loads(listed)
        assert row["flag"] == "negative", row
        assert (row["status"], row["reply_url"], row["assignee"]) == ("answered", SENT, "Anna"), row
        await self.otklik("mentions", "--status", "answered")
        assert SENT in await self.otklik("history", row["id"])
        await self.otklik("status")

    async def _pair(self, running: Process) -> None:
        """The code is read where the program runs, and written in the group."""
        assert running.stdout is not None
        seen = ""
        async with asyncio.timeout(PATIENCE):
            while (found := CODE.search(re.sub(r"\s+", " ", seen))) is None:
                seen += (await running.stdout.readline()).decode()
        self._told("otklik run", seen)
        self._reading = asyncio.create_task(running.stdout.read())  # a full pipe would hold it up
        await self.telegram.say(f"/start {found[1]}", chat=GROUP, user=ANNA)
        await self._shown("the group after the code", "/help")
        await self._shown("what was there before", self.words.history)

    async def _answer(self, card: Posted) -> None:
        """Everything that the card offers, in the order in which a team needs it."""
        words = self.words
        await self._press(card, words.take, lambda: ANNA["first_name"] in card.text)
        await self._press(card, words.checklist, lambda: "☐" in str(card.buttons))
        await self._tick_all(card)
        self._told("every step ticked", "\n".join(map(str, card.buttons)))
        await self._press(card, words.back, lambda: words.answered in str(card.buttons))
        count = len(self.telegram.messages(GROUP))
        await self._press(card, words.draft, lambda: len(self.telegram.messages(GROUP)) > count, silent=True)
        self._told("the draft", self.telegram.messages(GROUP)[-1].text)
        count = len(self.telegram.messages(GROUP))
        await self._press(card, words.answered, lambda: len(self.telegram.messages(GROUP)) > count)
        question = self.telegram.messages(GROUP)[-1]
        self._told("the bot asks", question.text)
        await asyncio.sleep(1)  # nobody pastes a link sooner
        await self.telegram.say(SENT, chat=GROUP, user=ANNA, reply_to=question)
        await self._until(lambda: SENT in card.links, "the link on the card")
        self._told("the card in the end", f"{card.text}\n{card.buttons}")

    async def _tick_all(self, card: Posted) -> None:
        """Step after step, on as many pages of buttons as there are."""
        while left := card.text.count("☐"):
            rows = card.buttons
            step = next((one for row in rows for one in row if "☐" in one and one in card.text), None)
            if step is None:
                await self._press(card, self.words.more, lambda rows=rows: card.buttons != rows, silent=True)
            else:
                await self._press(card, step, lambda left=left: card.text.count("☐") < left, silent=True)

    async def _press(self, card: Posted, button: str, done: Any, *, silent: bool = False) -> None:
        await self.telegram.press(card, button, user=ANNA)
        await self._until(done, button)
        if not silent:
            self._told(f"[{button}]", f"{card.text}\n{card.buttons}")

    async def _shown(self, step: str, words: str) -> Posted:
        """The message of the group that says this, as soon as it is there."""

        def found() -> list[Posted]:
            return [one for one in self.telegram.messages(GROUP) if words in one.text]

        await self._until(found, words)
        self._told(step, f"{found()[-1].text}\n{found()[-1].buttons}")
        return found()[-1]

    async def _until(self, done: Callable[[], object], wanted: str) -> None:
        try:
            await self.telegram.wait(done, PATIENCE)
        except TimeoutError:
            texts = "\n---\n".join(one.text for one in self.telegram.messages(GROUP))
            calls = [(call.method, call.status, call.retry_after) for call in self.telegram.calls[-20:]]
            raise AssertionError(f"{wanted}: in vain. All that was said:\n{texts}\n{calls}") from None

    async def otklik(self, *words: str) -> str:
        """One command to its end; everything it says is shown, what it prints is the answer."""
        process = await self._start(*words)
        out, _ = await process.communicate()
        self._told(f"otklik {' '.join(words)}", out.decode())
        assert process.returncode == 0, f"{words[0]} ended with {process.returncode}"
        return out.decode()

    async def _start(self, *words: str) -> Process:
        program, folder = self.program, self.folder
        environment = self._environment()
        return await asyncio.create_subprocess_exec(
            *program, *words, cwd=folder, env=environment, stdin=asyncio.subprocess.DEVNULL, stdout=PIPE, stderr=STDOUT
        )

    def _environment(self) -> dict[str, str]:
        """No home, no settings of this machine; Telegram is where the fake one is, with the token that init writes."""
        given = {"PATH": os.defpath, "HOME": str(self.folder.parent / "home"), "LANG": self.words.locale}
        beside = {"PYTHONPATH": str(ROOT)} if self.program == HERE else {}
        return given | beside | {"TELEGRAM_API_URL": self.telegram.url, "PYTHONUTF8": "1"}

    def _page(self, reviews: list[dict[str, Any]]) -> Reply:
        good = _review("Irene", "OK", "Acme Soft, Зубр-Софт: all fine, всё хорошо.", stars=5)
        company = {"@context": "https://schema.org", "@type": "Organization", "name": "X", "review": [*reviews, good]}
        script = f'<script type="application/ld+json">{json.dumps(company)}</script>'
        return Reply(body=f"<html>{script}</html>".encode(), headers={"Content-Type": "text/html; charset=utf-8"})

    def _told(self, step: str, seen: str) -> None:
        print(f"\n--- {time.monotonic() - self.began:.1f} s: {step}\n{seen.rstrip()}", flush=True)


def _review(author: str, title: str, text: str, *, stars: int) -> dict[str, Any]:
    """As a page of reviews marks it up."""
    at = (NOW - timedelta(days=stars, minutes=5)).isoformat()
    who, rating = {"@type": "Person", "name": author}, {"ratingValue": stars}
    facts = {"@type": "Review", "author": who, "datePublished": at, "reviewRating": rating}
    return facts | {"name": title, "reviewBody": text}


async def day(language: str, program: Sequence[str]) -> float:
    """How long it took, in seconds."""
    words = LANGUAGES[language]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "folder"
        folder.mkdir()
        async with Site() as site, TelegramServer() as telegram:
            site.serve("/robots.txt", Reply(404))
            token = ("--language", language, "--token", telegram.token)
            one = Day(words, folder, site, telegram, program)
            one.words = Words(**{**vars(words), "said": (*words.said, *token)})
            await one.live()
            return time.monotonic() - one.began


def main() -> None:
    """Fails where a language does not come to its end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("languages", nargs="*", metavar="ru|en")
    parser.add_argument("--otklik", type=Path)
    asked = parser.parse_args()
    program = (str(asked.otklik.absolute()),) if asked.otklik else HERE
    took = {one: asyncio.run(day(one, program)) for one in asked.languages or LANGUAGES}
    print("\n" + ", ".join(f"{language}: {seconds:.0f} s to an answered review" for language, seconds in took.items()))


if __name__ == "__main__":
    main()
