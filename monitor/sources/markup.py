"""Turns what sites send into plain text: bytes into letters, markup into words."""

from __future__ import annotations

import re
from html import unescape
from unicodedata import normalize

from monitor.domain import Page
from monitor.sources.base import joined
from monitor.sources.charset import letters

LONGEST = 100_000  # characters of one field; more is no review and no article
FEWEST = 100  # letters; a page with fewer is filled by its scripts, or its site is out of order

_PROLOG = re.compile(r"\A\s*<\?xml[^>]*\?>")

_BLOCKS = (
    "p br div li img "  # the usual ones are tried first
    "address article aside audio blockquote body button canvas caption center dd details dl dt fieldset figcaption "
    "dialog figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe input legend link main menu meta "
    "nav object ol optgroup option param pre search section select source summary svg table tbody td textarea tfoot "
    "th thead time title tr track ul video"
).replace(" ", "|")
_INLINES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em embed font i ins kbd label map mark meter nobr noindex "
    "output picture progress q rp rt ruby s samp small span strike strong sub sup tt u var wbr"
).replace(" ", "|")
_DRAWN = (  # of which icons consist
    "circle clippath defs desc ellipse g image line lineargradient mask path pattern polygon polyline radialgradient "
    "rect stop symbol text tspan use"
).replace(" ", "|")
ERASED = frozenset(f"{_BLOCKS}|{_INLINES}|{_DRAWN}".split("|"))  # of which only what stands in them is text
_REST = r"(?=[\s/>])(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>"
_BLOCK = re.compile(rf"</?(?:{_BLOCKS}){_REST}", re.IGNORECASE)
_INLINE = re.compile(rf"</?(?:{_INLINES}|{_DRAWN}|[a-z]+[:-][\w:-]*){_REST}", re.IGNORECASE)
_CUT_OFF = re.compile(rf"</?(?:{_BLOCKS}|{_INLINES})\b[^<>]*", re.IGNORECASE)
_SILENT = re.compile(
    r"<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_SCRIPT = re.compile(r"<script\b(?![^<>]{0,500}json)", re.IGNORECASE)  # data for programs does nothing
_RAISED = re.compile(  # a footnote's number or a trade mark: glued to a name it would make another word of it
    r"(?<=\w)(?:</?[a-z][^<>]*>){0,3}?<sup\b[^<>]*>(?=(?:<[^<>]*>){0,3}[\[(]?(?:\d|[TS]M\b))", re.IGNORECASE
)
_TITLE = re.compile(r"<title\b.*?(?:</title\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_OTHER = re.compile(r"<!\[CDATA\[|\]\]>|<[!?][^<>]*>", re.IGNORECASE)
_ESCAPED = re.compile(
    rf"&lt;/?(?:{_BLOCKS}|{_INLINES})(?:\s(?:(?!&[lg]t;).){{0,500}}+)?/?&gt;", re.IGNORECASE | re.DOTALL
)
_ENTITY = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|laquo|raquo|[mn]dash|hellip|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE
)
_HEAD = 10_000  # characters; who writes tags in capitals begins with little else
_BASE = re.compile(
    r"<base\s(?:[^<>]*?\s)?href\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))",
    re.IGNORECASE,
)
# Both begin with what is rare in a text, and look back from there: so they are found five times as fast.
_HREF = re.compile(r"[hH](?<!\w[hH])[rR][eE][fF]\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
_ADDRESS = re.compile(r":(?:(?<=http:)|(?<=https:))//[^\s<>\"'«»]+", re.IGNORECASE)
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(html: str) -> str:
    """Words as a reader sees them: no tags, no entities, white space folded.

    >>> plain("<p>Ждали <b>Зубр</b>-Софт</p><p>AT&amp;amp;T: if a < b&hellip;</p><script>x()</script>")
    'Ждали Зубр-Софт AT&T: if a < b…'
    >>> plain("&lt;p&gt;escaped&lt;br/&gt;twice&lt;/p&gt;")
    'escaped twice'
    >>> plain("Зубр<sup><a href=#f1>1</a></sup> на 1<sup>st</sup>")
    'Зубр 1 на 1st'
    """
    text = html[:LONGEST]
    if "<" not in text and _ESCAPED.search(text):
        text = unescape(text)
    if "<" in text:
        text = _without_tags(text)
    if "&" in text:
        text = unescape(text)
        if _ENTITY.search(text):  # «AT&amp;amp;T»: escaped once more than meant
            text = unescape(text)
    return folded(text)


def links(html: str, base: str = "") -> tuple[str, ...]:
    """Every address that a text leads to, as a link or written out, each once.

    >>> links('<a href="/a?x=1&amp;y=2">там</a> и https://bad.example/b.', "https://site.example/")
    ('https://site.example/a?x=1&y=2', 'https://bad.example/b.')
    """
    text = html[:LONGEST]
    if "<" not in text and _ESCAPED.search(text):
        text = unescape(text)
    written = ["".join(found) for found in _HREF.findall(text)] if "=" in text else []
    if "://" in text:
        written += [text[found.start() - _scheme(text, found) : found.end()] for found in _ADDRESS.finditer(text)]
    each = dict.fromkeys(written)  # an address is often written out where it is linked
    return tuple(dict.fromkeys(filter(None, [joined(base, unescape(link).strip(" \"'")) for link in each])))


def _scheme(text: str, found: re.Match[str]) -> int:
    """The length of what stands before the colon."""
    return len("https") if text[found.start() - 1] in "sS" else len("http")


def folded(text: str) -> str:
    """White space folded, and without letters nobody sees, halves of letters included: no database takes those."""
    text = normalize("NFC", text)  # «й» is one letter, also where it was written as two
    spaced = text.replace("\n", " ").replace("\t", " ")
    if not spaced.isprintable():
        return " ".join(_UNSEEN.sub("", text).split())
    while "  " in spaced:
        spaced = spaced.replace("  ", " ")
    return spaced.strip()


def put_back(text: str) -> str:
    r"""What is written into a page that was parsed: it refuses letters that XML has not, also where it had them itself.

    >>> put_back("Всё\x0bплохо")
    'Всё плохо'
    """
    return _NO_XML.sub(" ", text)


def decode(page: Page) -> str:
    """The letters of a page, by its byte order mark, its header, what it says of itself, or how it reads.

    >>> decode(Page("", '<meta charset="windows-1251"><p>Зубр'.encode("cp1251")))
    '<meta charset="windows-1251"><p>Зубр'
    """
    text = letters(page.body, page.headers.get("content-type", ""))
    prolog = _PROLOG.match(text)
    return text[prolog.end() :] if prolog else text


def built_by_scripts(text: str) -> bool:
    """Whether a page arrives without words, and its scripts bring them.

    >>> built_by_scripts("<title>Отзывы</title><div id=root></div><script src=/app.js></script>")
    True
    >>> built_by_scripts("<script type='ld+json'>{}</script>"), built_by_scripts("<script></script>" + "Отзыв " * 20)
    (False, False)
    """
    if not _SCRIPT.search(text):
        return False
    return len(plain(_SILENT.sub(" ", _TITLE.sub(" ", text)))) < FEWEST


def base_of(url: str, text: str) -> str:
    """Where the links of a page begin: at its own address, unless it names another one.

    >>> base_of("https://site.example/shop/reviews", '<head><base href="/shop/zubr/"></head>')
    'https://site.example/shop/zubr/'
    """
    found = _BASE.search(text) if "<base" in text or "<BASE" in text[:_HEAD] else None
    return (joined(url, unescape(next(filter(None, found.groups()), ""))) if found else "") or url


def _without_tags(text: str) -> str:
    text = _SILENT.sub(lambda found: " " if found[1] else "", text)  # React writes a comment inside a sentence
    text = _OTHER.sub("", text)
    if "<sup" in text or "<SUP" in text:
        text = _RAISED.sub(r" \g<0>", text)
    text = _BLOCK.sub(" ", text)
    text = _INLINE.sub("", text)
    last = text.rfind("<")
    return text[:last] if last >= 0 and _CUT_OFF.fullmatch(text, last) else text  # a summary cut in the middle of a tag
