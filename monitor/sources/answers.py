"""Finds a company's answer below what it answers, by the head that sites write over it, where no markup tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree, html

from monitor.sources.markup import plain

BEGINS: Final = ("твет ", "ный ответ", "esponse", "eply")  # of which one stands in nearly every head: a glance
_HEADS: Final = (
    r"(?:официальный )?ответ (?:официального )?(?:представител[яь]|компании|организации|владельца|магазина|продавца"
    r"|администрации|бренда|банка|работодателя|разработчика|производителя|поставщика|застройщика)"
    r"|официальный ответ|(?:комментарий|ответ) (?:от )?представителя"
    r"|(?:owner|business|company|seller|official|developer|management|vendor|employer|host)(?:['’]s)?"
    r" (?:response|reply|answer)"
    r"|(?:response|reply) from (?:the )?(?:owner|business|company|seller|developer|management|vendor|employer|host)"
)
_GLANCE: Final = ("твет", "ТВЕТ", "омментари", "esponse", "eply", "nswer", "RESPONSE", "REPLY", "ANSWER")
_WHOSE: Final = (  # one of these stands beside it; looked for first, for a pattern takes ten times as long
    *("представ", "компани", "организац", "владел", "магазин", "продав", "администр", "бренд", "официал", "банк"),
    *("работодат", "разработч", "производит", "поставщ", "застройщ", "owner", "business", "company", "seller"),
    *("official", "developer", "management", "vendor", "employer", "host"),
)
_SAYS_WHOSE: Final = re.compile(_HEADS)
_BESIDE: Final = 40  # letters before and behind such a word that may say whose answer it is
_HEAD: Final = re.compile(
    rf"\W*(?:{_HEADS})(?![\w-])|[^.!?]{{1,60}}, официальный ответ\W*\Z", re.IGNORECASE
)  # Yandex names the company first
_ALONE: Final = re.compile(rf"\W*(?:{_HEADS})\W*", re.IGNORECASE)
_LONGEST = 80  # letters of such a head, with a name and a date
_DATED: Final = re.compile(r"(?=.*\d).{1,30}")  # what may stand behind it in its line
_BUTTONS: Final = re.compile(r"<(a|button|label|option)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_FEWEST = 3  # words of an answer; fewer are a button, a date or a place for it
_WAITS: Final = re.compile(  # instead of an answer: there is none yet, or whoever may give it should log in
    r"\A\W*(?:нет|не|no|none)\b|(?:ещ[её]|пока) (?:\w+ )?(?:не|нет)\b|не (?:дан|ответ|поступ)|без ответа|отсутству"
    r"|ожида|чтобы (?:на)?(?:ответить|писать)|вы представител|войдите|not (?:yet|responded|replied|answered)"
    r"|n't (?:yet )?(?:respon|repl|answ)|\byet\b|await|pending|log in|sign in|are you (?:the )?(?:owner|from)",
    re.IGNORECASE,
)
_SHORT = 80  # letters of what says so


@dataclass(frozen=True, slots=True)
class Headed:
    """An answer as it stands on a page."""

    part: html.HtmlElement  # all of it, an element
    head: str
    text: str  # what is said below the head

    @property
    def is_given(self) -> bool:
        """Whether somebody answered; the place for it may be there, or a form."""
        markup = etree.tostring(self.part, encoding="unicode", method="html", with_tail=False)
        said = plain(_BUTTONS.sub(" ", markup)).removeprefix(self.head).strip()
        if len(_WORD.findall(said)) < _FEWEST or (len(said) <= _SHORT and _WAITS.search(said)):
            return False
        return next(self.part.iter("form", "textarea"), None) is None

    @property
    def date(self) -> str:
        """When it was given, as the page writes it."""
        times = (time.get("datetime") or time.text_content() for time in self.part.iter("time"))
        return next(filter(None, times), self.head if any(map(str.isdigit, self.head)) else "")


def may_be_answered(written: str) -> bool:
    """Whether a company's answer may stand in some markup: beside a word for one it is said whose it is."""
    for sign in _GLANCE:
        at = written.find(sign)
        while at >= 0:
            beside = written[max(0, at - _BESIDE) : at + _BESIDE].lower()
            if any(map(beside.__contains__, _WHOSE)) and _SAYS_WHOSE.search(beside):
                return True
            at = written.find(sign, at + 1)
    return False


def answers(part: html.HtmlElement, within: html.HtmlElement) -> Iterator[Headed]:
    """What stands below such a head in a part: of what it stands in, the largest that begins with that head."""
    for node in [*part.iter(etree.Element)]:
        found = _HEAD.match(node.text or "") and _below(node, within)
        if found:
            yield found


def answer_in(markup: str) -> Headed | None:
    """The first that is given in the markup of an entry."""
    try:
        page: html.HtmlElement = html.fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, ValueError):
        return None
    return next((one for one in answers(page, page) if one.is_given), None)


def _below(node: html.HtmlElement, within: html.HtmlElement) -> Headed | None:
    """What an element is the head of, or the line that it stands in behind a name or before a date.

    What stands beside a head is meant where that says nothing else: «Ответ компании меня не устроил» heads no answer.
    """
    line = node.getparent()
    if node is within or line is None:
        return None
    own, whole = _line(node), "" if line is within else _line(line)
    heads = [(node, own), (line, whole)]
    for head, label in heads[::-1] if _DATED.fullmatch(whole.removeprefix(own)) else heads:
        if not label:
            continue
        above = head
        while above.getparent() is not within and _is_first(above):
            above = above.getparent()
        if above is not head and (text := _words(above).removeprefix(label).strip()):
            return Headed(above, label, text)
        after = head.getnext() if _ALONE.fullmatch(own) and label.endswith(own) else None
        if after is not None and not (head.tail or "").strip() and (text := _words(after)):
            return Headed(after, label, text)
    return None


def _line(node: html.HtmlElement) -> str:
    """The words of what is short enough for a head."""
    room = _LONGEST
    for text in node.itertext():
        room -= len(text.strip())
        if room < 0:
            return ""
    return _words(node)


def _words(node: html.HtmlElement) -> str:
    return plain(etree.tostring(node, encoding="unicode", method="html", with_tail=False))


def _is_first(node: html.HtmlElement) -> bool:
    """Whether no word stands before it in what holds it."""
    if (node.getparent().text or "").strip():
        return False
    before = node.itersiblings(preceding=True)
    return not any(text.strip() for one in before for text in (one.tail or "", *one.itertext()))
