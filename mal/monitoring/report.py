"""A report loaded from the database in a fixed number of statements."""

from collections.abc import Sequence
from datetime import date

from mal.monitoring.busy_hours import WeekHeatmap, build_heatmaps
from mal.monitoring.charts import MAX_CHARTS
from mal.monitoring.figures import Cell, Report
from mal.monitoring.opening_minutes import OpeningMinutes, ReportRoom
from mal.monitoring.queries import application_counts, date_counts, rooms
from mal.monitoring.report_counts import ReportCounts, RoomWeight, build_report
from mal.places import holidays
from mal.places.queries import list_opening_rules


def load_report(site_ids: Sequence[int], months: Sequence[date]) -> Report:
    """Return the report of some sites in consecutive months, each named by its first day."""
    report_rooms = rooms.list_report_rooms(site_ids)
    parts = rooms.count_room_parts(report_rooms)
    weights = {room.id: RoomWeight(room.site_id, parts.get(room.id, 1)) for room in report_rooms}
    counts = ReportCounts(
        dates=date_counts.count_dates(weights, months),
        attendance=date_counts.sum_attendance(weights, months),
        applications=application_counts.count_applications(weights, months),
        answers=application_counts.count_answers(weights, months),
        # A joined room is open as its parts, so it does not count itself.
        minutes_open=sum_opening_minutes([room for room in report_rooms if room.id not in parts], months),
    )
    return build_report(site_ids, months, weights, counts)


def sum_opening_minutes(report_rooms: Sequence[ReportRoom], months: Sequence[date]) -> dict[Cell, int]:
    """Return the minutes in which rooms were open, by site and month."""
    public_holidays = {
        day for year in {month.year for month in months} for day in holidays.holidays_in_year(year)
    }
    closed_spans = rooms.list_closed_spans(report_rooms, months)
    opening = OpeningMinutes(list_opening_rules(), public_holidays, closed_spans)
    minutes: dict[Cell, int] = {}
    for room in report_rooms:
        for month in months:
            cell = room.site_id, month
            minutes[cell] = minutes.get(cell, 0) + opening.in_month(room, month)
    return minutes


def load_busy_hours(site_ids: Sequence[int], months: Sequence[date]) -> list[WeekHeatmap]:
    """Return the meetings under way in each hour of the week at some sites in consecutive months."""
    site_of_room = {room.id: room.site_id for room in rooms.list_report_rooms(site_ids)}
    return build_heatmaps(date_counts.count_slots(site_of_room, months), site_of_room, site_ids, MAX_CHARTS)
