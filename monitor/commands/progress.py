"""The bar of `otklik crawl`: how far it is, what was found, and how long it still takes."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task
from rich.text import Text

from monitor.commands.opening import Opened
from monitor.domain import Report
from monitor.render.phrase import count
from monitor.rounds.time_left import TimeLeft
from monitor.rounds.turns import hosts
from monitor.sources import AnySource
from monitor.texts import Texts

_MINUTE, _HOUR = 60, 60  # seconds, minutes
_SETTLED = 3.0  # seconds before which nobody can tell


class CrawlProgress:
    """Shown on a terminal, and nowhere else; gone when the crawl is over."""

    def __init__(self, house: Opened, sources: Sequence[AnySource], err: Console, *, unseen: bool) -> None:
        names, texts = house.live.understanding.names, house.live.texts
        left = _Left(texts)
        columns = (BarColumn(None), MofNCompleteColumn(), _Found(texts), left)
        self._bar = Progress(*columns, console=err, transient=True, disable=unseen, expand=True, refresh_per_second=2)
        self._task = self._bar.add_task("", total=len(sources), new=0, mentions=0)
        places = {} if unseen else {source.id: hosts(source, names(source)) for source in sources}
        gap = house.live.plan.http.per_host.gap.total_seconds()
        self._time = None if unseen else TimeLeft(places, gap=gap, now=self._bar.get_time())
        left.time = self._time

    def __enter__(self) -> CrawlProgress:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def told(self, report: Report) -> None:
        """One more source was visited."""
        if self._time is None:
            return
        self._time.done(report.source, now=self._bar.get_time())
        found = self._bar.tasks[0].fields
        new, mentions = found["new"] + report.new, found["mentions"] + report.mentions
        self._bar.update(self._task, advance=1, new=new, mentions=mentions)


class _Found(ProgressColumn):
    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts

    def render(self, task: Task) -> Text:
        new, mentions = count(task.fields["new"]), count(task.fields["mentions"])
        return Text(self._texts("cli.crawl.found", new=new, mentions=mentions))


class _Left(ProgressColumn):
    max_refresh = 1.0  # seconds

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.time: TimeLeft | None = None

    def render(self, task: Task) -> Text:
        if self.time is None or task.elapsed is None or task.elapsed < _SETTLED:
            return Text("")
        return Text(left_in_words(self.time.seconds(task.get_time()), self._texts))


def left_in_words(seconds: float, texts: Texts) -> str:
    """No more exact than anybody can know.

    >>> [left_in_words(seconds, Texts("en")) for seconds in (20, 61, 4000)]
    ['less than a minute left', 'about 2 min left', 'about 1 h 7 min left']
    """
    if seconds < _MINUTE:
        return texts("cli.crawl.soon")
    hours, minutes = divmod(ceil(seconds / _MINUTE), _HOUR)
    parts = [texts("date.hours", n=hours)] if hours else []
    parts += [texts("date.minutes", n=minutes)] if minutes else []
    return texts("cli.crawl.left", time=" ".join(parts))
