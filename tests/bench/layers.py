"""The site, the same site without memory, and a bare view, side by side.

All three answer from the same worker processes, so that a ratio compares the same server in the same second.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from mal.calendars import feeds, kept

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

bare = Flask("bare", static_folder=None)


@bare.get("/")
def hello() -> str:
    """Say hello: the least that a view can do."""
    return "hello world"


def forgetful(site: Flask) -> "WSGIApplication":
    """Have the site draw everything anew, as after a change."""

    def layer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        site.extensions[kept.EXTENSION].forget()
        site.extensions[feeds.EXTENSION].forget()
        return site.wsgi_app(environ, start_response)

    return layer


def layered(site: Flask, fresh: Flask) -> "WSGIApplication":
    """Put them side by side; the site that forgets is one of its own, so that the other does not forget with it."""
    return DispatcherMiddleware(site.wsgi_app, {"/bare": bare.wsgi_app, "/fresh": forgetful(fresh)})
