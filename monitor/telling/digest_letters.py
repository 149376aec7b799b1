"""Composes the digest for each way to people: rich with everything inside, or words first and the rest beside them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Protocol

import structlog

from monitor.digest import Digest, Theme, pictured
from monitor.domain import DigestDue, DigestFile, DigestPictures, Notice, Owed, Reason, Record
from monitor.domain.targets import TELEGRAM, TERMINAL, parts
from monitor.live import Live
from monitor.pictures import draw
from monitor.process.offload import offload
from monitor.render.digest import digest_document
from monitor.render.document import Attachment, Document, Line, Picture, line
from monitor.render.subject import digest_subject
from monitor.replies.permission import quotable
from monitor.store import Query, Store
from monitor.team.routes import Scope
from monitor.telling.channel import Letter
from monitor.texts import Texts
from monitor.weekly.sheet import MOST, week_rows, week_sheet
from monitor.workbook import Row, Sheet, WorkbookError, written

Figures = Callable[[str, datetime, Scope], Awaitable[Digest]]
Write = Callable[[Sheet, Iterable[Row]], Awaitable[bytes]]
Told = DigestDue | DigestPictures | DigestFile

log = structlog.get_logger(__name__)


class Draw(Protocol):
    """Draws the pictures of a digest."""

    def __call__(
        self, digest: Digest, *, texts: Texts, zone: tzinfo, theme: Theme
    ) -> Awaitable[tuple[Picture, ...]]: ...


class DigestLetters:
    """What is said of a week in the language and zone of the present plan, to each chat what it may see."""

    def __init__(
        self,
        store: Store,
        live: Live,
        figures: Figures,
        *,
        draw: Draw = draw,
        write: Write = written,
    ) -> None:
        self._store = store
        self._live = live
        self._figures = figures
        self._draw = draw
        self._write = write

    async def __call__(self, owed: Owed, notice: Told, now: datetime) -> Letter:
        """The letter for what is owed of a week."""
        scope = await self._scope(owed.target)
        digest = await self._figures(notice.week, now, scope)
        if isinstance(notice, DigestPictures):
            return await self._pictures_alone(owed, digest)
        if isinstance(notice, DigestFile):
            return await self._file_alone(owed, digest, scope, now)
        if parts(owed.target).kind != TELEGRAM:
            return replace(await self._whole(owed, digest, scope, now), subject=self._subject(digest, now))
        praise = quotable(digest.stories.positive, self._live.plan)
        return replace(await self._for_chat(owed, digest, scope, now), praise=praise)

    async def _for_chat(self, owed: Owed, digest: Digest, scope: Scope, now: datetime) -> Letter:
        if await self._plain(owed.target):
            return Letter(owed, await self._words(digest, now), beside=_beside(digest))
        if owed.unsure:  # an answer got lost on the way: with less to carry it may arrive
            return Letter(owed, await self._everything(digest, now), rich=True, beside=_beside(digest))
        return replace(await self._whole(owed, digest, scope, now), rich=True)

    async def _whole(self, owed: Owed, digest: Digest, scope: Scope, now: datetime) -> Letter:
        """With all that belongs to it; a terminal shows words alone."""
        document = await self._everything(digest, now)
        if owed.target == TERMINAL or digest.quiet:
            return Letter(owed, document)
        file, _ = await self._file(digest, scope, now)
        return Letter(owed, document, pictures=await self._pictures(digest), file=file)

    async def _pictures_alone(self, owed: Owed, digest: Digest) -> Letter:
        pictures = await self._pictures(digest)
        key = "enclosed.pictures" if pictures else "enclosed.no_pictures"
        return Letter(owed, self._caption(digest, key, *(line(one.said) for one in pictures)), pictures=pictures)

    async def _file_alone(self, owed: Owed, digest: Digest, scope: Scope, now: datetime) -> Letter:
        file, count = await self._file(digest, scope, now)
        return Letter(owed, self._caption(digest, "enclosed.file" if file else "enclosed.no_file", n=count), file=file)

    def _caption(self, digest: Digest, key: str, *more: Line, **blanks: object) -> Document:
        calendar = self._live.calendar(digest.end)
        period = calendar.period(digest.start, digest.end)
        return Document((line(calendar.texts(key, period=period, **blanks)), *more))

    def _subject(self, digest: Digest, now: datetime) -> str:
        return digest_subject(digest, self._live.calendar(now))

    async def _words(self, digest: Digest, now: datetime) -> Document:
        """As much as one plain message holds."""
        return await offload(digest_document, digest, self._live.calendar(now))

    async def _everything(self, digest: Digest, now: datetime) -> Document:
        return await offload(digest_document, digest, self._live.calendar(now), limit=None)

    async def _pictures(self, digest: Digest) -> tuple[Picture, ...]:
        if not pictured(digest):
            return ()
        plan = self._live.plan
        return await self._draw(digest, texts=self._live.texts, zone=plan.zone, theme=Theme(plan.digest.theme))

    async def _file(self, digest: Digest, scope: Scope, now: datetime) -> tuple[Attachment | None, int]:
        """The mentions that the digest counts, as a workbook, and how many they are."""
        texts, names = self._live.texts, {week.brand.id: week.brand.name for week in digest.brands}
        records = await self._mentions(digest, scope)
        count = sum(week.counts.mentions for week in digest.brands)
        left_out = count - len(records) if count > MOST else 0
        sheet = week_sheet(digest.week, texts=texts, zone=self._live.plan.zone, left_out=left_out)
        try:
            body = await self._write(sheet, week_rows(records, texts=texts, brands=names, now=now))
        except WorkbookError as error:
            log.warning("workbook not written", week=digest.week, rows=len(records), error=str(error.__cause__))
            return None, count
        return Attachment(f"otklik-{digest.week}.xlsx", body), count

    async def _mentions(self, digest: Digest, scope: Scope) -> list[Record]:
        brands = {week.brand.id for week in digest.brands}
        wanted = Query(since=digest.start, until=digest.end, brands=brands, hidden=scope.hidden, limit=MOST)
        return [one for one in await self._store.mentions(wanted) if one.reason is not Reason.NOT_ABOUT_US]

    async def _plain(self, target: str) -> bool:
        """Because the file says so, or because the chat or its messenger once said no."""
        if self._live.plan.digest.style == "classic" or self._live.routes.plain(*await self._store.names(target)):
            return True
        return await self._store.takes_plain(target)

    async def _scope(self, target: str) -> Scope:
        return self._live.routes.scope_of(*await self._store.names(target))


def _beside(digest: Digest) -> tuple[Notice, ...]:
    """What a week is worth besides the words."""
    pictures: tuple[Notice, ...] = (DigestPictures(digest.week),) if pictured(digest) else ()
    return pictures if digest.quiet else (*pictures, DigestFile(digest.week))
