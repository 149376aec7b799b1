"""Marks what a post quotes of another one, as forums, comments and social networks write it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from html import unescape
from typing import Final

from lxml import etree, html

from monitor.sources.answers import answers, may_be_answered
from monitor.sources.markup import LONGEST, plain, put_back
from monitor.sources.pages.passing import buttons_marked
from monitor.words.quoting import CLOSES, OPENS

# What Discourse and XenForo make of a link: how the page begins that it leads to; and of a picture: what its file is.
CARDS: Final = ("onebox", "unfurl", 'class="lightbox"')

# Letters that no page has, until its markup is gone: of what is surely quoted, and of what may be.
_SURE, _SURE_END, _MAYBE, _MAYBE_END = "\ue010", "\ue011", "\ue012", "\ue013"
_MARKS: Final = re.compile(f"([{_SURE}-{_MAYBE_END}])")

_GLANCE: Final = ("uote", "&gt;", "итата", "QUOTE", *CARDS)  # of which one stands in every page that quotes
_IN_PARTS: Final = ("uote", "итата", *CARDS)  # and of these one where elements of their own tell what is quoted

_OF_ENGINES: Final = frozenset(  # what the makers of forums call a quote and its head
    {"bbcodeblock--quote", "bbcodequote", "quotecontainer", "ipsquote", "ipsblockquote", "quotetop", "quotemain"}
    | {"quoteheader", "title_quote", "bbcode_quote", "quote_container", "bbquoteblock", "bbquotename", "quotemessage"}
    | {"forum-quote", "quote-msg", "bb-quote", "bbquote", "bbc_standard_quote", "bbc_alternate_quote", "mycode_quote"}
    | {"quotebox", "uncited", "userquote", "onebox", "bbcodeblock--unfurl"}
)
_OF_ANYBODY: Final = frozenset(
    {"quote", "quotation", "quote-block", "quote_block", "post-quote", "post_quote", "comment-quote"}
)
_OF_POSTS: Final = frozenset({"postcontent"})  # vBulletin puts a whole post into a blockquote
_BELOW_POSTS: Final = frozenset(  # what a forum puts below what somebody says: who they are, and when they corrected it
    {"signature", "message-signature", "signaturecontainer", "lastedited", "message-lastedit"}
)
_BELOW_GLANCE: Final = ("ignature", "lastedit", "lastEdit")
_ADDED: Final = "data-excludequote"  # Invision's «Изменено вчера в 10:15» in the post itself, tomorrow with a date
_HOLDERS: Final = frozenset({"aside", "blockquote", "dd", "div", "dl", "fieldset", "p", "section", "table", "td", "tr"})
_WROTE = (
    r"(?:(?:на)?писал|сказал|ответил)(?:\W?а\W?)?|пишет|wrote|writes|said|says|цитата\b.{0,60}|сообщение от .{1,60}"
    r"|originally posted by .{1,60}|quote from .{1,60}"
)
_HEAD: Final = re.compile(rf"(?:\A|.*[\s)])(?:{_WROTE})\W*\Z", re.IGNORECASE | re.DOTALL)
_SAID_IN: Final = re.compile(  # NodeBB: the title of a topic is no word of whoever answers
    r"@\S.{0,60}? (?:said|wrote|(?:на)?писал\W?а?\W?|сказал\W?а?\W?) (?:in|в) .{1,300}:", re.IGNORECASE | re.DOTALL
)
_OF_A_CITE: Final = re.compile(rf"(?:{_WROTE})\W", re.IGNORECASE)
_TABLE_HEAD: Final = re.compile(r"\s*(?:цитата|quote)\b[^а-яёa-z]*\Z", re.IGNORECASE)
_BB: Final = re.compile(
    r"\[quote(?:=[\"']?([^\"'\[\],;]{0,60})[^\[\]]{0,200}|\s[^\[\]]{0,200})?\]|\[/quote\]", re.IGNORECASE
)
# A line that begins with «>»: on a page after a tag that begins one, in a text after its end.
_ON_PAGE: Final = re.compile(
    r"(?:&gt;)+(?!\s*\d|[=-])(?:[^<]|<(?!/?(?:p|br|div|li)\b))*",
    re.IGNORECASE,
)
_BEGINS_LINE: Final = re.compile(r"(?:\A|<(?:p|br|div|li)\b[^<>]*>)\s*(?:<(?:i|em|p|span)\b[^<>]*>)*\Z", re.IGNORECASE)
_TAGS_BEFORE = 500  # signs of the tags that such a line may begin with
_IN_TEXT: Final = re.compile(r"(^[ \t]*)((?:(?:>|&gt;)[ \t]?)+(?![ \t]*\d|[=-]).*)$", re.MULTILINE)
_TAG: Final = re.compile(r"</?[a-z]", re.IGNORECASE)
_GREETING = 3  # words before a quote that is answered: «@Иван, здравствуйте»
_HEAD_LONG = 12


def told(written: str, *, whole: bool = False, answered: bool = False) -> str:
    """Words as a reader sees them, with marks round what is quoted; `whole`: of an entry with its names and buttons.

    `answered`: the company's answer may stand in it.

    >>> told("<blockquote class=uncited>Ужас</blockquote>Неправда.").replace("\u2063", "")
    '❝Ужас❞ Неправда.'
    """
    text = _MARKS.sub("", written[:LONGEST]) if whole or answered or may_quote(written) else written
    text = buttons_marked(text, _SURE, _SURE_END) if whole else text
    answered = (whole or answered) and may_be_answered(text)
    if not may_quote(text) and not (answered or (whole and (_SURE in text or _has_below(text)))):
        return plain(text)
    return "".join(_in_words(_pieces(plain(_marked(text, whole=whole, answered=answered)))))


def may_quote(written: str) -> bool:
    """A glance that is enough for nearly all texts."""
    quotes = any(sign in written for sign in _GLANCE)
    return quotes or "\n>" in written or written.startswith(">")


def _marked(written: str, *, whole: bool, answered: bool) -> str:
    text = unescape(written) if "<" not in written and "&lt;" in written else written
    text = _with_bb(text)
    if not _TAG.search(text):
        return _IN_TEXT.sub(rf"\1{_SURE}\2{_SURE_END}", text)
    text = _ON_PAGE.sub(_as_line, text)
    if not (answered or any(sign in text for sign in _IN_PARTS) or (whole and _has_below(text))):
        return text
    try:
        page: html.HtmlElement = html.fragment_fromstring(text, create_parent="div")
    except (etree.LxmlError, ValueError):
        return text
    _mark(page, whole=whole)
    for found in answers(page, page) if answered else ():
        _surround(found.part, _SURE, _SURE_END)
    return str(etree.tostring(page, encoding="unicode", method="html", with_tail=False))


def _has_below(written: str) -> bool:
    return any(sign in written for sign in _BELOW_GLANCE)


def _as_line(found: re.Match[str]) -> str:
    """Looked back at from its sign, for a page may hold thousands of tags and none."""
    begins = _BEGINS_LINE.search(found.string, max(0, found.start() - _TAGS_BEFORE), found.start())
    return f"{_SURE}{found[0]}{_SURE_END}" if begins else found[0]


def _with_bb(text: str) -> str:
    """Quotes of BBCode that an API shows as they were typed; one that never ends is none."""
    found = [mark[0][1] for mark in _BB.finditer(text)] if "[/" in text else []
    if not found or found.count("/") * 2 != len(found):
        return text
    return _BB.sub(lambda mark: _SURE_END if mark[0][1] == "/" else f"{_SURE}{mark[1] + ': ' if mark[1] else ''}", text)


def _mark(page: html.HtmlElement, *, whole: bool) -> None:
    for node in [*page.iter(etree.Element)]:
        names = frozenset((node.get("class") or "").lower().split())
        if _is_added(node, names) or (whole and (names & _BELOW_POSTS or node.get("data-role") == "memberSignature")):
            node.drop_tree()
        elif names & _OF_ENGINES or _is_headed(node):
            _surround(node, _SURE, _SURE_END)
        elif node.tag == "td" and "quote" in names:  # phpBB 2: whose it is stands in the row above
            _surround(next(node.iterancestors("table"), node), _SURE, _SURE_END)
        elif whole or node.tag not in _HOLDERS:
            continue
        elif names & _OF_ANYBODY:
            _surround(node, _SURE, _SURE_END)
        elif node.tag == "blockquote" and not names & _OF_POSTS:
            _surround(node, _MAYBE, _MAYBE_END)


def _is_added(node: html.HtmlElement, names: Container[str]) -> bool:
    """Whether a program wrote it: when a post was corrected, «image1920×1080 150 KB» over a picture."""
    return _ADDED in node.attrib or ("meta" in names and "lightbox" in (node.getparent().get("class") or "").split())


def _is_headed(node: html.HtmlElement) -> bool:
    """Whether it says who wrote that: in a `cite` before it, as phpBB does, or above a table, as vBulletin did."""
    first = next(iter(node), None)
    if first is None or (node.text or "").strip():
        return False
    if node.tag == "blockquote":
        cite = next(node.iter("cite"), None)
        if cite is None or not _OF_A_CITE.search(f"{cite.text_content()} "):
            return False
        cite.tail = put_back(f" {cite.tail or ''}")
        return True
    if node.tag == "aside":
        return "quote" in (node.get("class") or "").split()
    after = first.getnext() if (node.tag, first.tag) == ("div", "div") else None
    return after is not None and after.tag == "table" and _TABLE_HEAD.match(first.text_content()) is not None


def _surround(node: html.HtmlElement, opening: str, closing: str) -> None:
    node.text = put_back(f" {opening}{node.text or ''}")
    last = node[-1] if len(node) else None
    if last is None:
        node.text += f"{closing} "
    else:
        last.tail = put_back(f"{last.tail or ''}{closing} ")


Piece = tuple[str, str]  # what it is, and its words


def _pieces(text: str) -> list[Piece]:
    """What is quoted and what is not, one after another; a quote within a quote is part of it."""
    found: list[Piece] = []
    kind, depth, said = "", 0, list[str]()
    for part in _MARKS.split(text):
        if part in (_SURE, _MAYBE):
            if not depth:
                found.append((kind, "".join(said)))
                kind, said = part, []
            depth += 1
        elif part in (_SURE_END, _MAYBE_END):
            depth = max(0, depth - 1)
            if not depth:
                found.append((kind, "".join(said)))
                kind, said = "", []
        else:
            said.append(part)
    found.append((kind, "".join(said)))
    return _joined([(one, " ".join(words.split())) for one, words in found if words.strip()])


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Quotes with nothing between them are one: a head and what it stands over, or lines that follow each other."""
    found: list[Piece] = []
    for kind, words in pieces:
        if kind and found and found[-1][0]:
            before, above = found.pop()
            found.append((_SURE if _SURE in (kind, before) else kind, f"{above} {words}"))
        else:
            found.append((kind, words))
    return found


def _in_words(pieces: Sequence[Piece]) -> Iterator[str]:
    last = max((n for n, (kind, _) in enumerate(pieces) if not kind), default=-1)
    for n, (kind, said) in enumerate(pieces):
        heads = not kind and n < last and _SAID_IN.fullmatch(said) is not None
        quoted = kind == _SURE or heads or (kind == _MAYBE and n < last and _is_answered(pieces, n))
        yield f"{' ' if n else ''}{OPENS}{said}{CLOSES}" if quoted else f"{' ' if n else ''}{said}"


def _is_answered(pieces: Sequence[Piece], n: int) -> bool:
    """A post that begins with a quote answers it; what a text leads up to is its own story."""
    head, before = ("" if pieces[at][0] else pieces[at][1] for at in (0, n - 1 if n else 0))
    begins = not head or (len(head.split()) <= _GREETING and head[-1] not in ".!?…") or _is_head(head)
    return begins and (not before.endswith(":") or _is_head(before))


def _is_head(said: str) -> bool:
    """Whether it only says who wrote what follows."""
    return _SAID_IN.fullmatch(said) is not None or (len(said.split()) <= _HEAD_LONG and _HEAD.match(said) is not None)
