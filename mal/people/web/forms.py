"""Forms for signing in, registration and groups."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from mal.config import current_config
from mal.people import passwords, service
from mal.people.labels import GROUP_KINDS
from mal.people.models import Account, GroupKind
from mal.people.service import GroupProfile
from mal.people.tax_ids import is_krs, is_nip, strip_to_digits
from mal.shared.fields import (
    EmailAddressField,
    LineField,
    ParagraphField,
    WholeNumberField,
    radio_field,
    required,
)
from mal.shared.forms import Form


class SignInForm(Form):
    """E-mail address and password, on the sign-in page and wherever a session has expired during a submission."""

    email = EmailAddressField(_l("E-mail"), [required])
    password = PasswordField(_l("Password"), [required, Length(max=passwords.MAX_LENGTH)])

    def authenticate(self) -> Account | None:
        """Return the account that was signed in to, or None; the error does not reveal whether the address is known."""
        if not self.validate_on_submit():
            return None
        # A site that people reach by https is no demo, whatever its database holds.
        demo_allowed = not current_config().served_securely
        account = service.authenticate(self.email.data, self.password.data, demo_allowed=demo_allowed)
        if account is None:
            self.password.errors = [_l("This address and password do not match. Try once more.")]
        return account


class RegistrationForm(Form):
    """A new account: only the data needed to answer an application and hand over a key (RODO art. 5)."""

    name = LineField(_l("First and last name"), [required], most=120)
    email = EmailAddressField(_l("E-mail"), [required])
    phone = LineField(_l("Phone"), [Optional()], most=40)
    password = PasswordField(
        _l("Password"),
        [
            required,
            Length(
                min=passwords.MIN_LENGTH,
                max=passwords.MAX_LENGTH,
                message=_l(
                    "Use from %(min)d to %(max)d characters: three or four words are easy to remember."
                ),
            ),
        ],
    )
    adult = BooleanField(
        _l("I am 18 or older"),
        [
            InputRequired(
                _l("Only an adult can answer for a room. Ask your guardian to open the account (§ 3).")
            )
        ],
    )


class GroupForm(Form):
    """The profile of a group."""

    kind = radio_field(_l("Who are you?"), GROUP_KINDS)
    name = LineField(_l("Name of the group"), [required], most=120)
    members = WholeNumberField(_l("How many of you are there, more or less?"), [required], least=1, most=5000)
    about = ParagraphField(_l("What do you do?"), [Optional()], most=1000)
    nip = LineField(_l("NIP"), [Optional()], most=40)
    krs = LineField(_l("KRS"), [Optional()], most=40)
    phone = LineField(_l("Phone of the group"), [Optional()], most=40)
    email = EmailAddressField(_l("E-mail of the group"), [Optional()])

    def validate_nip(self, field: Any) -> None:
        """Normalize the NIP to digits.

        Raises ValidationError if its check digit is wrong.
        """
        field.data = strip_to_digits(field.data or "")
        if field.data and not is_nip(field.data):
            raise ValidationError(
                _("A digit in this NIP does not fit. Check the ten digits, or leave it empty.")
            )

    def validate_krs(self, field: Any) -> None:
        """Normalize the KRS number to digits.

        Raises ValidationError if it has not ten of them.
        """
        field.data = strip_to_digits(field.data or "")
        if field.data and not is_krs(field.data):
            raise ValidationError(_("A KRS number has ten digits, for example 0000123456."))

    def validate_members(self, field: Any) -> None:
        """Hold an informal group to at least three people (Regulamin § 2).

        Raises ValidationError if there are fewer.
        """
        if self.kind.data == GroupKind.INFORMAL and field.data is not None and field.data < 3:
            raise ValidationError(
                _("An informal group is at least three people. If you are fewer, choose “Resident” above.")
            )

    def profile(self) -> GroupProfile:
        """Return the submitted values."""
        return GroupProfile(
            kind=GroupKind(self.kind.data),
            name=self.name.data,
            about=self.about.data,
            members=self.members.data or 1,
            nip=self.nip.data,
            krs=self.krs.data,
            phone=self.phone.data,
            email=self.email.data,
        )
