"""What must be true of the tables whenever nobody writes, whoever died before."""

from __future__ import annotations

from sqlalchemy import text

from monitor.store import Store

_NEVER = {  # each counts rows that must not be
    "a mention without its item": "FROM mention WHERE item_id NOT IN (SELECT id FROM item)",
    "a key without its item": "FROM item_key WHERE item_id NOT IN (SELECT id FROM item)",
    "an item that nothing knows again": "FROM item WHERE id NOT IN (SELECT item_id FROM item_key)",
    "a story without its first mention": "FROM mention WHERE story NOT IN (SELECT id FROM mention)",
    "a taken mention that nobody has": "FROM mention WHERE status = 'taken' AND assignee_id IS NULL",
    "an answered mention without a time": "FROM mention WHERE status = 'answered' AND answered IS NULL",
    "a dismissed mention without a reason": "FROM mention WHERE status = 'dismissed' AND reason IS NULL",
    "a mention without history": "FROM mention WHERE id NOT IN (SELECT mention_id FROM event)",
    "an event about nothing": "FROM event WHERE mention_id NOT IN (SELECT id FROM mention)",
    "an earlier text of nothing": "FROM earlier WHERE mention_id NOT IN (SELECT id FROM mention)",
    "a question about nothing": "FROM ask WHERE mention_id NOT IN (SELECT id FROM mention)",
    "a lesson from nothing": "FROM lesson WHERE mention_id NOT IN (SELECT id FROM mention)",
    "an alert about nothing": (
        "FROM outbox WHERE kind IN ('alert', 'shown') AND (mention_id IS NULL OR mention_id NOT IN "
        "(SELECT id FROM mention))"
    ),
    "a notice that says nothing": "FROM outbox WHERE kind NOT IN ('alert', 'shown', 'message') AND notice IS NULL",
    "a key that is owed twice": "FROM (SELECT key FROM outbox GROUP BY key HAVING count(*) > 1) AS twice",
    "a part of a message that is not there": (
        "FROM outbox WHERE batch IS NOT NULL AND batch NOT IN (SELECT id FROM outbox)"
    ),
    "something sent at no time": "FROM outbox WHERE state = 'sent' AND sent_at IS NULL",
    "an alert that was sent and is not in the history": (
        "FROM outbox WHERE kind = 'alert' AND state = 'sent' AND NOT EXISTS (SELECT 1 FROM event WHERE "
        "event.mention_id = outbox.mention_id AND event.kind = 'alerted' AND event.detail = outbox.target)"
    ),
    "an alert in the history twice": (
        "FROM (SELECT mention_id, detail FROM event WHERE kind = 'alerted' GROUP BY mention_id, detail "
        "HAVING count(*) > 1) AS twice"
    ),
    "an urgent mention whose story nobody hears of": (
        "FROM mention WHERE severity IS NOT NULL AND NOT EXISTS (SELECT 1 FROM outbox JOIN mention AS told ON "
        "told.id = outbox.mention_id WHERE outbox.kind = 'alert' AND told.story = mention.story)"
    ),
}


async def broken(store: Store) -> list[str]:
    """What is not as it must be, and how often."""
    found = []
    async with store._database.reading() as connection:
        for what, rows in _NEVER.items():
            count = (await connection.execute(text(f"SELECT count(*) {rows}"))).scalar_one()  # from here
            found += [f"{what}: {count}"] if count else []
        if store._database.address.is_sqlite:
            for pragma, good in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
                answer = [tuple(row) for row in await connection.execute(text(f"PRAGMA {pragma}"))]
                found += [] if answer == good else [f"{pragma}: {answer[:3]}"]
    return found
