"""What a site shows where it took something down: nobody says that."""

from __future__ import annotations

import re

from monitor.domain import Item

_LONGEST = 160  # letters
_WHAT = r"(?:сообщение|комментарий|отзыв|пост|запись|публикация|тема|ответ|вопрос)"
_DOWN = r"(?:удал[её]н|скрыт|отозван|заблокирован)[оа]?"
_WHO = (
    r"(?:автором(?: поста| темы| отзыва| комментария)?|модератор(?:ом|ами)|модерацией|администра(?:тором|цией)"
    r"|пользователем|владельцем)"
)
_WHY = r"(?:(?:за|из-за|в связи с|по причине) )?наруш(?:ени[еяюий]+|ает) (?:правил|пользовательского)[\w ]{0,40}"
_ASKED = r"по (?:просьбе|запросу|желанию|решению) (?:автора|пользователя|модератора|администрации)"
_RUSSIAN = (
    rf"(?:это |данн\w\w )?{_WHAT} (?:был[оа]? )?{_DOWN}(?: {_WHO})?(?: сайта| форума)?"
    rf"(?:[.:,]?(?: причина:)? (?:{_WHY}|данный аккаунт был удал[её]н|{_ASKED})| и будет автоматически удал.*)?"
)
_ENGLISH = (
    r"(?:this |the )?(?:post|comment|message|review|topic|thread|reply|answer|question)"
    r" (?:(?:has been|was|is) )?(?:deleted|removed|hidden|withdrawn)"
    r"(?: by (?:the |its |a |our )?(?:original )?(?:author|user|poster|owner|moderat(?:ors?|ion)|admin\w*|staff))?"
    r"(?: (?:for|because it) (?:violat(?:ing|es|ed|ion of)|breaking|breaching|broke) [\w ']{0,50}"
    r"|, will be automatically deleted.*)?"
)
_UFO = "нло прилетело и опубликовало эту надпись здесь"  # Habr
_TAKEN_DOWN = re.compile(rf"[(\[*]*(?:{_RUSSIAN}|{_ENGLISH}|{_UFO})[\])*.!]*", re.IGNORECASE)


def is_taken_down(item: Item) -> bool:
    """Whether only that is left of it, and no stars.

    >>> [is_taken_down(Item("forum", "", text=said)) for said in (
    ...     "(сообщение удалено автором)", "Отзыв удалён. Причина: нарушение правил сайта", "(post deleted by author)",
    ...     "Сообщение удалено, а деньги не вернули", "This review was removed because Kestrel threatened me")]
    [True, True, True, False, False]
    """
    said = item.text
    return len(said) <= _LONGEST and item.rating is None and _TAKEN_DOWN.fullmatch(said) is not None
