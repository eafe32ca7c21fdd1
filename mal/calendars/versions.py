"""The version of a feed, asked of the driver itself: a tenth of what the same question costs through a session.

Whoever changes what is shown raises `lock_version` of the rooms, or `feed_version` of the group, in the same
transaction. So a version that is still the same means that nothing has changed, in any process.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Engine,
    Select,
    and_,
    bindparam,
    create_engine,
    event,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import aliased

from mal.calendars.models import FeedKey
from mal.people.models import Group
from mal.places.models import Resource, RoomPart, Site
from mal.regulations.models import Regulation
from mal.shared.timespan import to_utc

NAMELESS: ColumnElement[str] = literal_column("''")
IN_USE = and_(Resource.kind == literal_column("'room'"), Resource.retired_at.is_(None))
COUNTED = (func.count(Resource.id), func.sum(Resource.lock_version), func.max(Resource.changed_at))
OF_ALL: Select[*tuple[Any, ...]] = select(literal_column("0"), NAMELESS, *COUNTED).where(IN_USE)
OF_SITE = (
    select(Site.id, NAMELESS, *COUNTED)
    .select_from(Site)
    .outerjoin(Resource, and_(Resource.site_id == Site.id, IN_USE))
    .where(Site.slug == bindparam("site"))
    .group_by(Site.id)
)
ASKED = aliased(Resource)
# The room itself, its parts, and what it is a part of: a booking of any of them shows here.
OF_ROOM = (
    select(ASKED.id, NAMELESS, *COUNTED)
    .select_from(ASKED)
    .join(Site, Site.id == ASKED.site_id)
    .join(
        Resource,
        or_(
            Resource.id == ASKED.id,
            Resource.id.in_(select(RoomPart.part_id).where(RoomPart.whole_id == ASKED.id)),
            Resource.id.in_(select(RoomPart.whole_id).where(RoomPart.part_id == ASKED.id)),
        ),
    )
    .where(
        Site.slug == bindparam("site"),
        ASKED.slug == bindparam("room"),
        ASKED.kind == literal_column("'room'"),
        ASKED.retired_at.is_(None),
    )
    .group_by(ASKED.id)
)
OF_GROUP: Select[*tuple[Any, ...]] = (
    select(
        Group.id,
        Group.name,
        literal_column("1"),
        Group.feed_version,
        Group.feed_changed_at,
        FeedKey.revoked_at,
    )
    .join(FeedKey, FeedKey.group_id == Group.id)
    .where(FeedKey.token_hash == bindparam("token_hash"))
)

# Pages show what is asked for, and names of groups: a group's version rises with those. The rules in force say for
# which days anyone may ask.
OF_PAGES: Select[*tuple[Any, ...]] = select(
    *COUNTED,
    select(func.sum(Group.feed_version)).scalar_subquery(),
    select(func.max(Group.feed_changed_at)).scalar_subquery(),
    select(func.max(Regulation.number)).scalar_subquery(),
).where(IN_USE)


class Unknown(Exception):
    """There is no such feed."""


class Gone(Exception):
    """The address has been replaced."""


@dataclass(frozen=True, slots=True)
class Address:
    """Which feed is asked for: of everything, a site, a room, or (by the hash of its secret) a group."""

    site: str = ""
    room: str = ""
    secret: str = ""

    @property
    def kind(self) -> str:
        """Name the question that its version answers."""
        return "group" if self.secret else "room" if self.room else "site" if self.site else "all"


class Version(NamedTuple):
    """What a feed was made of: equal versions are equal feeds. The calendar's own day is a part of it."""

    subject_id: int
    name: str
    rooms: int
    raised: int | None
    changed: str | datetime | None
    day: date

    @property
    def changed_at(self) -> datetime:
        """Give the last change; a window that slides is a change, too."""
        slid = to_utc(self.day, time())
        return slid if self.changed is None else max(slid, moment(self.changed))


class Probe:
    """One question, put into the words of the database once."""

    def __init__(self, engine: Engine, question: Select[*tuple[Any, ...]]) -> None:
        """Compile it."""
        compiled = question.compile(engine)
        self.engine, self.text = for_questions(engine), str(compiled)
        self.order = list(compiled.positiontup or ()) if compiled.positional else None

    def ask(self, **values: str) -> tuple[Any, ...] | None:
        """Give the only row of the answer, or nothing.

        Raises OperationalError, as a session does, for whatever the driver complains of.
        """
        sent = values if self.order is None else [values[name] for name in self.order]
        try:
            return self._answer(sent)
        except OperationalError as trouble:
            if not trouble.connection_invalidated:
                raise
            # Kept connections die with the server; new ones may find it up again.
            self.engine.dispose()
            return self._answer(sent)

    def _answer(self, sent: dict[str, str] | list[str]) -> tuple[Any, ...] | None:
        try:
            connection = self.engine.raw_connection()
        except self.engine.dialect.loaded_dbapi.Error as trouble:
            raise OperationalError(self.text, None, trouble) from trouble
        try:
            cursor = connection.cursor()
            cursor.execute(self.text, sent)
            row = cursor.fetchone()
            cursor.close()
        except self.engine.dialect.loaded_dbapi.Error as trouble:
            lost = self.engine.dialect.is_disconnect(trouble, connection.dbapi_connection, None)
            if lost:
                connection.invalidate(trouble)
            raise OperationalError(self.text, None, trouble, connection_invalidated=lost) from trouble
        finally:
            connection.close()
        return None if row is None else tuple(row)


@lru_cache(maxsize=8)
def for_questions(engine: Engine) -> Engine:
    """Give connections that are only asked: no transaction is begun, rolled back or pinged around one question.

    On a server each of these would be one more way there and back; SQLite has no way.
    """
    if engine.dialect.name == "sqlite":
        return engine
    asking = create_engine(engine.url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None)
    # Whoever lets go of the one lets go of the other.
    event.listen(engine, "engine_disposed", lambda _engine: asking.dispose())
    return asking


class Probes:
    """The questions after versions, in the words of one database."""

    def __init__(self, engine: Engine) -> None:
        """Compile them."""
        questions = {"all": OF_ALL, "site": OF_SITE, "room": OF_ROOM, "group": OF_GROUP}
        self.of = {kind: Probe(engine, question) for kind, question in questions.items()}

    def version(self, address: Address, today: date) -> Version:
        """Ask for the version of a feed, in one statement.

        Raises Unknown, Gone.
        """
        values = {"site": address.site, "room": address.room, "token_hash": address.secret}
        row = self.of[address.kind].ask(**values)
        if row is None:
            raise Unknown
        if address.secret and row[5] is not None:
            raise Gone
        day = today if address.secret else today.replace(day=1)
        return Version(row[0], row[1], row[2], row[3], row[4], day)


def moment(raw: str | datetime) -> datetime:
    """Read an instant as the driver gives it: SQLite's is a text in UTC."""
    found = datetime.fromisoformat(raw) if isinstance(raw, str) else raw
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
