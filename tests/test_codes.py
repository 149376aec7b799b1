"""One-time codes: used once, dead after a quarter of an hour or five wrong tries, and never kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from store_values import CHAT, NOW

from monitor.domain import InvitationsEnded
from monitor.store import Store
from monitor.team.codes import ALPHABET, LASTS, LENGTH, TRIES, CodeKind, Invitation, code_digest, code_in, fresh_code

BOTH = tuple(CodeKind)
PAIR, INVITE = Invitation(CodeKind.PAIR), Invitation(CodeKind.INVITE, "Анна", "Анна, отдел маркетинга")


async def given(store: Store, invitation: Invitation = INVITE, at=NOW) -> str:
    code = fresh_code()
    await store.give_code(code_digest(code), invitation, at)
    return code_digest(code)


def test_a_code_is_read_aloud_without_doubt():
    codes = {fresh_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in codes)
    assert not set("01OI") & set(ALPHABET)
    assert all(code_in(f" {code.lower()} ") == code for code in codes)


async def test_a_code_lets_in_once(store):
    digest = await given(store)
    assert await store.use_code(digest, BOTH, NOW) == INVITE
    assert await store.use_code(digest, BOTH, NOW) is None


async def test_a_code_dies_after_a_quarter_of_an_hour(store):
    digest = await given(store)
    assert await store.use_code(digest, BOTH, NOW + LASTS) is None
    assert await store.use_code(digest, BOTH, NOW + LASTS - timedelta(seconds=1)) == INVITE


async def test_five_wrong_tries_of_anybody_kill_every_code_that_is_good(store):
    first, second = await given(store), await given(store, PAIR)
    for _ in range(TRIES - 1):
        assert await store.use_code(code_digest(fresh_code()), BOTH, NOW) is None
    assert await store.use_code(first, BOTH, NOW) == INVITE
    assert await store.use_code(first, BOTH, NOW) is None  # the fifth
    assert await store.use_code(second, BOTH, NOW) is None


async def test_who_is_told_hears_once_of_invitations_that_wrong_tries_end(store):
    for invitation, at in ((INVITE, NOW), (Invitation(CodeKind.INVITE), NOW), (PAIR, NOW), (INVITE, NOW - LASTS)):
        await given(store, invitation, at)
    for _ in range(2 * TRIES):
        await store.use_code(code_digest(fresh_code()), BOTH, NOW, (CHAT,))
    (owed,) = await store.owed(CHAT, NOW)
    assert owed.notice == InvitationsEnded(("", "Анна"))


async def test_a_code_for_one_thing_does_not_open_another(store):
    digest = await given(store, INVITE)
    assert await store.use_code(digest, (CodeKind.PAIR,), NOW) is None
    assert await store.use_code(digest, BOTH, NOW) == INVITE


async def test_a_new_code_for_a_chat_ends_the_one_before(store):
    old, invite = await given(store, PAIR), await given(store, INVITE)
    new = await given(store, PAIR)
    assert await store.use_code(old, BOTH, NOW) is None
    assert await store.use_code(invite, BOTH, NOW) == INVITE
    assert await store.use_code(new, BOTH, NOW) == PAIR


async def test_no_code_brings_another_chat_once_there_is_one(store):
    pair, invite = await given(store, PAIR), await given(store, INVITE)
    await store.end_pairing()
    assert await store.use_code(pair, BOTH, NOW) is None
    assert await store.use_code(invite, BOTH, NOW) == INVITE


async def test_only_a_hash_is_kept(store):
    code = fresh_code()
    await store.give_code(code_digest(code), INVITE, NOW)
    async with store._database.reading() as connection:
        rows = (await connection.execute(text("SELECT * FROM code"))).all()
    assert len(rows) == 1
    assert code not in str(rows)


@pytest.mark.parametrize("typed", ["", "help", "K7MWQ2X0", "K7MWQ2XZZ", "K7MW Q2XZ", "К7MWQ2XZ"])
def test_what_cannot_be_a_code_is_none(typed):
    assert code_in(typed) is None
