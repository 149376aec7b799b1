"""A digest as `digest --format json`, as docs/scripts.md shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.digest.brand import BrandWeek, Speed, Work
from monitor.digest.first_page import FirstPage, Flip
from monitor.digest.periods import span_of
from monitor.digest.quality import BrandQuality, Quality
from monitor.digest.week import Digest


def to_json(digest: Digest) -> dict[str, object]:
    """The whole week, month or quarter; times in UTC."""
    return {
        "week": digest.week if span_of(digest.week) == "week" else None,
        "period": digest.week,
        "from": digest.start.isoformat(),
        "to": digest.end.isoformat(),
        "timezone": digest.timezone,
        "coverage": digest.coverage,
        "unwatched_minutes": round(digest.unwatched / timedelta(minutes=1)),
        "mood": digest.mood.value,
        "brands": [_brand(week) for week in digest.brands],
        "top_negative": [record.id for record in digest.stories.negative],
        "top_positive": [record.id for record in digest.stories.positive],
        "buyers": {"count": digest.buyers.count, "newest": [record.id for record in digest.buyers.newest]},
        "waiting": digest.stories.waiting,
        "backlog": digest.stories.backlog,
        "places": [{"source": place.source, **_answered(place.work)} for place in digest.places],
        "detection_minutes": _speed(digest.latency),
        "reasons": [{"reason": c.reason, "count": c.count, "previous": c.previous} for c in digest.complaints],
        "sources": [
            {
                "id": s.id,
                "state": s.health.value,
                "last_success": s.last_success.isoformat() if s.last_success else None,
            }
            for s in digest.sources
        ],
        "search": [place for page in digest.first_pages for place in _places(page)],
        "search_pages": [_page(page) for page in digest.first_pages],
        "quality": _quality(digest.quality, digest.length),
    }


def _brand(week: BrandWeek) -> dict[str, object]:
    now, before = week.counts, week.previous
    return {
        "id": week.brand.id,
        "role": week.brand.role.value,
        "mentions": now.mentions,
        "stories": week.stories,
        "negative": now.negative,
        "neutral": now.neutral,
        "positive": now.positive,
        "previous": {
            "mentions": before.mentions,
            "negative": before.negative,
            "neutral": before.neutral,
            "positive": before.positive,
        },
        "net_sentiment": week.net_sentiment,
        "share_of_voice": week.share_of_voice,
        **_work(week.work),
        "ratings": [
            {
                "source": r.source,
                "mean": r.mean,
                "count": r.count,
                "previous": r.previous,
                "smoothed": r.smoothed,
                "unanswered": r.unanswered,
            }
            for r in week.ratings
        ],
    }


def _work(work: Work) -> dict[str, object]:
    return {
        **_answered(work),
        "first_response_from_publication_minutes": _speed(work.since_published),
        "settled": work.settled,
        "ratings_raised": work.raised,
    }


def _answered(work: Work) -> dict[str, object]:
    return {
        "due": work.due,
        "answered": work.answered,
        "response_rate": work.response_rate,
        "first_response_minutes": _speed(work.speed),
        "in_time": {"answered": work.in_time, "of": work.timed},
    }


def _speed(speed: Speed | None) -> dict[str, float] | None:
    return {"median": speed.median, "p90": speed.p90} if speed else None


def _places(page: FirstPage) -> Iterator[dict[str, object]]:
    for place in page.places:
        yield {
            "query": page.query,
            "engine": page.engine,
            "position": place.position,
            "previous": place.previous,
            "title": place.title,
            "url": place.url,
            "owner": place.owner.value if place.owner else None,
            "label": place.label.value,
        }


def _page(page: FirstPage) -> dict[str, object]:
    return {
        "source": page.source,
        "query": page.query,
        "engine": page.engine,
        "at": page.at.isoformat(),
        "before": page.before.isoformat() if page.before else None,
        "negative_share": page.negative_share,
        "previous_share": page.previous_share,
        "owned": page.owned,
        "demand": page.demand,
        "previous_demand": page.previous_demand,
        "entered": [place.url for place in page.entered],
        "left": [place.url for place in page.left],
        "refresh": [_refresh(flip) for flip in page.flips],
    }


def _refresh(flip: Flip) -> dict[str, object]:
    updated = flip.ours.updated
    return {
        "url": flip.ours.url,
        "above": flip.negative.url,
        "position": flip.ours.position,
        "updated": updated.isoformat() if updated else None,
    }


def _quality(quality: Quality, days: int) -> dict[str, object]:
    return {
        "corrections": quality.corrections,
        "precision": quality.precision,
        "alerts_per_day": quality.alerts_sent / days,
        "dismissed": {reason.value: count for reason, count in quality.dismissed.items()},
        "dismissed_low_rated": {reason.value: count for reason, count in quality.low_rated.items()},
        "questions": {"answered": quality.asked.answered, "negative": quality.asked.negative},
        "brands": [_brand_quality(one) for one in quality.brands],
    }


def _brand_quality(quality: BrandQuality) -> dict[str, object]:
    return {
        "id": quality.brand.id,
        "flagged": quality.flagged,
        "precision": quality.precision,
        "lessons": quality.taught.lessons,
        "sifted": quality.sifted,
        "learning": quality.taught.stage.value,
    }
