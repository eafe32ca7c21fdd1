"""Closures in words: what they shut and when."""

from datetime import date

from flask_babel import gettext as _

from mal.places.models import Closure
from mal.shared.i18n import format_day, format_time_range, to_local_time


def closure_place(closure: Closure) -> str:
    """Return what a closure shuts: a room with its site, a whole site, or all places."""
    if closure.room is not None:
        return f"{closure.room.name}, {closure.room.site.name}"
    return _("All places") if closure.site is None else _("%(site)s, the whole house", site=closure.site.name)


def closure_period(closure: Closure) -> str:
    """Return the Warsaw day, the days, or the hours of one day that a closure lasts."""
    starts, ends = to_local_time(closure.starts_at), to_local_time(closure.ends_at)
    if (starts.hour, starts.minute, ends.hour, ends.minute) != (0, 0, 0, 0):
        return f"{format_day(starts)}, {format_time_range(starts, ends)}"
    last_day = date.fromordinal(ends.date().toordinal() - 1)
    if last_day == starts.date():
        return format_day(starts)
    return f"{format_day(starts)} – {format_day(last_day)}"
