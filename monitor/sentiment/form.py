"""Reads a review that fills in a form: what is liked, what is not, and a word on the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

_OF_WHAT: Final = r"(?: about [^?:.\n]{1,60}(?=[?:]))?"
_IN_WHAT: Final = r"(?: в [^?\n]{1,60}(?=\?))?"
_LIKED: Final = (
    rf"Достоинства|Плюсы|Преимущества(?: в работе)?|Понравилось|Что (?:по)?нравится{_IN_WHAT}|Что понравилось"
    r"|Положительные стороны|(?:Из (?:хорошего|плюсов)|Хорошее)(?=:)"
    r"|Pros|Advantages|Likes|Liked|(?:The [Gg]|G)ood(?=:)"
    rf"|What (?:I|we|do you) liked?(?! least)(?: best| most)?{_OF_WHAT}"
)
_NOT: Final = (
    rf"Недостатки|Минусы|Не понравилось|Что не (?:по)?нравится{_IN_WHAT}|Что не понравилось|Отрицательные стороны"
    r"|Что можно (?:было бы )?улучшить|(?:Из (?:плохого|минусов)|Плохое)(?=:)"
    r"|Cons|Disadvantages|Dislikes|Disliked|(?:(?:The [Bb]|B)ad|(?:Not so|Less) good)(?=:)"
    rf"|What (?:I|we|do you) (?:disliked?|liked? least)(?: most)?{_OF_WHAT}"
)
_WHOLE: Final = (
    r"Комментари[йи]|Отзыв|Общее впечатление|Впечатления|Вывод|Итог|Comments?|Summary|Overall(?: experience(?=:))?"
    r"|Review|Bottom [Ll]ine|Verdict|Advice to [Mm]anagement|Recommendations to others considering [^:.\n]{1,60}(?=:)"
)
# What was so before: "What problems is Kestrel solving? We missed deadlines".
_ONCE: Final = (
    r"Какие (?:задачи|проблемы) [^?.\n]{0,40}реш[^?.\n]{1,40}(?=\?)"
    r"|What (?:business )?problems (?:is|are) [^?.\n]{1,40} solving[^?.\n]{0,60}(?=\?)"
    r"(?:\? What benefits have you reali[sz]ed)?"
    r"|(?:Alternatives [Cc]onsidered|Switched [Ff]rom"
    r"|Reasons for [Ss]witching to [A-Z\u0410-\u042f][^:.\n]{1,60})(?=[:\n])"
)
_BOX: Final = re.compile(
    rf"(?<![\w-])(?:(?P<liked>{_LIKED})|(?P<not>{_NOT})|(?P<whole>{_WHOLE})|(?P<once>{_ONCE}))(?![\w-])\s*[:?–—-]?"
)
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
        if not box["once"] and not _EMPTY.match(text[box.end() : until]):
            yield box.end(), until
