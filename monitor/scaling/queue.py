"""Which sources wait for a visit and who visits which: procrastinate, in the database that all processes share."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import psycopg
import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, NoResult, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.worker import Worker as Hand
from psycopg_pool import AsyncConnectionPool

from monitor.domain.sharing import Call
from monitor.errors import AddressError, StoreError
from monitor.process.awaiting import first_of
from monitor.scaling import schema
from monitor.store.connection.address import Address

VISITS = "visits"
BEAT, LOST = 5.0, 20.0  # seconds between two signs of life of a worker, and after which it counts as dead
POLL = 0.5  # seconds: a host that has become free calls nobody
CONNECTIONS = 4
PATIENCE = 10.0  # seconds for a connection
AGAIN = 1.0  # second until a database in trouble is asked again

Visit = Callable[[Call], Awaitable[None]]

log = structlog.get_logger(__name__)


class Queue:
    """The one door to procrastinate."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._place = address.place
        settings = {"options": f"-c search_path={schema.NAME}", "application_name": "otklik queue"}
        self._connector = PsycopgConnector(
            conninfo=address.for_libpq(password=True),
            kwargs=settings,
            min_size=1,
            max_size=CONNECTIONS,
            timeout=PATIENCE,
            pool_factory=_pool,
        )
        self._app = App(connector=self._connector)
        self._visit: Visit = _nobody
        self._app.task(name="visit", queue=VISITS)(self._visited)

    @asynccontextmanager
    async def opened(self, *, leads: bool) -> AsyncIterator[Queue]:
        """Connected, with its tables as this version has them; whoever `leads` replaces those of another version."""
        logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # each of its tries; that there is trouble we say
        with self._told():
            await self._app.open_async()
        try:
            await self._brought_up_to_date(leads=leads)
            yield self
        finally:
            with suppress(ConnectorException):
                await self._app.close_async()

    async def put(self, calls: Sequence[Call]) -> None:
        """To be visited, each once; what waits already goes on waiting."""
        jobs = [_job(call) for call in calls]
        if not jobs:
            return
        with self._told():
            try:
                await self._app.job_manager.batch_defer_jobs_async(jobs)
            except AlreadyEnqueued:  # by somebody else, a moment ago
                for job in jobs:
                    with suppress(AlreadyEnqueued):
                        await self._app.job_manager.defer_job_async(job)

    async def present(self) -> Mapping[str, str]:
        """The host of each source that waits or is being visited."""
        with self._told():
            jobs = await self._app.job_manager.list_jobs_async(queue=VISITS)
        return {job.queueing_lock or "": job.lock or "" for job in jobs}

    async def revive(self, attempts: int) -> Sequence[str]:
        """What a dead worker was visiting waits again; answers with what so many of them died of, which waits not."""
        with self._told():
            stalled = await self._app.job_manager.get_stalled_jobs(queue=VISITS, seconds_since_heartbeat=LOST)
            deadly = []
            for job in stalled:
                log.warning("a worker died over a visit", source=job.queueing_lock, attempt=job.attempts + 1)
                if job.attempts + 1 < attempts:
                    await self._again(job)
                elif job.id is not None:
                    deadly.append(job.queueing_lock or "")
                    await self._app.job_manager.finish_job_by_id_async(job.id, Status.ABORTED, delete_job=True)
            return deadly

    async def workers(self) -> int:
        """How many give signs of life."""
        with self._told():
            row = await self._connector.execute_query_one_async(schema.ALIVE, seconds=LOST)
        return int(row["workers"])

    async def serve(self, visit: Visit, stop: asyncio.Event, *, at_once: int, grace: timedelta) -> None:
        """Visits what waits until stopped; a database in trouble ends nothing."""
        self._visit = visit
        while not stop.is_set():
            hand = Hand(
                self._app,
                queues=[VISITS],
                concurrency=at_once,
                fetch_job_polling_interval=POLL,
                shutdown_graceful_timeout=grace.total_seconds(),
                delete_jobs="always",
                install_signal_handlers=False,
                update_heartbeat_interval=BEAT,
                stalled_worker_timeout=LOST,
            )
            await self._worked(hand, stop)
            await first_of(stop, timeout=AGAIN)

    async def take(self, host: str, holder: str, seconds: float) -> tuple[float | None, int] | None:
        """The turn at a host for so long: how many seconds ago it was asked last, and the mark of what is held.

        None where somebody else has it.
        """
        with self._told():
            try:
                row = await self._connector.execute_query_one_async(
                    schema.TAKE, host=host, holder=holder, seconds=seconds
                )
            except NoResult:
                return None
        return row["ago"], int(row["mark"])

    async def give(self, host: str, holder: str, ago: float | None) -> None:
        """It is somebody else's turn; we asked so many seconds ago, or not at all."""
        with self._told():
            await self._connector.execute_query_async(schema.GIVE, host=host, holder=holder, ago=ago)

    async def renew(self, hosts: Sequence[str], holder: str, seconds: float) -> None:
        """We still need these."""
        with self._told():
            await self._connector.execute_query_async(schema.RENEW, hosts=list(hosts), holder=holder, seconds=seconds)

    async def mark(self) -> None:
        """Some site is to be left alone from now on: whoever takes a turn looks which."""
        with self._told():
            await self._connector.execute_query_one_async(schema.MARK)

    async def forget_turns(self) -> None:
        """Hosts that nobody asked for long."""
        with self._told():
            await self._connector.execute_query_async(schema.FORGET)

    async def _visited(self, **call: str) -> None:
        await self._visit(Call(**call))

    async def _again(self, job: Job) -> None:
        """Unless its source waits anew: then that is enough."""
        try:
            await self._app.job_manager.retry_job(job)
        except UniqueViolation:
            if job.id is None:
                raise
            await self._app.job_manager.finish_job_by_id_async(job.id, Status.ABORTED, delete_job=True)

    async def _worked(self, hand: Hand, stop: asyncio.Event) -> None:
        """Until stopped, or until the database is in trouble: who gives no signs of life must not go on working."""
        ends = [asyncio.ensure_future(one) for one in (_run(hand), self._alive(hand), stop.wait())]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            hand.stop()  # type: ignore[no-untyped-call]  # it is published half typed
            for one in ends[1:]:
                one.cancel()
            outcomes = await asyncio.gather(*ends, return_exceptions=True)
        for error in outcomes:
            if isinstance(error, ConnectorException):
                log.warning("the queue cannot be reached", error=str(error.__cause__ or error))
            elif isinstance(error, Exception):
                raise error

    async def _alive(self, hand: Hand) -> None:
        while True:
            await asyncio.sleep(BEAT)
            if hand.worker_id is not None:
                await self._app.job_manager.update_heartbeat(hand.worker_id)

    async def _brought_up_to_date(self, *, leads: bool) -> None:
        said = False
        while True:
            with self._told():
                row = await self._connector.execute_query_one_async(schema.FOUND, name=schema.NAME)
                found: str | None = row["version"]
            if found == schema.VERSION:
                return
            if found is None or leads:
                await self._built(found)
            else:
                if not said:
                    log.warning("the queue is of another version; waiting for the scheduler", version=found)
                said = True
                await asyncio.sleep(AGAIN)

    async def _built(self, before: str | None) -> None:
        try:
            with self._told():
                await self._connector.execute_query_async(schema.build(before))
        except StoreError as error:
            why = error.__cause__
            quicker = why is not None and isinstance(why.__cause__, psycopg.errors.DuplicateSchema)
            if not quicker and not isinstance(why, UniqueViolation):
                raise  # else another process was quicker

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Whatever goes wrong inside leaves as a sentence about this database."""
        try:
            yield
        except ConnectorException as error:
            cause = error.__cause__
            if isinstance(cause, psycopg.errors.InsufficientPrivilege):
                raise AddressError("store.no_schema", place=self._place, schema=schema.NAME) from error
            if isinstance(cause, psycopg.OperationalError):
                raise StoreError("store.unreachable", place=self._place) from error
            reason = type(cause or error).__name__
            raise StoreError("store.refused", place=self._place, reason=reason) from error


async def _nobody(_: Call) -> None:
    """Until somebody serves."""


def _pool(**options: Any) -> AsyncConnectionPool:
    """Asks no connection whether it still lives before it is used: that would double the questions."""
    return AsyncConnectionPool(**{**options, "check": None})


async def _run(hand: Hand) -> None:
    await hand.run()  # type: ignore[no-untyped-call]  # it is published half typed


def _job(call: Call) -> Job:
    kwargs: dict[str, Any] = asdict(call)
    return Job(queue=VISITS, lock=call.host, queueing_lock=call.source, task_name="visit", task_kwargs=kwargs)
