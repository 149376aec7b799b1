"""Hears how people ask about a company before they sign."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.domain import Asking, Label
from monitor.sentiment.lexicon import table
from monitor.sentiment.phrases import OURS, Phrases
from monitor.sentiment.window import SHORT
from monitor.sentiment.words import Mark, Word

_HOW = re.compile(
    r"(?:(?:hi|hello|hey)\W+)?(?:how (?:(?:do|can|should|would) (?:i|we)|to(?! lose| ruin| kill))"
    r"|where (?:do|can) (?:i|we)|what happens (?:if|when)|is there (?:a|any) way|is it possible to)\b",
    re.IGNORECASE,
)
_OF_US = re.compile(
    r"(?:есть ли|что дела[ею]т|how does|is there"
    r"|(?:can|does) \u00b7+ "
    r"(?!(?:please|ever|even|just|finally|fix|stop|answer|explain|tell|give|get|call|do|be)\b)\w+)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:как (?:правильно |не |быстро |самому |(?:в|на|с|через) \S+ )?\w{3,}(?:ть|ти|чь)(?:ся|сь)?\b"
    r"|чем отлича\w+|(?:памятка|инструкция|чек-лист|разбор|вебинар|семинар|гайд|"
    r"guide|how-to|tutorial|checklist|webinar|faq):"
    r"|[^?!.]{5,80}[—–:,] \d+ (?:шаг|способ|совет|решени|steps\b|ways\b|tips\b|fixes\b)\w*"
    r"|(?:ошибк\w|error)\b[^:?!]{1,40}: (?:причин|решени|как|что дела|causes?\b|fix|solutions?\b|how)\w*)"
    r"(?=[^?!]*$)",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"(?:как(?:ой|ая|ое|ие)(?! ещ[её])|с как\w+|есть ли|будет ли|кто (?:платит|оплачивает)|вопрос по|.*\bподскаж\w+)\b",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(
    r"штраф|неусто|пен[яией]\b|просроч|просто[йея]|комисси|расторж|возврат|удерж|отказ", re.IGNORECASE
)
_SAYS = re.compile(r"[^\W_]")
_ASIDE = re.compile(r"https?://\S+|[#@]\w+")
_ASKER = re.compile(
    r"\b(?:у (?:нас|меня)|нам|мне|мы (?!рас|раз|от|по|со|пока)|я|хотим|хочу|хотелось|нужн[оаы]?|надо|думаем"
    r"|выбираем|ищ[уе]м?|спасибо|заранее|подскаж\w+|посовету\w+|помогите|вопрос\w*|интерес\w+|благодар\w+"
    r"|we(?:[’']re| are| have| need| want| use|[’']ve)|i(?:[’']m| am| have| need| want|[’']ve| can[’']?t)|my"
    r"|thanks|thank you|thx|please|pls|need|looking|curious|asking|advice|help)\b",
    re.IGNORECASE,
)
_PLAIN = -2.7  # «как расторгнуть договор: порядок и риски»
_ASKED_OF_US = -2.1
_MEANT = frozenset({"money", "fraud"})
_MILD = -2.0  # "how do I cancel" complains of nothing, "how do I get rid of this awful plan" does
_OPENING, _CLOSING = '«“„"(', '»”"'
_ANY_END, _NONE = "plain", "none"


class Questions:
    """How it is asked stands in question.tsv, with what only sounds like asking."""

    def __init__(self) -> None:
        self._known = Phrases((kind, entry) for kind, _, entry in table("question.tsv"))

    def asked(self, words: Sequence[Word], *, marked: bool) -> Asking:
        """Whether a sentence, our name among its words, asks about us; `marked`: it ends with a question mark."""
        kinds = {found.label for found in self._known.all(words)}
        if _NONE in kinds:
            return Asking.NOT
        if _ANY_END in kinds or (marked and kinds):
            return Asking.IN_WORDS
        return Asking.BY_MARK if marked and any(word.low == OURS for word in words) else Asking.NOT


def least(title: str, text: str, label: Label, rating: float | None) -> Asking:
    """How plainly must be asked for a mention to count as a question.

    A mark alone is enough in a short post that neither complains nor rates, for reviews and stories ask to no purpose,
    and that does not answer itself as headlines and adverts do.
    """
    short = len(text) <= SHORT and rating is None and label is not Label.NEGATIVE
    return Asking.BY_MARK if short and _left_open(text if _SAYS.search(text) else title) else Asking.IN_WORDS


def _left_open(said: str) -> bool:
    """Whether nothing follows the question, or only who asks.

    >>> [_left_open(said) for said in ("Зубр-Софт умеет в Excel? У нас 20 касс", "Что умеет Зубр-Софт? Смотрите видео")]
    [True, False]
    """
    rest = _ASIDE.sub("", said.rpartition("?")[2])
    return _ASKER.search(rest) is not None or not _SAYS.search(rest)


def asking_how(field: str, start: int, end: int, marks: list[Mark]) -> list[Mark]:
    """Without the words that only say what somebody wants to do: "How do I cancel a payment?", «Как вернуть товар»."""
    if not marks:
        return marks
    sentence = field[start:end]
    if sentence.endswith("?") and _TERMS.match(sentence):  # «какой штраф за просрочку прописан в договоре?»
        marks = [mark for mark in marks if not _ASKED_FOR.match(field, mark.start)]
    mild = _MILD if _HOW.match(sentence) else _PLAIN if _TITLE.match(sentence) else 0.0
    if sentence.endswith("?") and _OF_US.match(sentence):  # "How does it deal with damaged parcels?"
        mild = _ASKED_OF_US
    return [mark for mark in marks if not mild < mark.weight < 0 or mark.about in _MEANT] if mild else marks


def is_question(sentence: str) -> bool:
    """Whether a question mark ends it, and not only what is quoted at its end.

    >>> is_question("«Где заказ?»"), is_question("Вебинар «Где заказ?»"), is_question("Где заказ")
    (True, False, False)
    """
    said = sentence.rstrip(" ')")
    quoted = said[-1:] in _CLOSING
    return said.rstrip(_CLOSING).endswith("?") and (not quoted or said[:1] in _OPENING)
