"""The database refuses: nothing can be held over its quantity, whoever writes.

PostgreSQL: an exclusion constraint for single things, written with ranges only so that it needs no extension, and for
pools a trigger that queues on the resource row and sweeps the peak. SQLite: triggers; writers queue by BEGIN IMMEDIATE.
A room made of parts has no capacity of its own, so it can be held only by its parts.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The longest local day: no row is longer, so that windows can be bounded from below by the start.
LONGEST_SECONDS = 25 * 3600
TIMED = ("allocation", "occurrence")

POSTGRESQL = [
    *(
        f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_length CHECK (ends_at - starts_at <= interval '25 hours')"
        for table in TIMED
    ),
    """
    ALTER TABLE allocation ADD CONSTRAINT ex_allocation_single EXCLUDE USING gist (
        int8range(resource_id, resource_id, '[]') WITH &&,
        tstzrange(starts_at, ends_at) WITH &&
    ) WHERE (capacity = 1)
    """,
    """
    CREATE FUNCTION allocation_within_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        peak bigint;
    BEGIN
        -- A write, not a lock alone: a transaction with an older snapshot would not see what we hold, and fails on it.
        -- Once is enough; a second version for each row of a long series would only be slow.
        UPDATE resource SET lock_version = lock_version + 1
        WHERE id = NEW.resource_id AND xmin <> pg_current_xact_id()::xid;
        SELECT max(held) INTO peak FROM (
            SELECT sum(change) OVER (ORDER BY at, change ROWS UNBOUNDED PRECEDING) AS held
            FROM allocation
            CROSS JOIN LATERAL (
                VALUES (greatest(starts_at, NEW.starts_at), quantity), (ends_at, -quantity)
            ) AS instants (at, change)
            WHERE resource_id = NEW.resource_id
              AND id <> NEW.id
              AND starts_at > NEW.starts_at - interval '25 hours'
              AND starts_at < NEW.ends_at
              AND ends_at > NEW.starts_at
        ) AS sweep;
        IF coalesce(peak, 0) + NEW.quantity > NEW.capacity THEN
            RAISE EXCEPTION 'over capacity of resource %', NEW.resource_id USING ERRCODE = '23P01';
        END IF;
        RETURN NEW;
    END
    $$
    """,
    """
    CREATE TRIGGER allocation_pool BEFORE INSERT OR UPDATE ON allocation
    FOR EACH ROW WHEN (NEW.capacity > 1) EXECUTE FUNCTION allocation_within_capacity()
    """,
    """
    CREATE FUNCTION room_part_is_held_for_the_whole() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        -- The lock keeps both capacities as they are until we are done.
        PERFORM 1 FROM resource WHERE id IN (NEW.whole_id, NEW.part_id) ORDER BY id FOR KEY SHARE;
        IF (SELECT capacity FROM resource WHERE id = NEW.whole_id) IS DISTINCT FROM 0
            OR (SELECT capacity FROM resource WHERE id = NEW.part_id) IS DISTINCT FROM 1
        THEN
            RAISE EXCEPTION 'room % is not held by its parts', NEW.whole_id USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
    END
    $$
    """,
    """
    CREATE TRIGGER room_part_capacity BEFORE INSERT OR UPDATE ON room_part
    FOR EACH ROW EXECUTE FUNCTION room_part_is_held_for_the_whole()
    """,
    """
    CREATE FUNCTION resource_stays_held_by_its_parts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM room_part WHERE whole_id = NEW.id OR part_id = NEW.id) THEN
            RAISE EXCEPTION 'room % is held by its parts, or is one', NEW.id USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
    END
    $$
    """,
    """
    CREATE TRIGGER resource_part BEFORE UPDATE OF capacity ON resource
    FOR EACH ROW WHEN (NEW.capacity <> OLD.capacity) EXECUTE FUNCTION resource_stays_held_by_its_parts()
    """,
]

# What is held at the start of the new row and at each start within it: the peak lies at one of these instants.
SQLITE_PEAK = """
    SELECT 1
    FROM (
        SELECT NEW.starts_at AS at
        UNION SELECT starts_at FROM allocation
        WHERE resource_id = NEW.resource_id AND starts_at > NEW.starts_at AND starts_at < NEW.ends_at
    ) AS instant
    WHERE NEW.quantity + (
        SELECT coalesce(sum(quantity), 0) FROM allocation AS other
        WHERE other.resource_id = NEW.resource_id {but_itself}
          AND other.starts_at > datetime(instant.at, '-25 hours')
          AND other.starts_at <= instant.at AND other.ends_at > instant.at
    ) > NEW.capacity
"""
SQLITE_OVERLAP = """
    SELECT 1 FROM allocation AS other
    WHERE other.resource_id = NEW.resource_id {but_itself}
      AND other.starts_at > datetime(NEW.starts_at, '-25 hours')
      AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at
"""
SQLITE_GUARD = """
    CREATE TRIGGER allocation_{kind}_{moment} BEFORE {event} ON allocation
    WHEN {condition}
    BEGIN
        SELECT RAISE(ABORT, 'over capacity') WHERE EXISTS ({found});
    END
"""
SQLITE_CAPACITY = """
    CREATE TRIGGER allocation_capacity_{moment} BEFORE {event} ON allocation
    WHEN NEW.capacity IS NOT (SELECT capacity FROM resource WHERE id = NEW.resource_id)
    BEGIN
        SELECT RAISE(ABORT, 'capacity differs from the resource');
    END
"""
# Instants are compared as texts, so there is one spelling of each; the modifier has 24:00 and 30 February worked out.
SQLITE_LENGTH = """
    CREATE TRIGGER {table}_length_{moment} BEFORE {event} ON {table}
    WHEN NEW.starts_at IS NOT strftime('%Y-%m-%d %H:%M:%S', NEW.starts_at, '+0 seconds') || '.000000'
      OR NEW.ends_at IS NOT strftime('%Y-%m-%d %H:%M:%S', NEW.ends_at, '+0 seconds') || '.000000'
      OR strftime('%s', NEW.ends_at) - strftime('%s', NEW.starts_at) > {longest}
    BEGIN
        SELECT RAISE(ABORT, '{table}: not a span of at most 25 hours');
    END
"""
SQLITE_LOWERED = """
    CREATE TRIGGER resource_capacity_update BEFORE UPDATE OF capacity ON resource
    WHEN NEW.capacity < OLD.capacity
    BEGIN
        SELECT RAISE(ABORT, 'over capacity') WHERE EXISTS (
            SELECT 1 FROM allocation AS one WHERE one.resource_id = NEW.id AND (
                SELECT sum(quantity) FROM allocation AS other
                WHERE other.resource_id = NEW.id
                  AND other.starts_at > datetime(one.starts_at, '-25 hours')
                  AND other.starts_at <= one.starts_at AND other.ends_at > one.starts_at
            ) > NEW.capacity
        );
    END
"""
# Without foreign keys a row could be replaced or renumbered past the check of its new capacity.
SQLITE_RESOURCE = {
    "resource_replaced": """
    CREATE TRIGGER resource_replaced BEFORE INSERT ON resource
    WHEN EXISTS (SELECT 1 FROM allocation WHERE resource_id = NEW.id)
    BEGIN
        SELECT RAISE(ABORT, 'the resource is held');
    END
    """,
    "resource_renumbered": """
    CREATE TRIGGER resource_renumbered BEFORE UPDATE OF id ON resource
    WHEN NEW.id <> OLD.id
    BEGIN
        SELECT RAISE(ABORT, 'a resource keeps its id');
    END
    """,
    "resource_part": """
    CREATE TRIGGER resource_part BEFORE UPDATE OF capacity ON resource
    WHEN NEW.capacity <> OLD.capacity
    BEGIN
        SELECT RAISE(ABORT, 'the room is held by its parts, or is one')
        WHERE EXISTS (SELECT 1 FROM room_part WHERE whole_id = NEW.id OR part_id = NEW.id);
    END
    """,
    "resource_capacity_update": SQLITE_LOWERED,
}
SQLITE_PART = """
    CREATE TRIGGER room_part_capacity_{moment} BEFORE {event} ON room_part
    WHEN (SELECT capacity FROM resource WHERE id = NEW.whole_id) IS NOT 0
      OR (SELECT capacity FROM resource WHERE id = NEW.part_id) IS NOT 1
    BEGIN
        SELECT RAISE(ABORT, 'the room is not held by its parts');
    END
"""
MOMENTS = {
    "insert": ("INSERT", ""),
    "update": ("UPDATE", "AND other.id <> OLD.id"),
}


def sqlite_triggers():
    """Write out the triggers: each check for a new row and for a changed one."""
    yield from SQLITE_RESOURCE.values()
    for moment, (event, but_itself) in MOMENTS.items():
        words = {"moment": moment, "event": event}
        yield SQLITE_CAPACITY.format(**words)
        yield SQLITE_PART.format(**words)
        for table in TIMED:
            yield SQLITE_LENGTH.format(table=table, longest=LONGEST_SECONDS, **words)
        for kind, condition, found in (
            ("single", "NEW.capacity = 1", SQLITE_OVERLAP),
            ("pool", "NEW.capacity > 1", SQLITE_PEAK),
        ):
            yield SQLITE_GUARD.format(
                kind=kind, condition=condition, found=found.format(but_itself=but_itself), **words
            )


def upgrade():
    """Put the guard on the empty tables: on full ones it takes minutes."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in sqlite_triggers() if sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade():
    """Take the guard away."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP TRIGGER allocation_pool ON allocation")
        op.execute("DROP FUNCTION allocation_within_capacity()")
        op.execute("DROP TRIGGER room_part_capacity ON room_part")
        op.execute("DROP FUNCTION room_part_is_held_for_the_whole()")
        op.execute("DROP TRIGGER resource_part ON resource")
        op.execute("DROP FUNCTION resource_stays_held_by_its_parts()")
        op.execute("ALTER TABLE allocation DROP CONSTRAINT ex_allocation_single")
        for table in TIMED:
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_length")
        return
    for trigger in SQLITE_RESOURCE:
        op.execute(f"DROP TRIGGER {trigger}")
    for moment in MOMENTS:
        for trigger in ("capacity", "length", "single", "pool"):
            op.execute(f"DROP TRIGGER allocation_{trigger}_{moment}")
        op.execute(f"DROP TRIGGER occurrence_length_{moment}")
        op.execute(f"DROP TRIGGER room_part_capacity_{moment}")
