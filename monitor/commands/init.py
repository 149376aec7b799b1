"""`otklik init`: asks a few questions, tries what fits, writes a commented sources.yaml and .env; never overwrites."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console, RenderableType
from rich.progress import Progress
from rich.text import Text

from monitor.commands.asked import Written
from monitor.commands.interview import Interview, somebody_there, spellings
from monitor.commands.online import telegram_answers
from monitor.commands.opening import opened_web
from monitor.commands.probing import Probe, Probed, likely_kind
from monitor.config.load import Loaded, PlanError, read_plan, spoken
from monitor.config.settings import from_environment, is_token, read_environment, settings_of, spoken_here
from monitor.errors import ConfigError, because
from monitor.live import Live
from monitor.logs import Redaction
from monitor.reading import Reader
from monitor.render.terminal import console, hanging
from monitor.setup import (
    NOWHERE,
    Answers,
    Entry,
    Line,
    address_of,
    first_plan,
    for_page,
    host_of,
    more_plan,
    name_of,
    place_of,
    proposals,
    several,
    with_variable,
)
from monitor.texts import LANGUAGES, Texts

_TOKEN = "TELEGRAM_BOT_TOKEN"  # nosec B105  # noqa: S105  # the name of a variable
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says; what it does not say is asked, or taken as usual with `yes`."""

    language: str = ""
    brand: str = ""
    aliases: Sequence[str] = ()
    site: str = ""
    place: str = ""
    competitors: Sequence[str] = ()
    pages: Sequence[str] = ()
    token: str = ""
    yes: bool = False
    untried: bool = False


async def init(path: Path, options: Options, redaction: Redaction) -> int:
    """0 when both files are written; raises ConfigError for what the person has to change."""
    present = _present(path)
    texts = Texts(_language(options, path, present))
    out = console()
    asking = not options.yes and somebody_there()
    answers = _answers(options, texts.language)
    interview = Interview(texts, out)
    if asking:
        out.print(texts("init.again", path=path.name) if present else texts("init.hello"))
        answers = interview.more(answers) if present else interview.first(answers)
    elif not present and not answers.brand:
        raise ConfigError("init.brand" if options.yes else "init.no_terminal")
    elif not answers.aliases and answers.brand:
        answers = replace(answers, aliases=spellings(answers.brand))
    setting = _Setting(path, present, texts, out, answers)
    lines = await setting.lines(interview if asking else None, tried=not options.untried)
    written = setting.write(lines)
    token = _token(options, path.parent, interview if asking else None)
    written += _write_environment(path.parent / ".env", token, texts)
    if written:
        out.print(texts("init.written", list=", ".join(one.name for one in written)))
    if path.parent / ".env" in written:
        out.print(texts("init.private_file", path=".env"), style="dim")
    if token and not options.untried:
        await setting.try_token(redaction)
    _next(path, texts, out)
    return 0


@dataclass(frozen=True, slots=True)
class _Setting:
    """One file in the making: the new one, or the present one with more in it."""

    path: Path
    present: str
    texts: Texts
    out: Console
    answers: Answers

    async def lines(self, interview: Interview | None, *, tried: bool) -> list[Line]:
        """The sources that are proposed, tried and wanted; nobody is asked, nothing comes back that a team removed."""
        ready = [] if self.present and interview is None else proposals(self.answers.language)
        entries = [*ready, *self._known_pages()]
        pages = [url for url in self.answers.pages if not _is_known(url)]
        if not tried:
            used: set[str] = set()
            guessed = [for_page(url, likely_kind(url), self._brand, used) for url in pages]
            return [Line(entry) for entry in (*entries, *guessed)]
        found = await self._probed(entries, pages)
        if found:
            self.out.print(self.texts("init.tried"))
        asked: list[Entry] = [*entries, *({"url": url} for url in pages)]
        for number, (entry, one) in enumerate(zip(asked, found, strict=True), 1):
            self.out.print(_shown(number, one, entry, self.texts))
        unwanted = interview.left_out(len(found)) if interview and found else frozenset[int]()
        return [
            Line(one.entry, self._remark(one))
            for number, one in enumerate(found, 1)
            if one.entry is not None and one.allowed and number not in unwanted
        ]

    def write(self, lines: Sequence[Line]) -> list[Path]:
        """The file, if anything is new in it."""
        text, added = self._text(lines)
        if self.present:
            said = ", ".join(added)
            self.out.print(self.texts("init.added", list=said) if said else self.texts("init.nothing_new"))
        if text == self.present:
            return []
        self._read(text)
        _put(self.path, text)
        return [self.path]

    async def try_token(self, redaction: Redaction) -> None:
        """Whether Telegram knows it."""
        settings = settings_of(read_environment(self.path.parent))
        redaction.add(settings.secrets)
        loaded = self._read(self.path.read_text(encoding="utf-8-sig"))
        live = Live(loaded, telegram=True)
        for good, line in await telegram_answers(Written(self.path, loaded, settings, redaction), live):
            said = self.texts("init.token_ok") if good else self.texts("init.token_bad", error=line)
            self.out.print(said, style="" if good else "yellow")

    @property
    def _brand(self) -> str:
        """The brand that a page of reviews is about."""
        if self.present:
            return self._read(self.present).plan.own[0].id
        return self.answers.brands[0].id

    def _known_pages(self) -> list[Entry]:
        return [for_page(url, "", self._brand, set()) for url in self.answers.pages if _is_known(url)]

    async def _probed(self, entries: Sequence[Entry], pages: Sequence[str]) -> list[Probed]:
        draft = first_plan(replace(self._draft, pages=()), [Line(entry) for entry in entries], self.texts)
        loaded = self._read(draft)
        settings = settings_of(read_environment(self.path.parent))
        written = Written(self.path, loaded, settings)
        live = Live(loaded, telegram=False)
        total = len(entries) + len(pages)
        with Progress(console=self.out, transient=True, disable=not self.out.is_terminal) as bar:
            task = bar.add_task(self.texts("init.trying", done=0, all=total), total=total)

            def done() -> None:
                bar.update(task, advance=1)
                number = int(bar.tasks[task].completed)
                bar.update(task, description=self.texts("init.trying", done=number, all=total))

            async with opened_web(written, live) as fetcher, Reader() as reader:
                return await Probe(live, fetcher, reader).all(
                    list(zip(entries, loaded.plan.sources, strict=True)), pages, done
                )

    @property
    def _draft(self) -> Answers:
        """Of a file that is there its own brands are looked for."""
        if not self.present:
            return self.answers
        own = self._read(self.present).plan.own[0]
        return replace(self.answers, brand=own.name, aliases=own.aliases, competitors=())

    def _text(self, lines: Sequence[Line]) -> tuple[str, list[str]]:
        if not self.present:
            return first_plan(self.answers, lines, self.texts), []
        text, brands, fresh = more_plan(self.present, self.answers.brands, lines)
        entries = (str(line.entry.get("preset") or line.entry.get("id")) for line in fresh)
        return text, [*(brand.name for brand in brands), *entries]

    def _read(self, text: str) -> Loaded:
        return read_plan(text.encode(), self.path, read_environment(self.path.parent), name=self.path.name)

    def _remark(self, one: Probed) -> str:
        if one.error is not None:
            return ""
        return self.texts("init.found", items=one.items, mentions=one.mentions)


def _answers(options: Options, language: str) -> Answers:
    """What was said so far; raises ConfigError for what cannot be meant, before anything is written."""
    if options.token and not is_token(options.token):
        raise ConfigError("init.token")
    return Answers(
        language=language,
        brand=name_of(options.brand),
        aliases=several(options.aliases),
        site=host_of(options.site),
        place=place_of(options.place) if options.place else NOWHERE,
        competitors=several(options.competitors),
        pages=tuple(dict.fromkeys(address_of(one) for one in options.pages)),
    )


def _present(path: Path) -> str:
    """The file that is there, which must be in order: to a broken one nothing can be added."""
    if not path.exists():
        return ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        read_plan(text.encode(), path, read_environment(path.parent), name=path.name)
    except (OSError, UnicodeDecodeError, PlanError) as error:
        raise ConfigError("init.broken", path=path.name) from error
    return text


def _language(options: Options, path: Path, present: str) -> str:
    if present:
        return spoken(path)
    chosen = options.language or spoken_here()
    if chosen not in LANGUAGES:
        raise ConfigError("init.language", language=chosen)
    return chosen


def _is_known(url: str) -> bool:
    return "preset" in for_page(url, "", "", set())


def _token(options: Options, folder: Path, interview: Interview | None) -> str:
    if options.token or from_environment(read_environment(folder), _TOKEN) or interview is None:
        return options.token
    return interview.token()


def _write_environment(path: Path, token: str, texts: Texts) -> list[Path]:
    """Also without a token, with the place where it belongs."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    after = with_variable(before, _TOKEN, token, texts("init.env_token"))
    if after == before:
        return []
    _put(path, after)
    path.chmod(_PRIVATE)
    return [path]


def _put(path: Path, text: str) -> None:
    """At once: nobody finds half a file."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.touch(_PRIVATE if path.name == ".env" else 0o644)
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, path)  # noqa: PTH105  # at once, whatever stands there
    except OSError as error:
        raise ConfigError("init.not_written", path=str(path), reason=because(error)) from error
    finally:
        fresh.unlink(missing_ok=True)


def _shown(number: int, one: Probed, asked: Entry, texts: Texts) -> RenderableType:
    name = str(asked.get("preset") or asked.get("url"))
    if one.entry is None:
        said, style = texts("init.nothing"), "yellow"
    elif not one.allowed and one.error is not None:
        said, style = texts("init.not_allowed", error=texts.error(one.error)), "yellow"
    elif one.error is not None:
        said, style = texts("init.failed", error=texts.error(one.error)), "red"
    else:
        said, style = texts("init.found", items=one.items, mentions=one.mentions), "green"
    return hanging(f"{number:>2}.", Text.assemble((name, "bold"), " – ", (said, style), overflow="fold"))


def _next(path: Path, texts: Texts, out: Console) -> None:
    named = "" if path.name == "sources.yaml" and path.parent == Path() else f" --config {path}"
    out.print(texts("init.next"))
    for step in ("check", "crawl", "run"):
        out.print(hanging("•", Text(texts(f"init.steps.{step}", command=f"otklik {step}{named}"))))
