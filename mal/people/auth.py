"""Who is signed in, and decorators for views: the only module that imports Flask-Login."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, abort, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from mal.people import queries, service
from mal.people.models import Account
from mal.people.tokens import hash_token
from mal.shared import clock

P = ParamSpec("P")
R = TypeVar("R")


class SessionUser(UserMixin):
    """Flask-Login's user: the account of a session, identified by the session's token rather than the account's id."""

    def __init__(self, token: str, account: Account) -> None:
        """Bind an account to the token of its session."""
        self.token = token
        self.account = account

    def get_id(self) -> str:
        """Return the token, which Flask-Login stores in the cookie."""
        return self.token


def init_app(app: Flask) -> None:
    """Register Flask-Login with a loader that looks the session up by its token."""
    manager = LoginManager()
    # Flask-Login's session protection compares a header that any client may send, and signs people out by mistake.
    manager.session_protection = None
    manager.init_app(app)

    @manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login is untyped
    def load_user(token: str) -> SessionUser | None:
        if g.get("skip_database"):
            return None
        account = queries.get_session_account(hash_token(token), clock.now())
        return None if account is None else SessionUser(token, account)


def current_account() -> Account | None:
    """Return the account of this request; None if nobody is signed in, or on an error page without a database."""
    if g.get("skip_database"):
        return None
    return cast("Account", current_user.account) if current_user.is_authenticated else None


def require_account() -> Account:
    """Return the account of this request, or raise 401 if nobody is signed in."""
    account = current_account()
    if account is None:
        abort(401)
    return account


def sign_in(account: Account) -> None:
    """Start a session for the account in this browser; anything stored in the previous one is discarded."""
    session.clear()
    login_user(SessionUser(service.start_session(account), account))


def sign_out() -> None:
    """End the session in this browser and in the database."""
    if current_user.is_authenticated:
        service.end_session(current_user.token)
    logout_user()
    session.clear()


def redirect_to_sign_in() -> Response:
    """Return a redirect to the sign-in page; a page asked for by GET is remembered as the one to return to."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sessions.sign_in", next=wanted))


def _require(view: Callable[P, R], is_allowed: Callable[[Account], bool]) -> Callable[P, R | Response]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        account = current_account()
        if account is None:
            return redirect_to_sign_in()
        if not is_allowed(account):
            abort(403)
        return view(*args, **kwargs)

    return guarded


def sign_in_required(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Decorate a view for signed-in people; others are redirected to the sign-in page."""
    return _require(view, lambda _: True)


def staff_required(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Decorate a view for people who work at a site; other accounts get 403."""
    return _require(view, lambda account: account.is_staff)


def coordinator_required(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Decorate a view for coordinators; other accounts get 403."""
    return _require(view, lambda account: account.is_coordinator)
