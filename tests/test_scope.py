"""What a chat may look at: the brands it hears of, and the audiences that are not kept from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from bot_office import PLAN, office
from telegram_server import GROUP, TelegramServer

from monitor.config.plan import Plan
from monitor.domain import Audience
from monitor.team.routes import Routes, Scope

BRANDS = [
    {"id": "zubr", "name": "Зубр-Софт"},
    {"id": "sklad", "name": "Северный Склад"},
    {"id": "rival", "name": "Кречет", "role": "competitor"},
]
SOURCES = [
    {"id": one, "kind": "feed", "url": f"https://{one}.example/rss", "audience": one}
    for one in ("clients", "hr", "press")
]
CHATS = [
    {"id": -1},
    {"id": -2, "brands": ["zubr"]},
    {"id": -2, "topic": 7, "brands": ["sklad"], "audiences": ["hr"]},
    {"id": -3, "audiences": ["press"]},
]
ROUTES = Routes(
    Plan.model_validate({"brands": BRANDS, "sources": SOURCES, "team": {"chats": CHATS}}),
    telegram=True,
)


@pytest.mark.parametrize(
    ("chat", "brands", "hidden"),
    [
        (-1, None, {"hr"}),
        (-2, {"zubr", "sklad", "rival"}, set()),
        (-3, None, {"clients", "hr"}),
        (111, None, {"hr"}),
    ],
)
def test_a_chat_sees_what_it_is_told_of_and_competitors(chat: int, brands: set[str] | None, hidden: set[str]) -> None:
    scope = ROUTES.scope(chat)
    assert (scope.brands, scope.hidden) == (brands, hidden)


def test_a_competitor_is_told_of_where_a_chat_names_it_and_nowhere_else() -> None:
    sales = [*CHATS, {"id": -4, "brands": ["rival", "zubr"]}, {"id": -4, "topic": 2, "brands": ["rival"]}]
    plan = Plan.model_validate({"brands": BRANDS, "sources": SOURCES, "team": {"chats": sales}})
    assert ROUTES.alerts("rival", Audience.CLIENTS) == ()
    assert Routes(plan, telegram=True).alerts("rival", Audience.CLIENTS) == ("telegram:-4", "telegram:-4:2")
    assert Routes(plan, telegram=True).alerts("rival", Audience.HR) == ()
    assert Routes(plan, telegram=False).alerts("rival", Audience.CLIENTS) == ()


def test_a_digest_is_about_what_its_topic_is_told_of() -> None:
    assert ROUTES.scope_of("telegram:-2") == Scope(frozenset({"zubr", "rival"}), frozenset({"hr"}))
    assert ROUTES.scope_of("telegram:-2:7") == Scope(frozenset({"sklad", "rival"}), frozenset({"clients", "press"}))
    assert ROUTES.scope_of("telegram:-1001", "telegram:-3") == ROUTES.scope(-3)
    assert ROUTES.scope_of("terminal") == Scope()


def test_a_group_that_moved_sees_what_it_saw_before() -> None:
    assert ROUTES.scope(-1001, -3) == ROUTES.scope(-3)


async def test_the_digest_in_a_chat_is_about_its_brands(tmp_path: Path) -> None:
    team = {"chats": [{"id": GROUP, "brands": ["zubr"]}], "users": PLAN["team"]["users"]}
    async with TelegramServer() as server, office(server, tmp_path, PLAN | {"brands": BRANDS, "team": team}) as one:
        await one.answer("/digest")
        assert one.digested == Scope(frozenset({"zubr", "rival"}))
