"""Sources are validated one by one, and what is said of a wrong one stays what it was."""

import pytest
from pydantic import BaseModel, ValidationError

from monitor.config.plan import Plan
from monitor.config.portions import one_by_one

FEED = {"id": "news", "kind": "feed", "url": "https://news.example/rss"}
WRONG = [
    {"id": "odd", "kind": "feed", "url": "https://odd.example/rss", "evry": "15m"},
    {"id": "none", "kind": "rss", "url": "https://none.example/rss"},
    {"id": "kindless"},
    {"id": "two", "kind": "reviews", "url": "nowhere", "pages": 0, "select": {"items": ".a", "date": 5}},
    {"kind": ["feed"]},
    "a word",
    None,
]


def file_of(sources):
    return {"brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": sources}


def test_whoever_validates_the_whole_has_only_models_to_pass_on():
    listed = one_by_one(file_of([FEED, FEED | {"id": "more"}]))["sources"]
    assert all(isinstance(one, BaseModel) for one in listed)
    plan = Plan.model_validate(file_of(listed))
    assert plan.sources == Plan.model_validate(file_of([FEED, FEED | {"id": "more"}])).sources


def test_a_wrong_source_is_told_as_if_all_had_been_validated_together():
    def refused(value):
        with pytest.raises(ValidationError) as caught:
            Plan.model_validate(value)
        return caught.value.errors(include_url=False)

    written = file_of([FEED, *WRONG, FEED | {"id": "last"}])
    assert len(refused(written)) > len(WRONG)
    assert refused(one_by_one(written)) == refused(written)


@pytest.mark.parametrize("value", [{}, {"sources": None}, {"sources": {"id": "news"}}, {"sources": "news"}])
def test_what_is_no_list_is_left_as_it_is(value):
    assert one_by_one(value) == value
