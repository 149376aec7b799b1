"""What each element of a feed means, by the name under which feedparser knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from monitor.sources.feed_names import Attributes, DoubtError
from monitor.sources.feed_state import HTML, PLAIN, XHTML, State
from monitor.sources.feed_told import Told, resolved

Start = Callable[[State, Attributes], None]
End = Callable[[State], object]
Step = tuple[Start, End]

_SHOWN = frozenset({"html", "xhtml", HTML, XHTML})
# Names that mean nothing themselves, but under which something else is remembered
_TAKEN = frozenset(
    {"authors", "author_detail", "contributors", "date", "date_parsed", "enclosures", "entries", "generator_detail"}
    | {"href", "items", "links", "media_content", "psc_chapters", "publisher_detail", "publishers"}
)
_DOUBTED = ("psc_", "gml_", "cc_", "creativecommons_", "georssgeom")


def unknown(key: str) -> Step:
    """An element nobody knows: its text, or its attributes, are for others."""
    if key in _TAKEN or key.startswith(_DOUBTED):
        raise DoubtError
    return lambda state, attributes: None if attributes else state.skip(key), lambda state: state.finish(key)


def _skipped(name: str) -> Step:
    return lambda state, _: state.skip(name), lambda state: state.finish(name)


def _text(name: str) -> Step:
    return lambda state, _: state.open(name), lambda state: state.finish(name)


def _content(name: str) -> Step:
    return (
        lambda state, attributes: state.open_content(name, attributes, PLAIN),
        lambda state: state.finish_content(name),
    )


def _passed(key: str) -> Step:
    """An element that changes nothing."""
    return _nothing, lambda state: state.finish(key)


def _nothing(_: State, __: Attributes) -> None:
    pass


def _start_rss(state: State, _: Attributes) -> None:
    state.names.version = state.names.version if state.names.version.startswith("rss") else "rss"


def _start_feed(state: State, _: Attributes) -> None:
    state.in_feed = True
    state.names.version = state.names.version or "atom"


def _start_channel(state: State, attributes: Attributes) -> None:
    _refuse_cdf(attributes)
    state.in_feed = True


def _end_feed(state: State) -> None:
    state.in_feed = False


def _start_item(state: State, attributes: Attributes) -> None:
    _refuse_cdf(attributes)
    state.entries.append(Told())
    state.skip("item")
    state.in_entry, state.guid_is_link, state.title_depth = True, False, -1
    if about := attributes.get("rdf:about"):
        state.told.texts["id"] = about


def _refuse_cdf(attributes: Attributes) -> None:
    if "lastmod" in attributes or "href" in attributes:
        raise DoubtError


def _end_item(state: State) -> None:
    state.finish("item")
    state.in_entry = state.has_content = False


def _start_image(state: State, _: Attributes) -> None:
    if not state.in_entry and not state.in_source:
        state.image = state.image or Told()
    state.in_image, state.title_depth = True, -1
    state.skip("image")


def _end_image(state: State) -> None:
    state.finish("image")
    state.in_image = False


def _start_itunes_image(state: State, attributes: Attributes) -> None:
    state.skip("itunes_image")
    if state.told is state.feed and (attributes.get("href") or attributes.get("url")):
        state.image = Told()


def _start_input(state: State, _: Attributes) -> None:
    if state.in_entry or state.in_source:
        raise DoubtError
    state.input = state.input or Told()
    state.in_input, state.title_depth = True, -1
    state.skip("textinput")


def _end_input(state: State) -> None:
    state.finish("textinput")
    state.in_input = False


def _start_author(state: State, _: Attributes) -> None:
    state.in_author = True
    state.open("author")
    state.told.person = {}


def _end_author(state: State) -> None:
    state.finish("author")
    state.in_author = False
    state.told.settle_author()


def _start_owner(state: State, _: Attributes) -> None:
    if state.in_entry:
        raise DoubtError
    state.in_owner = True
    state.skip("publisher")


def _end_owner(state: State) -> None:
    state.finish("publisher")
    state.in_owner = False


def _part(name: str, part: str, *, wanted: bool = False) -> Step:
    """A part of an author, or of somebody else."""

    def end(state: State) -> None:
        text = state.finish(name)
        if state.in_author and not (state.in_owner and not wanted):
            state.told.say_author(part, text)

    return lambda state, _: state.open(name, wanted=wanted), end


def _start_link(state: State, attributes: Attributes) -> None:
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


def _start_enclosure(state: State, attributes: Attributes) -> None:
    told = state.told
    told.linked = told.linked or bool(_address(attributes))


def _address(attributes: Attributes) -> str | None:
    """The first of the names that there is counts, unless it is empty."""
    named = next((attributes[name] for name in ("url", "uri", "href") if name in attributes), "")
    return named or attributes.get("href")


def _start_guid(state: State, attributes: Attributes) -> None:
    state.guid_is_link = attributes.get("ispermalink", "true") == "true"
    state.open("id")


def _end_guid(state: State) -> None:
    text = state.finish("id")
    if state.guid_is_link:
        state.told.texts.setdefault("link", text)


def _start_title(state: State, attributes: Attributes) -> None:
    state.open_content("title", attributes, PLAIN, wanted=state.inside)


def _end_title(state: State) -> None:
    if state.finish_content("title"):
        state.title_depth = state.depth


def _end_media_title(state: State) -> None:
    state.finish_content("title")


def _start_description(state: State, attributes: Attributes) -> None:
    if not _is_second(state, attributes):
        state.open_content("description", attributes, HTML, wanted=state.inside)


def _start_abstract(state: State, attributes: Attributes) -> None:
    state.open_content("description", attributes, PLAIN, wanted=state.inside)


def _start_summary(state: State, attributes: Attributes) -> None:
    if not _is_second(state, attributes):
        state.summary = "summary"
        state.open_content("summary", attributes, PLAIN)


def _is_second(state: State, attributes: Attributes) -> bool:
    """A second summary counts as the content, where there is none."""
    if "summary" not in state.told.texts or state.has_content:
        return False
    state.summary = "content"
    _start_content(state, attributes)
    return True


def _end_description(state: State) -> None:
    _end_as(state, "description")


def _end_summary(state: State) -> None:
    _end_as(state, "summary")


def _end_as(state: State, usual: str) -> None:
    if state.summary == "content":
        _end_content(state)
    else:
        state.finish_content(usual)
    state.summary = ""


def _start_content(state: State, attributes: Attributes) -> None:
    state.has_content = True
    state.open_content("content", attributes, PLAIN)
    state.open("content")  # this one is never closed


def _start_encoded(state: State, attributes: Attributes) -> None:
    state.has_content = True
    state.open_content("content", attributes, HTML)


def _start_body(state: State, attributes: Attributes) -> None:
    state.open_content("content", attributes, XHTML)


def _end_content(state: State) -> None:
    text = state.finish_content("content")
    state.told.texts.setdefault("summary", text)


def _start_source(state: State, attributes: Attributes) -> None:
    if "url" in attributes:
        state.source.texts["href"] = attributes["url"]
    state.open("source")
    state.in_source, state.title_depth = True, -1


def _end_source(state: State) -> None:
    state.in_source = False
    state.finish("source")
    state.told.origins = (state.source.texts.get("href", ""), state.source.texts.get("link", ""))
    state.source = Told()


def _start_thumbnail(state: State, _: Attributes) -> None:
    if state.in_source:
        raise DoubtError
    state.skip("url")


def _each(step: Step, keys: str) -> Mapping[str, Step]:
    return dict.fromkeys(keys.split(), step)


def _same(make: Callable[[str], Step], keys: str) -> Mapping[str, Step]:
    return {key: make(key) for key in keys.split()}


STEPS: Mapping[str, Step] = {
    "rss": (_start_rss, lambda state: state.finish("rss")),
    "feed": (_start_feed, _end_feed),
    "channel": (_start_channel, _end_feed),
    **_each((_start_item, _end_item), "item entry"),
    "image": (_start_image, _end_image),
    "itunes_image": (_start_itunes_image, lambda state: state.finish("itunes_image")),
    "itunes_link": (_start_itunes_image, lambda state: state.finish("itunes_link")),
    "textinput": (_start_input, _end_input),
    **_each((_start_author, _end_author), "author managingeditor dc_author dc_creator itunes_author"),
    "itunes_owner": (_start_owner, _end_owner),
    **_each(_part("name", "name"), "name itunes_name"),
    **_each(_part("email", "email"), "email itunes_email"),
    **_each(_part("href", "href", wanted=True), "url homepage uri"),
    "link": (_start_link, lambda state: state.finish("link")),
    "enclosure": (_start_enclosure, lambda state: state.finish("enclosure")),
    **_each((_start_guid, _end_guid), "guid id"),
    **_each((_start_title, _end_title), "title dc_title"),
    "media_title": (_start_title, _end_media_title),
    **_each((_start_description, _end_description), "description dc_description media_description"),
    "abstract": (_start_abstract, _end_description),
    **_each((_start_summary, _end_summary), "summary itunes_summary"),
    "content": (_start_content, _end_content),
    **_each((_start_encoded, _end_content), "content_encoded fullitem"),
    **_each((_start_body, _end_content), "body xhtml_body"),
    "source": (_start_source, _end_source),
    **_each(_text("published"), "published issued pubdate dcterms_issued"),
    **_each(_text("updated"), "updated modified lastbuilddate dc_date dcterms_modified"),
    **_each(_text("created"), "created dcterms_created"),
    **_each(_content("subtitle"), "subtitle tagline itunes_subtitle"),
    **_each(_content("rights"), "rights copyright dc_rights"),
    **_each(_content("info"), "info feedburner_browserfriendly"),
    **_each(_skipped("category"), "category keywords dc_subject itunes_category media_category"),
    **_each(_skipped("language"), "language dc_language"),
    **_each(_skipped("publisher"), "webmaster dc_publisher"),
    **_each(_skipped("geometry"), "georss_point georss_line georss_polygon georss_box"),
    **_each(_skipped("where"), "where georss_where"),
    "contributor": _skipped("contributor"),
    "dc_contributor": _part("name", "name"),
    "expirationdate": _skipped("expired"),
    "dcterms_valid": _skipped("validity"),
    "media_rating": _skipped("rating"),
    "media_credit": _skipped("credit"),
    "media_restriction": _skipped("restriction"),
    "media_license": _skipped("license"),
    "media_thumbnail": (_start_thumbnail, lambda state: state.finish("url")),
    **_same(_skipped, "width height generator newlocation media_player tags"),
    **_same(_passed, "cloud media_group media_content"),
}
