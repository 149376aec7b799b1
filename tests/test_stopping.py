"""Whoever says stop is heard within ten seconds, and nobody is left behind; `make soak` says it at every moment."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from web_site import Reply, Site

ROOT = Path(__file__).parents[1]
FILE = """
brands: [{{id: zubr, name: Zubr}}]
sources: [{{id: slow, kind: feed, url: "{url}"}}]
http: {{allow_private_network: true, respect_robots: false, timeout: 60s}}
"""
ENDLESS = "def main():\n    while True:\n        pass\n"
ORPHAN = """
import asyncio, sys
from monitor.process.subprocesses import start_module
async def main():
    print((await start_module("endless")).pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.fixture
async def crawling(tmp_path: Path) -> AsyncIterator[Process]:
    """`otklik crawl` of a site that never answers."""
    async with Site() as site:
        (tmp_path / "sources.yaml").write_text(FILE.format(url=site.serve("/rss", Reply(hang=True))), encoding="utf-8")
        program = await _python(tmp_path, "-m", "monitor", "crawl")
        async with asyncio.timeout(60):
            while not site.seen:  # noqa: ASYNC110  # the site tells nobody
                await asyncio.sleep(0.02)
        yield program
        assert program.returncode is not None


@pytest.mark.long
async def test_a_pass_over_a_site_that_never_answers_ends_in_order(crawling: Process) -> None:
    begun = time.monotonic()
    crawling.send_signal(signal.SIGTERM)
    _, err = await crawling.communicate()
    assert (crawling.returncode, err) == (0, b"")
    assert time.monotonic() - begun < 30


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it ends at its own deadline")
async def test_a_process_that_reads_without_end_does_not_outlive_us(tmp_path: Path) -> None:
    (tmp_path / "endless.py").write_text(ENDLESS)
    parent = await _python(tmp_path, "-c", ORPHAN)
    assert parent.stdout is not None
    child = int(await parent.stdout.readline())
    os.kill(child, 0)
    parent.kill()
    await parent.communicate()
    async with asyncio.timeout(60):
        while _runs(child):  # noqa: ASYNC110  # nobody waits for an orphan
            await asyncio.sleep(0.01)


def _runs(process: int) -> bool:
    """Not where it is dead and its new parent has only not looked yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def _python(folder: Path, *words: str) -> Process:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "SYSTEMROOT"}}
    paths = os.pathsep.join((str(folder), str(ROOT)))
    environment = kept | {"PYTHONPATH": paths, "LANG": "C.UTF-8"}
    return await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=folder, env=environment, stdout=PIPE, stderr=PIPE
    )


LOADING = """
import signal
from monitor.commands.stopping import stoppable
with stoppable():
    try:
        signal.raise_signal(signal.SIGTERM)
    except SystemExit as end:  # as whoever builds a model does
        raise ValueError(end)
"""


async def test_what_was_being_loaded_when_the_end_was_told_is_no_failure() -> None:
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", LOADING, stderr=PIPE)
    _, said = await program.communicate()
    assert (program.returncode, said) == (0, b"")
