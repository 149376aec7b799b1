"""In which language somebody is answered before the file is read and found right."""

from __future__ import annotations

import json
import re
from pathlib import Path

from monitor.config.settings import DEFAULT_FILE, config_path, spoken_here
from monitor.errors import ConfigError
from monitor.texts import LANGUAGES

_LANGUAGE = re.compile(r"^['\"]?language['\"]?\s*:\s*['\"«“„]?(\w+)", re.MULTILINE)  # Excel puts whole lines in quotes
_KEY = re.compile(r"^['\"]?[a-z_]+['\"]?\s*:|^\s*\{(?!\\rtf)", re.MULTILINE | re.IGNORECASE)
_USUAL = "en"  # of a file that names none


def spoken_for(named: Path | None) -> str:
    """The language of the file that is meant, or the terminal's where there is no readable file."""
    try:
        path = named or config_path(None)
    except ConfigError:
        path = Path(DEFAULT_FILE)
    return spoken(path)


def spoken(path: Path) -> str:
    """The language of a file, or of the terminal where the file cannot be read."""
    try:
        return language_of(path.read_bytes().decode("utf-8-sig", errors="replace"))
    except OSError:
        return spoken_here()


def language_of(text: str, usual: str = "") -> str:
    """By a look at its line alone, so that a file that is no YAML is answered in its language too; `usual` if none.

    One that names a language we do not speak is answered in the `usual` one, or else in the terminal's.
    """
    found = _LANGUAGE.search(text)
    language = found[1] if found else _in_braces(text) or usual or (_USUAL if _KEY.search(text) else "")
    return language if language in LANGUAGES else usual or spoken_here()


def _in_braces(text: str) -> str:
    """Of a file that is written as JSON, as programs write it."""
    try:
        written = json.loads(text) if text.lstrip().startswith("{") else {}
    except (ValueError, RecursionError):
        return ""
    return str(written.get("language") or "")
