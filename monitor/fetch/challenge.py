"""Tells a page that wants to see a human being from a page that is only refused."""

from __future__ import annotations

from collections.abc import Mapping

STATUSES = frozenset({401, 403, 429, 503})
SIZE = 64 * 1024  # a challenge is a small page; so much of a refusal is read to tell it
_HEADERS = ("cf-mitigated", "x-datadome")
# The word captcha alone proves nothing: login forms and articles have it too.
_SIGNS = (
    "just a moment...",
    "checking your browser",
    "enable javascript and cookies to continue",
    "attention required! | cloudflare",
    "verify you are human",
    "verifying you are human",
    "you are not a robot",
    "unusual traffic from your",
    "captcha-delivery.com",  # DataDome
    "/cdn-cgi/challenge-platform/",
    "_incapsula_resource",
    "ddos-guard",
    "px-captcha",
    "smartcaptcha",
    "/showcaptcha",
    "не робот",
    "доступ ограничен",
    "доступ временно ограничен",
    "проверка браузера",
    "подозрительная активность",
)


def challenged(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a refusal is a challenge: solving it is not for us, and asking again makes it worse.

    >>> challenged(403, {}, "<h1>Подтвердите, что вы не робот</h1>".encode())
    True
    >>> challenged(403, {}, b"<p>Login: solve the captcha</p>")
    False
    """
    if status not in STATUSES:
        return False
    if any(name in headers for name in _HEADERS):
        return True
    texts = (body.decode(encoding, errors="ignore").lower() for encoding in ("utf-8", "windows-1251"))
    return any(sign in text for text in texts for sign in _SIGNS)
