"""Names of months, and zones by their letters, as dates carry them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta, timezone, tzinfo

# English, Russian, German, French, Ukrainian, Belarusian: beginnings that are enough
_MONTHS = {
    1: "jan янв січ сту",
    2: "feb fév fev фев лют",
    3: "mar mär mrz мар бер сак",
    4: "apr avr апр кві кра",
    5: "may mai май мая тра",
    6: "jun juin июн черв чэр",
    7: "jul juil июл лип ліп",
    8: "aug aoû aou авг сер жні",
    9: "sep сен вер",
    10: "oct okt окт жов кас",
    11: "nov ноя лис ліс",
    12: "dec dez déc дек гру сне",
}
_BEGINNINGS = {beginning: number for number, words in _MONTHS.items() for beginning in words.split()}


def month_of(word: str) -> int | None:
    """The number of a month by its name in any case or cut short.

    >>> month_of("ноября"), month_of("Sept"), month_of("вторник")
    (11, 9, None)
    """
    small = word.casefold()
    return _BEGINNINGS.get(small[:4]) or _BEGINNINGS.get(small[:3])


def _hours(hours: int) -> tzinfo:
    return timezone(timedelta(hours=hours))


ABBREVIATIONS: Mapping[str, tzinfo] = {
    name: _hours(hours)
    for hours, names in {
        -8: "PST",
        -7: "PDT MST",
        -6: "CST MDT",
        -5: "EST CDT",
        -4: "EDT",
        0: "Z UT UTC GMT WET",
        1: "CET BST WEST",
        2: "EET CEST",
        3: "MSK МСК EEST FET",
        4: "MSD SAMT GST",
        5: "YEKT",
        6: "OMST",
        7: "KRAT NOVT",
        8: "IRKT SGT HKT",
        9: "YAKT JST",
        10: "VLAT AEST",
        11: "MAGT SAKT AEDT",
        12: "PETT ANAT",
    }.items()
    for name in names.split()
}
