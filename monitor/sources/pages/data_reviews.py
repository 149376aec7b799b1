"""Reads reviews from the data that a page hands to its scripts, by what such data usually call their parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from monitor.sources.json_answer import moment, said
from monitor.sources.markup import links, plain
from monitor.sources.pages.page_data import page_data, unpacked
from monitor.sources.pages.written import Answer, Written

_REVIEWS = re.compile(  # no preview
    r"(?<![pP])[rR]eview|[a-z]Review|REVIEW|(?i:feedback|testimonial|opinion|otzyv|responses)"
)
_OTHERS = re.compile(  # of somebody else's, or of nobody
    r"similar|related|recommendations|compet|rival|neighbou?r|draft|(?<!plat)form\b|^other", re.IGNORECASE
)
_TEXTS = ("fulltext", "text", "body", "content", "comment", "message", "usertext", "commenttext", "review", "html")
_SAYING = ("text", "value", "html", "name")  # of a thing that is a text
_NOTES = (
    *("pros", "pro", "advantages", "plus", "pluses", "dignities", "liked", "positive", "positives"),
    *("cons", "con", "contra", "disadvantages", "minus", "minuses", "flaws", "limitations", "disliked", "negative"),
    *("negatives", "advice"),
)
_TITLES = ("title", "headline", "subject", "heading", "summary")
_AUTHORS = (
    *("author", "authorname", "username", "user", "nickname", "displayname", "consumer", "reviewer", "reviewername"),
    *("customer", "customername", "person", "client", "profile", "login", "name"),
)
_PERSON = re.compile(r"user|author|customer|client|person")
_CALLED = ("displayname", "fullname", "name", "username", "nickname", "nick", "login", "title", "publicname")
_RATINGS = (
    *("rating", "stars", "score", "grade", "mark", "rate", "ratingvalue", "starrating", "overallrating"),
    *("ratingoverall", "evaluation", "valuation", "productvaluation", "estimate", "overall"),
)
_VALUES = ("value", "ratingvalue", "val", "overall", "average", "rating", "score", "total", "stars")
_BESTS = ("bestrating", "maxrating", "ratingmax", "max")
_DATES = (
    *("publishedat", "createdat", "datecreated", "created", "datepublished", "published", "publisheddate", "date"),
    *("createddate", "publicationdate", "publishdate", "createdon", "submissiondate", "addedat", "time", "timestamp"),
    *("dates", "datetime", "updatedat"),
)
_LONG = 4  # letters of an id
_LINKS = ("url", "permalink", "link", "href")
_IDS = ("id", "uuid")
_OFFICIAL = re.compile(
    r"(?:official|company|owner|business|vendor|merchant|seller|developer|employer)(?:repl|answer|response|comment)\w*"
    r"|reply|answer|response"
)
_ANSWER = ("response", "answer", "reply")
_LETTERS = re.compile(r"[^a-z]")
_HANDED = ("application/json", "__next_f")  # a glance
_ANSWERED = tuple(f"{word}{quote}:{{" for word in ("eply", "esponse", "nswer") for quote in ('"', '\\"'))
_BEGINNING = 100  # letters of a review that tell it from others of its author
_MOST = 500  # reviews of one page
_MOST_LOOKED_AT = 50_000  # objects and lists of one value
_FEWEST_PARTS = 3  # of a review
_DEEPEST = 30  # things inside things
_MARKS_OF = (5.0, 10.0, 100.0)

Fields = Mapping[str, Any]


def data_reviews(text: str) -> tuple[Written, ...]:
    """Every review once. A mark is out of what the best of them needs, where nothing says."""
    found: dict[tuple[str, ...], Written] = {}
    for review in islice(chain.from_iterable(map(_reviews, page_data(text))), _MOST):
        found.setdefault((review.author, review.title, review.text, review.date), review)
    marks = [float(one.rating) for one in found.values() if re.fullmatch(r"\d+(?:\.\d+)?", one.rating)]
    best = next((of for of in _MARKS_OF if max(marks, default=0.0) <= of), 0.0)
    return tuple(replace(one, best=one.best or f"{best:g}") if best > _MARKS_OF[0] else one for one in found.values())


def with_answers(found: Sequence[Written], text: str) -> Sequence[Written]:
    """Reviews that a page marks up, with the answers that stand in its data alone."""
    if not found or not any(sign in text for sign in _HANDED) or not any(sign in text for sign in _ANSWERED):
        return found
    held = data_reviews(text)
    alike = Counter(map(_told, held))  # «Отлично!» by two Annas tells neither
    known = {key: one.answers for one in held if alike[key := _told(one)] == 1}
    return [one if one.answers else replace(one, answers=known.get(_told(one), ())) for one in found]


def _told(review: Written) -> tuple[str, str]:
    """Who says what, however a page writes it."""
    author, said = ("".join(filter(str.isalnum, one.casefold())) for one in (review.author, review.text))
    return author, said[:_BEGINNING]


def _reviews(data: Any) -> Iterator[Written]:
    """Those that stand under a name for reviews, however deep: «reviews: {items: […]}»; or call themselves one."""
    waiting = [(data, False, 0)]
    for _ in range(_MOST_LOOKED_AT):
        if not waiting:
            return
        value, told, depth = waiting.pop()
        value = unpacked(value) if isinstance(value, str) else value
        if isinstance(value, dict) and len(value) >= _FEWEST_PARTS:
            told = told or _REVIEWS.search(str(value.get("__typename") or value.get("type"))) is not None
            if told and (written := _written(_bare(value))):
                yield written
                continue
        if depth < _DEEPEST:
            inner = value.items() if isinstance(value, dict) else (("", one) for one in value or ())
            waiting += [
                (one, told or _REVIEWS.search(name) is not None, depth + 1)
                for name, one in reversed([*inner])
                if _may_hold(one) and not _OTHERS.search(name)
            ]


def _may_hold(value: Any) -> bool:
    return isinstance(value, list | dict) or (isinstance(value, str) and value.startswith(("[", "{")))


def _written(fields: Fields) -> Written | None:
    """What has nearly all of a review: words, a mark, an author, a date. Anything else is none."""
    for name in _TEXTS:  # «content: {positive, negative}»
        fields = {**_bare(fields[name]), **fields} if isinstance(fields.get(name), dict) else fields
    rating, best = _mark(fields)
    raw = _first(fields, _TEXTS)
    notes = [note for name in _NOTES if (note := plain(_words(fields.get(name))))]
    text = plain(raw)
    text = " ".join(filter(None, (text, *(note for note in notes if note not in text))))
    author, date = plain(_author(fields)), _date(fields)
    if not (text or rating) or (text, rating, author, date).count("") > 1:
        return None
    return Written(
        title=plain(_first(fields, _TITLES)),
        text=text,
        author=author,
        date=date,
        rating=rating,
        best=best,
        url=_first(fields, _LINKS),
        guid=guid
        if len(guid := _first(fields, _IDS)) >= _LONG
        else "",  # shorter ones may only count those of the page
        answers=tuple(_answers(fields)),
        links=links(raw),
    )


def _words(value: Any, depth: int = 4) -> str:
    """Words alone: what a flag, a number or a thing of many parts says is no text."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and depth:
        return "\n".join(filter(None, (_words(one, depth - 1) for one in value)))
    held = (value.get(name) for name in _SAYING) if isinstance(value, dict) and depth else ()
    return _words(next(filter(None, held), ""), depth - 1)


def _first(fields: Fields, names: Sequence[str]) -> str:
    """The first of these that is a number or has words."""
    found = (fields.get(name) for name in names)
    return next(filter(None, (said(one) if type(one) in (int, float) else _words(one) for one in found)), "")


def _bare(value: Fields) -> Fields:
    """By names without what programs vary: `createdAt`, `created_at`, `reviewDate`, `date`."""
    named = {_LETTERS.sub("", str(key).lower()): held for key, held in value.items()}
    return {
        name.removeprefix("review"): held for name, held in named.items() if not name.startswith("reviewer")
    } | named


def _author(fields: Fields) -> str:
    people = (name for name, value in fields.items() if isinstance(value, dict) and _PERSON.search(name))
    for name in (*_AUTHORS, *people):
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, dict):
            held = _bare(value)
            full = " ".join(filter(None, (_words(held.get("firstname")), _words(held.get("lastname")))))
            if called := _first(held, _CALLED) or full:
                return called
    return ""


def _mark(fields: Fields) -> tuple[str, str]:
    """The mark and the best of its scale, where the data say both."""
    for name in _RATINGS:
        value = fields.get(name)
        held = _bare(value) if isinstance(value, dict) else {}
        mark = next((held[key] for key in _VALUES if key in held), None) if held else value
        if isinstance(mark, int | float | str) and not isinstance(mark, bool) and mark != "":
            return said(mark), _first({**fields, **held}, _BESTS)
    return "", ""


def _date(fields: Fields) -> str:
    for name in _DATES:
        value = fields.get(name)
        if isinstance(value, dict) and name == "dates":
            value = _date({**_bare(value), name: None})
        if value and not isinstance(value, bool) and (at := moment(value)) and any(map(str.isdigit, at)):
            return at
    return ""


def _answers(fields: Fields) -> Iterator[Answer]:
    """What is called the company's; under a word for many, anybody's may stand."""
    for value in (held for name, held in fields.items() if _OFFICIAL.fullmatch(name)):
        for one in value if isinstance(value, list) else [value]:
            held = _bare(one) if isinstance(one, dict) else {"text": one if " " in str(one).strip() else ""}  # no «ok»
            if text := plain(_first(held, (*_TEXTS, *_ANSWER))):
                yield Answer(text, plain(_author(held)), _date(held))
