"""A booking for someone who phoned: first the dates are looked at, then they are booked."""

from secrets import token_hex
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mal.applications import queries as applications
from mal.applications import submission
from mal.applications.availability_check import BookingCriteria, DateResult, judged
from mal.applications.web import staff_presenters as date_rows
from mal.applications.web.phone_booking_form import NEW_GROUP, PhoneBookingForm, build_phone_booking_form
from mal.bookings.models import Visibility
from mal.people import queries as people
from mal.people.auth import require_account, staff_required
from mal.people.models import GroupKind
from mal.people.service import GroupProfile
from mal.places import queries as places
from mal.places.models import Room
from mal.shared.errors import RuleBroken
from mal.shared.web import get_or_404, run_or_rollback

blueprint = Blueprint("phone_booking", __name__, url_prefix="/praca")


def form_here() -> tuple[PhoneBookingForm, dict[int, Room]]:
    """Make the form with the groups, own rooms and things of today."""
    own = require_account().scope
    rooms = [room for room in places.list_rooms() if own is None or room.site_id in own]
    form = build_phone_booking_form(people.list_groups(), rooms, places.list_equipment())
    return form, {room.id: room for room in rooms}


def show(form: PhoneBookingForm, status: int = 200, **more: Any) -> ResponseReturnValue:
    """Show the form with all that was typed, and the dates where they have been looked at."""
    known: dict[str, Any] = {"rows": [], "broken": None, "form": form}
    return render_template("applications/phone_booking.html", **(known | more)), status


@blueprint.get("/rezerwacja")
@staff_required
def new() -> ResponseReturnValue:
    """Show the empty form."""
    form, _rooms = form_here()
    form.form_key.data = token_hex(16)
    return show(form)


@blueprint.post("/rezerwacja")
@staff_required
def submit() -> ResponseReturnValue:
    """Look at the dates, or book those that are ticked."""
    form, rooms = form_here()
    if not form.validate():
        return show(form, 422)
    room = rooms[int(form.room.data)]
    if not fits_room(form, room):
        return show(form, 422)
    if request.form.get("step") != "book":
        return look(form, room)
    if submission.find_duplicate_booking(form.form_key.data or "", room, form.pieces()) is not None:
        return booked(form)
    return book_ticked(form, room)


def fits_room(form: PhoneBookingForm, room: Room) -> bool:
    """Check what only this room can say."""
    if form.visibility.data == Visibility.CONFIDENTIAL and not room.confidential_allowed:
        form.visibility.errors = [
            _("Everything can be seen and heard in this room. Choose a quiet one for confidential meetings.")
        ]
    return not form.errors


def wish_of(form: PhoneBookingForm) -> BookingCriteria:
    """Say what the meeting needs."""
    return BookingCriteria(
        people=form.people.data or 1,
        equipment=form.pieces(),
        group_id=None if form.group.data == NEW_GROUP else int(form.group.data),
        is_series=len(form.spans) > 1,
    )


def look(form: PhoneBookingForm, room: Room, *, broken: RuleBroken | None = None) -> ResponseReturnValue:
    """Show the dates one by one; those that are free come ticked, unless someone has chosen already."""
    verdicts = judged(room, wish_of(form), form.spans, places.list_rooms())
    chosen = {span.local_day for span in form.ticked()}
    rows = date_rows.verdict_rows(verdicts, room, chosen or None)
    return show(form, 200 if broken is None else broken.status, rows=rows, broken=broken)


def book_ticked(form: PhoneBookingForm, room: Room) -> ResponseReturnValue:
    """Book the ticked dates, past the soft rules where staff say why."""
    spans = form.ticked()
    if not spans:
        form.dates.errors = [_("Tick at least one date.")]
    verdicts = judged(room, wish_of(form), spans)
    if any(not verdict.may_be_overruled for verdict in verdicts):
        form.dates.errors = [_("Not all of these dates can be booked any more. See which below.")]
    elif needs_a_word(verdicts) and not form.note.data:
        form.note.errors = [
            _("This goes beyond the rules: say why, for example “agreed with the coordinator”.")
        ]
    if form.errors:
        again = date_rows.verdict_rows(
            judged(room, wish_of(form), form.spans, places.list_rooms()), room, form.dates.data
        )
        return show(form, 422, rows=again)
    try:
        run_or_rollback(lambda: make(form, room))
    except RuleBroken as broken:
        return look(form, room, broken=broken)
    return booked(form)


def needs_a_word(verdicts: list[DateResult]) -> bool:
    """Tell whether any date goes past a rule."""
    return any(verdict.clashes for verdict in verdicts)


def make(form: PhoneBookingForm, room: Room) -> None:
    """Book, for a group that exists or for a new one."""
    wish: dict[str, Any] = {
        "room": room,
        "spans": form.ticked(),
        "title": form.title.data,
        "activity": form.activity.data,
        "headcount": form.people.data,
        "visibility": Visibility(form.visibility.data),
        "contact_name": form.contact_name.data,
        "contact_phone": form.contact_phone.data,
        "equipment": form.pieces(),
    }
    kept: dict[str, Any] = {
        "form_key": form.form_key.data,
        "staff": require_account(),
        "note": form.note.data,
    }
    if form.group.data == NEW_GROUP:
        profile = GroupProfile(
            kind=GroupKind(form.new_kind.data), name=form.new_name.data, phone=form.contact_phone.data
        )
        submission.book_for_new_group(profile, wish, **kept)
    else:
        group = get_or_404(people.get_group(int(form.group.data)))
        submission.book_on_behalf(submission.ApplicationInput(group=group, **wish), **kept)


def booked(form: PhoneBookingForm) -> ResponseReturnValue:
    """Say that it is booked and show it."""
    application = applications.get_by_form_key(form.form_key.data)
    assert application is not None  # noqa: S101 - it has just been made
    flash(_("Booked: %(title)s.", title=application.booking.title), "success")
    return redirect(url_for("staff_decision.show", application_id=application.id), 303)
