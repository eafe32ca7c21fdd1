"""Asking as last time: an earlier application turned into the next one, with days that can be had."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from mal.applications.availability_check import (
    AvailabilityCheck,
    BookingCriteria,
    current_limits,
    enclosing_span,
    local_hours,
)
from mal.applications.models import Application
from mal.applications.rhythm import Rhythm, detect_rhythm, last_day, next_days
from mal.bookings.models import Booking
from mal.shared.timespan import NoSuchTime, Timespan, local_timespan


@dataclass(frozen=True)
class Proposal:
    """What stands in the address of the next application, and whether its room is free on the first day."""

    values: dict[str, Any]
    is_free: bool


def propose_repeat(application: Application) -> Proposal:
    """Propose the same again: the room, the hours, the people and things, on the next days of the same rhythm."""
    booking, bounds = application.booking, current_limits()
    rhythm = detect_rhythm(each.on_date for each in booking.occurrences)
    latest = bounds.last_of_series if rhythm.every else bounds.last_day
    days = next_days(max(each.on_date for each in booking.occurrences), bounds.first_day, latest)
    free = first_free_day(booking, days, is_series=rhythm.every > 0)
    first = free or next(iter(days), bounds.first_day)
    values = {
        **copied_values(booking),
        **date_values(first, rhythm, bounds.last_of_series),
        "wzor": application.id,
    }
    return Proposal(values, free is not None)


def copied_values(booking: Booking) -> dict[str, Any]:
    """Say what stays as it was, without rooms and things that are no longer lent."""
    begins, ends = local_hours(booking.occurrences[0].span)
    things = {
        f"s{line.equipment_id}": min(line.quantity, line.equipment.capacity)
        for line in booking.equipment
        if line.equipment.retired_at is None
    }
    room = {} if booking.room.retired_at is not None else {"sala": booking.room_id}
    return {**room, "od": begins, "do": ends, "osob": max(1, min(booking.headcount, 500)), **things}


def date_values(first: date, rhythm: Rhythm, latest: date) -> dict[str, Any]:
    """Say on which days."""
    if not rhythm.every:
        return {"data": first.isoformat()}
    until = last_day(first, rhythm, latest)
    return {"data": first.isoformat(), "co": rhythm.every, "do_dnia": until.isoformat()}


def first_free_day(booking: Booking, days: list[date], *, is_series: bool) -> date | None:
    """Find the first of some days on which nothing stands against the same meeting in the same room."""
    spans = [span for day in days if (span := span_on_day(booking, day)) is not None]
    if not spans or booking.room.retired_at is not None:
        return None
    wish = BookingCriteria(
        people=booking.headcount,
        equipment=[
            (line.equipment, line.quantity) for line in booking.equipment if line.equipment.retired_at is None
        ],
        group_id=booking.group_id,
        is_series=is_series,
    )
    judgement = AvailabilityCheck([booking.room], wish, enclosing_span(spans))
    verdicts = judgement.verdicts(booking.room, spans, look_elsewhere=False)
    return next((verdict.span.local_day for verdict in verdicts if verdict.is_free), None)


def span_on_day(booking: Booking, day: date) -> Timespan | None:
    """Put the meeting on another day, unless the clock skips its hour there."""
    begins, ends = (time.fromisoformat(text) for text in local_hours(booking.occurrences[0].span))
    try:
        return local_timespan(day, begins, ends)
    except NoSuchTime:
        return None
