"""Asking for a room in four short pages. All that was chosen stands in the address, so going back loses nothing."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from mal.applications import judging, queries, service
from mal.applications.access import leads
from mal.applications.forms import DetailsForm, Plan, WishForm
from mal.applications.models import Application
from mal.applications.rows import date_rows, room_offers
from mal.applications.views import blueprint
from mal.bookings.models import Visibility
from mal.people.models import Account, Group
from mal.people.queries import groups_led_by
from mal.people.signin import account_here, signed_in
from mal.places import queries as places
from mal.places.models import Room
from mal.regulations import queries as regulations
from mal.regulations import service as rules
from mal.regulations.models import Regulation
from mal.shared import clock
from mal.shared.database import id_of
from mal.shared.timespan import Timespan
from mal.shared.web import attempt, found

STEPS = ("applications.new", "applications.rooms", "applications.dates", "applications.details")


def address(endpoint: str, **changes: object) -> str:
    """Lead to another page of the same wish: the address carries it along."""
    kept: dict[str, Any] = {**request.args.to_dict(flat=False), **changes}
    return url_for(endpoint, **{name: value for name, value in kept.items() if value not in (None, "", [""])})


def number_in_address(name: str) -> int | None:
    """Read an id from the address, if it can be one."""
    return id_of(request.args.get(name, ""))


def chosen_room() -> Room:
    """Find the room that the address names."""
    room: Room = found(places.room(number_in_address("sala") or 0))
    return room


def wish_of(plan: Plan, group: Group | None = None) -> judging.Wish:
    """Turn a plan into what has to be judged."""
    return judging.Wish(
        people=plan.people,
        equipment=plan.equipment,
        group_id=None if group is None else group.id,
        is_series=plan.is_series,
    )


def back_to_start(form: WishForm) -> Any:
    """Show the first page again with what is wrong beside each field."""
    return render_template("applications/new.html", form=form, address=address), 422


@blueprint.get("/wnioski/nowy")
def new() -> Any:
    """Ask when, how many people and what is needed."""
    last = number_in_address("jak")
    if last is not None:
        return redirect(as_last_time(found(queries.application(last))), 303)
    form = WishForm(places.equipment())
    return render_template("applications/new.html", form=form, address=address)


def as_last_time(application: Application) -> str:
    """Give the first page filled as an earlier application was; days are chosen anew."""
    if not leads(account_here(), application.booking):
        abort(403)
    booking = application.booking
    first = booking.occurrences[0]
    begins, ends = judging.local_hours(first.span)
    filled: dict[str, Any] = {
        "sala": booking.room_id,
        "od": begins,
        "do": ends,
        "osob": booking.headcount,
        "wzor": application.id,
        **{f"s{line.equipment_id}": line.quantity for line in booking.equipment},
    }
    return url_for("applications.new", **filled)


@blueprint.get("/wnioski/nowy/sale")
def rooms() -> Any:
    """Show the rooms that fit, the best first, with free times close by."""
    form = WishForm(places.equipment())
    if not form.validate():
        return back_to_start(form)
    plan = form.plan()
    everywhere = places.rooms()
    judgement = judging.Judgement(everywhere, wish_of(plan), judging.around(plan.spans))
    offers = room_offers(judgement, plan.spans, everywhere, wanted=number_in_address("sala"))
    return render_template("applications/rooms.html", plan=plan, offers=offers, address=address)


@blueprint.get("/wnioski/nowy/terminy")
def dates() -> Any:
    """Show each date: free, or what stands against it and what is free instead."""
    form = WishForm(places.equipment())
    if not form.validate():
        return back_to_start(form)
    plan, room = form.plan(), chosen_room()
    verdicts = judging.judged(room, wish_of(plan), plan.spans, places.rooms())
    rows = date_rows(verdicts, room, set(request.args.getlist("termin")) or None, address)
    return render_template(
        "applications/dates.html",
        plan=plan,
        room=room,
        rows=rows,
        address=address,
        kept=kept_fields("termin"),
    )


def kept_fields(*but: str) -> list[tuple[str, str]]:
    """List what the address says, for the hidden fields of a form that adds to it."""
    return [(name, value) for name, value in request.args.items(multi=True) if name not in but]


def ticked_spans(plan: Plan) -> list[Timespan]:
    """Choose the dates that were ticked on the page before."""
    ticked = set(request.args.getlist("termin"))
    return [span for span in plan.spans if span.local_day.isoformat() in ticked]


@blueprint.route("/wnioski/nowy/opis", methods=["GET", "POST"])
@signed_in
def details() -> Any:
    """Ask what it is about, show the rules, send."""
    wish = WishForm(places.equipment())
    if not wish.validate():
        return back_to_start(wish)
    plan, room = wish.plan(), chosen_room()
    spans = ticked_spans(plan)
    if not spans:
        flash(_("Choose at least one date."), "error")
        return redirect(address("applications.dates"), 303)
    groups = groups_led_by(account_here())
    if not groups:
        flash(_("First tell us about your group, then we go on with the application."), "info")
        return redirect(url_for("people.new_group", next=request.full_path), 303)
    return Details(plan, room, spans, groups).answer()


class Details:
    """The last page: its form, and what becomes of it."""

    def __init__(self, plan: Plan, room: Room, spans: Sequence[Timespan], groups: Sequence[Group]) -> None:
        """Prepare the form for this room, these groups and the rules in force."""
        self.plan, self.room, self.spans = plan, room, spans
        self.account: Account = account_here()
        self.regulation: Regulation | None = regulations.in_force(clock.today())
        self.form = DetailsForm(obj=self.pattern()) if request.method == "GET" else DetailsForm()
        self.form.form_key.data = self.form.form_key.data or uuid4().hex
        self.groups = {group.id: group for group in groups}
        self.form.group.choices = [SelectChoice(str(group.id), group.name) for group in groups]
        self.form.ask_about(room, must_accept=self.must_accept())

    def pattern(self) -> object | None:
        """Find what to fill the form with: the application that this one repeats."""
        number = number_in_address("wzor")
        last = None if number is None else queries.application(number)
        return last.booking if last is not None and leads(self.account, last.booking) else None

    def group(self) -> Group:
        """Give the group that was chosen, or the only one."""
        return self.groups.get(self.form.group.data or 0) or next(iter(self.groups.values()))

    def must_accept(self) -> bool:
        """Tell whether this person has yet to accept the rules in force for the group."""
        return (
            self.regulation is not None
            and regulations.acceptance(self.regulation.id, self.account.id, self.group().id) is None
        )

    def answer(self) -> Any:
        """Send the application, or show the page with what is to be mended."""
        if not self.form.validate_on_submit():
            return self.page(422 if self.form.errors else 200)
        clashing = self.clashing()
        if clashing:
            return self.page(409, clashing)
        sent: list[Application] = []
        broken = attempt(lambda: sent.append(self.submit()))
        if broken is not None:
            flash(str(broken), "error")
            return redirect(address("applications.dates"), 303)
        return redirect(url_for("applications.show", application_id=sent[0].id, wyslane=1), 303)

    def clashing(self) -> list[judging.Verdict]:
        """Judge the dates once more: someone may have been quicker, and the group's own limits count now."""
        if queries.by_form_key(self.form.form_key.data) is not None:
            return []
        wish = wish_of(self.plan, self.group())
        if all(verdict.is_free for verdict in judging.judged(self.room, wish, self.spans)):
            return []
        # Other rooms are looked at only where there is something to offer instead.
        verdicts = judging.judged(self.room, wish, self.spans, places.rooms())
        return [verdict for verdict in verdicts if not verdict.is_free]

    def submit(self) -> Application:
        """Keep the acceptance and take in the application."""
        form, group = self.form, self.group()
        if self.regulation is not None:
            rules.accept(self.regulation, self.account, group, str(get_locale() or "pl"))
        wanted = service.Request(
            group=group,
            room=self.room,
            spans=self.spans,
            title=form.title.data or "",
            activity=form.activity.data,
            headcount=self.plan.people,
            visibility=Visibility(form.visibility.data),
            purpose=form.purpose.data or "",
            audience=form.audience.data or (),
            minors=bool(form.minors.data),
            access_needs=form.access_needs.data or "",
            contact_name=self.account.name,
            contact_phone=self.account.phone or group.phone,
            message=form.message.data or "",
            equipment=self.plan.equipment,
        )
        return service.submit(
            wanted, form_key=form.form_key.data or "", applicant=self.account, regulation=self.regulation
        )

    def page(self, status: int, clashing: Sequence[judging.Verdict] = ()) -> Any:
        """Show the page."""
        return render_template(
            "applications/details.html",
            form=self.form,
            plan=self.plan,
            room=self.room,
            spans=self.spans,
            regulation=self.regulation,
            must_accept=self.form.must_accept,
            one_group=len(self.groups) == 1 and not self.form.group.errors,
            clashing=date_rows(clashing, self.room, set(), address),
            address=address,
        ), status
