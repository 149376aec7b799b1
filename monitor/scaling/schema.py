"""The tables that processes share beside those of the product. Nothing in them is the only place of anything."""

from __future__ import annotations

from procrastinate import __version__
from procrastinate.schema import SchemaManager

NAME = "otklik_queue"  # a schema of its own: it can be dropped at any time, and is when its version is another
VERSION = f"otklik 1, procrastinate {__version__}"

_HOSTS = f"""
CREATE UNLOGGED TABLE {NAME}.host_turn (
    host text PRIMARY KEY,
    holder text NOT NULL,
    until timestamptz NOT NULL,
    begun timestamptz
);
CREATE SEQUENCE {NAME}.holds_mark;
SELECT nextval('{NAME}.holds_mark');
"""

FOUND = "SELECT obj_description(to_regnamespace(%(name)s)::oid, 'pg_namespace') AS version"


def build(before: str | None) -> str:
    """All of it in one transaction; what another version left goes."""
    drop = "" if before is None else f"DROP SCHEMA {NAME} CASCADE;"
    made = f"CREATE SCHEMA {NAME}; COMMENT ON SCHEMA {NAME} IS '{VERSION}';"
    return f"{drop}{made}{SchemaManager.get_schema()}{_HOSTS}".replace("%", "%%")


# What `begun` says after a death is the latest moment at which the dead could have begun a request.
TAKE = """
WITH taken AS (
    INSERT INTO host_turn AS turn (host, holder, until)
    VALUES (%(host)s, %(holder)s, clock_timestamp() + make_interval(secs => %(seconds)s))
    ON CONFLICT (host) DO UPDATE SET
        holder = excluded.holder,
        until = excluded.until,
        begun = CASE WHEN turn.until = '-infinity' THEN turn.begun ELSE least(turn.until, clock_timestamp()) END
    WHERE turn.until <= clock_timestamp() OR turn.holder = excluded.holder
    RETURNING begun
)
SELECT extract(epoch FROM clock_timestamp() - begun)::float8 AS ago, (SELECT last_value FROM holds_mark) AS mark
FROM taken
"""
GIVE = """
UPDATE host_turn SET
    until = '-infinity',
    begun = coalesce(clock_timestamp() - make_interval(secs => %(ago)s::float8), begun)
WHERE host = %(host)s AND holder = %(holder)s
"""
RENEW = """
UPDATE host_turn SET until = clock_timestamp() + make_interval(secs => %(seconds)s)
WHERE host = ANY(%(hosts)s::text[]) AND holder = %(holder)s AND until > '-infinity'
"""
FORGET = "DELETE FROM host_turn WHERE until < now() - interval '1 hour' AND begun < now() - interval '1 hour'"
MARK = "SELECT nextval('holds_mark') AS mark"
ALIVE = """
SELECT count(*) AS workers FROM procrastinate_workers
WHERE last_heartbeat > now() - make_interval(secs => %(seconds)s)
"""
