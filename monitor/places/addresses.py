"""Addresses of pages: as they are stored, shown and linked, and as they are compared."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, quote, unquote, unquote_plus, urlsplit

from monitor.places.hosts import one_spelling

PROXY = re.compile(r"(?:socks[45]h?|https?)://\S+")
_LOGIN = 255  # letters of a name or password that SOCKS can say
_REMEMBERED = 4096  # addresses whose keys are kept: each is asked for where it is read, told apart and compared
_LONG = 2_000  # letters; of longer ones, which a page can make up as it likes, so many would take gigabytes

_FORWARDING = re.compile(r"(?:www\.)?(?:bing\.com/news/apiclick\.aspx|google\.[a-z.]{2,6}/url)", re.IGNORECASE)
_CHANNEL = re.compile(r"(?:tg://resolve/?\?domain=|(?:https?://web\.telegram\.org/\w*/?#)?@)([A-Za-z]\w{3,31})")
_COUNTER = re.compile(r"apiclick|/url", re.IGNORECASE)  # a glance that is enough for most
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_NO_HOST = re.compile(r"[\s|<>\"'`{}\\^]|^\.|^$")
_USUAL = re.compile(  # an address that need not be taken to pieces
    r"https?://(?P<host>[a-z0-9][a-z0-9.-]*)(?::(?:\d{1,4}|[1-5]\d{4}))?(?P<path>(?:/[\w./~%,:@!$()*+=-]*)?)(?:\?(?P<query>[\w.=&%/+-]*))?",
    re.ASCII,
)
_SMALL_CODE = re.compile(r"%(?:[0-9A-Fa-f][a-f]|[a-f][0-9A-Fa-f])")
_HOST_END = re.compile(r"[/?]")
_CODED = re.compile(r"[^\x00-\x7f\ud800-\udfff]+")  # as a browser sends them
_TRACKING = re.compile(
    r"(?:amp;)*(?:(?:utm|mtm|hsa)_\w+|(?:pk|piwik|matomo)_(?:campaign|kwd|keyword|source|medium|content|cid)"
    r"|[a-z]{1,3}clid|gclsrc|gbraid|wbraid|gad_(?:source|campaignid)|_ga|_gl|srsltid|_?openstat|yadclid|etext|erid"
    r"|fb_(?:action_ids|action_types|ref|source|comment_id)|igshid|igsh|msclkid|twclid|ttclid|li_fat_id|rb_clickid"
    r"|wickedid|epik|s_cid|xtor|wt_mc|mc_(?:cid|eid)|mkt_tok|_hsenc|_hsmi|__hs(?:tc|sc|fp)|hsctatracking|vero_(?:id|conv)"
    r"|oly_(?:anon|enc)_id|_branch_match_id|ml_subscriber(?:_hash)?|admitad_uid|roistat(?:_visit)?|y[sm]clid"
    r")"
)
_SESSION = re.compile(  # another one at each visit: phpBB, vBulletin and shops write it into every link of a page
    r"(?:sid|s|oscsid|zenid)=[0-9a-f]{32}|(?:amp;)*(?:phpsessid|jsessionid|sessionid|sessid)=[\w,.!~-]{16,}",
    re.IGNORECASE,
)
_PART = re.compile(  # what engines call the place of a comment or a post on a page
    r"(?:[a-z]*(?:comment|cmnt|reply|answer|review|post|message|msg|entry|feedback|otzyv|otziv)s?(?:id)?[-_=]?(\d+)"
    r"|(?:[pcmrt]|[pc]id|com)[-_]?(\d{3,}))",
    re.IGNORECASE,
)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?;]*", re.IGNORECASE)  # so does what is made with Java


def shown(url: str, *, led_by: str = "") -> str:
    """The address that is stored, shown and linked: no fragment, no tracking, else untouched; nothing but the web.

    That it was reached from its own site, or from the page `led_by`, is tracking too, and so is who was led there.

    >>> shown("https://Example.ru/A/?utm_source=tg&id=7&gclid=x#top")
    'https://Example.ru/A/?id=7'
    >>> shown("javascript:alert(1)")
    ''
    """
    usual = _USUAL.fullmatch(url)
    whole = url if usual else _CONTROL.sub("", url).strip().partition("#")[0]
    host = usual["host"] if usual else _host(whole)
    whole = _SESSION_IN_PATH.sub("", whole) if ";" in whole else whole
    page, _, query = whole.partition("?")
    if not host or not query:
        return whole.strip() if host else ""
    parts = query.split("&")
    led = {f"ref={site}" for site in (host, _host(led_by)) if site} if "ref=" in query else ()
    kept = [part for part in parts if not _is_tracking(part) and part.casefold() not in led]
    if len(kept) < len(parts):
        whole = f"{page}?{'&'.join(kept)}" if any(kept) else page
    return whole.strip()


def names_part(url: str) -> bool:
    """Whether an address is that of one comment or post among others on a page, which without it is somebody else's.

    >>> names_part("https://blog.example/zubr/#comment-15"), names_part("https://blog.example/zubr/#top")
    (True, False)
    >>> names_part("https://forum.example/viewtopic.php?p=701#p701")
    False
    """
    page, _, fragment = url.partition("#")
    found = _PART.fullmatch(fragment) if fragment else None
    return found is not None and (found[1] or found[2]) not in page


def address_key(url: str) -> str:
    """What tells two pages apart: no scheme, `www.`, case of the host, port, fragment, tracking, trailing slash.

    Letters of other alphabets are as servers get them. Only compares: it is never shown, never linked.

    >>> address_key("HTTPS://www.Example.ru:8080/a/?utm_source=tg&id=7&b=1#top")
    'example.ru/a?b=1&id=7'
    >>> address_key("https://сайт.рф/б"), address_key("https://xn--80aswg.xn--p1ai/%d0%b1")
    ('xn--80aswg.xn--p1ai/%D0%B1', 'xn--80aswg.xn--p1ai/%D0%B1')
    """
    return _remembered(url) if len(url) <= _LONG else _key(url)


def _key(url: str) -> str:
    if url.isascii() and not _SMALL_CODE.search(url):
        return address_as_written(url)
    coded = _SMALL_CODE.sub(lambda code: code[0].upper(), _CODED.sub(lambda letters: quote(letters[0]), url))
    key = address_as_written(coded)
    host = _HOST_END.split(key, maxsplit=1)[0]
    return f"{one_spelling(host)}{key[len(host) :]}" if "%" in host else key


_remembered = lru_cache(_REMEMBERED)(_key)


def address_as_written(url: str) -> str:
    """What told two pages apart until 1.0, in the letters of whoever wrote the address: what was found then has this.

    >>> address_as_written("https://www.сайт.рф/б/")
    'сайт.рф/б'
    """
    if (usual := _USUAL.fullmatch(url)) and not usual["query"]:
        return f"{usual['host'].removeprefix('www.')}{usual['path'].rstrip('/')}"
    address = shown(url)
    led = destination(address)
    parts = _split(address if led == address else shown(led))
    if parts is None:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    query = "&".join(sorted(part for part in parts.query.split("&") if part))
    return f"{host}{parts.path.rstrip('/')}{'?' if query else ''}{query}"


def destination(url: str) -> str:
    """Where a link of a news search leads through its own counter, whose address is another at every visit.

    >>> destination("http://www.bing.com/news/apiclick.aspx?tid=0A1B&url=https%3a%2f%2fnews.example%2fa&c=1")
    'https://news.example/a'
    >>> destination("https://news.example/url?url=https://other.example/")
    'https://news.example/url?url=https://other.example/'
    """
    parts = _split(url) if _COUNTER.search(url) else None
    if parts is None or not _FORWARDING.fullmatch(f"{parts.hostname}{parts.path}"):
        return url
    query = parse_qs(parts.query)
    led = (query.get("url") or query.get("q") or [""])[0]
    return led if shown(led) else url


def of_channel(said: str) -> str:
    """The page of a channel of Telegram that is named by its @name, for the app or as in a browser; else what was said.

    >>> of_channel("@example_news"), of_channel("https://web.telegram.org/k/#@example_news")
    ('https://t.me/example_news', 'https://t.me/example_news')
    >>> of_channel("tg://resolve?domain=example_news"), of_channel("https://zubr.example/@anna")
    ('https://t.me/example_news', 'https://zubr.example/@anna')
    """
    found = _CHANNEL.fullmatch(said.strip())
    return f"https://t.me/{found[1]}" if found else said


def names_proxy(address: str) -> bool:
    """Whether this is the address of a proxy: a way through it that there is, a host, a port, a login that can be said.

    >>> [names_proxy(one) for one in ("socks5://u:p@proxy.example:1080", "proxy.example:1080", "http://:3128")]
    [True, False, False]
    >>> names_proxy("socks5://u:пароль@proxy.example:1080"), names_proxy("socks5://proxy.example")
    (False, False)
    >>> names_proxy("https://t.me/proxy?server=203.0.113.5&port=443&secret=ee0a")
    False
    """
    if PROXY.fullmatch(address) is None or not has_host(address):
        return False
    parts = urlsplit(address)
    if parts.path not in {"", "/"} or parts.query:
        return False
    login = [unquote(said) for said in (parts.username or "", parts.password or "")]
    usual_port = parts.scheme.startswith("http")
    return (usual_port or parts.port is not None) and all(one.isascii() and len(one) <= _LOGIN for one in login)


def plain_proxy(address: str) -> str:
    """The address of a proxy without the h of socks5h: we let every proxy resolve the names.

    >>> plain_proxy("socks5h://proxy.example:1080")
    'socks5://proxy.example:1080'
    """
    return address.replace("h://", "://", 1) if address.startswith("socks") else address


def has_host(url: str) -> bool:
    """Whether an address names a host, and a port that there can be.

    >>> has_host("smtps://mail.example:465"), has_host("smtps://mail.example:99999"), has_host("socks5://:1080")
    (True, False, False)
    """
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # a port that is no number makes no address
    except ValueError:
        return None
    bad = parts.scheme not in {"http", "https"} or _NO_HOST.search(parts.hostname or "")
    return None if bad else parts


def _host(url: str) -> str:
    parts = _split(url)
    return (parts.hostname or "") if parts else ""


def _is_tracking(part: str) -> bool:
    return bool(_TRACKING.fullmatch(unquote_plus(part.partition("=")[0]).casefold()) or _SESSION.fullmatch(part))
