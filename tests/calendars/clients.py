"""Programs that people subscribe with, run as a subscriber would run them.

ical.js, the reader inside Thunderbird, is not among them: it needs Node, which a machine with
Python alone does not have.
"""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import icalendar

WARSAW = ZoneInfo("Europe/Warsaw")

# Start and end as a subscriber in Poland reads them, with the offset, and the title.
Seen = tuple[str, str, str]

_SYNC = """\
[general]
status_path = "{home}/status"

[pair feed]
a = "kept"
b = "published"
collections = null

[storage kept]
type = "filesystem"
path = "{home}/events"
fileext = ".ics"

[storage published]
type = "http"
url = "{url}"
"""

_READER = """\
[calendars]
[[feed]]
path = {home}/events
readonly = True

[sqlite]
path = {home}/khal.db

[locale]
local_timezone = Europe/Warsaw
default_timezone = Europe/Warsaw
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M%z
"""


def read_with_icalendar(octets: bytes) -> set[Seen]:
    """Parse a feed with the icalendar package, as a Python program would."""
    calendar = icalendar.Calendar.from_ical(octets)
    return {(_as_read(event.start), _as_read(event.end), str(event["SUMMARY"])) for event in calendar.events}


def read_with_khal(octets: bytes) -> set[Seen]:
    """Subscribe with vdirsyncer over HTTP and list with khal, both as real programs."""
    with TemporaryDirectory() as directory, _published(octets) as url:
        home = Path(directory)
        (home / "events").mkdir()
        (home / "sync.conf").write_text(_SYNC.format(home=home, url=url))
        (home / "khal.conf").write_text(_READER.format(home=home))
        sync = ("vdirsyncer", "-c", f"{home}/sync.conf")
        _run(home, *sync, "discover")
        _run(home, *sync, "sync")
        return set(_listed(home, *_window(octets)))


def _listed(home: Path, first: date, last: date) -> Iterator[Seen]:
    fields = ("start-long-full", "end-long-full", "title")
    wanted = [word for field in fields for word in ("--json", field)]
    khal = ("khal", "-c", f"{home}/khal.conf", "list", "--once", *wanted)
    for day in _run(home, *khal, f"{first}", f"{last}").splitlines():
        for event in json.loads(day):
            start, end, title = (event[field] for field in fields)
            yield start, end, title


def _as_read(moment: date | datetime) -> str:
    assert isinstance(moment, datetime)
    return moment.astimezone(WARSAW).strftime("%Y-%m-%dT%H:%M%z")


def _window(octets: bytes) -> tuple[date, date]:
    found = re.findall(rb"\r\nDT(?:START|END)[;:][^\r]*?(\d{8})T\d{6}Z?\r", octets)
    days = [date.fromisoformat(day.decode()) for day in found if day[:4] != b"1970"]
    return min(days) - timedelta(days=1), max(days) + timedelta(days=1)


def _run(home: Path, *command: str) -> str:
    program = Path(sys.executable).parent / command[0]
    done = subprocess.run(
        [program, *command[1:]],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
    return done.stdout


@contextmanager
def _published(octets: bytes) -> Iterator[str]:
    class Feed(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/calendar; charset=utf-8")
            self.send_header("Content-Length", str(len(octets)))
            self.end_headers()
            self.wfile.write(octets)

        def log_message(self, *_: object) -> None:
            """Keep the test's output quiet."""

    with HTTPServer(("127.0.0.1", 0), Feed) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/kalendarz.ics"
        finally:
            server.shutdown()
            thread.join()
