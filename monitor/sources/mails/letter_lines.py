"""The lines of a mail, and where its links lead, whichever of the two forms it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from lxml import etree, html

from monitor.places.addresses import shown
from monitor.sources.mails.letter import Letter
from monitor.sources.markup import folded

_SILENT = ("script", "style", "head", "title", "template")
_BREAKS = re.compile(
    r"address|article|blockquote|br|center|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6r]|header|li|main|ol|p|pre|section"
    r"|table|tbody|td|tfoot|th|thead|tr|ul"
)
_HIDDEN = re.compile(r"display\s*:\s*none|max-height\s*:\s*0(?![.\d])")  # but not `mso-hide`: that is for Outlook alone
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?![.\d])")
_SIZE = re.compile(r"font(?:-size)?\s*:(?!\s*0(?![.\d]))")
_HISTORY = (  # what mail programs put round the mail that is answered
    "//*[contains(concat(' ', @class, ' '), ' gmail_quote ')]",
    "//blockquote[@type='cite']",
    "//*[contains(concat(' ', @class, ' '), ' yahoo_quoted ')]",
    "//*[contains(concat(' ', @class, ' '), ' moz-cite-prefix ')]",
)
_SAID_BY_PICTURE = re.compile(r"[★⭐☆]|\d\s*(?:/|из|out of|of)\s*\d|\d[\s-]*(?:star|звезд|звёзд)", re.IGNORECASE)
_STAR = re.compile(r"(?:\b|_)stars?(?:\b|_)|звезд", re.IGNORECASE)
_EMPTY_STAR = re.compile(r"empty|blank|gr[ae]y|off\b|outline|inactive|unfilled|пуст|сер", re.IGNORECASE)
_FULL, _EMPTY = (
    "\ue000",
    "\ue001",
)  # stars that are pictures, until five of them stand in a row: one alone is an ornament
_DRAWN = re.compile(f"[{_FULL}{_EMPTY}](?:\\s*[{_FULL}{_EMPTY}])*")
_ALL = 5
_ADDRESS = re.compile(r"https?://[^\s<>\"«»]+[^\s<>\"«».,;:!?)\]]", re.IGNORECASE)
_WRAPPED_AT = 60  # characters: a line of plain text that is longer goes on in the next one ...
_WIDTH = 72  # ... unless it ends a sentence, and a word that begins another would have stood in it as well
_ENDED = re.compile(r"[.!?…]$")
_LEADING = re.compile(r"https?://\S+$")
_SCHEMES = ("http://", "https://")
# Who leads elsewhere, and by which parameter it says where to; nobody is asked.
_REDIRECTORS = {
    "google.com/url": ("url", "q"),
    "vk.com/away.php": ("to",),
    "l.facebook.com/l.php": ("u",),
    "youtube.com/redirect": ("q",),
    "bing.com/news/apiclick.aspx": ("url",),
    "sba.yandex.ru/redirect": ("url",),
    "checklink.mail.ru/proxy": ("url",),
    "linkedin.com/redir/redirect": ("url",),
    "alerts.talkwalker.com/alerts/redirect": ("url",),
    "f5bot.com/url": ("u",),
    "safelinks.protection.outlook.com/": ("url",),
}
_COUNTRY = re.compile(r"^google\.(?:[a-z]{2,3}\.)?[a-z]{2,3}$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `quoted` is what somebody else said, `linked` that all of it is a link."""

    text: str
    quoted: bool = False
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Where a mail leads, and under which words."""

    url: str
    text: str = ""


@dataclass(slots=True)
class Read:
    """A mail in lines."""

    lines: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def lines_of(letter: Letter, *, answered: bool) -> Read:
    """The page where there is one that says something, else the plain text; `answered`: without the mail it answers."""
    page = parsed(letter.html)
    if page is not None:
        read = _page_lines(page, answered=answered)
        if read.lines:
            return read
    return _text_lines(letter.text)


def parsed(text: str) -> html.HtmlElement | None:
    """A page of a mail as a tree without what nobody sees; None where there is none."""
    if not text.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page: html.HtmlElement = html.document_fromstring(text.encode(errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    etree.strip_elements(page, *_SILENT, with_tail=False)
    for node in page.xpath("//*[@style or @hidden]"):
        if node.get("hidden") is not None or _is_hidden(node):
            node.clear(keep_tail=True)
    return page


def _is_hidden(node: html.HtmlElement) -> bool:
    """Letters without a size hide words, or the gaps between columns, where the words have sizes of their own."""
    style = (node.get("style") or "").lower()
    if _HIDDEN.search(style):
        return True
    sized = (_SIZE.search(within.lower()) for within in node.xpath(".//@style"))
    return _NO_SIZE.search(style) is not None and not any(sized)


def unwrapped(link: str) -> str:
    """Where a link leads, as far as the link itself says it; empty where that is no page.

    >>> unwrapped("https://www.google.com/url?rct=j&sa=t&url=https://site.example/a%3Fid%3D1&ct=ga")
    'https://site.example/a?id=1'
    """
    url = link.strip()
    for _ in range(3):
        further = _further(url)
        if not further:
            break
        url = further
    return shown(url)


def _further(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    host = "google.com" if _COUNTRY.match(host) else host
    for place, names in _REDIRECTORS.items():
        at, _, path = place.partition("/")
        if (host == at or host.endswith(f".{at}")) and parts.path == f"/{path}":
            asked = parse_qs(parts.query)
            return next((asked[name][0] for name in names if asked.get(name, [""])[0].startswith(_SCHEMES)), "")
    return ""


def _page_lines(page: html.HtmlElement, *, answered: bool) -> Read:
    if answered:
        for path in _HISTORY:
            for node in page.xpath(path):
                node.clear(keep_tail=True)
    writer = _Writer()
    for event, node in etree.iterwalk(page, events=("start", "end")):
        (writer.begins if event == "start" else writer.ends)(node)
    writer.flush()
    return writer.read


class _Writer:
    """Writes down the lines of a page while it is walked through."""

    def __init__(self) -> None:
        self.read = Read()
        self._said: list[str] = []
        self._linked = 0  # letters of the present line that are a link
        self._quotes = 0
        self._link: list[str] | None = None

    def begins(self, node: html.HtmlElement) -> None:
        if _BREAKS.fullmatch(node.tag):
            self.flush()
        if node.tag == "blockquote":
            self._quotes += 1
        if node.tag == "a":
            self._link = []
        if node.tag == "img":
            self._say(_said_by(node))
        self._say(node.text)

    def ends(self, node: html.HtmlElement) -> None:
        if _BREAKS.fullmatch(node.tag):
            self.flush()
        if node.tag == "blockquote":
            self._quotes -= 1
        if node.tag == "a" and self._link is not None:
            words = folded(" ".join(self._link))
            self.read.links.append(Link(node.get("href") or "", words))
            self._link = None
        self._say(node.tail)

    def flush(self) -> None:
        text = folded(_DRAWN.sub(_in_a_row, "".join(self._said)))
        if text:
            self.read.lines.append(Line(text, self._quotes > 0, self._linked >= len(text.replace(" ", ""))))
        self._said, self._linked = [], 0

    def _say(self, text: str | None) -> None:
        if not text:
            return
        self._said.append(text)
        if self._link is not None:
            self._link.append(text)
            self._linked += len("".join(text.split()))


def _said_by(picture: html.HtmlElement) -> str:
    """What a picture stands for: its words, where they are a mark, or a star."""
    words = picture.get("alt") or ""
    if _SAID_BY_PICTURE.search(words):
        return str(words)
    named = f"{words} {(picture.get('src') or '').rpartition('/')[2]}"
    if not _STAR.search(named):
        return ""
    return _EMPTY if _EMPTY_STAR.search(named) else _FULL


def _in_a_row(found: re.Match[str]) -> str:
    stars = "".join(found[0].split())
    return stars.replace(_FULL, "★").replace(_EMPTY, "☆") if len(stars) == _ALL else ""


def _text_lines(text: str) -> Read:
    """Lines that a mail program has broken are one again; a blank line ends one in any case."""
    read = Read()
    before = ""  # the line above, where it may go on
    for written in text.splitlines():
        bare = written.lstrip()
        quoted = bare.startswith(">")
        words = folded(bare.lstrip("> "))
        read.links += [Link(address, words) for address in _ADDRESS.findall(words)]
        if words and _goes_on(before, words) and read.lines[-1].quoted == quoted:
            read.lines[-1] = Line(f"{read.lines[-1].text} {words}", quoted)
        elif words:
            linked = bool(_ADDRESS.fullmatch(words.strip("<>()[] ")))
            read.lines.append(Line(words, quoted, linked))
        before = words if words and not read.lines[-1].linked else ""
    return read


def _goes_on(line: str, after: str) -> bool:
    """Whether a mail program broke a line here, and not whoever wrote it.

    >>> _goes_on("Пользователь Иван оставил отзыв о вашей компании Зубр-Софт.", "Оценка: 1")
    False
    """
    if len(line) < _WRAPPED_AT:
        return False
    if not after[:1].isupper():
        return True
    word = after.split(" ", 1)[0]
    fits = len(line) + 1 + len(word) <= _WIDTH
    return not (_LEADING.search(line) or (_ENDED.search(line) and fits))


def links_of(read: Read) -> Iterator[Link]:
    """Every link that leads to a page, unwrapped."""
    for link in read.links:
        url = unwrapped(link.url)
        if url:
            yield Link(url, link.text)
