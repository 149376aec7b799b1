"""Why a page shows nothing of what is looked for: its scripts bring that, or another page stands before it."""

from __future__ import annotations

import re

from monitor.sources.markup import built_by_scripts, plain

_PASSWORD = re.compile(r"<input\b[^<>]{0,500}\stype\s*=\s*[\"']?password\b", re.IGNORECASE)
_HEADING = re.compile(r"<(title|h1|h2)\b[^<>]{0,500}>([^<]{0,300})", re.IGNORECASE)
_CONSENT = re.compile(r"cookie|consent|before you continue|прежде чем (?:вы )?продолжить", re.IGNORECASE)
_FEW = 2_000  # letters of a page that only stands before another; a list of reviews has more


def instead_of(text: str, otherwise: str) -> str:
    """The key of what is to be said of a page on which nothing was found; `otherwise` where nobody knows why.

    >>> instead_of("<h1>Вход</h1><form><input type=password></form>", "parse.no_reviews")
    'parse.login'
    >>> instead_of("<title>Before you continue</title><p>We use cookies</p><button>Accept all", "parse.no_reviews")
    'parse.consent'
    >>> instead_of("<h1>Отзывы</h1><p>Пока ни одного</p>", "parse.no_reviews")
    'parse.no_reviews'
    """
    consent = any(_CONSENT.search(heading) for _, heading in _HEADING.findall(text))
    login = _PASSWORD.search(text) is not None
    if (consent or login) and len(plain(text)) <= _FEW:
        return "parse.consent" if consent else "parse.login"
    return "parse.by_scripts" if built_by_scripts(text) else otherwise
