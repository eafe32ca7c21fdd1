"""The shapes of the demo data: frozen values, standard library only.

Weekdays count from Monday = 0, weeks from the week that holds today = 0.
"""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Hours:
    """Opening hours of one weekday; a weekday without a row is closed."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class MonthDay:
    """A day of any year."""

    month: int
    day: int


@dataclass(frozen=True)
class Season:
    """Days of the year when a place is open, and its own closing time, later than the site's."""

    first: MonthDay
    last: MonthDay
    closes: time


@dataclass(frozen=True, kw_only=True)
class Site:
    """One address of the MAL."""

    slug: str
    name: str
    letter: str
    address: str
    phone: str
    email: str
    directions: str
    opened_by: str
    hours: tuple[Hours, ...]
    summer_hours: tuple[Hours, ...]


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a visitor wants to know before coming."""

    step_free: bool
    adapted_toilet: bool
    induction_loop: bool
    wheelchair: str
    hearing: str
    stroller: str


@dataclass(frozen=True, kw_only=True)
class Room:
    """A room, a garden, or a room made of parts (`parts` holds the codes)."""

    code: str
    site: str
    slug: str
    name: str
    description: str
    m2: int
    seats: int
    workshop_places: int
    max_people: int
    amenities: tuple[str, ...]
    access: Access
    second_exit: bool = False
    confidential_allowed: bool = False
    season: Season | None = None
    buffer_minutes: int = 0
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Equipment:
    """A pool of things of one kind."""

    slug: str
    name: str
    quantity: int
    site: str
    off_site: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class Account:
    """A demo account; role is coordinator, staff or leader; `sites` matters for staff only."""

    email: str
    name: str
    role: str
    phone: str
    sites: tuple[str, ...] = ()
    language: str = "pl"


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group that asks for rooms; kind is informal, ngo, institution or resident."""

    slug: str
    name: str
    kind: str
    members: int
    about: str
    phone: str
    leader: str
    since_week: int
    nip: str | None = None
    krs: str | None = None


@dataclass(frozen=True)
class Line:
    """Pieces of one equipment pool, named by its slug."""

    equipment: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class AgeMix:
    """Shares of the age bands in percent; they add up to 100."""

    age_0_5: int = 0
    age_6_12: int = 0
    age_13_17: int = 0
    age_18_59: int = 0
    age_60_plus: int = 0


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What a group asks for: group by slug, room by code, dictionaries by code."""

    key: str
    group: str
    room: str
    weekday: int
    starts: time
    ends: time
    title: str
    purpose: str
    audience: tuple[str, ...]
    activity: str
    headcount: int
    attended: tuple[int, int]
    ages: AgeMix
    visibility: str = "open"
    equipment: tuple[Line, ...] = ()
    minors: bool = False


@dataclass(frozen=True)
class Round:
    """A half-year of series: its weeks, both included, and the week of asking."""

    first_week: int
    last_week: int
    asked_week: int


@dataclass(frozen=True, kw_only=True)
class Series(Meeting):
    """Approved weekly dates; holidays, closed days, days out of season and skip_weeks fall out."""

    rounds: tuple[Round, ...]
    every_weeks: int = 1
    skip_weeks: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OneOff(Meeting):
    """An approved single meeting."""

    week: int
    asked_days_before: int = 14


@dataclass(frozen=True, kw_only=True)
class Refused(OneOff):
    """A request that was refused, with the reason's code and a sentence from staff."""

    reason: str
    note: str
    answered_after_days: int = 2


@dataclass(frozen=True, kw_only=True)
class Waiting(Meeting):
    """A request that waits for a decision: `weeks` holds one date, or the dates of a series."""

    weeks: tuple[int, ...]
    asked_days_ago: int


@dataclass(frozen=True, kw_only=True)
class Closure:
    """A room shut for some days in a row, whole days; `hits` names the series it meets."""

    room: str
    week: int
    weekday: int
    days: int
    reason: str
    hits: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """One date of a series that went otherwise; state is no_show, cancelled_by_group or _by_mal."""

    series: str
    week: int
    state: str
    note: str
    reason: str | None = None


@dataclass(frozen=True)
class UsageNote:
    """A note on a usage card; fits these activity types, or any when empty."""

    text: str
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RegulationText:
    """A version of the Regulamin, effective days from today (minus: ago; None: draft)."""

    number: int
    title: str
    effective_in_days: int | None
    change_note: str
    body: str
