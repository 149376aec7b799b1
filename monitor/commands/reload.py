"""A changed sources.yaml is taken up while running; a broken one changes nothing and the team is told why."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

import structlog

from monitor.commands.asked import now
from monitor.commands.database import forbid
from monitor.commands.opening import Opened
from monitor.config.difference import difference
from monitor.config.load import PlanError, content, read_plan
from monitor.config.plan import Plan
from monitor.config.settings import DOTENV, together, understood, unless_wrong
from monitor.domain import PlanChanged
from monitor.errors import ConfigError
from monitor.live import Built
from monitor.rehearsal import rehearsed
from monitor.render.proposal import rehearsed_lines
from monitor.understanding import Understanding

PATIENCE = 2  # looks

log = structlog.get_logger(__name__)

Files = tuple[bytes, ...]  # what the file says, and after it what those beside it say


class Reload:
    """Looks at the file now and then; reads it when its bytes are others."""

    def __init__(self, house: Opened, *, due: Callable[[set[str]], None], leads: bool = True) -> None:
        self._house = house
        self._live = house.live
        self._store = house.store
        self._leads = leads  # of all who read the file one tells the team what has changed
        self._due = due
        self._beside = house.written.loaded.beside
        # as this program began with it: between then and now, while a database is opened, it may have changed
        self._seen = house.written.loaded.files or self._bytes() or ()
        self._missed = 0  # looks in a row that found no file
        self._unfinished = False  # what the file forbids may still be stored
        self._untold: list[tuple[str, Files]] = []  # what the team is to hear, and of which file
        self._looking = asyncio.Lock()

    async def look(self) -> None:
        """Takes the file up where its bytes are others than at the last look; asked for by the clock and by the bot."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        await self._tell()
        if self._unfinished:
            await self._remove()
        written = self._bytes()
        if written is None:
            await self._miss()
            return
        missed, self._missed = self._missed, 0
        if written == self._seen:
            if missed >= PATIENCE:
                await self._say("notice.plan_back")
            return
        self._seen = written
        dotenv = self._house.written.path.parent / DOTENV
        before = content(dotenv)  # who puts it right while it is read is not to be overlooked
        try:
            built = await asyncio.to_thread(self._built, written[0])
        except ConfigError as error:
            beside = error.beside if isinstance(error, PlanError) else ()
            self._watch((*beside, dotenv), {dotenv: before})  # there it may have to be put right
            log.warning("sources.yaml not taken up", error=error)
            await self._say("notice.plan_refused", errors=error)
            return
        await self._take_up(built, written)

    async def _take_up(self, built: Built, written: Files) -> None:
        loaded, before, understood_before = built.loaded, self._live.plan, self._live.understanding
        self._watch(loaded.beside, dict(zip(loaded.beside, loaded.files[1:], strict=True)))
        self._house.written.redaction.add(loaded.secrets)
        hide = self._house.written.redaction.text
        changes = await asyncio.to_thread(difference, before, loaded.plan, built.understanding.texts, hide)
        again = await asyncio.to_thread(_asked_again, before, loaded.plan)
        self._live.put(built)
        understanding = self._live.understanding
        self._house.fetcher.adopt(loaded.plan.http, zone=loaded.plan.zone, forbids=understanding.places.holds)
        self._house.pipeline.adopt(understanding)
        self._unfinished = True
        self._due(again)
        log.info("sources.yaml taken up")
        if self._leads:
            await self._tell("\n".join((*changes, *await self._tried(understood_before))), written)
        await self._remove()
        if loaded.plan.language != before.language:
            self._due(await self._troubled())

    def _built(self, data: bytes) -> Built:
        """The plan and all that follows from it, with the .env as it is now: a new source often brings a secret."""
        path, language = self._house.written.path, self._live.plan.language
        environment, wrong = understood(path.parent)
        mistakes: list[ConfigError] = []
        loaded = unless_wrong(lambda: read_plan(data, path, environment, name=str(path), language=language), mistakes)
        if loaded is None or wrong:
            raise together((*mistakes, *wrong))
        return self._live.built(loaded.remembering(self._live.plan.audiences))

    async def _tried(self, before: Understanding) -> Sequence[str]:
        """What the newest mentions would have been; before what is forbidden now is removed."""
        live = self._live
        return rehearsed_lines(await rehearsed(self._store, before, live.plan, now()), live.texts)

    async def _troubled(self) -> set[str]:
        """Sources whose last visit is told in words: another one tells it in those of the present language."""
        states = (await self._store.sources()).values()
        return {source.id for source in self._live.plan.sources} & {state.id for state in states if state.error}

    async def _miss(self) -> None:
        """An editor deletes the old file before it writes the new one: only what stays away is told."""
        self._missed += 1
        if self._missed == PATIENCE:
            log.warning("sources.yaml cannot be read")
            await self._say("notice.plan_away")

    async def _remove(self) -> None:
        """What cannot be finished now, for the database is in trouble, is tried again at the next look."""
        plan = self._live.plan
        await self._store.keep_pauses([source.id for source in plan.sources])
        await self._store.audiences(plan.audiences)
        removed = await forbid(self._store, plan)
        self._unfinished = False
        if removed:
            await self._tell(self._live.texts("notice.forbidden_removed", n=removed), self._seen)

    async def _say(self, sentence: str, **blanks: object) -> None:
        """What happened to the file, by the one who leads."""
        if self._leads:
            await self._tell(self._live.texts(sentence, **blanks), self._seen)

    async def _tell(self, text: str = "", written: Files = ()) -> None:
        """With what could not be told before, for the database was in trouble."""
        if text:
            self._untold.append((text, written))
        while self._untold:
            said, files = self._untold[0]
            mark = blake2b(b"".join(files), digest_size=8).hexdigest()
            key, whom = f"plan:{mark}:{now().isoformat()}", self._live.routes.operations()
            await self._store.owe_all(whom, PlanChanged(said), now(), key)
            del self._untold[0]

    def _bytes(self) -> Files | None:
        """None while an editor is between deleting the old file and writing the new one."""
        try:
            written = self._house.written.path.read_bytes()
        except OSError:
            return None
        return (written, *map(content, self._beside))

    def _watch(self, beside: tuple[Path, ...], before: Mapping[Path, bytes]) -> None:
        """The file may name another one, which counts as a part of it; `before` is what those said that were read."""
        if beside != self._beside:
            data, *others = self._seen
            known = {**before, **dict(zip(self._beside, others, strict=True))}
            self._beside = beside
            self._seen = (data, *(known[path] if path in known else content(path) for path in beside))


def _asked_again(before: Plan, after: Plan) -> set[str]:
    """New and rewritten sources are due at once; after a change of brands all are."""
    old = {source.id: source for source in before.sources}
    renamed = before.brands != after.brands
    return {source.id for source in after.sources if renamed or old.get(source.id) != source}
