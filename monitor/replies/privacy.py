"""What gives a client away in a public reply: contacts, papers, numbers, names that they did not give themselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from monitor.words.morphology import plain

_MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_PHONE = re.compile(r"(?<![\w№#-])\+?\d[\d ()\-‑–]{7,17}\d(?!\w)")
_SITE = re.compile(r"https?://\S+|(?<![\w@.])@\w{4,}|\bt\.me/\w+")
_FREE = re.compile(
    r"(?:g(?:oogle)?mail|outlook|hotmail|live|yahoo|icloud|me|protonmail|gmx|aol)\.com|proton\.me|gmx\.de|tut\.by"
    r"|(?:mail|bk|list|inbox|internet|ya|rambler|yandex)\.ru|yandex\.by",
    re.IGNORECASE,
)
# Words before a contact that say whose it is.
_THEIRS = re.compile(
    r"\b(?:ваш(?:ему|его|ем|им|их|ей|ей|у|а|е)? (?:\w+ )?"
    r"(?:номер|телефон|почт|адрес|ящик|мобильн|контакт|e-?mail|емейл)\w*"
    r"|(?:звонили|дозвон\w+|писали|написали|отправили|выслали|направили|набирали) (?:\w+ )?вам\b|вам (?:\w+ )?на\b"
    r"|(?:его|е[её]) (?:номер|телефон|почт)\w*"
    r"|(?:your|his|her) (?:\w+ )?(?:number|phone|mobile|e-?mail|address|mailbox|contact)"
    r"|(?:called|phoned|wrote to|e-?mailed|texted|reached) you\b"
    r"|sent (?:it |this |them )?to you|указанн\w+ (?:вами|при регистрации))[^.!?]{0,30}$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"[^.!?]{0,25}(?:котор\w+ вы (?:указа|остав|дал)\w+|указанн\w+ (?:вами|при)|you (?:gave|registered|provided|left))",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:пишите|напишите|звоните|позвоните|связ\w+|обра(?:щайтесь|титесь)|ждем|присылайте|пришлите|почт\w+|телефон\w*|контакт\w*"
    r"|наш\w*|write|e-?mail|call|contact|reach|phone|our|direct line)\b[^.!?]{0,60}$",
    re.IGNORECASE,
)
_PAPERS = re.compile(
    r"\b(?:[Пп]аспорт\w*|[Pp]assport)\b[^.!?\d]{0,25}[A-ZА-Я]{0,2} ?\d[\d ]{3,}"
    r"|\b(?:[Кк]арт(?:а|е|у|ы|ой)|[Cc]ard)\b[^.!?\d]{0,30}(?:\*{2,}|x{4})? ?"
    r"(?!(?:19|20)\d\d\b)\d{4}\b(?:[ -]?\d{4}\b){0,3}"
    r"|(?<!\d)(?:\d{4}[ -]?){3}\d{4}(?!\d)|(?<!\d)\d{20}(?!\d)"
    r"|\b[A-Z]{2}\d{2}[A-Z0-9]{4} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{0,4}\b"
    r"|\b(?:[Вв]аш|[Yy]our)\w* (?:ИНН|УНП|ОГРН|КПП|VAT|tax id)\W{0,3}\d{6,}"
)
_PAPER_NAMES: Final = (
    r"договор\w*|контракт\w*|заказ\w*|сч[её]т(?:а|у|ом|е|-фактур\w*)?|инвойс\w*|накладн\w+|полис\w*|лицензи\w+|акт(?:а|у|ом|е)?"
    r"|contract|order|invoice|waybill|policy|licen[cs]e|purchase order|PO|account|agreement"
)
_UNITS: Final = (
    r"(?:[₽$€%]|р\.|руб|тыс|млн|byn|usd|eur|бел|евро|долл|шт|единиц|позиц|товар|строк|чел|час|дн|мес|лет|год)"
)
_NUMBERED = re.compile(
    rf"\b(?:{_PAPER_NAMES})\b[^.!?\d№#]{{0,15}}(?:№|#|\bN[оo]?\.?(?=\s?\d)|\bномер(?:ом|а)?|\bnumber|\bno\.)\s*:?\s*[\w/-]*\d[\w/-]*"
    rf"|\bномер(?:ом|а|у|е)? (?:{_PAPER_NAMES})(?:\s*[:–-])?\s+[\w/-]*\d{{2}}[\w/-]*"
    rf"|\b(?:договор|контракт|заказ|сч[её]т)(?:а|у|ом|е)?\s+(?!(?:19|20)\d\d\b)\d{{4,}}\b(?!\s*{_UNITS})"
    rf"|\b(?:{_PAPER_NAMES})\s+(?:(?-i:[A-ZА-Я]{{2,6}}[-/ ]?)\d{{2,}}[\w/-]*"
    rf"|(?!24/7)\d{{2,}}[/-][\w/-]*\d(?!\d*\s?(?:дн|час|мес|day|hour|week)))"
    rf"|(?<![\w-])(?:INV|ORD|PO|SO)[-_ ]?\d{{3,}}\b",
    re.IGNORECASE,
)
_PATRONYMIC = r"[А-ЯЁ][а-яё]+(?:ович|евич|ьич|овн|евн|ичн|иничн)(?:а|у|ем|ом|е|ы|ой)?"
_FULL_NAME = re.compile(
    rf"\b(?:[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)? )?[А-ЯЁ][а-яё]+ {_PATRONYMIC}\b"
    r"(?: [А-ЯЁ][а-яё]+(?:ов|ев|ёв|ин|ын|ск|ко|ич|ук|юк)\w*)?"
    r"|\b[А-ЯЁ][а-яё]+(?:ов|ев|ин|ко|ский|ская|ова|ева|ина) [А-ЯЁ]\. ?[А-ЯЁ]\."
    r"|\b(?:Mr|Mrs|Ms|Dr)\.? [A-Z][a-z]+(?: [A-Z][a-z]+)?"
)
_ROLE = re.compile(
    r"(?<!\w)(?:директор|руководител|начальник|менеджер|специалист|инженер|консультант|юрист|бухгалтер|отдел|поддержк|куратор"
    r"|с уважением|занимается|отвечает|напишите|звоните|обратитесь|свяжется|контакт|наш|замест"
    r"|manager|head of|director|lead|specialist|team"
    r"|engineer|support|regards|contact|our|colleague|reach|write to|ask for)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\b\.?")
_YOUR = re.compile(
    r"\b(?:ваш\w*|your) (?!менеджер|куратор|специалист|консультант|manager|contact|consultant)"
    r"\w+,? (?:(?:Mr|Mrs|Ms|Dr)\.? )?$",
    re.IGNORECASE,
)
_DIGITS = 9  # of a phone number: a date or a sum has fewer
_AROUND = 60  # characters before or after a name, in which a position says that it is one of us


def has_contact(text: str) -> bool:
    """Whether it says how to reach us: a phone number, a mail box, an address.

    >>> has_contact("Звоните: +375 29 123-45-67"), has_contact("Позвоните нам до 2026-12-04")
    (True, False)
    """
    return any(_is_contact(match) for pattern in (_PHONE, _MAIL, _SITE) for match in pattern.finditer(text))


def clients_data(text: str, *, ours: Collection[str] = ()) -> Iterator[str]:
    """Contacts that look like the client's, passports, cards, accounts. `ours` are the company's own domains.

    >>> list(clients_data("Писали вам на anna@gmail.com, пишите нам на help@zubr.by"))
    ['anna@gmail.com']
    >>> list(clients_data("Деньги ушли на карту *1234, паспорт MP 1234567 проверили."))
    ['карту *1234', 'паспорт MP 1234567']
    """
    for match in _MAIL.finditer(text):
        free = _FREE.fullmatch(match[1]) and match[1].lower() not in ours
        invited = _said_before(_OURS, text, match.start())
        if (free and not invited) or _said_before(_THEIRS, text, match.start()):
            yield match[0].rstrip(".")
    for match in _PHONE.finditer(text):
        if _is_contact(match) and (_said_before(_THEIRS, text, match.start()) or _GIVEN.match(text, match.end())):
            yield match[0]
    yield from (match[0].strip() for match in _PAPERS.finditer(text))


def numbers(text: str) -> Iterator[str]:
    """By which number of a contract, order or invoice a client is known.

    >>> list(numbers("По договору № 123-ЗС и счёту INV-2041 всё проверено за 24 часа"))
    ['договору № 123-ЗС', 'счёту INV-2041']
    >>> list(numbers("Номер вашего заказа известен: номер заказа 4567, по договору 12345 от 3 мая"))
    ['номер заказа 4567', 'договору 12345']
    >>> list(numbers("Обработка заказа занимает 24 часа, договор на 2 года, order in 3 days"))
    []
    """
    return (match[0].strip() for match in _NUMBERED.finditer(text))


def full_names(text: str, *, shown: str, signature: str = "") -> Iterator[str]:
    """Names with a patronymic that the author did not give, and that are not of somebody who answers for us.

    >>> list(full_names("Уважаемый Иванов Иван Иванович, проверили.", shown="Иван"))
    ['Иванов Иван Иванович']
    >>> list(full_names("Этим занимается руководитель поддержки Анна Сергеевна Котова.", shown="Иван"))
    []
    """
    known = plain(f"{shown} {signature}")
    for match in _FULL_NAME.finditer(text):
        around = text[max(0, match.start() - _AROUND) : match.start()] + text[match.end() : match.end() + _AROUND // 2]
        told = all(
            plain(word) in known for word in match[0].split() if word not in {"Mr", "Mrs", "Ms", "Dr", "Mr.", "Ms."}
        )
        theirs = _YOUR.search(text, max(0, match.start() - _AROUND), match.start())
        if not told and (theirs or not _ROLE.search(around)):
            yield match[0]


def _is_contact(match: re.Match[str]) -> bool:
    return match.re is not _PHONE or sum(character.isdigit() for character in match[0]) >= _DIGITS


def _said_before(pattern: re.Pattern[str], text: str, start: int) -> bool:
    return pattern.search(text[max(0, start - 100) : start].replace("ё", "е")) is not None
