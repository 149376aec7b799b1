"""Proposes sources for a first file: tries each at once, shows what it gives, leaves out what is not wanted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console, RenderableType
from rich.progress import Progress
from rich.text import Text

from monitor.commands.asked import Written
from monitor.commands.interview import Interview
from monitor.commands.looking import looking
from monitor.commands.probing import Probe, Probed, likely_kind
from monitor.config.load import Loaded, read_plan
from monitor.config.marked_yaml import read
from monitor.config.presets import find, in_words
from monitor.config.settings import read_environment, settings_of
from monitor.errors import ConfigError, FetchError
from monitor.fetch import Remembered
from monitor.live import Live
from monitor.places.closed import closed
from monitor.render.screen import DOUBTFUL, hanging
from monitor.setup import Answers, Entry, Line, first_plan, for_page, is_there, not_there, proposals
from monitor.texts import Texts

EVERYTHING = "all"
_NO_WAY = frozenset({"fetch.dns", "fetch.unreachable", "fetch.timeout"})  # to where anything is


@dataclass(frozen=True, slots=True)
class Proposing:
    """For the new file, or for the present one, of which its own brands are looked for."""

    path: Path
    present: str
    texts: Texts
    out: Console
    answers: Answers
    unwanted: Sequence[str]

    async def lines(self, interview: Interview | None, *, tried: bool) -> list[Line]:
        """What is to stand in the file; nothing that a team removed comes back unless it is asked for."""
        ready = self._ready(asked=interview is not None)
        entries = [*ready, *self._known_pages()]
        pages = [url for url in self.answers.pages if not _is_known(url)]
        shut = {url: error for url in pages if (error := closed(url))}
        for error in shut.values():
            self.out.print(self.texts("init.not_allowed", error=self.texts.error(error)), style=DOUBTFUL)
        pages = [url for url in pages if url not in shut]
        if not tried:
            used = self._used
            guessed = [for_page(url, likely_kind(url), self._brand, used) for url in pages]
            return [Line(entry, self._about(entry)) for entry in (*entries, *guessed)]
        found = await self._probed(entries, pages)
        self._show([*entries, *({"url": url} for url in pages)], found)
        unwanted = frozenset[int]()
        if interview and found and not self.unwanted:
            unwanted = interview.left_out(len(found), usual=len(ready) if self.present else 0)
        return _each_once(
            Line(one.entry, self._remark(one.entry, one))
            for number, one in enumerate(found, 1)
            if one.entry is not None and one.allowed and number not in unwanted
        )

    def read(self, text: str) -> Loaded:
        """A file as it would stand at this place."""
        return read_plan(text.encode(), self.path, read_environment(self.path.parent), name=self.path.name)

    def _ready(self, *, asked: bool) -> list[Entry]:
        """Without those that were left out by name; raises ConfigError for a name that nobody proposed."""
        fitting = proposals(self.answers.language, self.answers.place.country)
        names = [str(entry["preset"]) for entry in fitting]
        for name in self.unwanted:
            if name not in {*names, EVERYTHING}:
                raise ConfigError("init.leave_out", name=name, known=", ".join(dict.fromkeys(names)))
        if (self.present and not asked) or EVERYTHING in self.unwanted:
            return []
        return not_there(self.present, (entry for entry in fitting if entry["preset"] not in self.unwanted))

    @property
    def _brand(self) -> str:
        """The brand that a page of reviews is about."""
        return self.read(self.present).plan.own[0].id if self.present else self.answers.brands[0].id

    @property
    def _used(self) -> set[str]:
        """Short names that sources of the file have already."""
        return {source.id for source in self.read(self.present).plan.sources} if self.present else set()

    def _known_pages(self) -> list[Entry]:
        return [for_page(url, "", self._brand, set()) for url in self.answers.pages if _is_known(url)]

    async def _probed(self, entries: Sequence[Entry], pages: Sequence[str]) -> list[Probed]:
        loaded = self.read(self._draft(entries))
        written = Written(self.path, loaded, settings_of(read_environment(self.path.parent)))
        live = Live(loaded, telegram=False)
        total = len(entries) + len(pages)
        with Progress(console=self.out, transient=True, disable=not self.out.is_terminal) as bar:
            task = bar.add_task(self.texts("init.trying", done=0, all=total), total=total)

            def done() -> None:
                bar.update(task, advance=1)
                number = int(bar.tasks[task].completed)
                bar.update(task, description=self.texts("init.trying", done=number, all=total))

            async with looking(written, live) as look:
                named = list(zip(entries, loaded.plan.sources, strict=True))
                probe = Probe(replace(look, fetcher=Remembered(look.fetcher)), self._used)
                return await probe.all(named, pages, done)

    def _draft(self, entries: Sequence[Entry]) -> str:
        """A file of these sources alone: beside them the present one keeps its brands, and how it goes out."""
        if not self.present:
            return first_plan(replace(self.answers, pages=()), [Line(entry) for entry in entries], self.texts)
        written = read(self.present).value
        return json.dumps({**(written if isinstance(written, dict) else {}), "sources": list(entries)})

    def _show(self, asked: Sequence[Entry], found: Sequence[Probed]) -> None:
        """Where nothing answers, that is said once."""
        if found:
            self.out.print(self.texts("init.tried"))
        for line in self._shown(asked, found):
            self.out.print(line)
        causes = {one.error.key if isinstance(one.error, FetchError) else "" for one in found}
        if len(found) > 1 and len(causes) == 1 and causes <= _NO_WAY:
            self.out.print(self.texts("init.offline"), style=DOUBTFUL)

    def _shown(self, asked: Sequence[Entry], found: Sequence[Probed]) -> Iterator[RenderableType]:
        told: set[str] = set()
        for number, (entry, one) in enumerate(zip(asked, found, strict=True), 1):
            said, style = self._said(one, told)
            about = self._about(entry)
            name = _name(entry)
            more = (f"\n{about}", "dim") if about else ""
            text = Text.assemble((name, "bold"), " – ", (said, style), more, overflow="fold")
            yield hanging(f"{number:>2}.", text)

    def _said(self, one: Probed, told: set[str]) -> tuple[str, str]:
        """What it gives, and in which colour; a reason that was told is not told again."""
        if one.entry is None and one.error is not None and one.error.key == "parse.by_scripts":
            return self.texts("init.not_allowed", error=self.texts.error(one.error)), DOUBTFUL
        if one.entry is None:
            return self.texts("init.nothing"), DOUBTFUL
        if one.error is None:
            return self.texts("init.found", items=one.items, mentions=one.mentions), "green"
        if not one.allowed:
            return self.texts("init.not_allowed", error=self.texts.error(one.error)), DOUBTFUL
        if one.error.key in told:
            return self.texts("init.same"), "red"
        told.add(one.error.key)
        return self.texts("init.failed", error=self.texts.error(one.error)), "red"

    def _remark(self, entry: Entry, one: Probed) -> str:
        found = "" if one.error else self.texts("init.found", items=one.items, mentions=one.mentions)
        return " ".join(filter(None, (self._about(entry), found)))

    def _about(self, entry: Entry) -> str:
        """What a ready-made source is."""
        name = entry.get("preset")
        return in_words(find(str(name)).about, self.texts.language) if name else ""


def _name(entry: Entry) -> str:
    """What a person knows it by; two channels are the same ready-made source."""
    name = str(entry.get("preset") or entry.get("url"))
    given = [str(one) for key, one in entry.items() if key not in {"preset", "url", "brand"}]
    return f"{name} ({', '.join(given)})" if given else name


def _is_known(url: str) -> bool:
    return "preset" in for_page(url, "", "", set())


def _each_once(lines: Iterable[Line]) -> list[Line]:
    """Two pages of one site may name one feed."""
    kept: list[Line] = []
    for line in lines:
        if not is_there(line.entry, [dict(one.entry) for one in kept]):
            kept.append(line)
    return kept
