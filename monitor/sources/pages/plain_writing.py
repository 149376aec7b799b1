"""How an element of lxml is written out: as bs4 writes the same page."""

from __future__ import annotations

from functools import partial
from html import escape

from bs4.dammit import EntitySubstitution
from lxml import etree, html

_escaped, _quoted = partial(escape, quote=False), EntitySubstitution.quoted_attribute_value
_SPACES = " \n\t\f\r"
_KEPT = ("pre", "textarea")
_RAW = frozenset({"script", "style"})
_VOID = frozenset(
    {"area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "image", "img", "input"}
    | {"isindex", "keygen", "link", "menuitem", "meta", "nextid", "param", "source", "spacer", "track", "wbr"}
)


def outside(element: html.HtmlElement, *, kept: bool = False) -> str:
    """An element with its own tags; `kept` is white space as it is."""
    written = "".join(f" {name}={_quoted(_escaped(attribute(name, value)))}" for name, value in sorted(element.items()))
    within = _within(element, kept=kept or element.tag in _KEPT)
    if element.tag in _VOID and not within:
        return f"<{element.tag}{written}/>"
    return f"<{element.tag}{written}>{within}</{element.tag}>"


def inside(element: html.HtmlElement) -> str:
    """What stands in an element, wherever that stands."""
    return _within(element, kept=element.tag in _KEPT or any(True for _ in element.iterancestors(*_KEPT)))


def only_text(element: html.HtmlElement) -> str:
    """What stands in an element without parts: words alone, and no word is lost with white space alone as it is."""
    return _text(element.text, raw=element.tag in _RAW, kept=True)


def attribute(name: str, value: str) -> str:
    """An attribute: classes are words of their own."""
    return " ".join(value.split()) if name == "class" else value


def _within(element: html.HtmlElement, *, kept: bool) -> str:
    raw = element.tag in _RAW
    pieces = [_text(element.text, raw=raw, kept=kept)]
    for child in element:
        if isinstance(child.tag, str):
            pieces.append(outside(child, kept=kept))
        elif child.tag is etree.Comment:
            pieces.append(f"<!--{child.text}-->")
        elif child.tag is etree.PI:
            pieces.append(f"<?{child.target} {child.text}>")
        pieces.append(_text(child.tail, raw=raw, kept=kept))
    return "".join(pieces)


def _text(text: str | None, *, raw: bool, kept: bool) -> str:
    """White space alone is folded, unless its element keeps it."""
    if not text:
        return ""
    if not kept and not text.strip(_SPACES):
        return "\n" if "\n" in text else " "
    return text if raw else _escaped(text)
