"""`otklik init`: asks a few questions, tries what fits, writes a commented sources.yaml and .env; never overwrites."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from monitor.commands import first_files
from monitor.commands.interview import BrokenOffError, Interview, language, somebody_there, spellings, zone_here
from monitor.commands.proposing import Proposing
from monitor.commands.telegram import bot_name
from monitor.config.load import PlanError, read_plan, spoken
from monitor.config.plan import Plan
from monitor.config.settings import (
    config_place,
    from_environment,
    is_token,
    read_environment,
    settings_of,
    spoken_here,
)
from monitor.errors import ConfigError, MonitorError
from monitor.logs import Redaction
from monitor.process.start import INTERRUPTED
from monitor.render.screen import DOUBTFUL, console, hanging
from monitor.setup import (
    NOWHERE,
    Answers,
    Line,
    Place,
    address_of,
    first_plan,
    host_of,
    more_plan,
    name_of,
    place_of,
    several,
)
from monitor.texts import LANGUAGES, Texts

_APART = re.compile(r"[,;]\s+")  # two addresses, where one was asked for
_EXAMPLE = ("# This example watches «1С-Битрикс»", "name: 1С-Битрикс")  # as it came, with its brand
_TOKEN = "TELEGRAM_BOT_TOKEN"  # nosec B105  # noqa: S105  # the name of a variable


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
    leave_out: Sequence[str] = ()
    token: str = ""
    yes: bool = False
    untried: bool = False


async def init(
    path: Path, options: Options, redaction: Redaction, speak: Callable[[str], None] = lambda _: None
) -> int:
    """0 when both files are written; raises ConfigError for what the person has to change.

    `speak` hears the language of the person, as soon as it is known.
    """
    if options.language in LANGUAGES:
        speak(options.language)
    first_files.writable(path.parent)
    present = _present(path)
    if all(said in present for said in _EXAMPLE):
        speak(spoken_here())
        raise ConfigError("init.example", path=path.name)
    out = console()
    asking = not options.yes and somebody_there()
    spoken_language = _language(options, path, present)
    try:
        if asking and not present and not options.language:
            spoken_language = language(spoken_language, out)
        speak(spoken_language)
        founding = _Founding(path, present, Texts(spoken_language), out, options, redaction, asking=asking)
        return await founding.all()
    except BrokenOffError:
        out.print()
        out.print(Texts(spoken_language)("init.broken_off"))
        return INTERRUPTED


@dataclass(slots=True)
class _Founding:
    """From the first question to both files; until the last answer nothing is written."""

    path: Path
    present: str
    texts: Texts
    out: Console
    options: Options
    redaction: Redaction
    asking: bool
    bot: str = field(default="", init=False)  # its name, where Telegram told it

    async def all(self) -> int:
        answers = _answers(self.options, self.texts.language)
        interview = Interview(self.texts, self.out) if self.asking else None
        answers = self._answered(answers, interview)
        unwanted = self.options.leave_out
        proposing = Proposing(self.path, self.present, self.texts, self.out, answers, unwanted)
        lines = await proposing.lines(interview, tried=not self.options.untried)
        text, added = self._text(answers, lines)
        plan = proposing.read(text).plan
        token = await self._token(interview, plan)
        self._write(text, added, token)
        self._next(plan)
        return 0

    def _answered(self, said: Answers, interview: Interview | None) -> Answers:
        asked_too = not self._has_token()
        if interview is not None and self.present:
            return interview.more(said, self.path.name, token=asked_too)
        if interview is not None:
            return interview.first(said, token=asked_too)
        if not self.present and not said.brand:
            raise ConfigError("init.brand" if self.options.yes else "init.no_terminal")
        if said.brand and not said.aliases:
            said = replace(said, aliases=spellings(said.brand, said.language))
        usual = zone_here(said.language) if not self.present and not self.options.place else ""
        return replace(said, place=Place("", usual)) if usual else said

    def _has_token(self) -> bool:
        return bool(self.options.token or from_environment(read_environment(self.path.parent), _TOKEN))

    async def _token(self, interview: Interview | None, plan: Plan) -> str:
        """Tried before it is kept; a person is asked again where Telegram does not know it."""
        if self.options.token:
            await self._introduced(self.options.token, plan)
            return self.options.token
        if interview is None or self._has_token():
            return ""
        while token := interview.token():
            if await self._introduced(token, plan):
                return token
        return ""

    async def _introduced(self, token: str, plan: Plan) -> bool:
        """Whether it is worth keeping: one that could not be tried may be right."""
        self.redaction.add((token,))
        if self.options.untried:
            return True
        settings = settings_of({**read_environment(self.path.parent), _TOKEN: token})
        try:
            self.bot = await bot_name(settings, plan)
        except ConfigError as error:
            self._warn(self.texts.error(error))
            return False
        except MonitorError as error:
            self._warn(self.texts("init.token_untried", error=self.texts.error(error)))
            return True
        self.out.print(self.texts("init.token_ok", bot=self.bot))
        return True

    def _warn(self, said: str) -> None:
        self.out.print(Text(said, DOUBTFUL))

    def _text(self, answers: Answers, lines: Sequence[Line]) -> tuple[str, list[str]]:
        if not self.present:
            return first_plan(answers, lines, self.texts), []
        text, brands, fresh = more_plan(self.present, answers.brands, lines)
        entries = (str(line.entry.get("preset") or line.entry.get("id")) for line in fresh)
        return text, [*(brand.name for brand in brands), *entries]

    def _write(self, text: str, added: Sequence[str], token: str) -> None:
        """The token first: without it the file alone would be a bot that nobody hears."""
        if self.present:
            said = ", ".join(added)
            self.out.print(self.texts("init.added", list=said) if said else self.texts("init.nothing_new"))
        folder, files = self.path.parent, list[str]()
        keys = first_files.write_variable(folder, _TOKEN, token, self.texts("init.env_token"))
        if text != self.present:
            first_files.write(self.path, text)
            files.append(self.path.name)
        files += [first_files.ENVIRONMENT] if keys else []
        if files:
            self.out.print()
            self.out.print(self.texts("init.written", list=", ".join(files)))
        if keys:
            self.out.print(self.texts("init.private_file", path=first_files.ENVIRONMENT), style="dim")
        if token and from_environment(read_environment(folder), _TOKEN) != token:
            self._warn(self.texts("init.token_stays", name=_TOKEN, path=first_files.ENVIRONMENT))

    def _next(self, plan: Plan) -> None:
        """The two commands that lead on, and what happens then."""
        usual = self.path == config_place(None)
        named = "" if usual else f" --config {shlex.quote(str(self.path))}"
        told = [self.texts("init.steps.check", command=f"otklik check{named}")]
        told.append(self.texts(f"init.steps.{self._run(plan)}", command=f"otklik run{named}", bot=self.bot))
        self.out.print(self.texts("init.next"))
        for number, step in enumerate(told, 1):
            self.out.print(hanging(f"{number}.", Text(step)))

    def _run(self, plan: Plan) -> str:
        if plan.team.chats:
            return "run_again"
        if not self._has_token():
            return "run_terminal"
        return "run_bot" if self.bot else "run"


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
        pages=tuple(dict.fromkeys(address_of(one) for said in options.pages for one in _APART.split(said))),
    )


def _present(path: Path) -> str:
    """The file that is there, which must be in order: to a broken one nothing can be added."""
    if not path.exists():
        return ""
    try:
        text = path.read_bytes().decode("utf-8-sig")
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
