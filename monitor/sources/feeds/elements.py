"""What each element of a feed means, by the name under which feedparser knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from monitor.sources.feeds import steps
from monitor.sources.feeds.entry import CAPTION, WHOLE_TEXTS
from monitor.sources.feeds.names import Attributes, DoubtError
from monitor.sources.feeds.state import PLAIN, State

Start = Callable[[State, Attributes], None]
End = Callable[[State], object]
Step = tuple[Start, End]

# Names that mean nothing themselves, but under which something else is remembered
_TAKEN = frozenset(
    {"authors", "author_detail", "contributors", "date", "date_parsed", "generator_detail"}
    | {"href", "links", "media_content", "psc_chapters", "publisher_detail", "publishers"}
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


def _only_text(name: str) -> Step:
    """A text of an element that feedparser does not know: beside attributes it forgets the text."""
    return lambda state, attributes: None if attributes else state.open(name), lambda state: state.finish(name)


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


def _part(name: str, part: str, *, wanted: bool = False) -> Step:
    """A part of an author, or of somebody else."""

    def end(state: State) -> None:
        text = state.finish(name)
        if state.in_author and not (state.in_owner and not wanted):
            state.told.say_author(part, text)

    return lambda state, _: state.open(name, wanted=wanted), end


def _each(step: Step, keys: str) -> Mapping[str, Step]:
    return dict.fromkeys(keys.split(), step)


def _same(make: Callable[[str], Step], keys: str) -> Mapping[str, Step]:
    return {key: make(key) for key in keys.split()}


STEPS: Mapping[str, Step] = {
    "rss": (steps.start_rss, lambda state: state.finish("rss")),
    "feed": (steps.start_feed, steps.end_feed),
    "channel": (steps.start_channel, steps.end_feed),
    **_each((steps.start_item, steps.end_item), "item entry"),
    "image": (steps.start_image, steps.end_image),
    "itunes_image": (steps.start_itunes_image, lambda state: state.finish("itunes_image")),
    "itunes_link": (steps.start_itunes_image, lambda state: state.finish("itunes_link")),
    "textinput": (steps.start_input, steps.end_input),
    **_each((steps.start_author, steps.end_author), "author managingeditor dc_author dc_creator itunes_author"),
    "itunes_owner": (steps.start_owner, steps.end_owner),
    **_each(_part("name", "name"), "name itunes_name"),
    **_each(_part("email", "email"), "email itunes_email"),
    **_each(_part("href", "href", wanted=True), "url homepage uri"),
    "link": (steps.start_link, lambda state: state.finish("link")),
    "enclosure": (steps.start_enclosure, lambda state: state.finish("enclosure")),
    **_each((steps.start_guid, steps.end_guid), "guid id"),
    **_each((steps.start_title, steps.end_title), "title dc_title"),
    "media_title": (steps.start_title, steps.end_media_title),
    **_each((steps.start_description, steps.end_description), "description dc_description"),
    "abstract": (steps.start_abstract, steps.end_description),
    **_each((steps.start_summary, steps.end_summary), "summary itunes_summary"),
    "content": (steps.start_content, steps.end_content),
    **_each((steps.start_encoded, steps.end_content), "content_encoded fullitem"),
    **_each((steps.start_body, steps.end_content), "body xhtml_body"),
    "source": (steps.start_source, steps.end_source),
    **_same(_only_text, " ".join(WHOLE_TEXTS)),
    **_each(_text("published"), "published issued pubdate dcterms_issued"),
    **_each(_text("updated"), "updated modified lastbuilddate dc_date dcterms_modified"),
    **_each(_text("created"), "created dcterms_created"),
    **_each(_content("subtitle"), "subtitle tagline itunes_subtitle"),
    **_each(_content("rights"), "rights copyright dc_rights"),
    **_each(_content(CAPTION), "info feedburner_browserfriendly media_description"),
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
    "media_thumbnail": (steps.start_thumbnail, lambda state: state.finish("url")),
    **_same(_skipped, "width height generator newlocation media_player tags"),
    **_same(_passed, "cloud media_group media_content"),
}
