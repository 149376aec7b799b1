"""The keys of `select:`, and how CSS selectors take text and attributes from a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Annotated, Any, Self

import soupsieve
from bs4 import Tag
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from monitor.config.numbers import DECIMAL
from monitor.config.scalars import form
from monitor.sources.answers import may_be_answered
from monitor.sources.markup import plain
from monitor.sources.pages.passing import lasting, unfolded
from monitor.sources.pages.plain_css import SPECIAL, all_plain
from monitor.sources.pages.plain_page import PlainPart
from monitor.sources.quotes import told
from monitor.words.quoting import CLOSES, OPENS

Part = Tag | PlainPart

_WITH_ATTRIBUTE = re.compile(r"(?P<css>.*?)(?:(?:^|\s)@(?P<attribute>[\w:.-]+))?\s*", re.DOTALL)
_COMMA = re.compile(r",(?![^(\[]*[)\]])")  # between selectors, not within :is() or [title="a, b"]
_MOST_PARTS = 100  # of one entry, such as the answers below a review


def _selector(written: str) -> str:
    if not written.strip():
        raise PydanticCustomError("otklik_empty", "empty")
    try:
        soupsieve.compile(split(written)[0] or "*")
    except (soupsieve.SelectorSyntaxError, ValueError, NotImplementedError, RecursionError) as error:
        raise PydanticCustomError("otklik_selector", "not a CSS selector") from error
    return written


def _entry(written: str) -> str:
    """An attribute has no parts in which the others could be looked for."""
    css, attribute = split(written)
    if attribute:
        raise PydanticCustomError("otklik_selector_entry", "an attribute", {"attribute": attribute, "css": css or "li"})
    return written


Css = Annotated[str, AfterValidator(_selector), form("css")]
Entry = Annotated[str, AfterValidator(_selector), AfterValidator(_entry), form("css")]


class Scale(BaseModel):
    """What every `select:` shares: where a scale of marks begins and ends, where no page says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rating_max: Annotated[float, Field(gt=0, allow_inf_nan=False), DECIMAL] | None = Field(
        None,
        description="The best rating, if the page does not say; by default 5, or 10 or 100 for higher ratings.",
        examples=[5],
    )
    rating_min: Annotated[float, Field(ge=0, allow_inf_nan=False), DECIMAL] | None = Field(
        None, description="The worst rating, if the page does not say; by default 1: then 0 is no rating.", examples=[1]
    )

    @model_validator(mode="before")
    @classmethod
    def _read_items_as_item(cls, written: Any) -> Any:
        if isinstance(written, dict) and "items" in written and "item" not in written:
            return {("item" if key == "items" else key): value for key, value in written.items()}
        return written

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.rating_min is not None and self.rating_max is not None and self.rating_min >= self.rating_max:
            raise PydanticCustomError("otklik_scale", "rating_min is not below rating_max")
        return self


class Select(Scale):
    """Where the parts of an entry are, as CSS selectors; "css @attribute" takes an attribute."""

    item: Entry = Field(
        description="One entry, such as a review or a post; the other parts are looked up inside it.",
        examples=[".review"],
    )
    text: Css | None = Field(
        None,
        description="The text; of several parts, such as .pros, .cons, all are taken; "
        "by default, all words of the entry.",
        examples=[".review-text"],
    )
    title: Css | None = Field(None, description="The heading.", examples=["h3"])
    author: Css | None = Field(None, description="Who wrote it.", examples=[".user"])
    date: Css | None = Field(None, description="When it was published.", examples=["time @datetime"])
    rating: Css | None = Field(
        None,
        description="The rating: 4, 4.5, 4/5, 80 %, stars, or what draws them (class star-45); "
        "filled stars are counted.",
        examples=[".stars @data-value"],
    )
    link: Css | None = Field(None, description="The link to the entry itself.", examples=["a.permalink @href"])
    reply: Css | None = Field(
        None, description="The company's public reply; when it appears, the card is closed.", examples=[".answer"]
    )
    reply_author: Css | None = Field(
        None,
        description="Who signed that reply; if the brand has `replies.author`, only that name counts.",
        examples=[".answer .name"],
    )
    reply_date: Css | None = Field(None, description="When it was posted.", examples=[".answer time"])
    thread: Css | None = Field(
        None,
        description="What all posts of a conversation have in common; looked up in the entry, then on the page.",
        examples=["h1"],
    )
    next: Css | None = Field(
        None, description="The link to the next page, looked up on the whole page.", examples=["a.next @href"]
    )

    @property
    def is_plain(self) -> bool:
        """Whether a page can be looked through the quick way."""
        keys = [key for key in type(self).model_fields if key not in Scale.model_fields]
        parts = [split(written) for key in keys if (written := getattr(self, key))]
        special = any(attribute and attribute.lower() in SPECIAL - {"class"} for _, attribute in parts)
        return not special and all_plain([css for css, _ in parts])


@lru_cache(maxsize=512)
def split(selector: str) -> tuple[str, str | None]:
    """The CSS and the attribute of a selector.

    >>> split("time @datetime"), split("@data-id"), split("a[href*='@']")
    (('time', 'datetime'), ('', 'data-id'), ("a[href*='@']", None))
    """
    found = _WITH_ATTRIBUTE.fullmatch(selector)
    return (found["css"].strip(), found["attribute"]) if found else (selector, None)


def taken(place: Part, selector: str | None, *, or_attributes: tuple[str, ...] = ()) -> str:
    """What a selector takes from a part of a page: an attribute it names, else words; empty where nothing is found.

    `or_attributes` are looked at first where the selector names none: the `href` of a link, the `datetime` of a time.
    """
    css = split(selector)[0] if selector else ""
    node = place.select_one(css) if css else place
    return value(node, selector, or_attributes=or_attributes) if selector and node is not None else ""


def nodes(place: Part, selector: str) -> list[Part]:
    """The parts that a selector names."""
    css, _ = split(selector)
    return list(place.select(css, limit=_MOST_PARTS)) if css else [place]


def value(node: Part, selector: str, *, or_attributes: tuple[str, ...] = ()) -> str:
    """What a selector takes from a part that it names."""
    _, attribute = split(selector)
    for name in (attribute,) if attribute else or_attributes:
        written = node.get(name)
        if written:
            return " ".join(written) if isinstance(written, list) else str(written).strip()
    return "" if attribute else words(node) or str(node.get("content") or "").strip()


def said(entry: Part, selector: str | None, reply: str | None) -> str:
    """What an entry says: the words of every part that a selector with commas names, such as what is liked or not.

    What is quoted in it is marked, and the answer of `reply` left out: it is no word of the entry, wherever it stands.
    """
    if selector is None:
        return _said(entry, reply, whole=True)
    css, attribute = split(selector)
    if attribute:
        return taken(entry, selector)
    if "," not in css:
        parts = entry.select(css, limit=_MOST_PARTS) if css else [entry]
        if not parts:
            return ""
        several = len(parts) > 1 and [_said(part, reply) for part in _alike(parts)]
        return (_one_after_another(several) if several else _said(parts[0], reply)) or value(parts[0], selector)
    found = {id(node): node for node in map(entry.select_one, _COMMA.split(css)) if node is not None}
    outer = [node for node in found.values() if not any(id(above) in found for above in node.parents)]
    return " ".join(filter(None, (_said(node, reply) for node in outer)))


def _alike(parts: Sequence[Part]) -> Sequence[Part]:
    """The first, and those beside it that are called the same, such as what is liked and what is not."""
    place, names = holder(parts[0]), class_names(parts[0])
    alike = [part for part in parts if holder(part) is place and class_names(part) == names]
    return alike[:1] if len(alike) > 1 and may_be_answered(place.decode_contents()) else alike


def _one_after_another(texts: Sequence[str]) -> str:
    """But for a text that is only the beginning of the next one: a page may hold both, one hidden."""
    if len(texts) == 1:
        return texts[0]
    texts = [*filter(None, texts)]
    pairs = zip_longest(texts, texts[1:], fillvalue="")
    return " ".join(text for text, after in pairs if not (after and after.startswith(text.rstrip(" .…"))))


def _said(part: Part, reply: str | None, *, whole: bool = False) -> str:
    text = told(lasting(part.decode_contents()), whole=True) if whole else _words_of(part, answered=reply is None)
    answers = nodes(part, reply) if reply and split(reply)[0] else ()
    for answer in filter(None, map(_lasting_words if whole else words, answers)):  # an empty one waits for an answer
        before, answered, after = text.rpartition(answer)
        text = " ".join(f"{before} {after}".replace(f"{OPENS} {CLOSES}", "").split()) if answered else text
    return text


def _lasting_words(part: Part) -> str:
    return plain(lasting(part.decode_contents()))


def _words_of(part: Part, *, answered: bool) -> str:
    """Where no selector names the company's answer, it may stand in the text; words alone hold nothing else."""
    quotes = not isinstance(part, PlainPart) or part.may_quote
    text = "" if quotes else words(part)
    if isinstance(part, PlainPart) and not quotes and not part.has_parts:
        return text
    if quotes or (answered and may_be_answered(text)):
        text = told(part.decode_contents(), answered=answered)
    return unfolded(text, part.decode_contents)


def words(node: Part) -> str:
    """The words of a part of a page."""
    return node.words if isinstance(node, PlainPart) else plain(node.decode_contents())


def holder(part: Part) -> Part:
    """What it stands in."""
    holders: Iterator[Part] = iter(part.parents)
    return next(holders)


def classes_of(node: Part) -> set[str]:
    """The names of its classes."""
    return set(class_names(node).split())


def class_names(node: Part) -> str:
    written = node.get("class") or ""
    return written if isinstance(written, str) else " ".join(written)
