"""What the parts of a review are usually called, in classes and in the heads of columns."""

from __future__ import annotations

import re

DATE = re.compile(r"date|time|when|created|publish|submitted|дата", re.IGNORECASE)
DAY = re.compile(  # more than the time of day
    r"\d[^\d:]|\d{8}|вчера|сегодня|назад|только что|yesterday|today|ago\b|just now", re.IGNORECASE
)
ELSE_DATED = re.compile(
    r"user-?(?:stat|info)|join|regist|profile|userinfo|birth|edit|sign|answer|reply|response|official", re.IGNORECASE
)
MARK = re.compile(r"rat(?:e|ing)|star|score|(?<![a-z])mark(?![a-z])|grade|ball|оцен|балл|рейтинг", re.IGNORECASE)
OTHER_MARK = re.compile(
    r"market|remark|start|bookmark|karma|count|vote|average|reputation|sub|criteri|aspect", re.IGNORECASE
)
OVERALL = re.compile(r"overall|summary|main|общ", re.IGNORECASE)
NO_MARK = re.compile(r"points?\b|votes?\b|likes?\b|голос|лайк|отзыв|reviews", re.IGNORECASE)
NAME = re.compile(r"user-?_?name|nick|login|author|reviewer|consumer|creator|pers-?_?name|имя|автор|кто", re.IGNORECASE)
WHO = re.compile(r"(?:^|[-_])(?:name|fn|user|client|customer|who|person|from|fio|autor|avtor)", re.IGNORECASE)
NOBODY = re.compile(
    r"compan|product|item-?_?name|brand|vacanc|shop|org|team|speaker|avatar|photo|img|pic|role|position|poster-rank|descr"
    r"|file|answer|reply|official|rank|title$|wrap|container|meta|info|details|head(?:er)?$|line$|box$|block$"
    r"|caption|level|status|count|label|date",
    re.IGNORECASE,
)
TITLE = re.compile(r"title|headline|subject|heading|theme|^h[2-5]$|заголов", re.IGNORECASE)
TEXT = re.compile(r"text|content|body|message|msg|comment|desc|review|otz|quote|p$", re.IGNORECASE)
BOTH_SIDES = re.compile(
    r"(?<![a-z])(?:pros|cons|plus|minus|adv(?:antages?)?|disadv(?:antages?)?|dostoin|nedostat)", re.IGNORECASE
)
PERSON = re.compile(r"/(?:users?|profiles?|members?|authors?|people|u)/|member(?:list)?\.php", re.IGNORECASE)
REPLY = re.compile(r"answer|reply|respon[sd]|otvet|official|owner|ответ", re.IGNORECASE)
INSIDE = re.compile(r"text|body|content|message|msg", re.IGNORECASE)
PERMALINK = re.compile(r"#(?:comment|post|review|p|r|c|otz|msg)[\w-]*\d|perma|post-?count", re.IGNORECASE)
