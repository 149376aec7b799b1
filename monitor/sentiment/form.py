"""Reads a review that fills in a form: what is liked, what is not, and a word on the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

_LIKED: Final = (
    r"Достоинства|Плюсы|Преимущества|Понравилось|Что понравилось|Pros|Advantages|Likes|Liked"
    r"|What (?:I|we|do you) liked?"
)
_NOT: Final = (
    r"Недостатки|Минусы|Не понравилось|Что не понравилось|Cons|Disadvantages|Dislikes|Disliked"
    r"|What (?:I|we|do you) disliked?"
)
_WHOLE: Final = (
    r"Комментари[йи]|Отзыв|Общее впечатление|Впечатления|Вывод|Итог|Comments?|Summary|Overall|Review|Bottom [Ll]ine"
    r"|Verdict"
)
_BOX: Final = re.compile(rf"(?<![\w-])(?:(?P<liked>{_LIKED})|(?P<not>{_NOT})|(?P<whole>{_WHOLE}))(?![\w-])\s*[:?–—-]?")
_GLANCE: Final = re.compile(_NOT)
# Who has nothing to say says so: «Недостатки: нет», "Cons: none".
_EMPTY: Final = re.compile(
    r"\W*(?:(?:(?:их|пока|особых|явных|серь[её]зных|существенных|для меня|минусов|недостатков|таких|вообще|совсем) )*"
    r"(?:нет|нету|отсутству(?:ю|е)т|никаких|ничего|не (?:обнаруж\w+|выяв\w+|наш(?:[её]л|ла|ли)|замети\w+|замечен\w*"
    r"|увиде\w+|вижу|было|указа\w+|знаю))(?: (?:пока|таких|минусов|недостатков|плюсов|достоинств))*"
    r"|(?:(?:i |we )?(?:have|did|do)(?:n[o'’]t| not) (?:found|find|see|seen|have) (?:any|anything)"
    r"|none|nothing|no|n/?a|no (?:cons|pros|complaints))"
    r"(?: (?:so far|yet|really|at all|to mention|that i can think of|comes to mind))*)\W*\Z",
    re.IGNORECASE,
)


# The same where only what is filled in was taken from a page: a capital letter amid a sentence begins another box.
_NOTHING: Final = re.compile(
    r"[НМПN](?<=[а-яёa-z\d)»\"] .)(?:(?<=Н)(?:ет|ету|е (?:обнаруж\w+|выяв\w+|наш(?:[её]л|ла|ли)|замети\w+))"
    r"|(?:(?<=М)инусов|(?<=П)люсов|(?<=Н)едостатков) нет|(?<=N)(?:one|othing|o cons))(?=\s+[А-ЯЁA-Z]|\W*\Z)"
)


def boxes(text: str, start: int, end: int) -> Sequence[tuple[int, int]]:
    """The parts of a text that are filled in, without what the form itself says; all of it where it is no form.

    >>> text = "Достоинства: цена Недостатки: нет Комментарий: беру ещё"
    >>> [text[a:b] for a, b in boxes(text, 0, len(text))]
    [' цена ', ' беру ещё']
    """
    if _GLANCE.search(text, start, end) is not None:
        found = [*_BOX.finditer(text, start, end)]
        if any(box["liked"] for box in found):
            return tuple(_filled(text, start, end, found))
    nothing = [(start, start), *(one.span() for one in _NOTHING.finditer(text, start, end)), (end, end)]
    return [(after, until) for (_, after), (until, _) in pairwise(nothing)]


def _filled(text: str, start: int, end: int, found: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    if start < found[0].start():
        yield start, found[0].start()
    for box, following in zip(found, [*found[1:], None], strict=True):
        until = following.start() if following else end
        if not _EMPTY.match(text[box.end() : until]):
            yield box.end(), until
