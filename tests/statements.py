"""The SQL statements of a block of code: how many a page takes has no noise at all."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from flask import Flask
from sqlalchemy import event

from mal.shared.database import db


@contextmanager
def statements(app: Flask | None = None) -> Iterator[list[str]]:
    """Yield a list that grows with each statement sent to the application's database, in any thread.

    The application is the current one unless it is named.
    """
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with nullcontext() if app is None else app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
