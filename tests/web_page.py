"""A page as a browser would read it."""

from __future__ import annotations

from html.parser import HTMLParser


class WebPage(HTMLParser):
    """Whole or not, which words, which addresses are loaded; it may run nothing."""

    VOID = frozenset({"meta", "br", "img", "source"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.said: list[str] = []
        self.tags: list[str] = []
        self.rows: list[list[str]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        assert not any(name.startswith("on") for name in told)
        self.tags.append(tag)
        self.loaded += [told[name] or "" for name in ("src", "srcset") if name in told]
        self.links += [told["href"] or ""] if "href" in told else []
        self.said += [told["alt"] or ""] if "alt" in told else []
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "body" in self.open:
            self.words += data
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data
