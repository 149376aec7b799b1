"""What the elements of a feed do that are more than a text."""

from __future__ import annotations

from monitor.sources.feeds.names import Attributes, DoubtError
from monitor.sources.feeds.state import HTML, PLAIN, XHTML, State
from monitor.sources.feeds.told import Told, resolved

_SHOWN = frozenset({"html", "xhtml", HTML, XHTML})


def start_rss(state: State, _: Attributes) -> None:
    state.names.version = state.names.version if state.names.version.startswith("rss") else "rss"


def start_feed(state: State, _: Attributes) -> None:
    state.in_feed = True
    state.names.version = state.names.version or "atom"


def start_channel(state: State, attributes: Attributes) -> None:
    _refuse_cdf(attributes)
    state.in_feed = True


def end_feed(state: State) -> None:
    state.in_feed = False


def start_item(state: State, attributes: Attributes) -> None:
    _refuse_cdf(attributes)
    state.entries.append(Told())
    state.skip("item")
    state.in_entry, state.guid_is_link, state.title_depth = True, False, -1
    if about := attributes.get("rdf:about"):
        state.told.texts["id"] = about


def _refuse_cdf(attributes: Attributes) -> None:
    if "lastmod" in attributes or "href" in attributes:
        raise DoubtError


def end_item(state: State) -> None:
    state.finish("item")
    state.in_entry = state.has_content = False


def start_image(state: State, _: Attributes) -> None:
    if not state.in_entry and not state.in_source:
        state.image = state.image or Told()
    state.in_image, state.title_depth = True, -1
    state.skip("image")


def end_image(state: State) -> None:
    state.finish("image")
    state.in_image = False


def start_itunes_image(state: State, attributes: Attributes) -> None:
    state.skip("itunes_image")
    if state.told is state.feed and (attributes.get("href") or attributes.get("url")):
        state.image = Told()


def start_input(state: State, _: Attributes) -> None:
    if state.in_entry or state.in_source:
        raise DoubtError
    state.input = state.input or Told()
    state.in_input, state.title_depth = True, -1
    state.skip("textinput")


def end_input(state: State) -> None:
    state.finish("textinput")
    state.in_input = False


def start_author(state: State, _: Attributes) -> None:
    state.in_author = True
    state.open("author")
    state.told.person = {}


def end_author(state: State) -> None:
    state.finish("author")
    state.in_author = False
    state.told.settle_author()


def start_owner(state: State, _: Attributes) -> None:
    if state.in_entry:
        raise DoubtError
    state.in_owner = True
    state.skip("publisher")


def end_owner(state: State) -> None:
    state.finish("publisher")
    state.in_owner = False


def start_link(state: State, attributes: Attributes) -> None:
    told, link = state.told, _address(attributes)
    if link is None:
        state.open("link", wanted=state.inside)
        return
    link = resolved(state.base, link)
    if not (state.in_entry and state.in_image):
        told.linked = told.linked or bool(link)
    rel = attributes.get("rel", "alternate")
    if rel == "alternate" and attributes.get("type", HTML) in _SHOWN:
        told.texts["link"] = link


def start_enclosure(state: State, attributes: Attributes) -> None:
    told = state.told
    told.linked = told.linked or bool(_address(attributes))


def _address(attributes: Attributes) -> str | None:
    """The first of the names that there is counts, unless it is empty."""
    return attributes.get("url", attributes.get("uri")) or attributes.get("href")


def start_guid(state: State, attributes: Attributes) -> None:
    state.guid_is_link = attributes.get("ispermalink", "true") == "true"
    state.open("id")


def end_guid(state: State) -> None:
    text = state.finish("id")
    if state.guid_is_link:
        state.told.texts.setdefault("link", text)


def start_title(state: State, attributes: Attributes) -> None:
    state.open_content("title", attributes, PLAIN, wanted=state.inside)


def end_title(state: State) -> None:
    if state.finish_content("title"):
        state.title_depth = state.depth


def end_media_title(state: State) -> None:
    state.finish_content("title")


def start_description(state: State, attributes: Attributes) -> None:
    if not _is_second(state, attributes):
        state.open_content("description", attributes, HTML, wanted=state.inside)


def start_abstract(state: State, attributes: Attributes) -> None:
    state.open_content("description", attributes, PLAIN, wanted=state.inside)


def start_summary(state: State, attributes: Attributes) -> None:
    if not _is_second(state, attributes):
        state.summary = "summary"
        state.open_content("summary", attributes, PLAIN)


def _is_second(state: State, attributes: Attributes) -> bool:
    """A second summary counts as the content, where there is none."""
    if state.has_content or "summary" not in state.told.texts:
        return False
    state.summary = "content"
    start_content(state, attributes)
    return True


def end_description(state: State) -> None:
    _end_as(state, "description")


def end_summary(state: State) -> None:
    _end_as(state, "summary")


def _end_as(state: State, usual: str) -> None:
    if state.summary == "content":
        end_content(state)
    else:
        state.finish_content(usual)
    state.summary = ""


def start_content(state: State, attributes: Attributes) -> None:
    state.has_content = True
    state.open_content("content", attributes, PLAIN)
    state.open("content")  # this one is never closed


def start_encoded(state: State, attributes: Attributes) -> None:
    state.has_content = True
    state.open_content("content", attributes, HTML)


def start_body(state: State, attributes: Attributes) -> None:
    state.open_content("content", attributes, XHTML)


def end_content(state: State) -> None:
    text = state.finish_content("content")
    state.told.texts.setdefault("summary", text)


def start_source(state: State, attributes: Attributes) -> None:
    if "url" in attributes:
        state.source.texts["href"] = attributes["url"]
    state.open("source")
    state.in_source, state.title_depth = True, -1


def end_source(state: State) -> None:
    state.in_source = False
    state.finish("source")
    state.told.origins = (state.source.texts.get("href", ""), state.source.texts.get("link", ""))
    state.source = Told()


def start_thumbnail(state: State, _: Attributes) -> None:
    if state.in_source:
        raise DoubtError
    state.skip("url")
