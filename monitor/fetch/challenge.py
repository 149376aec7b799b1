"""Tells a page that wants to see a human being from a page that is only refused, and from one with something to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import httpx

from monitor.sources.markup import plain

STATUSES = frozenset({401, 403, 405, 429, 503})
SIZE = 64 * 1024  # a challenge is a small page; so much of a refusal is read to tell it
_WORDS = 1_000  # letters a reader sees of a challenge that calls itself a page
_FEW = 200  # of one that is hardly a page at all
_MARKED = 2_000  # of one that bears the mark of its maker

# The word captcha alone proves nothing: login forms, articles and reviews have it too.
_PHRASES = (
    "just a moment...",
    "checking your browser",
    "checking if the site connection is secure",
    "needs to review the security of your connection",
    "enable javascript and cookies to continue",
    "attention required! | cloudflare",
    "verify you are human",
    "verify you are a human",
    "verifying you are human",
    "confirm you are a human",
    "you are not a robot",
    "you're not a robot",
    "you and not a robot",
    "are you a robot",
    "unusual traffic from your",
    "pardon our interruption",
    "вы не робот",
    "вы – не робот",
    "вы — не робот",
    "вы, а не робот",
    "я не робот",
    "похожи на автоматические",
    "проверка браузера",
    "проверяем ваш браузер",
    "проверка перед переходом",
    "подозрительная активность",
    "доступ ограничен",
    "доступ временно ограничен",
)
_MARKS = (  # of a page that is nothing else
    "_cf_chl_opt",
    "captcha-delivery.com/captcha",  # DataDome
    "/showcaptcha",
    "/checkcaptcha",
    "px-captcha",
    "/.well-known/sgcaptcha/",  # SiteGround
    "/.within.website/x/cmd/anubis/",  # Anubis, which explains itself at length
)
_GUARDS = (  # of whoever guards a site: on a refusal they tell a challenge, on a page nothing
    "/cdn-cgi/challenge-platform/",
    "captcha-delivery.com",
    "_incapsula_resource",
    "/__qrator/",
    "ddos-guard",
    "smartcaptcha",
    "servicepipe",
)
_PLACES = frozenset({"showcaptcha", "checkcaptcha", "captcha", "antibot", "antirobot"})
_CONTENT = ("schema.org", "<rss", "<feed")
_HEADINGS = {tag: re.compile(rf"<{tag}\b[^>]{{0,300}}>(.*?)</{tag}", re.DOTALL) for tag in ("title", "h1", "h2")}
_ACTIVE = re.compile(r"<(?:script|form|iframe)\b|http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)


def challenged(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a refusal is a challenge: solving it is not for us, and asking again makes it worse.

    >>> challenged(403, {}, "<h1>Подтвердите, что вы не робот</h1>".encode())
    True
    >>> challenged(403, {}, b"<p>Login: solve the captcha</p>")
    False
    """
    if status not in STATUSES:
        return False
    if _said(headers) or "x-datadome" in headers:
        return True
    if "www-authenticate" in headers:
        return False
    return any(sign in text for text in _texts(body) for sign in (*_PHRASES, *_MARKS, *_GUARDS))


def disguised(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether an answer that calls itself a page is a challenge: small, little to read, and that is about the visitor.

    >>> disguised({}, b"<title>Just a moment...</title><script src=/x></script>")
    True
    >>> disguised({}, b"<title>Reviews</title><p>They asked: are you a robot? Terrible.</p>" + b"<p>Fine.</p>" * 99)
    False
    """
    if _said(headers):
        return True
    if len(body) > SIZE or "html" not in headers.get("content-type", "html").lower():
        return False
    return any(_about_the_visitor(text) for text in _texts(body))


def sent_to_challenge(asked: httpx.URL, to: httpx.URL) -> bool:
    """Whether a redirect leads to the door where visitors are checked.

    >>> sent_to_challenge(httpx.URL("https://site.example/a"), httpx.URL("https://site.example/showcaptcha?retpath=a"))
    True
    >>> sent_to_challenge(httpx.URL("http://site.example/blog/captcha"), httpx.URL("https://site.example/blog/captcha"))
    False
    """
    return bool(_PLACES & _parts(to)) and not _PLACES & _parts(asked)


def _parts(url: httpx.URL) -> set[str]:
    """The first and the last part of a path, without their endings."""
    parts = [part.partition(".")[0] for part in url.path.lower().split("/") if part]
    return {*parts[:1], *parts[-1:]}


def _said(headers: Mapping[str, str]) -> bool:
    return "challenge" in headers.get("cf-mitigated", "") or "x-amzn-waf-action" in headers


def _about_the_visitor(text: str) -> bool:
    """No content, little to read, and that in a heading, before something to solve, or alone."""
    if any(sign in text for sign in _CONTENT):
        return False
    if any(mark in text for mark in _MARKS):
        return len(plain(text)) <= _MARKED
    if not _asks(text):
        return False
    words = plain(text)
    if len(words) > _WORDS or not _asks(words):
        return False
    return len(words) <= _FEW or _asks(plain(_headings(text))) or bool(_ACTIVE.search(text))


def _headings(text: str) -> str:
    """What stands in them, one after the other. Behind the last end of one nothing is looked for: thousands of
    beginnings would each be followed to the end of the page.

    >>> _headings("<title>a</title><h1 class=x>b</h1><h1>c")
    'a b'
    """
    closed = {tag: text[: text.rfind(f"</{tag}") + len(f"</{tag}")] for tag in _HEADINGS if f"</{tag}" in text}
    return " ".join(heading for tag, within in closed.items() for heading in _HEADINGS[tag].findall(within))


def _asks(text: str) -> bool:
    return any(phrase in text for phrase in _PHRASES)


def _texts(body: bytes) -> Iterator[str]:
    """Small letters, in the two ways a Russian page may be written."""
    yield from (body.decode(charset, errors="ignore").lower() for charset in ("utf-8", "windows-1251"))
