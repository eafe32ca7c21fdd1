"""The last page of asking: what the meeting is about, the rules, sending."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from wtforms.fields.choices import SelectChoice

from mal.applications import availability_check, submission
from mal.applications.models import Application
from mal.applications.web.presenters import date_rows
from mal.applications.web.wizard.forms import DetailsForm, RequestedDates
from mal.applications.web.wizard.state import (
    OPEN_DRAFT,
    criteria_from_request,
    open_draft,
    repeated_application,
    wizard_query,
)
from mal.bookings import labels as booking_labels
from mal.bookings.models import Visibility
from mal.people.auth import require_account
from mal.people.models import Account, Group
from mal.places import queries as places
from mal.places.models import Room
from mal.regulations import queries as regulations
from mal.regulations import service as rules
from mal.regulations.models import Regulation
from mal.shared import clock
from mal.shared.errors import RuleBroken
from mal.shared.timespan import Timespan
from mal.shared.web import run_or_rollback


class Details:
    """The last page: its form, and what becomes of it."""

    def __init__(
        self, plan: RequestedDates, room: Room, spans: Sequence[Timespan], groups: Sequence[Group]
    ) -> None:
        """Prepare the form for this room, these groups and the rules in force."""
        self.plan, self.room, self.spans = plan, room, spans
        self.account: Account = require_account()
        self.regulation: Regulation | None = regulations.get_regulation_in_force(clock.today())
        self.draft = open_draft()
        self.pattern = repeated_application()
        self.form = self.filled()
        self.form.form_key.data = self.form.form_key.data or uuid4().hex
        self.groups = {group.id: group for group in groups}
        self.form.group.choices = [SelectChoice(str(group.id), group.name) for group in groups]
        self.form.group.data = self.group().id if request.method == "GET" else self.form.group.data
        self.form.ask_about(room, must_accept=self.must_accept())

    def filled(self) -> DetailsForm:
        """Fill the form with what was just typed, or typed before, or said in the application that this repeats."""
        if request.method == "POST":
            return DetailsForm()
        if self.draft is not None:
            return DetailsForm(data={**self.draft.answers, "form_key": self.draft.form_key})
        return DetailsForm(obj=None if self.pattern is None else self.pattern.booking)

    def group(self) -> Group:
        """Give the group that was chosen, or the one of the application that is repeated, or the first."""
        repeated = 0 if self.pattern is None else self.pattern.booking.group_id
        chosen = self.groups.get(self.form.group.data or repeated)
        return chosen or next(iter(self.groups.values()))

    def must_accept(self) -> bool:
        """Tell whether this person has yet to accept the rules in force for the group."""
        return (
            self.regulation is not None
            and regulations.get_acceptance(self.regulation.id, self.account.id, self.group().id) is None
        )

    def answer(self) -> Any:
        """Send the application, or show the page with what is to be mended."""
        if not self.form.validate_on_submit():
            return self.page(422 if self.form.errors else 200)
        clashing = self.clashing()
        if clashing:
            return self.page(409, clashing)
        try:
            sent = run_or_rollback(self.submit)
        except RuleBroken as broken:
            flash(str(broken), "error")
            return redirect(wizard_query("wizard.dates"), 303)
        session.pop(OPEN_DRAFT, None)
        return redirect(url_for("applications.show", application_id=sent.id, wyslane=1), 303)

    def clashing(self) -> list[availability_check.DateResult]:
        """Judge the dates once more: someone may have been quicker, and the group's own limits count now."""
        _key, sent = submission.find_duplicate_submission(
            self.form.form_key.data or "", self.room, self.spans
        )
        if sent is not None:
            return []
        wish = criteria_from_request(self.plan, self.group())
        if all(verdict.is_free for verdict in availability_check.judged(self.room, wish, self.spans)):
            return []
        # Other rooms are looked at only where there is something to offer instead.
        verdicts = availability_check.judged(self.room, wish, self.spans, places.list_rooms())
        return [verdict for verdict in verdicts if not verdict.is_free]

    def submit(self) -> Application:
        """Keep the acceptance and take in the application."""
        form, group = self.form, self.group()
        if self.regulation is not None:
            rules.accept(self.regulation, self.account, group, str(get_locale() or "pl"))
        wanted = submission.ApplicationInput(
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
        return submission.submit(
            wanted, form_key=form.form_key.data or "", applicant=self.account, regulation=self.regulation
        )

    def page(self, status: int, clashing: Sequence[availability_check.DateResult] = ()) -> Any:
        """Show the page."""
        return render_template(
            "applications/details.html",
            booking_labels=booking_labels,
            form=self.form,
            plan=self.plan,
            room=self.room,
            spans=self.spans,
            regulation=self.regulation,
            must_accept=self.form.must_accept,
            one_group=len(self.groups) == 1 and not self.form.group.errors,
            group=self.group(),
            clashing=date_rows(clashing, self.room, set(), wizard_query),
            draft=self.draft,
            repeats=self.pattern is not None and self.draft is None and set(self.form.errors) <= {"accepts"},
            address=wizard_query,
        ), status
