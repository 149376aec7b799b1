"""Sentences of the texts whose blanks are marked up, and numbers as each language writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.domain.targets import MAIL, TELEGRAM, parts
from monitor.render.display import clean
from monitor.render.document import Span
from monitor.texts import Texts

_FENCE = "\x00"  # stands in no text that is shown: `clean` takes it out
_LONG, _GAP = 10_000, "\u202f"
_NUMBERS = 5
_MINUS = "\u2212"  # a true minus, as wide as a plus


def phrase(texts: Texts, key: str, /, **blanks: Span | str | int) -> tuple[Span, ...]:
    """A sentence with its blanks filled; a Span keeps its style.

    >>> from monitor.render.document import bold
    >>> phrase(Texts("ru"), "card.rating", value=bold("2"), best="5")[0]
    Span(text='2', style=<Style.BOLD: 1>, url='', at=None, person=None)
    """
    spans = {name: value for name, value in blanks.items() if isinstance(value, Span)}
    fenced = {name: f"{_FENCE}{name}{_FENCE}" for name in spans}
    sentence = texts(key, **{**blanks, **fenced})
    return tuple(span for span in _pieces(sentence, spans) if span.text)


def listed(names: Sequence[str], most: int, texts: Texts) -> str:
    """The first of them by name, and how many more there are.

    >>> listed(["forum", "news", "reviews"], 2, Texts("en"))
    'forum, news, …1 more'
    """
    more = [texts("digest.more", n=len(names) - most)] if len(names) > most else []
    return ", ".join([*names[:most], *more])


def numbered(mentions: Sequence[int], texts: Texts) -> str:
    """Mentions by the numbers on their cards.

    >>> numbered([7, 9], Texts("en")), numbered(range(1, 8), Texts("en"))
    ('m-7, m-9', 'm-1, m-2, m-3, m-4, m-5, …2 more')
    """
    return listed([f"m-{number}" for number in mentions], _NUMBERS, texts)


def target_name(target: str, texts: Texts) -> str:
    """Where a message goes, as its people know it.

    >>> target_name("telegram:-100500:7", Texts("en")), target_name("mail:anna@zubr.by", Texts("en"))
    ('chat -100500, topic 7', 'anna@zubr.by')
    """
    kind, place, topic = parts(target)
    if kind == MAIL:
        return place
    if kind != TELEGRAM:
        return texts("cli.sent.terminal")
    return texts("cli.sent.topic", chat=place, topic=topic) if topic else texts("cli.sent.chat", chat=place)


def in_quotes(text: str, texts: Texts) -> str:
    """Words of others between the quotes of a language.

    >>> in_quotes("Ушли в «Умные решения»", Texts("ru")), in_quotes("Their “support” is gone", Texts("en"))
    ('«Ушли в „Умные решения“»', '“Their ‘support’ is gone”')
    """
    return texts("word.quoted", text=text)


def number(value: float, texts: Texts, *, digits: int = 1) -> str:
    """«2,5» in Russian, "2.5" in English; no zeros that say nothing.

    >>> number(-2.5, Texts("ru")), number(4.0, Texts("en"))
    ('−2,5', '4')
    """
    shown = f"{abs(value):.{digits}f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    negative = value < 0 and shown.strip("0") != ""
    return (_MINUS if negative else "") + shown.replace(".", texts("word.decimal_mark"))


def count(value: int) -> str:
    """With a thin gap between thousands, from five digits on as both languages do.

    >>> count(1320), count(24000)
    ('1320', '24\\u202f000')
    """
    return str(value) if value < _LONG else f"{value:,}".replace(",", _GAP)


def signed(value: float, texts: Texts) -> str:
    """A weight with its sign: «−2,8», «+1,5».

    >>> signed(-2.0, Texts("en")), signed(1.5, Texts("ru"))
    ('−2.0', '+1,5')
    """
    sign = _MINUS if value < 0 else "+"
    return sign + f"{abs(value):.1f}".replace(".", texts("word.decimal_mark"))


def hundredths(part: int, whole: int) -> int:
    """A percentage as it is written, the same in words and on pictures: all of it is 100 alone, and nothing 0 alone.

    >>> hundredths(23, 40), f"{100 * (23 / 40):.0f}"
    (58, '57')
    >>> [hundredths(part, 300) for part in (0, 1, 299, 300)]
    [0, 1, 99, 100]
    """
    if part in {0, whole}:
        return 100 if part else 0
    return min(max(round(100 * part / whole), 1), 99)


def difference(now: float, before: float, texts: Texts) -> str:
    """Of two numbers as they are written: whoever reads both can reckon it up.

    >>> difference(3.04, 3.06, Texts("en")), difference(3.14, 3.06, Texts("en"))
    ('−0.1', '=')
    """
    shown = float(f"{now:.1f}") - float(f"{before:.1f}")
    return signed(shown, texts) if round(shown, 1) else "="


def signed_count(value: int) -> str:
    """A difference between two counts.

    >>> signed_count(3), signed_count(-1), signed_count(0)
    ('+3', '−1', '=')
    """
    if value == 0:
        return "="
    return f"+{value}" if value > 0 else f"{_MINUS}{-value}"


def rating(rating_text: str | None, texts: Texts) -> str:
    """«2 из 5» for "2/5", which no line breaks apart; empty where nothing was given.

    >>> rating("4.5/5", Texts("ru")), rating("B+", Texts("ru")), rating(None, Texts("ru"))
    ('4,5\\xa0из\\xa05', 'B+', '')
    """
    value, slash, best = clean(rating_text or "").partition("/")
    if not slash:
        return value.strip()
    mark = texts("word.decimal_mark")
    return texts("card.rating", value=value.strip().replace(".", mark), best=best.strip().replace(".", mark))


def _pieces(sentence: str, spans: dict[str, Span]) -> Iterator[Span]:
    for index, piece in enumerate(sentence.split(_FENCE)):
        yield spans[piece] if index % 2 else Span(piece)
