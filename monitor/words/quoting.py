"""What a text quotes of somebody else: how it is marked, and which parts of a text are its author's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# Round what a post quotes of another one. The unseen sign tells them from those that a text has itself: it is taken out
# of all that sources send (`folded`), and no reader gets it (`clean`).
OPENS, CLOSES = "❝\u2063", "❞\u2063"

_MARK: Final = re.compile(f"{OPENS}|{CLOSES}")
# Whoever only nods to what is quoted says it too; «согласен, но» does not.
_NODS: Final = re.compile(
    r"[\W_]*(?:\+\s?1\b|плюсую|плюсану|поддерживаю|подтверждаю|присоединяюсь|жиза|аналогично"
    r"|(?:полностью |абсолютно |целиком |я |тоже )*соглас(?:ен|на|ны)(?: (?:полностью|с вами|с автором))?"
    r"|(?:(?:и )?у (?:меня|нас) )?(?:та же (?:история|проблема|беда)|то же самое|(?:точно )?так же|такая же \w+)"
    r"|(?:и )?у (?:меня|нас)(?: так)?(?=\W*$|[.!,])|(?:и )?(?:я|мы|у меня|у нас) тоже|именно(?= так|\W*$)"
    r"|(?:вс[её] )?(?:верно|правда)(?=[.!,]|\W*$)|вс[её] так(?=[.!,]|\W*$)"
    r"|(?:(?:i|we|totally|completely|fully|absolutely) )*agreed?|seconded|(?:(?:can|i) )*confirm(?:ed)?|(?:me|us) too"
    r"|same (?:here|story|experience|problem|for (?:me|us))|exactly|so true|this(?=\W*$)|well said)"
    r"(?![\w-])(?!,? (?:но|однако|только не|but|except|with the opposite)\b)(?!\?)",
    re.IGNORECASE,
)
_INTRODUCES = ":"
# A post is called after what it answers: the words are those of whoever began.
_NAMED_AFTER: Final = re.compile(
    r"(?:.{1,80} • )?(?:re(?:\[\d+\])?|отв|aw)\s?:|(?:new )?(?:комментарий|ответ) (?:к|на|от \S+ (?:к|на))\s"
    r"|comments? (?:on|by .{1,60} (?:on|for))\s|(?:answer|reply|response) (?:to|by .{1,60} (?:to|for))\s|/?u/\S+ on ",
    re.IGNORECASE,
)


def parts(text: str) -> Iterator[tuple[int, int, bool]]:
    """The parts of a text one after another, and which of them are quoted; the marks belong to none.

    >>> text = f"{OPENS}Ужас{CLOSES} Неправда"
    >>> [(text[a:b], quoted) for a, b, quoted in parts(text)]
    [('Ужас', True), (' Неправда', False)]
    """
    start, quoted = 0, False
    for mark in _MARK.finditer(text):
        if start < mark.start():
            yield start, mark.start(), quoted
        start, quoted = mark.end(), mark[0] == OPENS
    if start < len(text):
        yield start, len(text), quoted


def unmarked(text: str) -> str:
    """As its page shows it.

    >>> unmarked(f"{OPENS}Ужас{CLOSES} Неправда")
    'Ужас Неправда'
    """
    return _MARK.sub("", text) if OPENS in text else text


def own(text: str) -> tuple[tuple[int, int], ...]:
    """The parts that its author says: without what is quoted and then answered.

    Whoever only passes on what is quoted, or nods to it, says it.

    >>> awful = f"{OPENS}Ужас{CLOSES}"
    >>> [[text[a:b] for a, b in own(text)] for text in (f"{awful} Неправда", f"Пишут: {awful}", f"{awful} +1")]
    [[' Неправда'], ['Пишут: ', 'Ужас'], ['Ужас', ' +1']]
    """
    if OPENS not in text:
        return ((0, len(text)),)
    found = [part for part in parts(text) if text[part[0] : part[1]].strip()] or [(0, len(text), True)]
    said = [(start, end) for start, end, quoted in found if not quoted]
    answered = [text[start:end].strip() for start, end in said if any(map(str.isalpha, text[start:end]))]
    passed_on = not answered or (found[-1][2] and all(one.endswith(_INTRODUCES) for one in answered))
    if passed_on or nods(text[slice(*said[-1])]):
        return tuple((start, end) for start, end, _ in found)
    return tuple(said)


def own_words(text: str) -> str:
    """All of them as one text.

    >>> own_words(f"{OPENS}Ужас{CLOSES} Неправда")
    'Неправда'
    """
    return text if OPENS not in text else " ".join(text[start:end].strip() for start, end in own(text))


def nods(text: str) -> bool:
    """Whether a post begins by saying the same: «+1», «у нас то же самое», "same here".

    >>> nods("Полностью согласен, жду второй месяц"), nods("Не согласен"), nods("Согласен, но у нас всё работает")
    (True, False, False)
    """
    return _NODS.match(text) is not None


def named_after(title: str) -> bool:
    """Whether a title is that of the conversation, and its words not those of whoever answers.

    >>> [named_after(t) for t in ("Re: Обман", "Форум • Re: Обман", "Comment on A scam by Ann", "Ответ Зубр-Софта")]
    [True, True, True, False]
    """
    return _NAMED_AFTER.match(title) is not None
