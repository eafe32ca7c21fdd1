"""The form of a new version of the Regulamin."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional, ValidationError

from mal.regulations.policy import Policy
from mal.shared import clock
from mal.shared.fields import DayField, LineField, ParagraphField, WholeNumberField, required
from mal.shared.forms import Form

# Fields in hours for values in minutes.
HOUR_FIELDS = {"longest_minutes": "longest_hours", "weekly_minutes": "weekly_hours"}


class VersionForm(Form):
    """A version with its text and its policy; longest and weekly time are typed in hours."""

    title = LineField(_l("Title"), [required], most=200)
    body = ParagraphField(_l("Text (Markdown)"), [required], most=100_000)
    change_note = ParagraphField(_l("What changes and why, in two sentences"), [Optional()], most=4000)
    effective_on = DayField(_l("In force from"), [required])
    notice_working_days = WholeNumberField(
        _l("Fewest working days between asking and meeting (§ 5)"), [required], most=60
    )
    horizon_days = WholeNumberField(
        _l("How many days ahead a single meeting may be (§ 5)"), [required], least=1, most=4000
    )
    series_horizon_days = WholeNumberField(
        _l("How many days ahead a series may reach (§ 2)"), [required], least=1, most=4000
    )
    reply_working_days = WholeNumberField(
        _l("Working days in which we answer (§ 5)"), [required], least=1, most=60
    )
    longest_hours = WholeNumberField(_l("Most hours for one meeting (§ 7)"), [required], least=1, most=24)
    weekly_hours = WholeNumberField(_l("Most hours a week for one group (§ 7)"), [required], least=1)
    cancel_hours = WholeNumberField(
        _l("Hours before a meeting by which to cancel (§ 9)"), [required], most=720
    )
    objection_days = WholeNumberField(_l("Days in which to object (§ 8)"), [required], least=1, most=365)
    card_days = WholeNumberField(
        _l("Days in which to fill in the usage card (§ 16)"), [required], least=1, most=365
    )

    def fill_in_policy(self, policy: Policy) -> None:
        """Set the fields of the policy."""
        for name, value in policy.to_numbers().items():
            in_hours = HOUR_FIELDS.get(name)
            self[in_hours or name].data = value // 60 if in_hours else value

    def policy(self) -> Policy:
        """Return the submitted policy."""
        return Policy(
            notice_working_days=self.notice_working_days.data or 0,
            horizon_days=self.horizon_days.data or 1,
            series_horizon_days=self.series_horizon_days.data or 1,
            reply_working_days=self.reply_working_days.data or 1,
            longest_minutes=(self.longest_hours.data or 1) * 60,
            weekly_minutes=(self.weekly_hours.data or 1) * 60,
            cancel_hours=self.cancel_hours.data or 0,
            objection_days=self.objection_days.data or 1,
            card_days=self.card_days.data or 1,
        )

    def validate_effective_on(self, field: Any) -> None:
        """Refuse a day in the past, because what was in force then stays so.

        Raises ValidationError.
        """
        if field.data is not None and field.data < clock.today():
            raise ValidationError(_("Choose today or a later day: what was in force stays so."))
