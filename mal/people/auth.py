"""Who is here: the only module that knows Flask-Login."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, abort, g, redirect, request, session, url_for
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_login import current_user as visitor
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import Length

from mal.people import passwords, queries, service
from mal.people.models import Account
from mal.shared import clock
from mal.shared.forms import EmailAddressField, Form, required

P = ParamSpec("P")
R = TypeVar("R")


class SignInForm(Form):
    """Who are you? Asked on the page of signing in, and wherever a session has ended under somebody's hands."""

    email = EmailAddressField(_l("E-mail"), [required])
    password = PasswordField(_l("Password"), [required, Length(max=passwords.LONGEST)])

    def account(self) -> Account | None:
        """Find whose address and password were typed; the answer tells nobody whether the address is known."""
        if not self.validate_on_submit():
            return None
        account = service.authenticate(self.email.data, self.password.data)
        if account is None:
            self.password.errors = [_l("This address and password do not match. Try once more.")]
        return account


class Visitor(UserMixin):
    """A browser with a sign-in: its id is the secret of the session row, not the account's."""

    def __init__(self, token: str, account: Account) -> None:
        """Keep whose browser it is."""
        self.token = token
        self.account = account

    def get_id(self) -> str:
        """Give what the cookie carries."""
        return self.token


def init_app(app: Flask) -> None:
    """Let Flask-Login find the visitor by the session row."""
    manager = LoginManager()
    # Its own protection trusts a header that any client may send, and signs people out.
    manager.session_protection = None
    manager.init_app(app)

    @manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login is untyped
    def load(token: str) -> Visitor | None:
        if g.get("skip_database"):
            return None
        account = queries.get_signed_in_account(service.token_hash(token), clock.now())
        return None if account is None else Visitor(token, account)


def current_account() -> Account | None:
    """Give the person who asks, or none for a stranger, or where the database can't tell."""
    if g.get("skip_database"):
        return None
    return cast("Account", visitor.account) if visitor.is_authenticated else None


def require_account() -> Account:
    """Give the person who asks, on pages that only signed-in people reach."""
    account = current_account()
    if account is None:
        abort(401)
    return account


def sign_in(account: Account) -> None:
    """Start a new session in this browser; the old one's contents are dropped."""
    session.clear()
    login_user(Visitor(service.start_session(account), account))


def sign_out() -> None:
    """End the session here and in the database."""
    if visitor.is_authenticated:
        service.end_session(visitor.token)
    logout_user()
    session.clear()


def redirect_to_sign_in() -> Response:
    """Send a stranger to the sign-in page and remember where they wanted to go."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("people.sign_in", next=wanted))


def _guarded(view: Callable[P, R], may: Callable[[Account], bool]) -> Callable[P, R | Response]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        account = current_account()
        if account is None:
            return redirect_to_sign_in()
        if not may(account):
            abort(403)
        return view(*args, **kwargs)

    return guarded


def sign_in_required(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Open a view to people who are signed in."""
    return _guarded(view, lambda _: True)


def staff_required(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Open a view to people who work at a site."""
    return _guarded(view, lambda account: account.is_staff)


def coordinator_required(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Open a view to the coordinator."""
    return _guarded(view, lambda account: account.is_coordinator)
