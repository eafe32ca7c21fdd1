"""The story of the demo, told through the same services that people use."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial

from mal.applications import service as applications
from mal.applications import submission
from mal.applications.models import Application
from mal.bookings import queries as booked
from mal.bookings.closures import ClosurePlan, create_closure
from mal.bookings.models import Occurrence, Visibility
from mal.bookings.needs import held_resource_ids
from mal.demo import chance
from mal.demo.agenda import Agenda
from mal.demo.almanac import Almanac, Taken, common_time, day_of, hours_of
from mal.demo.shapes import Deviation, Meeting, Refused, Waiting
from mal.demo.story_data import (
    CLOSURE,
    CONFLICT,
    DEVIATIONS,
    EVENTS,
    LAST_UNITS,
    REFUSED,
    SERIES,
    WAITING,
)
from mal.demo.town import People, Places
from mal.people.models import Account
from mal.places import holidays
from mal.regulations import queries as rules
from mal.regulations import service as regulations
from mal.shared import clock
from mal.shared.timespan import Timespan, to_utc, whole_days
from mal.shared.working_days import add_working_days

# Meetings that someone asked for by phone, so that staff entered them.
BY_PHONE = frozenset({"zdrowy-sen-21", "zdrowy-kregoslup"})
# How long before a date it is given up: groups tell in time, the house often can't.
NOTICE = {"cancelled_by_group": timedelta(hours=50), "cancelled_by_mal": timedelta(hours=26)}
# The farthest week in which a closure still meets a series.
LAST_WEEK = 16


@dataclass(kw_only=True)
class Story:
    """All that is told: it fills the agenda first, and keeps what came of it by key."""

    today: date
    almanac: Almanac
    places: Places
    people: People
    agenda: Agenda
    taken: Taken = field(default_factory=Taken)
    meetings: dict[str, tuple[Meeting, list[Timespan]]] = field(default_factory=dict)
    sent: dict[str, Application] = field(default_factory=dict)
    missed: dict[tuple[str, date], Deviation] = field(default_factory=dict)
    wanted: dict[tuple[str, ...], Timespan | None] = field(default_factory=dict)

    def plan(self) -> None:
        """Put all deeds down for their moments."""
        self.plan_series()
        self.plan_events()
        self.plan_refusals()
        self.plan_waiting()
        for deviation in DEVIATIONS:
            self.plan_deviation(deviation)
        self.agenda.add(self.moment("closure", self.today - timedelta(days=1)), self.close)

    def plan_series(self) -> None:
        """Each half-year of a series is one application."""
        for series in SERIES:
            for number, half in enumerate(series.rounds, 1):
                days = self.almanac.series_days(series, half)
                spans = [hours_of(series, day) for day in days]
                asked = day_of(self.today, half.asked_week, chance.number(0, 4, series.key))
                self.plan_approved(f"{series.key}/{number}", series, spans, asked)

    def plan_events(self) -> None:
        """Single meetings; a moved one was asked for as early as if it had not moved."""
        for event in EVENTS:
            day = self.almanac.single_day(event)
            asked = day_of(self.today, event.week, event.weekday - event.asked_days_before)
            spans = [] if day is None else [hours_of(event, day)]
            self.plan_approved(event.key, event, spans, asked)

    def plan_approved(self, key: str, meeting: Meeting, spans: list[Timespan], asked: date) -> None:
        """Ask and get all of it; what has no date left is left out."""
        if not spans:
            return
        self.meetings[key] = (meeting, spans)
        for span in spans:
            self.taken.add(self.places.rooms[meeting.room], span)
        if meeting.key in BY_PHONE:
            self.agenda.add(self.moment(key, asked), partial(self.book_by_phone, key, meeting, spans))
            return
        self.agenda.add(self.moment(key, asked), partial(self.ask, key, meeting, spans))
        self.agenda.add(self.answered(key, asked, 1), partial(self.approve, key))

    def plan_refusals(self) -> None:
        """Ask and be refused."""
        for refused in REFUSED:
            day = self.almanac.single_day(refused)
            asked = day_of(self.today, refused.week, refused.weekday - refused.asked_days_before)
            if day is not None:
                spans = [hours_of(refused, day)]
                self.agenda.add(
                    self.moment(refused.key, asked), partial(self.ask, refused.key, refused, spans)
                )
                answered = self.answered(refused.key, asked, refused.answered_after_days)
                self.agenda.add(answered, partial(self.refuse, refused))

    def plan_waiting(self) -> None:
        """Ask, and wait for an answer; those who compete ask for the same time wherever it has to move."""
        for waiting in WAITING:
            spans = self.waiting_spans(waiting)
            if spans:
                asked = self.today - timedelta(days=waiting.asked_days_ago)
                self.agenda.add(
                    self.moment(waiting.key, asked), partial(self.ask, waiting.key, waiting, spans)
                )

    def waiting_spans(self, waiting: Waiting) -> list[Timespan]:
        """Give the dates of a waiting request."""
        if len(waiting.weeks) > 1:
            days = [day_of(self.today, week, waiting.weekday) for week in waiting.weeks]
            return [hours_of(waiting, day) for day in days if self.almanac.can_meet(waiting, day)]
        span = self.wanted_time(waiting)
        return [] if span is None else [span]

    def wanted_time(self, waiting: Waiting) -> Timespan | None:
        """Find the one time that a request and its rivals ask for, and that nobody else does."""
        keys = next((keys for keys in (CONFLICT, LAST_UNITS) if waiting.key in keys), (waiting.key,))
        if keys not in self.wanted:
            rivals = [each for each in WAITING if each.key in keys]
            span = common_time(self.almanac, self.taken, rivals, rivals[0].weeks[0])
            self.wanted[keys] = span
            if span is not None:
                for room in sorted({each.room for each in rivals}):
                    self.taken.add(self.places.rooms[room], span)
        return self.wanted[keys]

    def plan_deviation(self, deviation: Deviation) -> None:
        """Let one date of a series go otherwise: the wanted one, or the nearest before it."""
        wanted = day_of(self.today, deviation.week, 6)
        dates = [
            (span, key)
            for key, (meeting, spans) in self.meetings.items()
            for span in spans
            if meeting.key == deviation.series and span.local_day <= wanted
        ]
        if not dates:
            return
        span, key = max(dates)
        if deviation.state == "no_show":
            self.missed[key, span.local_day] = deviation
        else:
            moment = span.start - NOTICE[deviation.state]
            self.agenda.add(moment, partial(self.cancel, key, span.local_day, deviation))

    def moment(self, key: str, day: date) -> datetime:
        """Choose the hour of a day at which people write to the house."""
        return to_utc(day, time(chance.number(8, 20, key, "hour"), chance.number(0, 59, key, "minute")))

    def answered(self, key: str, asked: date, working_days: int) -> datetime:
        """Choose the office hour of an answer."""
        day = add_working_days(asked, working_days, holidays.is_working_day)
        return to_utc(day, time(chance.number(9, 15, key, "answer"), chance.number(0, 59, key, "answered")))

    def staff_for(self, meeting: Meeting, key: str) -> Account:
        """Choose who works at the site of a meeting."""
        site = self.places.rooms[meeting.room].site
        return chance.one_of(self.people.staff[site.slug], key, "staff")

    def request(self, meeting: Meeting, spans: Sequence[Timespan]) -> submission.ApplicationInput:
        """Fill in the form."""
        leader = self.people.leaders[meeting.group]
        return submission.ApplicationInput(
            group=self.people.groups[meeting.group],
            room=self.places.rooms[meeting.room],
            spans=spans,
            title=meeting.title,
            activity=meeting.activity,
            headcount=meeting.headcount,
            visibility=Visibility(meeting.visibility),
            purpose=meeting.purpose,
            audience=meeting.audience,
            minors=meeting.minors,
            contact_name=leader.name,
            contact_phone=leader.phone,
            equipment=[(self.places.equipment[line.equipment], line.quantity) for line in meeting.equipment],
        )

    def ask(self, key: str, meeting: Meeting, spans: Sequence[Timespan]) -> None:
        """Accept the rules in force and send the application."""
        leader, group = self.people.leaders[meeting.group], self.people.groups[meeting.group]
        regulation = rules.get_regulation_in_force(clock.today())
        if regulation is not None:
            regulations.accept(regulation, leader, group, leader.locale)
        self.keep(
            key,
            submission.submit(
                self.request(meeting, spans),
                form_key=chance.code("form", key),
                applicant=leader,
                regulation=regulation,
            ),
        )

    def book_by_phone(self, key: str, meeting: Meeting, spans: Sequence[Timespan]) -> None:
        """Let staff enter what someone asked for by phone."""
        staff = self.staff_for(meeting, key)
        request = self.request(meeting, spans)
        self.keep(key, submission.book_on_behalf(request, form_key=chance.code("form", key), staff=staff))

    def keep(self, key: str, application: Application) -> None:
        """Keep what came of it; names that would be random are the same at each loading."""
        self.sent[key] = application
        for occurrence in application.booking.occurrences:
            occurrence.uid = chance.code("date", key, occurrence.starts_at.isoformat())

    def approve(self, key: str) -> None:
        """Give all dates."""
        applications.approve(self.sent[key], by=self.staff_for(self.meetings[key][0], key))

    def refuse(self, refused: Refused) -> None:
        """Refuse with the reason that the data gives."""
        staff = self.staff_for(refused, refused.key)
        applications.refuse(self.sent[refused.key], by=staff, reason=refused.reason, note=refused.note)

    def cancel(self, key: str, day: date, deviation: Deviation) -> None:
        """Give up one date, the group or the house."""
        meeting, application = self.meetings[key][0], self.sent[key]
        by_group = deviation.state == "cancelled_by_group"
        applications.cancel_dates(
            application,
            {date.id for date in self.dates(key) if date.on_date == day},
            by=self.people.leaders[meeting.group] if by_group else self.staff_for(meeting, key),
            reason=deviation.reason or "",
            note=deviation.note,
        )

    def dates(self, key: str) -> list[Occurrence]:
        """List the dates of what was given."""
        return self.sent[key].booking.occurrences

    def close(self) -> None:
        """Shut a room for some days; the meetings that are hit are cancelled."""
        room = self.places.rooms[CLOSURE.room]
        first = self.closed_from()
        span = whole_days(first, first + timedelta(days=CLOSURE.days - 1))
        hit = booked.list_occurrences_in_closure(held_resource_ids([room]), span)
        plan = ClosurePlan(rooms=[room], span=span, reason=CLOSURE.reason, room_id=room.id)
        staff = chance.one_of(self.people.staff[room.site.slug], "closure")
        create_closure(plan, by=staff, accepted=[occurrence.id for occurrence in hit])

    def closed_from(self) -> date:
        """Find the first week, from the closure's own on, in which it meets the series that it names."""
        days = {
            span.local_day
            for meeting, spans in self.meetings.values()
            for span in spans
            if meeting.key in CLOSURE.hits
        }
        mondays = [day_of(self.today, week, CLOSURE.weekday) for week in range(CLOSURE.week, LAST_WEEK + 1)]
        return next((day for day in mondays if day in days), mondays[0])
